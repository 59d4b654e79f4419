"""What lesson 2 says about its own runs is so: its cells are run as they stand, and their results checked."""

from __future__ import annotations

from typing import Any

import pytest

from sim import run
from tests.support.lesson import ran

pytestmark = [pytest.mark.notebook, pytest.mark.slow]


@pytest.fixture(scope="module")
def lesson() -> dict[str, Any]:
    return ran("02_")


def directions(shown: Any) -> list[str]:
    return [row.found[0] for row in shown.rows]


def test_a_bold_promise_changes_no_delivery_and_disappoints(lesson):
    assert directions(lesson["shown"]["bold"]) == ["=", "↓", "↓"]
    promised = lesson["corner"].policy["promise.hours"]
    assert promised == {"A": 44, "B": 52, "C": 64}


def test_few_complain_and_of_those_who_left_none_had(lesson):
    formal = lesson["formal"]
    assert 0.02 <= formal["value"] <= 0.10 and formal["mentioned"] > 0.5
    assert lesson["left"].loc["complained", "customers"] == 0
    assert lesson["left"]["share"].idxmax() == "content"
    found = lesson["shown"]["asking-table"]
    assert found.cells[1][0] == "0" and int(found.cells[1][1]) > 10


def test_money_makes_up_for_failures_but_whether_it_keeps_customers_cannot_be_told(lesson):
    assert (lesson["forgiveness"]["difference"] > 0).all()
    changes = lesson["leaving"]["difference"]
    assert (changes > 0).any() and (changes < 0).any()
    first, second = lesson["shown"]["trial-result"].rows
    assert first.found.startswith("↑") and not second.found.startswith(("↑", "↓", "="))


def test_saving_loses_orders_customers_newcomers_and_money(lesson):
    assert directions(lesson["shown"]["compare-runs"]) == ["↓", "↑", "↓", "↓"]


def test_of_three_levels_the_total_cost_is_lowest_in_the_middle_and_a_costs_most(lesson):
    from sim.measures.cost import costs_by_level, hidden_cost_by_class

    costs = costs_by_level(lesson["years"], lesson["twins"])
    assert costs["total"].idxmin() == "today"
    ordered = costs.loc[["poor", "today", "lavish"]]
    assert ordered["visible"].is_monotonic_increasing and ordered["hidden"].is_monotonic_decreasing
    assert ordered["carriage"].is_monotonic_increasing
    hidden = hidden_cost_by_class(lesson["years"]["poor"], lesson["twins"]["poor"])["hidden"]
    assert hidden.idxmax() == ("A", "present") and hidden.max() > hidden.sum() / 2
    assert hidden.max() > 3 * (costs.loc["today", "visible"] - costs.loc["poor", "visible"])


def test_the_story_has_as_many_failures_as_the_table_and_a_third_clerk_keeps_the_customer(lesson):
    mine = lesson["mine"]
    assert (mine["satisfaction"] <= 2).all()
    story = "\n".join(lesson["shown"]["life-story"].paragraphs)
    assert f"{len(mine)} disappointed it" in story and len(mine) == 4
    assert "12 September" in story
    orders = lesson["today"].records["orders"]
    left = lesson["today"].records["customers"].set_index("customer").loc[lesson["customer"], "left"]
    own = orders[orders["customer"] == lesson["customer"]].set_index("placed")["satisfaction"]
    assert (
        own[own.index < left].dropna().iloc[-1] == 1 and own[left] >= 4
    )  # the order of the day on which it left
    assert "On 16 December it left" in story
    assert lesson["stayed"]
    assert len(lesson["failures"](lesson["again"].records).query("customer == @lesson['customer']")) < len(
        mine
    )


@pytest.mark.parametrize(
    "levers", [{"stock.safety_factor": 3.5}, {"warehouse.care": 60}, {"survey.waves": 12}]
)
def test_none_of_the_three_suggested_levers_keeps_it(lesson, levers):
    customers = run("corner", levers).records["customers"].set_index("customer")
    assert customers["left"].notna()[lesson["customer"]]
