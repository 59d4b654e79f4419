"""As many replications as it takes until a mean is known well enough."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.base.validation import check_int, check_number
from sim.experiments.intervals import LEVEL, interval
from sim.measures.kpis import kpi

MOST = 100_000


@dataclass(frozen=True)
class Precision:
    """When a policy has been run often enough: the interval of a measure's mean is narrow.

    The sequential procedure for a relative error of Law (2015, Simulation Modeling and Analysis, 5th ed., section 9.4.1): run
    on until half the interval is at most relative / (1 + relative) of the mean; then the mean is off by more than `relative`
    of the truth about once in 1 / (1 - level) times. fewest: replications before that is asked, too few would stop by luck;
    most: after which it ends in any case. Raises InputError for values out of range.
    """

    measure: str = "m08"
    relative: float = 0.05
    level: float = LEVEL
    fewest: int = 10
    most: int = 1000

    def __post_init__(self) -> None:
        """Check every field."""
        kpi(self.measure)
        check_int("fewest", self.fewest, 2, MOST)
        check_int("most", self.most, self.fewest, MOST)
        check_number("relative", self.relative, 0, 1, open_ends=True)
        check_number("level", self.level, 0, 1, open_ends=True)

    def enough(self, values: Sequence[float], since: int = 0) -> int | None:
        """How many of the first values are enough, None if not even all are. since: so many were too few."""
        for count in range(max(self.fewest, since + 1), len(values) + 1):
            if count >= self.most or self._narrow(values[:count]) >= 1:
                return count
        return None

    def share(self, values: Sequence[float]) -> float:
        """About which share of the replications is done: the width shrinks with the root of their number."""
        narrow = self._narrow(values)
        return max(len(values) / self.most, min(1.0, narrow**2) if narrow == narrow else 0.0)

    def _narrow(self, values: Sequence[float]) -> float:
        """Width aimed at / width seen; NaN where there is no interval."""
        found = interval(values, self.level)
        half = found.high - found.mean
        goal = self.relative / (1 + self.relative) * abs(found.mean)
        return math.inf if half == 0 else goal / half
