"""What lesson 5 says about its own runs is so: its cells are run as they stand, and their results checked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.lesson import ran

pytestmark = [pytest.mark.notebook, pytest.mark.slow]


@pytest.fixture(scope="module")
def lesson() -> dict[str, Any]:
    return ran("05_")


def test_the_own_figure_lies_between_the_two_rules(lesson):
    share = lesson["classes"]["share"]
    assert 0.80 < share["A"] + share["B"] < 0.95
    assert 0 < (lesson["customers"]["contribution"] < 0).sum() < 0.05 * len(lesson["customers"])


def test_economy_senders_alone_take_the_cheap_firm(lesson):
    lead = lesson["lead"]
    assert (lead.sum(axis=1) < 0).tolist() == [True, False, False, False]
    assert (
        lead.abs().idxmax(axis=1) == "money cost"
    ).sum() == 3  # "for three types the price is the largest single term"


def test_the_eight_orders_are_those_on_paper(lesson):
    lines = lesson["lines"]
    counts = lines["good"].value_counts()
    assert lines["order"].nunique() == 8 and counts["boxes"] == 7 and counts["ink"] == 2
    assert len(lesson["pairs"][lesson["pairs"]["with"] == "ink"]) == 2


def test_a_point_of_retention_is_worth_most_where_most_stay(lesson):
    better = lesson["better"]
    assert better["A"] == "point" and better["C"] == "margin"


def test_some_are_mourned_though_there_and_some_are_gone_unmourned(lesson):
    assert lesson["seen"]["only_left"] > 0 and lesson["seen"]["only_lapsed"] > 0


def test_the_surest_rule_is_no_news(lesson):
    found = lesson["found"]
    surest = found.sort_values("confidence", ascending=False).iloc[0]
    assert found.iloc[0]["lift"] > 2 * surest["lift"]


def test_minutes_are_saved_and_money_is_lost(lesson):
    other = list(lesson["rules"])[1]
    assert lesson["placing"].paired("m06", other).high < 0
    assert lesson["placing"].paired("profit", other).high < 0
