"""Where the orders are, counted by hand."""

from __future__ import annotations

import numpy as np

from sim import load_case
from sim.base.units import WEEK
from sim.measures.run import Run
from sim.policy.history import History
from sim.ui.firm_day import day_pictures, firm_day
from tests.support.hand_records import records
from tests.support.tiny_firm import at

CASE = load_case("corner")


def run_of(*orders: dict[str, int]) -> Run:
    rows = [{"order": number, **times} for number, times in enumerate(orders)]
    return Run(CASE, History.of([(CASE.policy, 1)]), 0, 0, records(WEEK, orders=rows))


def test_an_order_is_counted_at_each_full_hour_in_the_stage_it_is_in():
    order = {
        "placed": at(0, 9, 30),
        "accepted": at(0, 11, 0),  # no longer at the desk at 11
        "released": at(0, 11, 0),
        "picked": at(0, 13, 1),
        "packed": at(0, 13, 2),
        "dispatched": at(0, 18),
        "delivered": at(1, 2),
    }
    day = firm_day(run_of(order))
    hours = {stage: np.flatnonzero(count).tolist() for stage, count in day.items()}
    assert hours == {
        "desk": [10],
        "stock": [],
        "picking": [11, 12, 13],
        "packing": [],
        "dispatch": [14, 15, 16, 17],
        "road": [0, 1, 18, 19, 20, 21, 22, 23],
    }
    assert day["desk"][10] == 1 / 5  # a mean over five working days


def test_weekends_and_what_never_moved_on_are_left_out():
    weekend = {"placed": at(5, 9), "accepted": at(5, 20)}
    open_still = {"placed": at(1, 9)}
    assert sum(count.sum() for count in firm_day(run_of(weekend, open_still)).values()) == 0


def test_two_pictures_have_one_scale_and_say_when_most_orders_are_there():
    few = run_of({"placed": at(0, 9), "accepted": at(0, 10, 30)})
    many = run_of(*[{"placed": at(0, 9), "accepted": at(0, 10, 30)} for _number in range(20)])
    shown = day_pictures(few, many, ("before", "<after>"))
    assert shown.count("<svg") == 2 and "&lt;after&gt;" in shown
    assert shown.count(">4</text>") == 2  # 20 orders on one of five days
    assert "before: most orders at 9:00" in shown
