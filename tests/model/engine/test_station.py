"""The station: exact histories by hand, then against `simpy.Resource` and a slow walk through the hours."""

from __future__ import annotations

from collections import deque

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from simpy import Environment, Resource

from sim.base.units import DAY, HOUR
from sim.model.engine.station import Station

# A customer: (arrival, duration, patience or None). A fate: (wait or None if left, time of the event).
Customer = tuple[int, int, int | None]
Fate = tuple[int | None, int]


def history(staffing: int | list[int], customers: list[Customer], start: int = 0) -> list[Fate]:
    """What a Station does with these customers, in the order in which they came."""
    env = Environment(initial_time=start)
    station = Station(env, staffing)
    fates: list[Fate | None] = [None] * len(customers)

    def visit(i, duration, patience):
        wait = yield station.serve(duration, patience)
        fates[i] = (wait, env.now)

    def source():
        for i, (arrival, duration, patience) in enumerate(customers):
            if arrival > env.now:
                yield env.timeout(arrival - env.now)
            env.process(visit(i, duration, patience))

    env.process(source())
    env.run()
    return fates


def hours(**on_duty: int) -> list[int]:
    """24 numbers: hours(h8=2, h9=1) has two servers from 8 to 9, one from 9 to 10, else nobody."""
    return [on_duty.get(f"h{hour}", 0) for hour in range(24)]


# Exact histories


def test_one_server_serves_in_order_of_arrival():
    assert history(1, [(0, 10, None), (2, 5, None), (3, 1, None), (20, 4, None)]) == [
        (0, 10),
        (8, 15),
        (12, 16),
        (0, 24),
    ]


def test_two_servers_share_one_queue():
    assert history(2, [(0, 10, None), (0, 4, None), (1, 3, None), (1, 8, None)]) == [
        (0, 10),
        (0, 4),
        (3, 7),
        (6, 15),
    ]


def test_an_arrival_at_the_second_of_a_departure_does_not_wait():
    assert history(1, [(0, 10, None), (10, 5, None), (15, 1, None)]) == [(0, 10), (0, 15), (0, 16)]


def test_a_service_of_no_time_still_waits_its_turn():
    assert history(1, [(0, 0, None), (0, 7, None), (3, 0, None), (3, 2, None)]) == [
        (0, 0),
        (0, 7),
        (4, 7),
        (4, 9),
    ]


def test_the_impatient_leave_if_and_only_if_the_wait_is_as_long_as_their_patience():
    served = [(0, 10, None), (1, 5, 10), (2, 9, 13), (2, 9, 14)]
    assert history(1, served) == [
        (0, 10),
        (9, 15),  # would wait 9 < 10
        (None, 15),  # would wait 13: leaves after 13, at 15
        (13, 24),  # the place of who left is not lost: waits 13 < 14
    ]


def test_without_patience_even_a_free_server_comes_too_late():
    assert history(1, [(0, 5, 0), (0, 5, 1)]) == [(None, 0), (0, 5)]


def test_a_customer_reneges_when_patience_ends_and_delays_nobody():
    assert history(1, [(0, 100, None), (10, 50, 20), (15, 1, None)]) == [(0, 100), (None, 30), (85, 101)]


def test_before_the_shift_customers_wait_for_it():
    assert history(hours(h8=1), [(0, 10, None), (0, 10, None)]) == [
        (8 * HOUR, 8 * HOUR + 10),
        (8 * HOUR + 10, 8 * HOUR + 20),
    ]


def test_work_in_hand_is_finished_after_the_shift_and_nothing_else_is_begun():
    closing = 9 * HOUR
    assert history(hours(h8=1), [(closing - 1, 600, None), (closing - 1, 10, None), (closing, 10, None)]) == [
        (0, closing + 599),
        (23 * HOUR + 1, DAY + 8 * HOUR + 10),
        (23 * HOUR + 10, DAY + 8 * HOUR + 20),
    ]


