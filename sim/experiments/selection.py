"""Which of several policies is best? Replications are added until one policy is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.base.display import html_table
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
from sim.experiments.wording import MAX_ROWS, NOTHING, summary
from sim.measures.kpis import kpi, run_kpis
from sim.policy.policy import Policy

FIRST = 10
"""Replications of every policy before any is dropped."""


@dataclass(frozen=True, eq=False)
class Selection:
    """The best of several policies.

    Attributes
    ----------
    best : str
        Name of the policy selected; "" if `most` replications did not decide between the last ones.
    measure : str
        The measure compared.
    table : DataFrame
        One row a policy: replications; mean of the measure, in its unit; dropped: after how many replications the policy
        was found not to be the best, null for those that were not dropped.

    Examples
    --------
    >>> from sim import select_best
    >>> policies = {"one clerk": {}, "two clerks": {"desk.clerks": 2}}
    >>> selection = select_best("corner", policies, measure="m12", indifference=0.01, weeks=1, workers=1)
    >>> selection.best
    'two clerks'
    """

    best: str
    measure: str
    table: pd.DataFrame

    @property
    def sentence(self) -> str:
        """The result in words."""
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

    def __repr__(self) -> str:
        """The result, and each policy with its mean and when it was dropped."""
        rows = []
        for policy, _replications, mean, dropped in self._rows():
            kept = dropped == NOTHING
            text = _("{policy}: {mean}") if kept else _("{policy}: {mean}, dropped after {n} replications")
            rows.append(text.format(policy=policy, mean=mean, n=dropped))
        headline = _("Selection among {n} policies").format(n=len(self.table))
        return summary(headline, [self.sentence, *rows], ".best, .table, .sentence")

    def _repr_html_(self) -> str:
        header = (_("policy"), _("replications"), kpi(self.measure).name, _("dropped after"))
        return html_table(header, self._rows(), title=self.sentence, max_rows=MAX_ROWS)

    def _rows(self) -> list[tuple[str, str, str, str]]:
        known = kpi(self.measure)
        spread = float(np.ptp(self.table["mean"]))
        rows = []
        for policy, row in self.table.iterrows():
            mean = known.level(row["mean"], known.digits(spread or abs(row["mean"])))
            dropped = NOTHING if pd.isna(row["dropped"]) else f"{row['dropped']:,}"
            rows.append((str(policy), f"{row['replications']:,}", mean, dropped))
        return rows


def eliminate(
    sums: NDArray[np.float64],
    variances: NDArray[np.float64],
    runs: int,
    still: list[int],
    width: float,
    delta: float,
) -> list[int]:
    """The policies that stay after `runs` replications.

    sums: of each policy's values; variances: of the differences in the first replications; still: policies not dropped yet;
    width: h squared in Kim and Nelson's notation; delta: the indifference.
    """
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
    """Find the best of several policies by a measure, with as few runs as that takes.

    Policies that are clearly not the best are dropped early, and are not run any more.

    Parameters
    ----------
    case : Case or str or Path
        The firm and its market, as in `run`.
    policies : dict of str to Policy or dict
        Two policies or more by name, as in `compare`.
    measure : str, default "profit"
        A column of `Replications.table`.
    indifference : float
        A difference that does not matter, above 0, in the unit of the measure (shares: 0 to 1).
    largest : bool, default True
        Whether the largest mean is the best.
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
    The fully sequential procedure of Kim and Nelson, with 10 first replications. It allows common random numbers.

    References
    ----------
    Kim, S.-H., & Nelson, B. L. (2001). A fully sequential procedure for indifference-zone selection in simulation. ACM
    Transactions on Modeling and Computer Simulation, 11(3), 251-273.

    Examples
    --------
    >>> from sim import select_best
    >>> policies = {"one clerk": {}, "two clerks": {"desk.clerks": 2}}
    >>> found = select_best("corner", policies, measure="m12", indifference=0.01, weeks=1, workers=1)
    >>> found.best
    'two clerks'
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
