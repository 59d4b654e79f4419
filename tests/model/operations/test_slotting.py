"""Slotting: the aisles of goods, and the walking between them."""

from __future__ import annotations

import numpy as np

from sim import load_case
from sim.base.streams import RandomStreams
from sim.model.demand.baskets import NO_GOOD, Baskets
from sim.model.operations.slotting import aisles, walking


def test_walking_by_hand() -> None:
    case = load_case("jiaying").replace(**{"warehouse.enter_aisle": 45, "warehouse.next_aisle": 8})
    aisle = np.array([0, 0, 2, 5])
    goods = np.array([[0, 1, NO_GOOD], [0, 2, 3], [3, NO_GOOD, NO_GOOD]])
    walk = walking(case, Baskets(goods, (goods >= 0).astype(int)), aisle)
    assert walk.tolist() == [45, 3 * 45 + 2 * 5 * 8, 45 + 2 * 5 * 8]


def test_every_good_has_a_place_and_aisles_are_full() -> None:
    case = load_case("jiaying")
    for slotting in ("popularity", "lift"):
        assert np.bincount(aisles(case, RandomStreams(0), slotting)).tolist() == [10] * 20
