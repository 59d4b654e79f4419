"""Is the warm-up long enough? After how many weeks the empty start, or a new policy, no longer shows in a measure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.base.progress import Progress
from sim.base.units import WEEK
from sim.base.validation import check_int
from sim.case.case import Case
from sim.experiments.arguments import (
    MOST_WEEKS,
    LeverValues,
    as_case,
    as_policy,
    check_replications,
    check_seed,
)
from sim.experiments.batch import Batch
from sim.experiments.intervals import interval
from sim.measures.registry import service_measure
from sim.measures.run import Run
from sim.measures.window import with_window
from sim.policy.policy import Policy

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

DAYS = 7
FEWEST_WEEKS = 10


@dataclass(frozen=True, eq=False)
class WarmUp:
    """How a measure gets away from its start.

    table: one row a week from the start: week (1, 2, ...), mean over the replications, low, high (95% interval), NaN where
    there was nothing to count; needed: weeks to leave out, None if the measure does not settle in the first half of the weeks;
    allowed: weeks that the case leaves out.
    """

    case: Case
    measure: str
    replications: int
    table: pd.DataFrame
    needed: int | None
    allowed: float

    @property
    def enough(self) -> bool:
        """Whether the case leaves out as many weeks as it takes."""
        return self.needed is not None and self.needed <= self.allowed

    @property
    def sentence(self) -> str:
        """What was found, in plain words."""
        name = service_measure(self.measure).name
        name = name[:1].upper() + name[1:]
        if self.needed is None:
            unsettled = _(
                "{measure}: not settled in the first half of {weeks}. Look at more weeks, or there is no steady level."
            )
            return unsettled.format(measure=name, weeks=_weeks(len(self.table)))
        found = _("{measure}: the start shows for {needed}, the case leaves out {allowed}: {verdict}.")
        return found.format(
            measure=name,
            needed=_weeks(self.needed),
            allowed=_weeks(round(self.allowed, 1)),
            verdict=_("enough") if self.enough else _("too few"),
        )

    def figure(self) -> Figure:
        """The measure week by week, what is to be left out and what the case leaves out."""
        from sim.plots.warmup import warmup_figure

        known = service_measure(self.measure)
        return warmup_figure(known.name, known.unit, self.table, self.needed, self.allowed)


def warm_up(
    case: Case | str | Path,
    measure: str = "m08",
    policy: Policy | LeverValues | None = None,
    *,
    weeks: int = 52,
    replications: int = 10,
    seed: int = 0,
    workers: int | None = None,
    progress: Progress | bool | None = None,
) -> WarmUp:
    """Whether a case's warm-up is long enough for one of the service measures.

    policy None: the firm begins with nothing but its opening stock, under its own policy; what it takes is held against
    `warmup_weeks` and `settle_days` together. A policy, or levers that differ: the firm changes to it after its
    `warmup_weeks`; what that takes is held against `settle_days`. Seasons and emergencies are left out: they would look
    like a start. weeks: to look at; other arguments as in `replicate`.

    The weekly values are averaged over the replications, as Welch does (1983, The statistical analysis of simulation
    results, in Lavenberg (ed.), Computer Performance Modeling Handbook); where to cut is said by `mser` with a week as batch.
    Raises InputError for arguments out of range and for a measure with nothing to count.
    """
    case = as_case(case)
    known = service_measure(measure)
    weeks = check_int("weeks", weeks, FEWEST_WEEKS, MOST_WEEKS)
    count, seed = check_replications(replications), check_seed(seed)
    even: dict[str, Any] = {"calendar.seasons": [], "emergencies": [], "settle_days": 0}
    settling = case.settle_days / DAYS
    if policy is None:
        chosen, allowed = case.policy, case.warmup_weeks + settling
        even["warmup_weeks"] = 0
    else:
        chosen, allowed = as_policy("policy", policy, case), settling
    batch = Batch(case.replace(**even), weeks, seed, "open", partial(_by_week, measure))
    found = batch.replications([chosen], count, workers, progress)
    table = _weekly_means(np.array([values for (values,) in found]))
    weekly = table["mean"].dropna().to_numpy()
    if len(weekly) < FEWEST_WEEKS:
        raise InputError(_("{measure}: nothing to compare in these weeks.").format(measure=known.name))
    cut = mser(weekly)
    needed = None if cut is None else int(table["week"][table["mean"].notna()].iloc[cut]) - 1
    return WarmUp(case, measure, count, table, needed, allowed)


def mser(values: Any, batch: int = 1) -> int | None:
    """How many values to leave out at the start, a multiple of `batch`: None if the best cut lies beyond the first half.

    MSER-`batch`: of the means of batches, cut where the marginal standard error of the rest is least, sum of squares over
    squared number (White 1997, Simulation 69, 323-334; batches of 5: White, Cobb and Spratt 2000, Winter Simulation
    Conference). Values that do not fill a batch at the end are not used.
    """
    series: NDArray[np.float64] = np.asarray(values, dtype=float)
    means = series[: len(series) // batch * batch].reshape(-1, batch).mean(axis=1)
    errors = [float(((rest - rest.mean()) ** 2).sum()) / len(rest) ** 2 for rest in _rests(means)]
    if not errors:
        return None
    best = int(np.argmin(errors))
    return best * batch if best <= len(means) / 2 else None


def _weeks(count: float) -> str:
    return ngettext("{n} week", "{n} weeks", 1 if count == 1 else 2).format(n=f"{count:g}")


def _rests(means: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """What is left after each cut. The last few are too few to judge by: their error is small by chance."""
    return [means[cut:] for cut in range(max(0, len(means) - 4))]


def _by_week(measure: str, run: Run) -> list[float]:
    """The measure in each week of a run."""
    values = []
    for week in range(run.weeks):
        records = with_window(run.records, week * WEEK, (week + 1) * WEEK)
        values.append(service_measure(measure).compute(records, run.policy)["value"])
    return values


def _weekly_means(found: NDArray[np.float64]) -> pd.DataFrame:
    """found: a row a replication, a column a week."""
    rows = [interval(column) for column in found.T]
    return pd.DataFrame(
        {
            "week": np.arange(1, len(rows) + 1),
            "mean": [row.mean for row in rows],
            "low": [row.low for row in rows],
            "high": [row.high for row in rows],
        }
    )
