"""Baskets: the goods and quantities of an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.base.streams import Floats, Ints, Stream, threshold
from sim.case.case import Case
from sim.policy.classes import CLASSES

NO_GOOD = -1


@dataclass(frozen=True)
class Baskets:
    """Goods and quantities as arrays of (order, line); NO_GOOD and 0 if the order has fewer lines."""

    goods: Ints
    quantity: Ints

    @cached_property
    def lines(self) -> Ints:
        """Lines of each order."""
        return (self.goods != NO_GOOD).sum(axis=1)


def popularity(case: Case) -> Floats:
    """Share of each good in first lines. Good g belongs to family g // per_family; its rank is spread over families."""
    data = case.goods
    count = data.families * data.per_family
    rank = np.arange(count)
    # Good 0 of every family comes first, then good 1 of every family: each family has popular and slow goods.
    rank = (rank % data.per_family) * data.families + rank // data.per_family
    weight = 1.0 / (rank + 1.0) ** data.zipf
    return weight / weight.sum()


def draw_baskets(case: Case, stream: Stream, klass: Ints, history: str = "") -> Baskets:
    """Draw the baskets of orders. stream: their random numbers; klass: their customers' classes.

    The first line is a good by popularity; each further one is, with probability `together`, another good of the
    first one's family, otherwise any good by popularity. No good is twice in a basket.
    """
    data = case.goods
    most = min(len(data.lines), data.families * data.per_family)
    weights = popularity(case)
    lines = 1 + stream.choice(data.lines[:most], history + "lines")
    goods = np.full((len(klass), most), NO_GOOD, order="F")  # it is filled slot by slot
    quantity = np.zeros((len(klass), most), dtype=np.int64, order="F")
    # Quantities are geometric with the class's mean: this is the probability of one more unit.
    more = np.array([1.0 - 1.0 / case.classes[name].quantity for name in CLASSES])[klass]
    for slot in range(most):
        has = np.flatnonzero(lines > slot)
        line = stream.take(has).of(slot)
        good = line.choice(weights, history + "good")
        if slot:
            before = [goods[has, earlier] for earlier in range(slot)]
            good = _family_member(line, before[0], good, data.per_family, data.together, history)
            good = _next_new_good(before, good, len(weights))
        goods[has, slot] = good
        quantity[has, slot] = _geometric(line.uniform(history + "quantity"), more[has])
    return Baskets(goods, quantity)


def _family_member(line: Stream, first: Ints, other: Ints, size: int, together: float, history: str) -> Ints:
    """With probability `together` another good of the family of `first`, otherwise the `other` good."""
    member = (first % size + 1 + line.choice(np.ones(max(1, size - 1)), history + "kin")) % size
    kin = first - first % size + member
    return np.where(line.whole(history + "together") < threshold(together), kin, other)


def _next_new_good(before: Sequence[Ints], good: Ints, count: int) -> Ints:
    """The good itself, or the next one that is not in the basket yet."""
    while (twice := among(before, good)).any():
        good = np.where(twice, (good + 1) % count, good)
    return good


def among(before: Sequence[Ints], these: Ints) -> np.ndarray:
    """Whether each value is in the same place of one of the arrays in `before`."""
    found = np.zeros(len(these), dtype=bool)
    for one in before:
        found |= one == these
    return found


def _geometric(uniform: Floats, more: Floats) -> Ints:
    """Geometric on 1, 2, ... by inversion; `more` is the probability of one more."""
    with np.errstate(divide="ignore"):
        return 1 + np.where(more > 0, np.log(uniform) / np.log(np.maximum(more, 1e-300)), 0.0).astype(
            np.int64
        )


def mean_quantity(case: Case) -> tuple[float, float]:
    """Mean and mean square of the units of a line, over the lines that this firm receives."""
    weight, mean, square = 0.0, 0.0, 0.0
    for data in case.classes.values():
        given = data.customers * data.needs_a_year * data.wallet
        more = 1.0 - 1.0 / data.quantity
        weight += given
        mean += given * data.quantity
        square += given * (1 + more) / (1 - more) ** 2
    return mean / weight, square / weight
