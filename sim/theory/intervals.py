"""Confidence intervals of means: Student's t over independent replications, and over pairs with common random numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from sim.base.validation import check_number

LEVEL = 0.95
ROUNDING = 1e-12
"""Values that differ by less than this share of the largest value count as equal: sums of decimals differ in the last bit."""

UNREACHABLE = 10**12
"""More replications than can be run."""


class Interval(NamedTuple):
    """A mean, the ends of its confidence interval, and the number of replications; NaN where there is none."""

    mean: float
    low: float
    high: float
    replications: int


def interval(values: Any, level: float = LEVEL) -> Interval:
    """The mean of independent values with its interval. Replications without a value are left out."""
    known = np.asarray(values, dtype=float)
    known = known[~np.isnan(known)]
    if not len(known):
        return Interval(math.nan, math.nan, math.nan, 0)
    sd = float(known.std(ddof=1)) if len(known) > 1 else math.nan
    return _t_interval(float(known.mean()), sd, len(known), level)


def replications_for(sd: float, half_width: float, level: float = LEVEL) -> int:
    """The fewest replications whose interval reaches at most `half_width` to either side, at most UNREACHABLE."""
    count = 2
    if sd > 0:
        # Quantiles of t are above the normal one: start from the number that the normal quantile gives.
        count = max(
            count, math.ceil(min(_t_quantile(math.inf, level) * sd / half_width, UNREACHABLE**0.5) ** 2)
        )
    while count < UNREACHABLE and _half_width(sd, count, level) > half_width:
        count += 1
    return count


@dataclass(frozen=True)
class Paired:
    """A KPI under two policies with common random numbers, one pair a replication; `paired` makes it.

    before, after: means under the baseline and the other policy. difference, low, high: after - before and the ends of
    its 95% interval. sd_paired, sd_unpaired: standard deviation of the difference, and what it would be with independent
    random numbers. more_is_better: the direction of the KPI; None: it has none.
    """

    before: float
    after: float
    difference: float
    low: float
    high: float
    sd_paired: float
    sd_unpaired: float
    replications: int
    more_is_better: bool | None = None

    @property
    def variance_reduction(self) -> float:
        """The factor by which independent random numbers would take more replications."""
        if self.sd_paired == 0:
            return math.inf
        return (self.sd_unpaired / self.sd_paired) ** 2

    @property
    def needed(self) -> int | None:
        """Replications in all until the interval excludes 0, if difference and spread stay as they are; None: never."""
        if not self.difference or math.isnan(self.sd_paired):
            return None
        return replications_for(self.sd_paired, abs(self.difference))

    @property
    def verdict(self) -> str:
        """ "better", "worse", "not distinguishable", "unaffected", "nothing to compare"; no direction: "higher", "lower"."""
        if math.isnan(self.sd_paired):
            return "nothing to compare"
        if self.sd_paired == 0 and self.difference == 0:
            return "unaffected"
        if self.low <= 0 <= self.high:
            return "not distinguishable"
        if self.more_is_better is None:
            return "higher" if self.difference > 0 else "lower"
        return "better" if (self.difference > 0) == self.more_is_better else "worse"


def paired(before: Any, after: Any, level: float = LEVEL, *, more_is_better: bool | None = None) -> Paired:
    """Compare values replication by replication. Pairs in which one is missing are left out. level: of the interval."""
    x, y = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    both = ~(np.isnan(x) | np.isnan(y))
    x, y = x[both], y[both]
    if len(x) < 2:
        nan = math.nan
        return Paired(nan, nan, nan, nan, nan, nan, nan, len(x), more_is_better)
    rounding = ROUNDING * max(np.abs(x).max(), np.abs(y).max())
    changes = y - x
    changes[np.abs(changes) <= rounding] = 0.0
    sd = float(changes.std(ddof=1)) if np.ptp(changes) > rounding else 0.0
    mean, low, high, count = _t_interval(float(changes.mean()), sd, len(x), level)
    unpaired = math.sqrt(x.var(ddof=1) + y.var(ddof=1))
    return Paired(float(x.mean()), float(y.mean()), mean, low, high, sd, unpaired, count, more_is_better)


def _t_interval(mean: float, sd: float, count: int, level: float) -> Interval:
    """The interval of a mean from the standard deviation of single values."""
    half = _half_width(sd, count, level)
    return Interval(mean, mean - half, mean + half, count)


def _half_width(sd: float, count: int, level: float) -> float:
    """Half the width of the interval of a mean."""
    return math.nan if count < 2 else _t_quantile(count - 1, level) * sd / math.sqrt(count)


def _t_quantile(freedom: float, level: float) -> float:
    from scipy.special import stdtrit

    check_number("level", level, 0, 1, open_ends=True)
    return float(stdtrit(freedom, (1 + level) / 2))
