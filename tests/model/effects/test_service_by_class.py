"""Service by class has a price: what A customers gain, C customers or the firm pay."""

from __future__ import annotations

from typing import Any

import pytest

from sim import Case, Run, load_case
from tests.support.paired_runs import account, falls, rises, runs

WEEKS = 26
COUNT = 20
SCARCE = {"stock.safety_factor": 1.0}
"""At today's factor of 2 nearly everything is there for everybody, so that nobody can gain."""
KEPT = {"stock.kept_from": {"A": 0.0, "B": 0.5, "C": 1.0}}
FIRST = {"fleet.first": {"A": 1, "B": 0, "C": 0}}


@pytest.fixture(scope="module")
def corner() -> Case:
    return load_case("corner")


def availability(klass: str) -> Any:
    """m01 of a class."""

    def share(result: Run) -> float:
        lines = result.records["lines"].dropna(subset="on_hand_at_allocation")
        klass_of = result.records["orders"].set_index("order")["klass"].astype(str)
        lines = lines[lines["order"].map(klass_of) == klass]
        return float((lines["on_hand_at_allocation"] >= lines["quantity"]).mean())

    return share


def cycle_hours(klass: str) -> Any:
    """Mean hours from acceptance to delivery, of a class."""

    def hours(result: Run) -> float:
        orders = result.records["orders"]
        orders = orders[(orders["klass"] == klass) & orders["delivered"].notna()]
        return float((orders["delivered"] - orders["accepted"]).mean()) / 3600

    return hours


def trips(result: Run) -> float:
    """Trips of lorries."""
    return float((result.records["trips"]["kind"] == "lorry").sum())


def orders_a_trip(result: Run) -> float:
    own = result.records["trips"].query("kind == 'lorry'")
    return float(own["orders"].mean())


@pytest.mark.thorough
def test_stock_kept_from_c_is_there_more_often_for_a(corner: Case) -> None:
    equal, kept = (runs(corner, SCARCE | levers, weeks=WEEKS, count=COUNT) for levers in ({}, KEPT))
    assert rises(equal, kept, availability("A"))
    assert falls(equal, kept, availability("B"))
    assert falls(equal, kept, availability("C"))
    assert falls(equal, kept, cycle_hours("A"))
    assert rises(equal, kept, cycle_hours("C"))
    # For the same orders, more of them wait, which is clerical work.
    equal, kept = (
        runs(corner, SCARCE | levers, weeks=WEEKS, count=COUNT, market="frozen") for levers in ({}, KEPT)
    )
    assert rises(equal, kept, availability("A"))
    assert rises(equal, kept, account("backorders"))


@pytest.mark.thorough
def test_a_leaves_with_the_next_lorry_and_lorries_are_less_full(corner: Case) -> None:
    equal, first = (runs(corner, levers, weeks=WEEKS, count=COUNT) for levers in ({}, FIRST))
    assert falls(equal, first, cycle_hours("A"))
    assert rises(equal, first, trips)
    assert falls(equal, first, orders_a_trip)
    assert rises(equal, first, account("haulage"))
    # A gains more than C, whose orders are taken along.
    assert falls(equal, first, lambda result: cycle_hours("A")(result) - cycle_hours("C")(result))
