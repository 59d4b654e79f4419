"""Another number of servers on the way: who waits keeps its place and is served by those on duty from then on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simpy import Environment

from sim.base.units import DAY, HOUR
from sim.model.engine.priority_station import PriorityStation
from sim.model.engine.station import Station

FOR_EVER = 1 << 40


def fates(kind, staffing, changes, customers, end=1 << 41):
    """(wait or None if left, time of the event) of each customer; None as long as it waits. customers: as in test_station."""
    env = Environment()
    station = kind(env, staffing)
    found = [None] * len(customers)

    def visit(number, duration, patience):
        wait = yield station.serve(duration, patience)
        found[number] = wait, env.now

    def source():
        for number, (arrival, duration, patience) in enumerate(customers):
            yield env.timeout(arrival - env.now)
            env.process(visit(number, duration, patience))

    env.process(source())
    for time, new in changes:
        env.run(until=time)
        station.change_staffing(new)
    env.run(until=end)
    return found, station.work


def test_additional_servers_help_those_who_wait():
    found, _work = fates(Station, 1, [(10, 3)], [(0, 100, None), (1, 100, None), (2, 100, None)])
    assert found == [(0, 100), (9, 110), (8, 110)]


def test_with_fewer_servers_who_waits_waits_longer_or_leaves():
    customers = [(0, 100, None), (0, 90, None), (1, 50, None), (2, 50, 120)]
    assert fates(Station, 2, [], customers)[0] == [(0, 100), (0, 90), (89, 140), (98, 150)]
    assert fates(Station, 2, [(10, 1)], customers) == ([(0, 100), (0, 90), (99, 150), (None, 122)], 240)


@pytest.mark.parametrize("kind", [Station, PriorityStation])
def test_who_came_while_nobody_was_on_duty_is_served_later(kind):
    customers = [(0, 10, FOR_EVER), (5, 10, FOR_EVER), (60, 10, 20), (150, 10, 100)]
    found, work = fates(kind, 1, [(5, 0), (200, 1)], customers, 1000)
    assert found == [(0, 10), (195, 210), (None, 80), (60, 220)]
    assert work == 30


STAFFING = st.one_of(st.integers(0, 3), st.lists(st.integers(0, 2), min_size=24, max_size=24))
CUSTOMERS = st.lists(
    st.tuples(
        st.integers(0, 2 * DAY),
        st.integers(0, 10 * HOUR),
        st.one_of(st.just(FOR_EVER), st.integers(0, 20 * HOUR)),
    ),
    max_size=20,
).map(sorted)
CHANGES = st.lists(st.tuples(st.integers(1, 70).map(lambda hour: hour * HOUR + 1), STAFFING), max_size=4).map(
    lambda changes: sorted(changes, key=lambda change: change[0])
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(staffing=STAFFING, changes=CHANGES, customers=CUSTOMERS)
def test_starts_that_are_booked_equal_those_found_in_the_course_of_time(staffing, changes, customers):
    """A station with ranks books nothing, so it needs no new booking."""
    changes = [change for number, change in enumerate(changes) if change[0] not in dict(changes[:number])]
    end = 30 * DAY
    one = fates(Station, staffing, changes, customers, end)[0]
    other = fates(PriorityStation, staffing, changes, customers, end)[0]
    assert one == other