def test_the_first_and_the_last_second_of_a_shift():
    opening, closing = 8 * HOUR, 9 * HOUR
    customers = [(opening - 1, 1, None), (closing - 1, 1, None), (closing, 1, None)]
    assert [wait for wait, _ in history(hours(h8=1), customers)] == [1, 0, 23 * HOUR]


def test_work_longer_than_the_night_is_not_interrupted_by_it():
    assert history(hours(h8=1), [(8 * HOUR, DAY + 60, None), (8 * HOUR, 5, None)]) == [
        (0, DAY + 8 * HOUR + 60),
        (DAY + 60, DAY + 8 * HOUR + 65),
    ]


def test_when_the_shift_shrinks_the_server_who_finishes_first_goes_home():
    """Two on duty until 9, then one: of two busy, the first to finish begins nothing more."""
    nine = 9 * HOUR
    customers = [(nine - 10, 15, None), (nine - 10, 40, None), (nine - 5, 7, None), (nine + 50, 3, None)]
    assert history(hours(h8=2, h9=1), customers) == [
        (0, nine + 5),
        (0, nine + 30),
        (35, nine + 37),  # from nine + 5 one is busy and one is on duty: nobody is free before nine + 30
        (0, nine + 53),
    ]


def test_when_the_shift_grows_the_queue_is_served_at_once():
    nine = 9 * HOUR
    customers = [(nine - 10, 100, None), (nine - 9, 100, None), (nine - 8, 100, None), (nine - 7, 100, None)]
    assert [wait for wait, _ in history(hours(h8=1, h9=3), customers)] == [0, 9, 8, 97]


def test_between_shifts_of_equal_size_one_hands_over_to_the_other():
    """Who is busy at the change counts for the new shift: the same as one long shift."""
    nine = 9 * HOUR
    customers = [(nine - 10, 100, None), (nine - 9, 100, None)]
    assert history(hours(h8=1, h9=1), customers) == [(0, nine + 90), (99, nine + 190)]


def test_the_second_day_is_like_the_first():
    pattern = hours(h8=1, h12=2)
    day = [(7 * HOUR, 30, None), (8 * HOUR + 3599, 90, None), (12 * HOUR, 4000, None), (13 * HOUR, 5, 60)]
    later = [(arrival + 5 * DAY, duration, patience) for arrival, duration, patience in day]
    first, fifth = history(pattern, day), history(pattern, later)
    assert [(wait, when + 5 * DAY) for wait, when in first] == fifth


@pytest.mark.parametrize("staffing", [2, hours(h8=1, h20=3)])
def test_a_clock_that_starts_before_zero_reads_the_same_hours(staffing):
    start = -14 * DAY
    day = [(0, 60, None), (8 * HOUR + 10, 3600, None), (8 * HOUR + 20, 600, None), (20 * HOUR, 5, 100)]
    before = [(arrival + start, duration, patience) for arrival, duration, patience in day]
    assert history(staffing, before, start) == [
        (wait, when + start) for wait, when in history(staffing, day, 0)
    ]


def test_a_clock_that_starts_within_a_shift_finds_it_on_duty():
    start = -DAY + 8 * HOUR + 1800
    assert history(hours(h8=1), [(start, 60, None)], start) == [(0, start + 60)]


def test_a_station_without_any_shift_serves_nobody():
    assert history(0, [(5, 60, 30), (6, 60, 0)]) == [(None, 35), (None, 6)]
    with pytest.raises(ValueError, match="nobody is ever on duty"):
        history([0] * 24, [(5, 60, 30), (6, 60, None)])


@pytest.mark.parametrize("staffing", [-1, [1] * 23, [1] * 25, [], [1] * 23 + [-1]])
def test_impossible_staffing_is_refused(staffing):
    with pytest.raises(ValueError, match="staffing"):
        Station(Environment(), staffing)


