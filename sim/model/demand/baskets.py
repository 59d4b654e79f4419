"""What is ordered together: an order's lines, and the places of goods in the warehouse that follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sim.base.streams import Floats, Ints, RandomStreams, Stream, threshold
from sim.case.case import Case
from sim.policy.classes import CLASSES

NO_GOOD = -1


@dataclass(frozen=True)
class Baskets:
    """Lines of orders: goods and quantities as (order, slot) arrays, NO_GOOD and 0 where an order has no such line."""

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
    """The baskets of orders: their luck and their customers' classes.

    The first line is a good by popularity; each further one is, with probability `together`, another good of the
    first one's family, otherwise any good by popularity. No good stands twice in a basket.
    """
    data = case.goods
    most = min(len(data.lines), data.families * data.per_family)
    weights = popularity(case)
    lines = 1 + stream.choice(data.lines[:most], history + "lines")
    goods = np.full((len(klass), most), NO_GOOD, order="F")  # it is filled slot by slot
    quantity = np.zeros((len(klass), most), dtype=np.int64, order="F")
    # The chance that a line has another unit, by class: quantities are geometric with the class's mean.
    more = np.array([1.0 - 1.0 / case.classes[name].quantity for name in CLASSES])[klass]
    for slot in range(most):
        has = np.flatnonzero(lines > slot)
        line = stream.take(has).of(slot)
        good = line.choice(weights, history + "good")
        if slot:
            before = [goods[has, earlier] for earlier in range(slot)]
            good = _kin(line, before[0], good, data.per_family, data.together, history)
            good = _another(before, good, len(weights))
        goods[has, slot] = good
        quantity[has, slot] = _geometric(line.uniform(history + "quantity"), more[has])
    return Baskets(goods, quantity)


def _kin(line: Stream, first: Ints, other: Ints, size: int, together: float, history: str) -> Ints:
    """A good of the family of `first`, for the lines whose luck says so; the `other` one elsewhere."""
    member = (first % size + 1 + line.choice(np.ones(max(1, size - 1)), history + "kin")) % size
    kin = first - first % size + member
    return np.where(line.whole(history + "together") < threshold(together), kin, other)


def _another(before: Sequence[Ints], good: Ints, count: int) -> Ints:
    """The next good that the basket does not hold yet."""
    while (twice := _among(before, good)).any():
        good = np.where(twice, (good + 1) % count, good)
    return good


def _among(before: Sequence[Ints], these: Ints) -> np.ndarray:
    """Whether each of these stands in the same place of one of the arrays before."""
    found = np.zeros(len(these), dtype=bool)
    for one in before:
        found |= one == these
    return found


def _geometric(uniform: Floats, more: Floats) -> Ints:
    """Geometric on 1, 2, ... by inversion; `more` is the chance of another one."""
    with np.errstate(divide="ignore"):
        return 1 + np.where(more > 0, np.log(uniform) / np.log(np.maximum(more, 1e-300)), 0.0).astype(
            np.int64
        )


def mean_quantity(case: Case) -> tuple[float, float]:
    """Mean and mean square of a line's units, over the lines that this firm receives."""
    weight, mean, square = 0.0, 0.0, 0.0
    for data in case.classes.values():
        given = data.customers * data.needs_a_year * data.wallet
        more = 1.0 - 1.0 / data.quantity
        weight += given
        mean += given * data.quantity
        square += given * (1 + more) / (1 - more) ** 2
    return mean / weight, square / weight


_HISTORY = 3000


def places(case: Case, luck: RandomStreams, slotting: str) -> Ints:
    """The aisle of each good. "popularity": popular goods in front. "lift": what is ordered together, side by side.

    Both rules know only an order history of `_HISTORY` baskets, the same for every policy.
    """
    klass = np.zeros(_HISTORY, dtype=np.int64)
    history = draw_baskets(case, luck.of(np.arange(_HISTORY), klass), klass, "history-")
    count = len(popularity(case))
    ordered = np.bincount(history.goods[history.goods != NO_GOOD], minlength=count)
    front = np.argsort(-ordered, kind="stable")
    if slotting == "lift":
        front = _side_by_side(history.goods, ordered, front)
    per_aisle = -(-count // case.warehouse.aisles)
    aisle = np.empty(count, dtype=np.int64)
    aisle[front] = np.arange(count) // per_aisle
    return aisle


def _side_by_side(goods: Ints, ordered: Ints, front: Ints) -> Ints:
    """Goods in sequence: the most popular one left, then those whose lift with it is above 2, the commonest pair first."""
    count = len(ordered)
    joint = np.zeros((count, count), dtype=np.int64)
    for one in range(goods.shape[1]):
        for two in range(goods.shape[1]):
            if one != two:
                pair = (goods[:, one] != NO_GOOD) & (goods[:, two] != NO_GOOD)
                np.add.at(joint, (goods[pair, one], goods[pair, two]), 1)
    expected = np.outer(ordered, ordered) / len(goods)
    partner = joint > np.maximum(2.0 * expected, 1.0)
    placed = np.zeros(count, dtype=bool)
    sequence: list[int] = []
    for good in front:
        if placed[good]:
            continue
        kin = [int(k) for k in np.argsort(-joint[good], kind="stable") if partner[good, k] and not placed[k]]
        for member in [int(good), *(k for k in kin if k != good)]:
            placed[member] = True
            sequence.append(member)
    return np.array(sequence)


def walking(case: Case, baskets: Baskets, aisle: Ints) -> Floats:
    """Seconds of walking to pick each order: along the main way to the furthest aisle and back, and into each aisle once."""
    data = case.warehouse
    at = [np.where(goods == NO_GOOD, -1, aisle[goods]) for goods in baskets.goods.T]
    entered = sum((one >= 0) & ~_among(at[:slot], one) for slot, one in enumerate(at))
    return data.enter_aisle * entered + 2.0 * data.next_aisle * np.max(at, axis=0)
