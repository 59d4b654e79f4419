"""Lesson 9, steps 1 and 2: half years at levels of service, each with its twin, and what they cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sim.base.i18n import _
from sim.base.progress import progress_bar
from sim.case.load import load_case
from sim.course.assignments.service_strategy.branch import costs_of, level_policy
from sim.experiments.simulate import ideal_twin, run
from sim.measures.run import Run

WEEKS = 26
COSTS = ["visible", "carriage", "hidden", "total"]

Pairs = Mapping[int, Sequence[tuple[Run, Run]]]


def levels_with_twins(levels: Sequence[int], numbers: Sequence[int]) -> dict[int, list[tuple[Run, Run]]]:
    """Half years of Corner Logistics at levels of service, 0 to 10, each with its ideal twin.

    Parameters
    ----------
    levels : sequence of int
        Levels: safety stock, checking, departures and special requests move together in small steps.
    numbers : sequence of int
        Numbers of luck: the same at each level.

    Returns
    -------
    dict of int to list of (Run, Run)
        Level -> a run and its twin for each number, as `plots.cost_curve` takes them.

    Examples
    --------
    >>> pairs = levels_with_twins([6], [0])
    >>> len(pairs[6])
    1
    """
    case = load_case("corner")
    found: dict[int, list[tuple[Run, Run]]] = {}
    with progress_bar(True, _("simulating")) as report:
        for done, level in enumerate(levels, start=1):
            policy = level_policy(case, level)
            halves = [run(case, policy, weeks=WEEKS, replication=number) for number in numbers]
            found[level] = [(half, ideal_twin(half)) for half in halves]
            if report is not None:
                report(done / len(levels))
    return found


def costs_by_number(pairs: Pairs) -> pd.DataFrame:
    """Costs of each half year: level, number of luck, and visible, carriage, hidden and total in CNY.

    Parameters
    ----------
    pairs : dict of int to list of (Run, Run)
        As `levels_with_twins` returns it.

    Returns
    -------
    DataFrame
        A row for each half year.

    Examples
    --------
    >>> costs_by_number(levels_with_twins([6], [0]))[["level", "number"]].to_numpy().tolist()
    [[6, 0]]
    """
    rows = [
        {"level": level, "number": half.replication, **costs_of(half, twin)}
        for level, halves in pairs.items()
        for half, twin in halves
    ]
    return pd.DataFrame(rows)[["level", "number", *COSTS]]


def mean_costs(pairs: Pairs) -> pd.DataFrame:
    """The mean costs of each level, CNY.

    Examples
    --------
    >>> mean_costs(levels_with_twins([6], [0])).columns.tolist()
    ['visible', 'carriage', 'hidden', 'total']
    """
    return costs_by_number(pairs).groupby("level")[COSTS].mean()
