"""Pair rules: the course's example by hand, a slow count of the same, and the families that a case knows."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from sim import load_case
from sim.measures.baskets import COLUMNS, pair_rules
from sim.measures.window import placed_in_window
from sim.records.schema import Records
from tests.support.hand_records import emptied, records
from tests.support.shared_runs import shared_run

BEER, NAPPIES, BREAD = 7, 3, 20


def shop(*baskets: tuple[int, ...]) -> Records:
    """One order a basket."""
    return records(
        1000,
        orders=[{"order": 5 * n, "placed": n} for n in range(len(baskets))],
        lines=[
            {"order": 5 * n, "good": good, "quantity": 1}
            for n, basket in enumerate(baskets)
            for good in basket
        ],
    )


def by_hand() -> Records:
    """Ten baskets: beer in five, nappies in four, both in three; bread in six, with beer twice, with nappies twice."""
    return shop(
        (BEER, NAPPIES),
        (NAPPIES, BEER),
        (BEER, NAPPIES, BREAD),
        (BEER, BREAD),
        (BEER,),
        (NAPPIES, BREAD),
        (BREAD,),
        (BREAD,),
        (BREAD,),
        (4,),
    )


def test_beer_and_nappies() -> None:
    table = pair_rules(by_hand(), least=1).set_index(["good", "with"])
    assert len(table) == 6
    rule = table.loc[(NAPPIES, BEER)]
    assert rule.tolist() == [3, 3 / 10, 3 / 4, pytest.approx((3 / 4) / (5 / 10)), 2.0]
    other = table.loc[(BEER, NAPPIES)]
    assert (other["confidence"], other["lift"]) == (3 / 5, rule["lift"])
    assert table.loc[(BREAD, BEER), "lift"] == pytest.approx((2 / 10) / (6 / 10 * 5 / 10))


def test_sorted_by_lift_then_goods() -> None:
    table = pair_rules(by_hand(), least=1)
    assert list(table.columns) == list(COLUMNS)
    assert table[["good", "with"]].to_numpy().tolist() == [
        [NAPPIES, BEER],
        [BEER, NAPPIES],
        [NAPPIES, BREAD],  # 2 of 10, where 2.4 were to be expected
        [BREAD, NAPPIES],
        [BEER, BREAD],  # 2 of 10, where 3
        [BREAD, BEER],
    ]


def test_rare_pairs_are_left_out() -> None:
    assert set(pair_rules(by_hand(), least=3)["count"]) == {3}
    assert len(pair_rules(by_hand(), least=4)) == 0


def test_a_good_on_two_lines_counts_once() -> None:
    assert pair_rules(shop((1, 1, 2), (2,)), least=1)["count"].tolist() == [1, 1]


def test_orders_outside_the_window_do_not_count() -> None:
    known = by_hand()
    known["orders"].loc[0, "placed"] = -1
    table = pair_rules(known, least=1).set_index(["good", "with"])
    assert table.loc[(NAPPIES, BEER), ["count", "support"]].tolist() == [2, 2 / 9]


def test_without_orders_there_are_no_rules() -> None:
    empty = pair_rules(emptied(by_hand()), least=1)
    assert len(empty) == 0 and list(empty.columns) == list(COLUMNS)
    assert len(pair_rules(shop((1,), (2,)), least=1)) == 0


@pytest.fixture(scope="module")
def year() -> Records:
    return shared_run("corner", weeks=52).records


def test_rules_agree_with_a_slow_count(year: Records) -> None:
    orders = placed_in_window(year)["order"]
    lines = year["lines"]
    baskets = lines[lines["order"].isin(orders)].groupby("order")["good"].agg(set)
    count: dict[tuple[int, int], int] = {}
    for basket in baskets:
        for pair in combinations(sorted(basket), 2):
            count[pair] = count.get(pair, 0) + 1
    table = pair_rules(year, least=1)
    assert len(table) == 2 * len(count)
    found = {(a, b): n for a, b, n in table[["good", "with", "count"]].itertuples(index=False) if a < b}
    assert found == count
    single = pd.Series([good for basket in baskets for good in basket]).value_counts()
    np.testing.assert_allclose(table["confidence"], table["count"] / single[table["good"]].to_numpy())
    np.testing.assert_allclose(table["support"], table["count"] / len(baskets))


def test_both_ways_of_a_pair_have_one_lift_and_the_rules_are_sorted(year: Records) -> None:
    table = pair_rules(year)
    lift = table.set_index(["good", "with"])["lift"]
    turned = table.set_index(["with", "good"])["lift"]
    np.testing.assert_allclose(lift.sort_index(), turned.sort_index())
    assert table["lift"].round(9).is_monotonic_decreasing
    assert table["count"].min() == 10


def test_the_families_of_the_case_are_found_again(year: Records) -> None:
    goods = load_case("corner").goods
    table = pair_rules(year)
    family = table["good"] // goods.per_family == table["with"] // goods.per_family
    pairs = goods.families * goods.per_family * (goods.per_family - 1)
    assert family.sum() == pairs  # every pair of a family is common
    assert family[:pairs].sum() > 0.97 * pairs  # and they stand at the head of the list
    assert table[family]["lift"].min() > 2
    assert table[~family]["lift"].median() < 1
