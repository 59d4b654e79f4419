"""Selects the best of several policies: replications are added until one is left, or the rest differ too little to matter."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.progress import Progress, progress_bar
from sim.base.validation import check_int, check_number
from sim.case.case import Case
from sim.experiments.arguments import (
    MOST_REPLICATIONS,
    LeverValues,
    MarketKind,
    as_case,
    as_policies,
)
from sim.experiments.batch import Batch
from sim.experiments.choice import RELATIVE
from sim.experiments.elimination import differ_too_little, eliminate, lead
from sim.experiments.selection_result import Selection
from sim.measures.kpis import OBJECTIVE, Kpi, kpi, run_kpis
from sim.policy.policy import Policy
from sim.theory.intervals import LEVEL, Interval

FIRST = 10
"""Replications of every policy before any is dropped."""


def select_best(
    case: Case | str | Path,
    policies: Mapping[str, Policy | LeverValues],
    *,
    measure: str = OBJECTIVE,
    indifference: float | None = None,
    largest: bool | None = None,
    level: float = 0.95,
    most: int = 200,
    weeks: int = 52,
    seed: int = 0,
    market: MarketKind = "open",
    workers: int | None = None,
    progress: Progress | bool | None = None,
) -> Selection:
    """Find the best of several policies by a measure, with as few runs as that takes.

    Policies that are clearly not the best are dropped early, and are not run any more.

    Parameters
    ----------
    case : Case or str or Path
        The firm and its market, as in `run`.
    policies : dict of str to Policy or dict
        Two policies or more by name, as in `compare`.
    measure : str
        A column of `Replications.table`; the default is what a firm is run for.
    indifference : float, optional
        A difference that does not matter, above 0, in the unit of the measure (shares: 0 to 1). The default is half a
        percent of the largest mean in the first replications; for money, of the mean income.
    largest : bool, optional
        Whether the largest mean is the best; the default is what is better by this measure.
    level : float, default 0.95
        Probability that the best policy is selected, if it is better than the next one by at least `indifference`.
    most : int, default 200
        Replications after which the search ends without a decision, 10 to 100,000.
    weeks, seed, market
        As in `run`.
    workers, progress
        As in `replicate`.

    Returns
    -------
    Selection
        The policy selected, and how many replications each policy took.

    Raises
    ------
    InputError
        If an argument cannot be used, or a run has nothing to count.

    Notes
    -----
    The fully sequential procedure of Kim and Nelson, with 10 first replications. It allows common random numbers. After 10,
    20, 40, ... replications it also ends if all policies that are left are within the indifference of each other, with all
    intervals of their differences: then the one with the lowest mean cost is taken. A default of the indifference that
    grows with the mean is a choice of this program: Kim and Nelson leave it to the user.

    References
    ----------
    Kim, S.-H., & Nelson, B. L. (2001). A fully sequential procedure for indifference-zone selection in simulation. ACM
    Transactions on Modeling and Computer Simulation, 11(3), 251-273.

    Examples
    --------
    >>> from sim import select_best
    >>> policies = {"two clerks": {}, "three clerks": {"desk.clerks": 3}}
    >>> found = select_best("corner", policies, measure="m12", indifference=0.01, weeks=1, workers=1)
    >>> found.best
    'three clerks'
    """
    case = as_case(case)
    column = kpi(measure).id
    named = as_policies(policies, case)
    if indifference is not None:
        check_number("indifference", indifference, 0, open_ends=True)
    sign = 1 if (kpi(column).more_is_better is not False if largest is None else largest) else -1
    check_number("level", level, 1 / len(named), 1, open_ends=True)
    most = check_int("most", most, FIRST, MOST_REPLICATIONS)
    chosen = list(named.values())
    values: list[list[float]] = [[] for _policy in chosen]
    costs: list[list[float]] = [[] for _policy in chosen]
    incomes: list[float] = []
    batch = Batch(case, weeks, seed, market, run_kpis)

    def add_replications(still: list[int], first: int, count: int, report: Progress | None) -> None:
        part = None if report is None else lambda share: report((first + share * count) / most)
        for row in batch.replications([chosen[i] for i in still], count, workers, part, first=first):
            for i, kpis in zip(still, row, strict=True):
                if np.isnan(kpis[column]):
                    raise InputError(
                        _("{measure}: nothing to compare in these weeks.").format(measure=kpi(measure).name)
                    )
                values[i].append(sign * kpis[column])
                costs[i].append(kpis["cost"])
                incomes.append(kpis["income"])

    still, dropped = list(range(len(chosen))), dict.fromkeys(range(len(chosen)))
    # h squared = 2 eta (n0 - 1), eta = ((2 (1 - level) / (k - 1)) ** (-2 / (n0 - 1)) - 1) / 2
    width = ((2 * (1 - level) / (len(chosen) - 1)) ** (-2 / (FIRST - 1)) - 1) * (FIRST - 1)
    with progress_bar(progress) as report:
        add_replications(still, 0, FIRST, report)
        first = np.array(values)
        delta = indifference or RELATIVE * _size(kpi(column), first, incomes)
        variances = np.array([[np.var(a - b, ddof=1) for b in first] for a in first])
        runs, look, equal = FIRST, FIRST, False
        while True:
            sums = np.array([sum(column_) for column_ in values])
            kept = eliminate(sums, variances, runs, still, width, delta)
            dropped |= {i: runs for i in still if i not in kept}
            still = kept
            if len(still) > 1 and (runs == look or runs >= most):
                # Looking at every replication would find differences by chance: each look doubles the number.
                equal, look = differ_too_little([values[i] for i in still], delta, level), 2 * look
            if len(still) == 1 or equal or runs >= most:
                break
            add_replications(still, runs, 1, report)
            runs += 1
        if report:
            report(1.0)
    table = pd.DataFrame(
        {
            "replications": [len(column_) for column_ in values],
            "mean": [sign * float(np.mean(column_)) for column_ in values],
            "cost": [float(np.mean(column_)) for column_ in costs],
            "dropped": pd.array([dropped[i] for i in range(len(chosen))], dtype="Int64"),
        },
        index=pd.Index(list(named), name="policy"),
    )
    ahead = sorted(still, key=lambda i: -float(np.mean(values[i])))
    if len(still) > 1 and not equal:
        first_two = table.index[ahead[:2]]
        found = lead(values[ahead[0]], values[ahead[1]], LEVEL)
        gap = found if sign > 0 else Interval(-found.mean, -found.high, -found.low, found.replications)
        return Selection("", column, table, delta, (), tuple(first_two), gap)
    same, close = _like_the_winner(ahead[0], values, delta, level)
    best = min(same, key=lambda i: table["cost"].iloc[i]) if same else ahead[0]
    return Selection(
        str(table.index[best]), column, table, delta, tuple(table.index[same]), tuple(table.index[close])
    )


def _size(measure: Kpi, values: NDArray[np.float64], incomes: list[float]) -> float:
    """The amount of which the default indifference is a share; 1 if all values are 0, which are then equal whatever it is."""
    size = np.mean(incomes) if measure.unit == "CNY" else np.abs(values.mean(axis=1)).max()
    return float(size) or 1.0


def _like_the_winner(
    winner: int, values: list[list[float]], delta: float, level: float
) -> tuple[list[int], list[int]]:
    """The policies that are as good as the winner within `delta`, with itself; and those that may be."""
    each = 1 - (1 - level) / (len(values) - 1)
    same, close = [], []
    for i, own in enumerate(values):
        if i == winner or differ_too_little([values[winner], own], delta, each):
            same.append(i)
        elif lead(values[winner], own, each).low <= 0:
            close.append(i)
    return (same if len(same) > 1 else []), close
