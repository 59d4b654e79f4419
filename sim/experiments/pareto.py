"""Points of a design that are efficient in cost and service, that could be, and that are not, given chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.theory.intervals import LEVEL, ROUNDING

EFFICIENT, COULD_BE, OUT = "efficient", "could be", "out"

Values = NDArray[np.float64]
"""A row per point, a column per replication; NaN where there is no value."""


@dataclass(frozen=True)
class Lead:
    """All points compared with one: mean differences, replication by replication, and the ends of their intervals."""

    mean: Values
    low: Values
    high: Values

    @property
    def clear(self) -> NDArray[np.bool_]:
        """Whether a point has clearly more than the one."""
        return self.low > 0


def standings(cost: Values, service: Values, profit: Values) -> list[str]:
    """ "efficient", "could be" or "out" for each point, or "" where there is nothing to count. More service is better.

    A point is out if another one has by its means at least as low a cost and at least as good a service and is clearly
    better in one of the two, or earns money where this one loses it, clearly more and for a service that is not clearly
    worse; "clearly" is an interval of paired differences without 0. A point is efficient if it is clearly cheaper or clearly
    better than every other one that is not out; the others could be. Among k points the intervals hold together (level
    1 - 0.05 / (k - 1), Bonferroni), so that none of many points is efficient by luck.

    These are the dominance relations of Pareto sets under uncertainty (Lee, Chew, Teng & Goldsman 2010, Finding the
    non-dominated Pareto set for multi-objective simulation models, IIE Transactions 42(9), 656-674).
    """
    known = np.logical_not(np.isnan(cost).all(axis=1) | np.isnan(service).all(axis=1))
    level = 1 - (1 - LEVEL) / max(1, int(known.sum()) - 1)
    out: NDArray[np.bool_] = ~known | _losers(service, profit, known, level)
    out |= _beaten(cost, service, ~out, level)
    found = []
    for point in range(len(cost)):
        if out[point]:
            found.append(OUT if known[point] else "")
            continue
        cheaper, better = _lead(-cost, point, level), _lead(service, point, level)
        # `_lead` is of the others against this one: this one is clearly ahead where the whole interval is below 0.
        ahead = (cheaper.high < 0) | (better.high < 0)
        same = _same(cheaper) & _same(better)
        found.append(EFFICIENT if (ahead | same | out).all() else COULD_BE)
    return found


def _losers(service: Values, profit: Values, known: NDArray[np.bool_], level: float) -> NDArray[np.bool_]:
    """Points that lose money where another one earns some with a service that is not clearly worse."""
    means = _row_means(profit)
    found = np.zeros(len(profit), dtype=bool)
    for point in np.flatnonzero(known & (means < 0)).tolist():
        richer = known & (means > 0) & _lead(profit, point, level).clear
        found[point] = (richer & ~(_lead(service, point, level).high < 0)).any()
    return found


def _beaten(cost: Values, service: Values, among: NDArray[np.bool_], level: float) -> NDArray[np.bool_]:
    """Points that one of the others is at least level with in both, and clearly ahead of in one."""
    found = np.zeros(len(cost), dtype=bool)
    for point in np.flatnonzero(among).tolist():
        cheaper, better = _lead(-cost, point, level), _lead(service, point, level)
        no_worse = (cheaper.mean >= 0) & (better.mean >= 0)
        found[point] = (among & no_worse & (cheaper.clear | better.clear)).any()
    return found


def _same(lead: Lead) -> NDArray[np.bool_]:
    """Points that do not differ in any replication."""
    return (lead.mean == 0) & (lead.low == 0) & (lead.high == 0)


def _lead(values: Values, point: int, level: float) -> Lead:
    """Every point minus this one in the replications that both have; without two of them nothing is clear."""
    from scipy.special import stdtrit

    changes = values - values[point]
    changes[np.abs(changes) <= ROUNDING * np.nanmax(np.abs(values), initial=0.0)] = 0.0
    count = (~np.isnan(changes)).sum(axis=1)
    mean = _row_means(changes)
    spread = np.nansum((changes - mean[:, None]) ** 2, axis=1)
    pairs = np.maximum(count, 2)
    half = stdtrit(pairs - 1, (1 + level) / 2) * np.sqrt(spread / (pairs - 1) / pairs)
    half[count < 2] = np.inf
    return Lead(mean, mean - half, mean + half)


def _row_means(values: Values) -> Values:
    """The mean of each row without its gaps; NaN for a row of gaps."""
    count = (~np.isnan(values)).sum(axis=1)
    return np.where(count > 0, np.nansum(values, axis=1) / np.maximum(count, 1), np.nan)
