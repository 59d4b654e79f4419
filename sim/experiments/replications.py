"""One policy with many sets of random numbers: they show how far the results of a run are chance."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sim.base.display import html_table
from sim.base.i18n import _
from sim.base.progress import Progress
from sim.case.case import Case
from sim.experiments.arguments import LeverValues, MarketKind, as_case, as_policy, check_replications
from sim.experiments.batch import Batch
from sim.experiments.grid import Grid, Results
from sim.experiments.precision import Precision, check_precision
from sim.experiments.quantities import Observer, Quantities, check_quantities, measures_with
from sim.experiments.wording import KEY, SHOWN, mean_text, summary, which_runs
from sim.measures.kpis import Kpi
from sim.measures.service_registry import look_up
from sim.policy.policy import Policy
from sim.theory.intervals import LEVEL, Interval, interval


@dataclass(frozen=True, eq=False)
class Replications:
    """Runs of one case and policy that differ in their random numbers only.

    Attributes
    ----------
    case : Case
        The firm and its market.
    policy : Policy
        The levers in force.
    seed : int
        The seed of all runs.
    weeks : int
        Weeks observed in each run.
    table : DataFrame
        One row per run: replication, service measures (m01 to m12, m04_sd, m04_p95, m04_reliability, perfect, censored;
        shares 0 to 1, times in hours), counts of needs (needs, orders, and each state), satisfaction (1 to 5), customers
        who left and joined, and income, cost and profit in CNY.
    until : Precision or None
        What was asked for in place of a number of runs.
    market : {"open", "frozen"}
        As in `run`.
    quantities : tuple of str
        Names of own quantities, which are columns of `table`.

    Examples
    --------
    >>> from sim import replicate
    >>> replications = replicate("corner", weeks=2, replications=3, workers=1)
    >>> len(replications.table), replications.interval("m08").replications
    (3, 3)
    """

    case: Case
    policy: Policy
    seed: int
    weeks: int
    table: pd.DataFrame
    until: Precision | None = None
    market: MarketKind = "open"
    quantities: tuple[str, ...] = ()

    def interval(self, measure: str, level: float = LEVEL) -> Interval:
        """The mean of a column with its confidence interval.

        Parameters
        ----------
        measure : str
            A column of `table`, such as "m08" or "profit".
        level : float, default 0.95
            The confidence level, between 0 and 1.

        Returns
        -------
        Interval
            A tuple of mean, low, high, replications. Replications with nothing to count are left out.

        Raises
        ------
        InputError
            If the measure is unknown or the level out of range.
        """
        return interval(self.table[self._kpi(measure).id], level)

    @property
    def title(self) -> str:
        """Case, weeks, seed and number of replications in one line."""
        return which_runs(self.case, self.weeks, self.seed, [len(self.table)], self.market)

    def _kpi(self, name: str) -> Kpi:
        """A measure by name. Raises InputError if there is none."""
        return look_up(name, measures_with(self.quantities))

    def __repr__(self) -> str:
        """The key measures with their intervals."""
        means = (
            _("{measure}: {value}").format(
                measure=self._kpi(name).name, value=mean_text(self._kpi(name), self.interval(name))
            )
            for name in (*KEY, *self.quantities)
        )
        return summary(_("Replications of a policy"), [self.title, *means], ".table, .interval()")

    def _repr_html_(self) -> str:
        shown = (*SHOWN, *self.quantities)
        rows = [
            (name, self._kpi(name).name, mean_text(self._kpi(name), self.interval(name))) for name in shown
        ]
        return html_table(
            ("", _("measure"), _("mean, ± 95% interval")), rows, title=self.title, max_rows=len(shown)
        )


def replicate(
    case: Case | str | Path,
    policy: Policy | LeverValues | None = None,
    *,
    replications: int = 20,
    weeks: int = 52,
    seed: int = 0,
    market: MarketKind = "open",
    workers: int | None = None,
    progress: Progress | bool | None = None,
    until: Precision | None = None,
    quantities: Quantities | None = None,
) -> Replications:
    """Run a firm many times, each time with other random numbers: replications 0, 1, 2, ... of one seed.

    Parameters
    ----------
    case : Case or str or Path
        The firm and its market, as in `run`.
    policy : Policy or dict, optional
        A policy, or levers by dotted name that differ from the case's own policy, which is the default.
    replications : int, default 20
        Number of runs, 1 to 100,000.
    weeks, seed, market
        As in `run`.
    workers : int, optional
        Number of processes; the default is one for each core, 1 is none besides this. The table does not depend on it.
        Inside `joblib.parallel_config` the backend configured there does the work.
    progress : bool or callable, optional
        True shows a progress bar; a function is called with the share that is done, 0 to 1.
    until : Precision, optional
        Run as many replications as this precision takes, whatever `replications` says.
    quantities : dict of str to function, optional
        Own quantities by name: each a function of a run that returns a number, or None where there is nothing to count, such
        as ``{"late": lambda run: 1 - run.measures["m08"]["value"]}``. They become columns of the table.

    Returns
    -------
    Replications
        A table with one row per run, and confidence intervals.

    Raises
    ------
    InputError
        If an argument cannot be used, or an own quantity cannot be computed.

    Examples
    --------
    >>> from sim import replicate
    >>> found = replicate("corner", {"desk.clerks": 3}, replications=4, weeks=2, workers=1)
    >>> found.table.shape[0]
    4
    >>> mean, low, high, count = found.interval("m08")
    >>> low < mean < high
    True
    """
    case = as_case(case)
    chosen = as_policy("policy", {} if policy is None else policy, case.policy)
    own = check_quantities(quantities, workers)
    results = Results(points=1)
    grid = Grid(Batch(case, weeks, seed, market, Observer(own)), [chosen], results, workers)
    if until is None:
        (count,) = grid.run(check_replications(replications), progress)
    else:
        (count,) = grid.run_until(check_precision(until), progress)
    table = pd.DataFrame([{"replication": number, **results.of(0, number)} for number in range(count)])
    return Replications(case, chosen, seed, weeks, table, until, market, tuple(own))
