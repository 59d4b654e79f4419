"""Which of several policies is best? Runs are added until one is left that is best, or as good as makes no difference.

The fully sequential procedure of Kim and Nelson (2001, ACM TOMACS 11, 251-273), which holds with the same luck for all
policies: it selects the best with probability `level` whenever the best is better than the next by at least `indifference`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.progress import Progress
from sim.base.validation import check_int, check_number, invalid
from sim.case.case import Case
from sim.experiments.replications import Levers, Series, as_policy
from sim.experiments.simulate import as_case
from sim.measures.kpis import kpi
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
    policies: Mapping[str, Policy | Levers],
    *,
    measure: str = "profit",
    indifference: float,
    largest: bool = True,
    level: float = 0.95,
    most: int = 200,
    weeks: int = 52,
    seed: int = 0,
    market: Literal["open", "frozen"] = "open",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Selection:
    """The best of several policies by a measure, with as few runs as that takes.

    indifference: a difference, in the measure's unit, that does not matter; largest: whether more is better; most: replications
    after which the search ends unsettled. Raises InputError for arguments out of range, and where a run has nothing to count.
    """
    case = as_case(case)
    column = kpi(measure).id
    if not isinstance(policies, Mapping) or len(policies) < 2:
        raise invalid("policies", policies, _("two policies or more by name"))
    check_number("indifference", indifference, 0, open_ends=True)
    check_number("level", level, 1 / len(policies), 1, open_ends=True)
    most = check_int("most", most, FIRST, 100_000)
    names = list(policies)
    chosen = [as_policy(name, policy, case) for name, policy in policies.items()]
    values: list[list[float]] = [[] for _name in names]

    def more(still: list[int], first: int, count: int) -> None:
        series = Series(case, tuple(chosen[i] for i in still), weeks, seed, market)
        for row in series.observed(count, 1, workers, progress, first=first):
            for i, quantities in zip(still, row, strict=True):
                value = quantities[column]
                if np.isnan(value):
                    raise InputError(
                        _("{measure}: nothing to compare in these weeks.").format(measure=kpi(measure).name)
                    )
                values[i].append(value if largest else -value)

    still, dropped = list(range(len(names))), dict.fromkeys(range(len(names)))
    more(still, 0, FIRST)
    first = np.array(values)
    variances = np.array([[np.var(a - b, ddof=1) for b in first] for a in first])
    # h squared = 2 eta (n0 - 1), eta = ((2 (1 - level) / (k - 1)) ** (-2 / (n0 - 1)) - 1) / 2
    width = ((2 * (1 - level) / (len(names) - 1)) ** (-2 / (FIRST - 1)) - 1) * (FIRST - 1)
    runs = FIRST
    while True:
        sums = np.array([sum(column_) for column_ in values])
        kept = eliminate(sums, variances, runs, still, width, indifference)
        dropped |= {i: runs for i in still if i not in kept}
        still = kept
        if len(still) == 1 or runs >= most:
            break
        more(still, runs, 1)
        runs += 1
    table = pd.DataFrame(
        {
            "replications": [len(column_) for column_ in values],
            "mean": [(1 if largest else -1) * float(np.mean(column_)) for column_ in values],
            "dropped": pd.array([dropped[i] for i in range(len(names))], dtype="Int64"),
        },
        index=pd.Index(names, name="policy"),
    )
    return Selection(names[still[0]] if len(still) == 1 else "", column, table)
