"""Which of several policies is best? Runs are added until one is left that is best, or as good as makes no difference.

The fully sequential procedure of Kim and Nelson (2001, ACM TOMACS 11, 251-273), which holds with the same luck for all
policies: it selects the best with probability `level` whenever the best is better than the next by at least `indifference`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
from sim.measures.kpis import kpi, run_kpis
from sim.policy.policy import Policy

FIRST = 10
"""Replications of every policy before any is dropped."""


@dataclass(frozen=True)
class Selection:
    """best: the policy selected, "" if `most` replications did not settle it; table: a row a policy: replications, mean, dropped.

    dropped: after how many replications a policy was found not to be the best; null for those still in.
    """

    best: str
    measure: str
    table: pd.DataFrame

    @property
    def sentence(self) -> str:
        """What was found, in plain words."""
        name = kpi(self.measure).name
        if self.best:
            used = int(self.table["replications"].sum())
            return _("{policy} is best by {measure}, after {runs} runs in all.").format(
                policy=self.best, measure=name, runs=used
            )
        left = ", ".join(self.table.index[self.table["dropped"].isna()])
        return _("Not settled by {measure}: {policies} are still in the running.").format(
            measure=name, policies=left
        )


def eliminate(
    sums: NDArray[np.float64],
    variances: NDArray[np.float64],
    runs: int,
    still: list[int],
    width: float,
    delta: float,
) -> list[int]:
    """Who stays in after `runs` replications. sums: of each policy; variances: of first differences; width: h squared."""
    kept = []
    for i in still:
        slack = [max(0.0, (width * variances[i, j] / delta - delta * runs) / 2) for j in still if j != i]
        others = [sums[j] for j in still if j != i]
        if all(sums[i] >= other - allowed for other, allowed in zip(others, slack, strict=True)):
            kept.append(i)
    return kept


def select_best(
    case: Case | str | Path,
    policies: Mapping[str, Policy | LeverValues],
    *,
    measure: str = "profit",
    indifference: float,
    largest: bool = True,
    level: float = 0.95,
    most: int = 200,
    weeks: int = 52,
    seed: int = 0,
    market: MarketKind = "open",
    workers: int | None = None,
    progress: Progress | bool | None = None,
) -> Selection:
    """The best of several policies by a measure, with as few runs as that takes.

    indifference: a difference, in the measure's unit, that does not matter; largest: whether more is better; most: replications
    after which the search ends unsettled. Raises InputError for arguments out of range, and where a run has nothing to count.
    """
    case = as_case(case)
    column = kpi(measure).id
    named = as_policies(policies, case)
    check_number("indifference", indifference, 0, open_ends=True)
    check_number("level", level, 1 / len(named), 1, open_ends=True)
    most = check_int("most", most, FIRST, MOST_REPLICATIONS)
    chosen = list(named.values())
    values: list[list[float]] = [[] for _policy in chosen]
    batch = Batch(case, weeks, seed, market, run_kpis)

    def add_replications(still: list[int], first: int, count: int, report: Progress | None) -> None:
        part = None if report is None else lambda share: report((first + share * count) / most)
        for row in batch.replications([chosen[i] for i in still], count, workers, part, first=first):
            for i, kpis in zip(still, row, strict=True):
                if np.isnan(kpis[column]):
                    raise InputError(
                        _("{measure}: nothing to compare in these weeks.").format(measure=kpi(measure).name)
                    )
                values[i].append(kpis[column] if largest else -kpis[column])

    still, dropped = list(range(len(chosen))), dict.fromkeys(range(len(chosen)))
    # h squared = 2 eta (n0 - 1), eta = ((2 (1 - level) / (k - 1)) ** (-2 / (n0 - 1)) - 1) / 2
    width = ((2 * (1 - level) / (len(chosen) - 1)) ** (-2 / (FIRST - 1)) - 1) * (FIRST - 1)
    with progress_bar(progress) as report:
        add_replications(still, 0, FIRST, report)
        first = np.array(values)
        variances = np.array([[np.var(a - b, ddof=1) for b in first] for a in first])
        runs = FIRST
        while True:
            sums = np.array([sum(column_) for column_ in values])
            kept = eliminate(sums, variances, runs, still, width, indifference)
            dropped |= {i: runs for i in still if i not in kept}
            still = kept
            if len(still) == 1 or runs >= most:
                break
            add_replications(still, runs, 1, report)
            runs += 1
        if report:
            report(1.0)
    table = pd.DataFrame(
        {
            "replications": [len(column_) for column_ in values],
            "mean": [(1 if largest else -1) * float(np.mean(column_)) for column_ in values],
            "dropped": pd.array([dropped[i] for i in range(len(chosen))], dtype="Int64"),
        },
        index=pd.Index(list(named), name="policy"),
    )
    return Selection(table.index[still[0]] if len(still) == 1 else "", column, table)