def test_the_list_given_is_not_kept():
    staffing = hours(h8=1)
    station = Station(Environment(), staffing)
    staffing[8] = 0
    staffing[9] = 1
    assert station.serve(5).value == 8 * HOUR


# Random days. Coarse times make ties of every kind frequent, fine ones reach everything between.

MOMENTS = [0, 1, 2, 5, 60, 1800, HOUR - 1, HOUR, HOUR + 1, 8 * HOUR]
gaps = st.one_of(st.sampled_from([0, 0, 1, 2, 5]), st.sampled_from(MOMENTS), st.integers(0, 2 * DAY))
durations = st.one_of(st.sampled_from([0, 1, 2, 5]), st.sampled_from(MOMENTS), st.integers(0, DAY))
patiences = st.one_of(st.none(), durations)
staffings = st.lists(st.integers(0, 4), min_size=24, max_size=24).filter(any)
# A few shifts rather than 24 unrelated hours.
shifts = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 12)), min_size=2, max_size=5).map(
    lambda parts: ([number for number, length in parts for _ in range(length)] * 24)[:24]
)
patterns = st.one_of(staffings, shifts.filter(any))


def customers(patience=patiences, gap=gaps, duration=durations):
    def place(rows):
        placed, time = [], 0
        for before, length, patient in rows:
            time += before
            placed.append((time, length, patient))
        return placed

    return st.lists(st.tuples(gap, duration, patience), min_size=1, max_size=40).map(place)


small = st.integers(0, 12)


def with_resource(servers: int, customers: list[Customer]) -> list[Fate]:
    """The same by stock SimPy: request a server or give up, hold it, release it."""
    env = Environment()
    resource = Resource(env, servers)
    fates: list[Fate | None] = [None] * len(customers)

    def visit(i, duration, patience):
        placed = env.now
        with resource.request() as server:
            if patience is None:
                yield server
            else:
                patience_ends = env.timeout(patience)
                if patience_ends in (yield server | patience_ends):
                    fates[i] = (None, env.now)
                    return
            wait = env.now - placed
            yield env.timeout(duration)
            fates[i] = (wait, env.now)

    def source():
        for i, (arrival, duration, patience) in enumerate(customers):
            if arrival > env.now:
                yield env.timeout(arrival - env.now)
            env.process(visit(i, duration, patience))

    env.process(source())
    env.run()
    return fates


