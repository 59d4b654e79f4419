"""Visible and hidden cost of service: first by hand, then on a run and its twin."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import pytest

from sim import Run, load_case, run
from sim.base.errors import InputError
from sim.base.units import DAY, YEAR
from sim.experiments.simulate import ideal_twin
from sim.measures.cost import (
    CARRIAGE,
    NOT_SERVICE,
    POSSIBLE,
    PRESENT,
    VISIBLE,
    booked_carriage,
    cost_of_service,
    delivered_contribution,
    hidden_cost,
    visible_cost,
)
from sim.measures.money import INCOME
from tests.support.hand_records import emptied, records
from tests.support.shared_runs import shared_run


def side(*delivered: tuple[int, int, int], ledger: list[dict[str, Any]] | None = None) -> Any:
    """A run of three customers with four needs each; delivered: (customer, need, fen invoiced)."""
    case = load_case("corner").replace(
        **{
            "centres": [{"name": {"en": "Near", "zh": "近"}, "zone": "city", "km": 10, "weight": 1}],
            "zones.city.freight": 3,
            "emergencies": [],
        }
    )
    customers = [
        {"customer": 0, "klass": "A", "knows": True},
        {"customer": 1, "klass": "C", "knows": True, "joined": 5},
        {"customer": 2, "klass": "C", "knows": False},
    ]
    at = {(c, n): (4 * c + n) * DAY - (DAY if (c, n) == (0, 0) else 0) for c in range(3) for n in range(4)}
    return SimpleNamespace(
        case=case,
        records=records(
            YEAR,
            customers=[row | {"value_start": 1.0} for row in customers],
            needs=[{"customer": c, "need": n, "time": time} for (c, n), time in at.items()],
            orders=[
                {"order": k, "customer": c, "need": n, "klass": "A" if c == 0 else "C", "lane": "Near"}
                | {"placed": at[c, n], "status": "delivered", "invoiced": fen}
                for k, (c, n, fen) in enumerate(delivered)
            ],
            ledger=ledger or [],
        ),
    )


LEDGER = [
    {"time": 5, "account": "freight", "amount": 9_000, "order": 0},
    {"time": 6, "account": "wages_desk", "amount": -400},
    {"time": 7, "account": "haulage", "amount": -300},
    {"time": 8, "account": "holding", "amount": -30},
    {"time": 9, "account": "claims", "amount": -50, "order": 0},
    {"time": 10, "account": "overhead", "amount": -1_000},
    {"time": -1, "account": "haulage", "amount": -77},  # before the window
]


def test_visible_cost_by_hand() -> None:
    found = visible_cost(side(ledger=LEDGER).records)
    assert found["parts"] == {"order handling": 400, "execution": 30, "support and returns": 50}
    assert (found["value"], found["other"], found["n"], found["unit"]) == (480, 1_300, 5, "fen")


def test_hidden_cost_by_hand() -> None:
    ours = side((0, 0, 9_000), (0, 1, 1_000), (0, 2, 700))
    twin = side((0, 1, 1_000), (0, 3, 2_300), (1, 1, 500), (1, 2, 400), (2, 0, 350))
    found = hidden_cost(ours, twin)
    # Need (0, 0) arose before the window, (0, 1) was served by both. No carriage is booked.
    assert (found["lost"], found["won"], found["value"]) == (2_300 + 500 + 400 + 350, 700, 2_850)
    assert (found["n"], found["costlier"]) == (4, 0)
    table = found["table"]
    assert table.loc[("A", PRESENT)].tolist() == [1, 1, 2_300, 700, 0, 1_600]
    assert table.loc[("C", POSSIBLE)].tolist() == [3, 0, 1_250, 0, 0, 1_250]
    assert table.loc[("C", PRESENT), "orders_lost"] == 0


def test_a_lost_order_saves_only_the_carriage_that_the_books_show() -> None:
    """Two trips for two orders, three for six: each order of the run costs twice as much to carry."""
    trips = [{"time": day * DAY, "account": "haulage", "amount": -300} for day in range(1, 4)]
    ours = side((0, 1, 1_000), (0, 2, 700), ledger=trips[:2])
    twin = side(*((c, n, 1_000 - 300 * (n == 2)) for c in (0, 1) for n in (1, 2, 3)), ledger=trips)
    assert (booked_carriage(ours.records), booked_carriage(twin.records)) == (600, 900)
    found = hidden_cost(ours, twin)
    # Lost: 1,000 + 1,000 + 700 + 1,000 fen, which would have cost 300 more to carry.
    assert found["value"] == pytest.approx(3_700 - 300)
    assert (found["lost"], found["costlier"]) == (pytest.approx(3_700 - 4 * 150), pytest.approx(2 * 150))
    table = found["table"]
    assert table.loc[("A", PRESENT)].tolist() == pytest.approx([1, 0, 850, 0, 300, 1_150])
    assert table["hidden"].sum() == pytest.approx(found["value"])


def test_the_total_by_hand() -> None:
    trip = {"time": 5, "account": "haulage", "amount": -450}
    found = cost_of_service(side(ledger=LEDGER), side((0, 3, 2_300), ledger=[trip]))
    # The run carried nothing of it, for 300 fen; the twin one order, for 450.
    assert (found["visible"], found["carriage"]) == (480, 450)
    assert (found["hidden"], found["value"]) == (1_850, 2_780)
    assert found["share_hidden"] == 1_850 / 2_780


def test_runs_with_different_needs_cannot_be_compared() -> None:
    other = side()
    other.records["needs"].loc[3, "time"] += 1
    with pytest.raises(InputError, match="not twins"):
        hidden_cost(side(), other)


def test_nothing_to_count_is_nan_and_says_why() -> None:
    none = side()
    none.records = emptied(none.records)
    for found in (visible_cost(none.records), hidden_cost(none, none), cost_of_service(none, none)):
        assert math.isnan(found["value"]) and found["why"]


def test_in_a_frozen_market_nothing_is_hidden_and_nothing_known() -> None:
    frozen = run("corner", weeks=3, market="frozen")
    found = hidden_cost(frozen, frozen)
    assert math.isnan(found["value"]) and found["why"] == "in a frozen market nobody leaves"


@pytest.fixture(scope="module")
def year() -> Run:
    return shared_run("corner", weeks=52)


@pytest.fixture(scope="module")
def twin(year: Run) -> Run:
    return ideal_twin(year)


def test_every_account_of_the_ledger_is_classified(year: Run) -> None:
    placed = [*INCOME, *CARRIAGE, *NOT_SERVICE, *(name for part in VISIBLE.values() for name in part)]
    assert len(placed) == len(set(placed))
    assert set(year.money["accounts"]) == set(placed)


def test_visible_cost_and_the_rest_are_all_cost(year: Run) -> None:
    found = visible_cost(year.records)
    assert found["value"] + found["other"] == year.money["cost"]
    assert sum(found["parts"].values()) == found["value"]
    assert year.money["income"] - found["value"] - found["other"] == year.money["profit"]


def test_a_run_hides_nothing_from_itself(year: Run) -> None:
    found = hidden_cost(year, year)
    assert (found["value"], found["lost"], found["won"], found["n"]) == (0, 0, 0, 0)


def test_hidden_cost_is_the_difference_of_all_that_was_earned(year: Run, twin: Run) -> None:
    found = hidden_cost(year, twin)
    earned = [delivered_contribution(one)["contribution"].sum() for one in (year, twin)]
    assert found["value"] == pytest.approx(earned[1] - earned[0])
    assert found["table"]["hidden"].sum() == pytest.approx(found["value"])
    delivered = [len(delivered_contribution(one)) for one in (year, twin)]
    assert (
        found["table"]["orders_lost"].sum() - found["table"]["orders_won"].sum()
        == delivered[1] - delivered[0]
    )
    assert delivered[0] == year.counts["delivered"]


def test_imperfect_service_costs_orders_of_present_and_possible_customers(year: Run, twin: Run) -> None:
    table = hidden_cost(year, twin)["table"].groupby("customers")["hidden"].sum()
    assert table[PRESENT] > 0 and table[POSSIBLE] > 0


def test_worse_service_hides_more(year: Run, twin: Run) -> None:
    poor = run(year.case, year.policy.replace(**{"stock.safety_factor": 0.2, "warehouse.care": 0}), weeks=52)
    assert hidden_cost(poor, ideal_twin(poor))["value"] > 1.2 * hidden_cost(year, twin)["value"]
