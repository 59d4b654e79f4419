"""Safety stock kept from a class, and orders that leave with the next lorry: at a firm that can be followed by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim import continue_run, load_case, run
from sim.base.units import WEEK
from sim.model.demand.baskets import mean_quantity
from sim.model.operations.replenishment import safety_stock
from tests.support.tiny_firm import at, order, run_tiny, tiny_case

A, C = 0, 2
KEPT = {"stock.kept_from": {"A": 0, "B": 0, "C": 1.0}}
FIRST = {"fleet.first": {"A": 1, "B": 0, "C": 0}}
FORECAST = (0.5, 0.0)


def kept_units() -> int:
    """The safety stock of good 0 at the tiny firm, with a review every day."""
    case = tiny_case()
    mean, square = mean_quantity(case)
    kept = int(safety_stock(case.goods, 2.0, 1, square / mean)(FORECAST[0]))
    found = lines_of(order(at(0, 9), [(0, 50)], klass=C), on_hand=50, **KEPT)
    assert found["on_hand_at_allocation"].tolist() == [50 - kept]
    assert kept > 2
    return kept


def lines_of(*orders: dict[str, Any], on_hand: int, **levers: Any) -> pd.DataFrame:
    return run_tiny(list(orders), on_hand=(on_hand, 0), forecast=FORECAST, **levers)["lines"]


def test_what_is_kept_from_c_is_there_for_a() -> None:
    kept = kept_units()
    both = order(at(0, 9), [(0, 2)], klass=C), order(at(0, 9, 30), [(0, kept)], klass=A)
    lines = lines_of(*both, on_hand=kept + 1, **KEPT)
    assert lines["on_hand_at_allocation"].tolist() == [
        1,
        kept,
    ]  # C gets one of its two units, A all of the rest
    lines = lines_of(*both, on_hand=kept + 1)
    assert lines["on_hand_at_allocation"].tolist() == [kept + 1, kept - 1]


def test_goods_that_come_in_are_not_for_waiting_lines_from_which_they_are_kept() -> None:
    # C waits for two units, A for many. A waits behind C, but what comes in is too little to leave C anything.
    kept = kept_units()
    asked = [order(at(0, 9), [(0, 1)], klass=C), order(at(0, 9, 30), [(0, 3 * kept)], klass=A)]
    records = run_tiny(asked, on_hand=(kept, 0), forecast=FORECAST, days=20, **KEPT)
    first, second = records["orders"]["released"].tolist()
    lines = records["lines"]
    assert lines["on_hand_at_allocation"].tolist() == [0, kept]
    assert second <= first
    assert lines["shipped"].tolist() == [1, 3 * kept]


def test_nothing_is_kept_without_safety_stock() -> None:
    lines = lines_of(order(at(0, 9), [(0, 3)], klass=C), on_hand=3, **KEPT, **{"stock.safety_factor": 0})
    assert lines["on_hand_at_allocation"].tolist() == [3]


def test_who_goes_first_leaves_at_the_next_full_hour_and_takes_others_along() -> None:
    asked = [order(at(0, 9), [(0, 1)], klass=C), order(at(0, 9, 15), [(0, 1)], klass=A, stop=600)]
    records = run_tiny(asked, **FIRST)
    assert records["orders"]["dispatched"].tolist() == [at(0, 10)] * 2
    assert records["trips"][["gate", "orders"]].to_numpy().tolist() == [[at(0, 10), 2]]
    # A is unloaded first, although it was packed last: at 11:10, then C at 11:30.
    assert records["orders"]["delivered"].tolist() == [at(0, 11, 30), at(0, 11, 10)]
    usual = run_tiny(asked)["orders"]
    assert usual["dispatched"].tolist() == [at(0, 20)] * 2
    # C alone waits for the lane's hour.
    assert run_tiny(asked[:1], **FIRST)["orders"]["dispatched"].tolist() == [at(0, 20)]


def test_without_room_for_all_the_others_wait_for_the_lanes_hour() -> None:
    asked = [
        order(at(0, 9), [(0, 1)], klass=C),
        order(at(0, 9, 10), [(0, 1)], klass=C),
        order(at(0, 9, 20), [(0, 1)], klass=A),
    ]
    orders = run_tiny(asked, case=tiny_case(**{"fleet.capacity": 2}), **FIRST)["orders"]
    assert orders["dispatched"].tolist() == [at(0, 10), at(0, 20), at(0, 10)]


def test_who_goes_first_waits_for_a_lorry_that_is_free() -> None:
    # The lorry that left at 10:00 is done at 11:20 and back at 12:20; the next full hour is 13:00.
    asked = [order(at(0, 9), [(0, 1)], klass=A), order(at(0, 10), [(0, 1)], klass=A)]
    assert run_tiny(asked, **FIRST)["orders"]["dispatched"].tolist() == [at(0, 10), at(0, 13)]


def test_who_goes_first_waits_for_a_closed_road_like_all() -> None:
    snow = {"name": {"en": "Snow", "zh": "雪"}, "from_day": 0, "days": 2, "zones": ["city"]}
    records = run_tiny([order(at(0, 9), [(0, 1)], klass=A)], case=tiny_case(emergencies=[snow]), **FIRST)
    assert records["orders"]["dispatched"].tolist() == [at(2, 0)]


def test_both_act_from_the_week_in_which_they_are_decided() -> None:
    case = load_case("corner")
    usual = run(case, weeks=6)
    changed = case.policy.replace(**KEPT, **FIRST)
    later = continue_run(run(case, weeks=3), changed, weeks=3)
    off_again = continue_run(run(case, changed, weeks=3), case.policy, weeks=3)
    for result, weeks in ((later, (3, 6)), (off_again, (0, 3))):
        trips = result.records["trips"]
        hours = trips.loc[trips["kind"] == "lorry", "gate"] // 3600 % 24
        own = set(usual.records["trips"].query("kind == 'lorry'")["gate"] // 3600 % 24)
        early = trips.loc[hours.index, "gate"][~hours.isin(own)]
        assert len(early) > 20
        assert early.between(weeks[0] * WEEK - (0 if weeks[0] else 14 * 86400), weeks[1] * WEEK + 7200).all()
