"""Is the warm-up long enough? The number of weeks until an empty start, or a new policy, no longer shows."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.base.errors import InputError
from sim.base.i18n import _
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
from sim.experiments.warmup_result import WarmUp
from sim.measures.money import counts
from sim.measures.run import Run
from sim.measures.service_registry import service_measure
from sim.measures.window import with_window
from sim.policy.policy import Policy
from sim.theory.intervals import interval

DAYS = 7
FEWEST_WEEKS = 10


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
    """Find out whether a case's warm-up is long enough: for a service measure, and for the market.

    Without a policy, the firm starts empty, with its opening stock only, under the case's own policy; the weeks that this
    start shows are compared with the case's `warmup_weeks` and `settle_days` together. With a policy, the firm changes
    to it after the warm-up; the weeks that this change shows are compared with `settle_days`. Seasons and emergencies are
    left out, because they would look like a start.

    Parameters
    ----------
    case : Case or str or Path
        The firm and its market, as in `run`.
    measure : str, default "m08"
        A service measure, "m01" to "m12" or "perfect".
    policy : Policy or dict, optional
        The new policy, or levers by dotted name that differ from the case's own policy.
    weeks : int, default 52
        Weeks to look at, 10 to 520.
    replications : int, default 10
        Number of runs, 1 to 100,000.
    seed : int, default 0
        As in `run`.
    workers, progress
        As in `replicate`.

    Returns
    -------
    WarmUp
        The measure and the share of needs week by week, the weeks to leave out, and whether the case leaves out enough.

    Raises
    ------
    InputError
        If an argument cannot be used, or too few weeks have something to count.

    Notes
    -----
    The weekly values are averaged over the replications (Welch 1983). The weeks to leave out are those of the MSER rule
    with a week as batch (White 1997), see `mser`; for the share of needs at least `market.contract_weeks`, in which every
    contract is renewed once.

    References
    ----------
    Welch, P. D. (1983). The statistical analysis of simulation results. In S. S. Lavenberg (ed.), Computer Performance
    Modeling Handbook. Academic Press.

    White, K. P. (1997). An effective truncation heuristic for bias reduction in simulation output. Simulation, 69(6),
    323-334.

    Examples
    --------
    >>> from sim import warm_up
    >>> found = warm_up("corner", "m01", weeks=12, replications=2, workers=1)
    >>> found.needed, found.allowed
    (5, 10.0)
    >>> found.enough, found.market_enough
    (True, False)
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
        chosen, allowed = as_policy("policy", policy, case.policy), settling
    batch = Batch(case.replace(**even), weeks, seed, "open", partial(_by_week, measure))
    found = batch.replications([chosen], count, workers, progress)
    table, market = (_weekly_means(np.array([values[group] for (values,) in found])) for group in (0, 1))
    weekly = table["mean"].dropna().to_numpy()
    if len(weekly) < FEWEST_WEEKS:
        raise InputError(_("{measure}: nothing to compare in these weeks.").format(measure=known.name))
    shares = _cut(market)
    renewed = math.ceil(case.market.contract_weeks)
    market_needed = None if shares is None else max(shares, renewed)
    return WarmUp(case, measure, count, table, _cut(table), allowed, market, market_needed)


def _cut(table: pd.DataFrame) -> int | None:
    """The number of weeks to leave out; weeks without a value are passed over."""
    known = table["mean"].notna()
    cut = mser(table["mean"][known].to_numpy())
    return None if cut is None else int(table["week"][known].iloc[cut]) - 1


def mser(values: Any, batch: int = 1) -> int | None:
    """The number of values to leave out at the start, by the MSER rule; None if the best cut is beyond the first half.

    Parameters
    ----------
    values : sequence of float
        The series.
    batch : int, default 1
        Values to a batch: the rule looks at means of batches. Values at the end that do not fill a batch are not used.

    Returns
    -------
    int or None
        A multiple of `batch`.

    Notes
    -----
    The cut is where the marginal standard error of the rest is least: the sum of squared deviations divided by the square
    of their number (White 1997; with batches of 5: White, Cobb and Spratt 2000).

    References
    ----------
    White, K. P. (1997). An effective truncation heuristic for bias reduction in simulation output. Simulation, 69(6),
    323-334.

    White, K. P., Cobb, M. J., & Spratt, S. C. (2000). A comparison of five steady-state truncation heuristics for
    simulation. Proceedings of the 2000 Winter Simulation Conference, 755-760.

    Examples
    --------
    >>> mser([9, 1, 3, 1, 3, 1, 3, 1, 3])
    1
    """
    series: NDArray[np.float64] = np.asarray(values, dtype=float)
    means = series[: len(series) // batch * batch].reshape(-1, batch).mean(axis=1)
    errors = [float(((rest - rest.mean()) ** 2).sum()) / len(rest) ** 2 for rest in _rests(means)]
    if not errors:
        return None
    best = int(np.argmin(errors))
    return best * batch if best <= len(means) / 2 else None


def _rests(means: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """The number of values left after each cut. With few values, the error can be small by chance."""
    return [means[cut:] for cut in range(max(0, len(means) - 4))]


def _by_week(measure: str, run: Run) -> tuple[list[float], list[float]]:
    """The measure, and the share of needs that the firm gets, in each week of a run."""
    values, shares = [], []
    for week in range(run.weeks):
        records = with_window(run.records, week * WEEK, (week + 1) * WEEK)
        values.append(service_measure(measure).compute(records, run.policy)["value"])
        found = counts(records)
        shares.append(found["orders"] / found["needs"] if found["needs"] else math.nan)
    return values, shares


def _weekly_means(values: NDArray[np.float64]) -> pd.DataFrame:
    """The mean of each week with its interval. values: a row per replication, a column per week."""
    rows = [interval(column) for column in values.T]
    return pd.DataFrame(
        {
            "week": np.arange(1, len(rows) + 1),
            "mean": [row.mean for row in rows],
            "low": [row.low for row in rows],
            "high": [row.high for row in rows],
        }
    )
