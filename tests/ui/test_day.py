"""A moving day: who is where at each second, and the picture of it."""

from __future__ import annotations

import re

import pytest

from sim import InputError, load_case
from sim.base.i18n import using
from sim.base.units import HOUR, WEEK
from sim.measures.run import Run
from sim.policy.history import History
from sim.ui import watch_day
from sim.ui.day_moment import ACROSS, DOWN, Day, moment
from tests.measures.test_event_log import DONE
from tests.support.hand_records import records
from tests.support.shared_runs import shared_run
from tests.support.tiny_firm import at

CASE = load_case("corner")


def day_of(*orders: dict, number: int = 0) -> Day:
    run = Run(CASE, History.of([(CASE.policy, 1)]), 0, 0, records(WEEK, orders=list(orders)))
    return Day(run, number)


def where(day: Day, second: int) -> dict[str, int]:
    return {place: len(dots) for place, dots in day.at(second).items() if dots}


def test_an_order_is_in_one_place_at_a_time_and_then_at_the_door():
    day, next_day = day_of(DONE), day_of(DONE, number=1)
    assert where(day, 9 * HOUR - 1) == {}
    assert where(day, 9 * HOUR) == {"desk": 1}
    assert where(day, 10 * HOUR) == {"picking": 1}
    assert where(day, 23 * HOUR) == {"road": 1}
    assert where(next_day, 4 * HOUR - 1) == {"road": 1}
    assert where(next_day, 4 * HOUR) == {"door": 1}


def test_an_order_is_late_from_the_second_after_its_promise_on():
    next_day = day_of(DONE, number=1)
    (dot,) = next_day.at(3 * HOUR)["road"]
    assert not dot.late and dot.share == 7 / 8
    assert next_day.at(3 * HOUR + 1)["road"][0].late
    assert next_day.at(5 * HOUR)["door"][0].late
    in_time = day_of(DONE | {"promised": at(1, 4)}, number=1)
    assert not in_time.at(5 * HOUR)["door"][0].late


def test_late_orders_are_squares_and_counted():
    shown = moment(day_of(DONE, number=1), 3 * HOUR + 60)
    assert shown.count('<rect class="kefu-late"') == 1 and "<circle" not in shown
    assert "Tuesday, week 1, 3:01: 1 order on its way, 1 of them late" in shown
    shown = moment(day_of(DONE), 9 * HOUR)
    assert shown.count("<circle") == 1 and "of them late" not in shown
    with using("zh"):
        assert not re.search(
            r"[A-Za-z]{3,}", re.sub(r"<[^>]*>", "", moment(day_of(DONE, number=1), 3 * HOUR + 60))
        )


def test_a_place_shows_no_more_dots_than_it_has_room_for_but_counts_all():
    orders = [{"order": number, "placed": at(0, 9), "accepted": at(0, 10)} for number in range(150)]
    shown = moment(day_of(*orders), 9 * HOUR)
    assert shown.count("<circle") == ACROSS * DOWN < 150
    assert ">150</tspan>" in shown


def test_the_counts_are_those_of_the_records_on_a_real_day():
    run = shared_run(CASE, weeks=2)
    day, second = Day(run, 8), 15 * HOUR
    orders, now = run.records["orders"], day.start + 15 * HOUR
    at_desk = (orders["placed"] <= now) & (orders["accepted"] > now)
    on_the_road = (orders["dispatched"] <= now) & (orders["delivered"] > now)
    found = where(day, second)
    assert found.get("desk", 0) == at_desk.fillna(False).sum()
    assert found["road"] == on_the_road.fillna(False).sum() > 0
    assert len(moment(day, second)) < 40_000


def test_a_window_of_a_run_has_its_own_days():
    part = shared_run(CASE, weeks=2).window(1, 2)
    assert Day(part, 0).start == WEEK and Day(part, 0).clock(0).endswith("week 2, 0:00")
    for day in (-1, 7, "x"):
        with pytest.raises(InputError):
            watch_day(part, day)


def test_the_slider_the_box_and_the_speed_move_the_picture():
    moving = watch_day(shared_run(CASE, weeks=2), 1)
    before = moving._picture.value
    moving._slider.value = 15 * 60 + 5
    assert moving.minute == 905 and "15:05" in moving._picture.value != before
    assert repr(moving) == "Tuesday, week 1, 15:05"
    moving._speed.value = 15
    assert moving._play.step == 15
    assert len(moving._picture.value) < 40_000
