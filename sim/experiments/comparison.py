"""Policies under the same luck: is a difference real, and how many replications would tell?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.base.errors import InputError
from sim.base.i18n import _, sentences
from sim.base.progress import Progress
from sim.base.validation import check_number
from sim.case.case import Case
from sim.experiments.arguments import LeverValues, MarketKind, as_case, as_policies, check_replications
from sim.experiments.batch import Batch
from sim.experiments.intervals import Paired, paired, replications_for
from sim.experiments.verdict import verdict
from sim.measures.kpis import KPIS, kpi, run_kpis
from sim.policy.policy import Policy

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


@dataclass(frozen=True, eq=False)
class Comparison:
    """Runs of one case under several policies, paired by luck; the first policy is what the others are compared with.

    table: one row a run: policy, replication, and the columns of `Replications.table`.
    """

    case: Case
    policies: Mapping[str, Policy]
    seed: int
    weeks: int
    table: pd.DataFrame

    @property
    def baseline(self) -> str:
        """Name of the first policy."""
        return next(iter(self.policies))

    @cached_property
    def differences(self) -> pd.DataFrame:
        """One row a policy and measure: after (this policy) minus before (the baseline), and how sure that is.

        low, high: 95% interval of the mean difference, Student's t over pairs; sd_paired, sd_unpaired: standard deviation of
        the difference with the same luck, and with other luck for each policy; variance_reduction: the square of their ratio;
        needed: replications in all until the interval is no wider than to leave out 0 if the difference stays as it is;
        verdict: higher, lower, not distinguishable, unaffected (the same in every replication), nothing to compare.
        Each interval misses the truth once in 20 times: who looks at all of them will find some that do.
        """
        rows = []
        for policy in list(self.policies)[1:]:
            for measure in KPIS:
                found = self.paired(measure, policy)
                rows.append(
                    {
                        "policy": policy,
                        "measure": measure,
                        **vars(found),
                        "variance_reduction": found.variance_reduction,
                        "needed": found.needed,
                        "verdict": found.verdict,
                    }
                )
        return pd.DataFrame(rows).astype({"needed": "Int64"})

    def paired(self, measure: str, policy: str) -> Paired:
        """One row of `differences`. Raises InputError for an unknown measure or policy."""
        column = kpi(measure).id
        (after,) = self._others(policy)
        return paired(self._values(self.baseline, column), self._values(after, column))

    def replications_needed(self, measure: str, half_width: float, policy: str | None = None) -> int:
        """Replications in all until the 95% interval of the difference reaches at most `half_width` to either side.

        half_width: in the measure's unit, shares as 0 to 1; policy None: enough for every policy. Judged by the spread
        seen so far, so the more replications there are, the better the answer. Raises InputError where nothing can be compared.
        """
        check_number("half_width", half_width, 0, open_ends=True)
        spreads = [self.paired(measure, name).sd_paired for name in self._others(policy)]
        if any(math.isnan(spread) for spread in spreads):
            raise InputError(
                _("{measure}: nothing to compare in these weeks.").format(measure=kpi(measure).name)
            )
        return max(replications_for(spread, half_width) for spread in spreads)

    def sentence(self, measure: str = "m08", policy: str | None = None) -> str:
        """How a policy differs from the baseline and whether that is real, in plain words; policy None: of each policy."""
        known = kpi(measure)
        return sentences(
            *(
                verdict(known, self.baseline, name, self.paired(measure, name))
                for name in self._others(policy)
            )
        )

    def figure(self, measure: str = "m08") -> Figure:
        """Every replication's difference from the baseline as a dot, and the interval of their mean, a row a policy."""
        from sim.plots.comparison import comparison_figure

        known = kpi(measure)
        before = self._values(self.baseline, known.id)
        rows = []
        for name in self._others(None):
            found = self.paired(measure, name)
            changes = self._values(name, known.id) - before
            rows.append((name, changes, (found.difference, found.low, found.high)))
        return comparison_figure(known.name, self.baseline, rows, known.unit)

    def _others(self, policy: str | None) -> list[str]:
        """The policies that are compared with the baseline, or the one that is asked for."""
        names = list(self.policies)[1:]
        if policy is None:
            return names
        if policy not in names:
            raise InputError(
                _("There is no policy {name} to compare; there are: {all}.").format(
                    name=policy, all=", ".join(names)
                )
            )
        return [policy]

    def _values(self, policy: str, column: str) -> NDArray[np.float64]:
        """A column under one policy, in the sequence of the replications."""
        return self.table.loc[self.table["policy"] == policy, column].to_numpy(dtype=float)


def compare(
    case: Case | str | Path,
    policies: Mapping[str, Policy | LeverValues],
    *,
    replications: int = 20,
    weeks: int = 52,
    seed: int = 0,
    market: MarketKind = "open",
    workers: int | None = None,
    progress: Progress | bool | None = None,
) -> Comparison:
    """Run a firm under several policies; in every replication all of them have the same luck.

    policies: name -> policy, or levers that differ from the case's own policy, such as
    {"today": {}, "new": {"desk.clerks": 3}}; the first is the baseline. Other arguments as in `replicate`.
    Raises InputError for arguments out of range.
    """
    case = as_case(case)
    named = as_policies(policies, case)
    count = check_replications(replications, fewest=2)
    found = Batch(case, weeks, seed, market, run_kpis).replications(
        list(named.values()), count, workers, progress
    )
    rows = [
        {"policy": name, "replication": number, **kpis[place]}
        for place, name in enumerate(named)
        for number, kpis in enumerate(found)
    ]
    return Comparison(case, named, seed, weeks, pd.DataFrame(rows))