def by_the_clock(staffing: list[int], customers: list[Customer]) -> list[Fate]:
    """The same by walking from moment to moment: whenever anything can change, look again.

    At every moment who finished is free, who has waited for a patience leaves, and as long as fewer are busy
    than are on duty the first in the queue starts.
    """
    fates: list[Fate | None] = [None] * len(customers)
    coming = deque(enumerate(customers))
    queue: list[tuple[int, Customer]] = []
    ends: list[int] = []  # of the services in hand
    time = 0
    while coming or queue:
        while coming and coming[0][1][0] <= time:
            queue.append(coming.popleft())
        while True:
            ends = [end for end in ends if end > time]
            for i, (arrival, _, patience) in list(queue):
                if patience is not None and arrival + patience <= time:
                    fates[i] = (None, arrival + patience)
            queue = [(i, customer) for i, customer in queue if fates[i] is None]
            if not queue or len(ends) >= staffing[time // HOUR % 24]:
                break
            i, (arrival, duration, _) = queue.pop(0)
            fates[i] = (time - arrival, time + duration)
            ends.append(time + duration)
        moments = [time // HOUR * HOUR + HOUR, *ends]
        moments += [arrival + patience for _, (arrival, _, patience) in queue if patience is not None]
        if coming:
            moments.append(coming[0][1][0])
        if not queue and coming:
            moments = [coming[0][1][0]]  # nothing can start before somebody comes
        time = min(moments)
    return fates


@settings(max_examples=300, deadline=None)
@given(servers=st.integers(1, 5), customers=customers(st.none()))
def test_same_as_a_simpy_resource(servers, customers):
    assert history(servers, customers) == with_resource(servers, customers)


@settings(max_examples=300, deadline=None)
@given(servers=st.integers(1, 3), customers=customers(st.one_of(st.none(), small), small, small))
def test_same_as_a_simpy_resource_with_patience_and_ties_everywhere(servers, customers):
    assert history(servers, customers) == with_resource(servers, customers)


@settings(max_examples=300, deadline=None)
@given(servers=st.integers(1, 5), customers=customers())
def test_same_as_a_simpy_resource_with_patience(servers, customers):
    assert history(servers, customers) == with_resource(servers, customers)


@settings(max_examples=400, deadline=None)
@given(staffing=patterns, customers=customers())
@example(staffing=hours(h8=2, h9=1), customers=[(9 * HOUR - 10, 15, None)] * 3)
def test_same_as_a_simulation_second_by_second(staffing, customers):
    assert history(staffing, customers) == by_the_clock(staffing, customers)


@given(servers=st.integers(1, 4), customers=customers())
def test_a_number_is_the_same_as_24_equal_numbers(servers, customers):
    assert history(servers, customers) == history([servers] * 24, customers)


@settings(max_examples=400, deadline=None)
@given(
    staffing=patterns,
    more=st.one_of(st.just([1] * 24), st.lists(st.integers(0, 1), min_size=24, max_size=24)),
    customers=customers(st.none()),
)
@example(
    # With hours of its own for each server, the one more delays the last customer.
    staffing=[1, 2] + [1] * 22,
    more=hours(h0=1),
    customers=[(1800, 60, None), *((5400, length, None) for length in (1800, 60, 1800, 60))],
)
def test_an_additional_server_in_any_hours_delays_nobody(staffing, more, customers):
    before = history(staffing, customers)
    after = history([number + extra for number, extra in zip(staffing, more, strict=True)], customers)
    assert all(b[0] <= a[0] for a, b in zip(before, after, strict=True))


@given(staffing=patterns, customers=customers())
def test_littles_law_holds_to_the_second(staffing, customers):
    """The integral of the number present, read off its path, is the sum of the times spent there."""
    fates = history(staffing, customers)
    times = [when - placed for (placed, _, _), (_, when) in zip(customers, fates, strict=True)]
    for (_, duration, patience), (wait, _), time in zip(customers, fates, times, strict=True):
        assert time == (patience if wait is None else wait + duration)
    steps = [(placed, 1) for placed, _, _ in customers] + [(when, -1) for _, when in fates]
    area = present = last = 0
    for time, step in sorted(steps):
        area += present * (time - last)
        present, last = present + step, time
    assert present == 0
    assert area == sum(times)


@given(staffing=patterns, customers=customers())
def test_the_server_is_recorded_and_never_serves_two_at_once(staffing, customers):
    env = Environment()
    station = Station(env, staffing)
    busy_until: dict[int, int] = {}
    for arrival, duration, patience in customers:
        env.run(until=arrival) if arrival > env.now else None
        wait = station.serve(duration, patience).value
        if wait is None:
            assert station.server is None
        else:
            assert station.server in range(max(staffing))
            assert busy_until.get(station.server, 0) <= arrival + wait
            busy_until[station.server] = arrival + wait + duration


def test_work_is_shared_evenly_in_the_long_run():
    """The one free for longest serves, so that loads by person mean something."""
    env = Environment()
    station = Station(env, 4)
    taken = []
    for _ in range(400):
        station.serve(50)
        taken.append(station.server)
        env.run(until=env.now + 60)
    assert sorted(map(taken.count, range(4))) == [100] * 4


def test_one_event_a_service():
    """What makes a year affordable: the event that is waited for is the only one."""
    env = Environment()
    station = Station(env, 2)
    for _ in range(100):
        station.serve(10)
    steps = 0
    while env.peek() < float("inf"):
        env.step()
        steps += 1
    assert steps == 100
