"""Slotting: the aisle of each good, and the walking to pick an order."""

from __future__ import annotations

import numpy as np

from sim.base.streams import Floats, Ints, RandomStreams
from sim.case.case import Case
from sim.model.demand.baskets import NO_GOOD, Baskets, among, draw_baskets, popularity

_HISTORY = 3000


def aisles(case: Case, traits: RandomStreams, slotting: str) -> Ints:
    """The aisle of each good. "popularity": popular goods in front. "lift": goods that are ordered together side by side.

    Both rules use an order history of `_HISTORY` baskets, the same for every policy and replication.
    """
    klass = np.zeros(_HISTORY, dtype=np.int64)
    history = draw_baskets(case, traits.of(np.arange(_HISTORY), klass), klass, "history-")
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
    """Goods in sequence: the most popular good left, then those with a lift above 2 with it, the most frequent pair first."""
    count = len(ordered)
    joint = np.zeros((count, count), dtype=np.int64)
    for one in range(goods.shape[1]):
        for two in range(goods.shape[1]):
            if one != two:
                pair = (goods[:, one] != NO_GOOD) & (goods[:, two] != NO_GOOD)
                np.add.at(joint, (goods[pair, one], goods[pair, two]), 1)
    expected = np.outer(ordered, ordered) / len(goods)
    is_partner = joint > np.maximum(2.0 * expected, 1.0)
    placed = np.zeros(count, dtype=bool)
    sequence: list[int] = []
    for good in front:
        if placed[good]:
            continue
        partners = [
            int(k) for k in np.argsort(-joint[good], kind="stable") if is_partner[good, k] and not placed[k]
        ]
        for member in [int(good), *(k for k in partners if k != good)]:
            placed[member] = True
            sequence.append(member)
    return np.array(sequence)


def walking(case: Case, baskets: Baskets, aisle: Ints) -> Floats:
    """Seconds of walking to pick each order: to the furthest aisle and back, and once into each aisle."""
    data = case.warehouse
    at = [np.where(goods == NO_GOOD, -1, aisle[goods]) for goods in baskets.goods.T]
    entered = sum((one >= 0) & ~among(at[:slot], one) for slot, one in enumerate(at))
    return data.enter_aisle * entered + 2.0 * data.next_aisle * np.max(at, axis=0)
