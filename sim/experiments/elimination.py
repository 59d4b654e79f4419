"""When a policy can no longer be the best, and when the remaining ones differ by too little to matter."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from sim.theory.intervals import Interval, interval


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


def lead(first: Sequence[float], second: Sequence[float], level: float) -> Interval:
    """The lead of the first policy over the second in the replications that both have, with its interval."""
    both = min(len(first), len(second))
    return interval(np.asarray(first[:both]) - np.asarray(second[:both]), level)


def differ_too_little(values: Sequence[Sequence[float]], delta: float, level: float) -> bool:
    """Whether all policies are within `delta` of each other, with the whole interval of each of their differences.

    The intervals hold together at `level` (Bonferroni). Policies without any difference pass at once.
    """
    pairs = list(combinations(values, 2))
    each = 1 - (1 - level) / max(1, len(pairs))
    leads = (lead(first, second, each) for first, second in pairs)
    return all(-delta < found.low and found.high < delta for found in leads)
