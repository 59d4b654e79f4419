"""How sure a mean is: Student's t over independent replications, and over pairs that share their luck."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from sim.base.validation import check_number

LEVEL = 0.95
ROUNDING = 1e-12
"""Values that differ by less than this share of the largest one are equal: sums of decimals differ in the last bit."""

MOST = 10**12


class Interval(NamedTuple):
    """A mean, the ends of its confidence interval, and over how many replications; NaN where there is none."""

    mean: float
    low: float
    high: float
    replications: int


def interval(values: Any, level: float = LEVEL) -> Interval:
    """The mean of independent values. Replications without a value are left out."""
    kept = np.asarray(values, dtype=float)
    kept = kept[~np.isnan(kept)]
    if not len(kept):
        return Interval(math.nan, math.nan, math.nan, 0)
    sd = float(kept.std(ddof=1)) if len(kept) > 1 else math.nan
    return _around(float(kept.mean()), sd, len(kept), level)


def replications_for(sd: float, half_width: float, level: float = LEVEL) -> int:
    """The fewest replications whose interval reaches at most `half_width` to either side of the mean; MOST for any more."""
    count = 2
    if sd > 0:
        # The quantile falls towards the normal one, so that one is a start from below, and close.
        count = max(count, math.ceil(min(_quantile(math.inf, level) * sd / half_width, MOST**0.5) ** 2))
    while count < MOST and _half(sd, count, level) > half_width:
        count += 1
    return count


@dataclass(frozen=True)
class Paired:
    """Two policies under the same luck, one pair a replication; `paired` makes it."""

    before: float
    after: float
    difference: float
    low: float
    high: float
    sd_paired: float
    sd_unpaired: float
    replications: int

    @property
    def variance_reduction(self) -> float:
        """How many times as many replications it would take with other luck for each policy."""
        if self.sd_paired == 0:
            return math.inf
        return (self.sd_unpaired / self.sd_paired) ** 2

    @property
    def needed(self) -> int | None:
        """Replications in all until the interval leaves out 0 if difference and spread stay as seen; None: never."""
        if not self.difference or math.isnan(self.sd_paired):
            return None
        return replications_for(self.sd_paired, abs(self.difference))

    @property
    def verdict(self) -> str:
        """ "higher", "lower", "not distinguishable", "unaffected", or "nothing to compare"."""
        if math.isnan(self.sd_paired):
            return "nothing to compare"
        if self.sd_paired == 0 and self.difference == 0:
            return "unaffected"
        if self.low > 0:
            return "higher"
        return "lower" if self.high < 0 else "not distinguishable"


def paired(before: Any, after: Any) -> Paired:
    """Compare values replication by replication. Pairs in which one is missing are left out."""
    one, two = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    both = ~(np.isnan(one) | np.isnan(two))
    one, two = one[both], two[both]
    if len(one) < 2:
        none = math.nan
        return Paired(none, none, none, none, none, none, none, len(one))
    equal = ROUNDING * max(np.abs(one).max(), np.abs(two).max())
    changes = two - one
    changes[np.abs(changes) <= equal] = 0.0
    sd = float(changes.std(ddof=1)) if np.ptp(changes) > equal else 0.0
    found = _around(float(changes.mean()), sd, len(one), LEVEL)
    apart = math.sqrt(one.var(ddof=1) + two.var(ddof=1))
    return Paired(
        float(one.mean()), float(two.mean()), found.mean, found.low, found.high, sd, apart, len(one)
    )


def _around(mean: float, sd: float, count: int, level: float) -> Interval:
    half = _half(sd, count, level)
    return Interval(mean, mean - half, mean + half, count)


def _half(sd: float, count: int, level: float) -> float:
    """Half the width of the interval of a mean."""
    return math.nan if count < 2 else _quantile(count - 1, level) * sd / math.sqrt(count)


def _quantile(freedom: float, level: float) -> float:
    from scipy.special import stdtrit

    check_number("level", level, 0, 1, open_ends=True)
    return float(stdtrit(freedom, (1 + level) / 2))
