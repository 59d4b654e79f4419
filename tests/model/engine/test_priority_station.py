"""Priorities: exact histories by hand, equal to `Station` at equal ranks, and to a slow walk through the seconds otherwise."""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from simpy import Environment

from sim.base.units import HOUR
from sim.model.engine.priority_station import PriorityStation
from sim.model.engine.station import Station

# A customer: (arrival, duration, patience or None, rank). A fate: (wait or None if left, time of the event).
Customer = tuple[int, int, int | None, int]


def history(station_of: Callable[[Environment], Any], customers: list[Customer], begin: int = 0) -> list[Any]:
    """What happens to each, as (sequence number of the event, wait, time): the sequence counts."""
    env = Environment(begin)
    station = station_of(env)
    fates: list[Any] = [None] * len(customers)
    done = iter(range(len(customers)))

    def visit(i: int, duration: int, patience: int | None, rank: int) -> Any:
        ranked = {"rank": rank} if isinstance(station, PriorityStation) else {}
        wait = yield station.serve(duration, patience, **ranked)
        fates[i] = (next(done), wait, env.now)

    def source() -> Any:
        for i, (arrival, *rest) in enumerate(customers):
            if arrival > env.now:
                yield env.timeout(arrival - env.now)
            env.process(visit(i, *rest))

    env.process(source())
    env.run()
    return fates


def waits(staffing: int | list[int], customers: list[Customer], begin: int = 0) -> list[Any]:
    return [fate[1:] for fate in history(lambda env: PriorityStation(env, staffing), customers, begin)]


def test_the_higher_rank_is_served_first_without_preemption() -> None:
    customers = [(0, 10, None, 0), (1, 5, None, 0), (2, 5, None, 1), (3, 5, None, 1)]
    assert waits(1, customers) == [(0, 10), (19, 25), (8, 15), (12, 20)]


def test_an_overtaken_customer_may_lose_patience() -> None:
    # The second would start at 10, within 12; overtaken it would start at 30, and leaves at 13.
    assert waits(1, [(0, 10, None, 0), (1, 5, 12, 0), (2, 20, None, 1)]) == [(0, 10), (None, 13), (8, 30)]
    # Who comes behind takes the place of who leaves.
    assert waits(1, [(0, 10, None, 0), (1, 5, 12, 0), (2, 20, None, 1), (4, 1, None, 0)])[3] == (26, 31)


def test_a_service_that_begins_this_second_is_not_overtaken() -> None:
    assert waits(1, [(0, 10, None, 0), (1, 5, None, 0), (10, 5, None, 1)]) == [(0, 10), (9, 15), (5, 20)]


def test_shifts_hold_for_all_ranks() -> None:
    day = [0] * 8 + [1] + [0] * 15
    opening = 8 * HOUR
    assert waits(day, [(0, 10, None, 0), (5, 10, None, 2)]) == [
        (opening + 10, opening + 20),
        (opening - 5, opening + 10),
    ]


CUSTOMERS = st.lists(
    st.tuples(
        st.integers(0, 60),
        st.integers(0, 15),
        st.one_of(st.none(), st.integers(0, 30)),
        st.integers(0, 2),
    ),
    max_size=25,
).map(lambda all_: sorted(all_, key=itemgetter(0)))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(customers=CUSTOMERS, servers=st.integers(1, 3))
def test_at_equal_ranks_every_event_is_that_of_the_plain_station(
    customers: list[Customer], servers: int
) -> None:
    equal = [(*customer[:3], 7) for customer in customers]
    plain = history(lambda env: Station(env, servers), equal)
    assert history(lambda env: PriorityStation(env, servers), equal) == plain


@settings(max_examples=300, deadline=None, derandomize=True)
@given(customers=CUSTOMERS, servers=st.integers(1, 3))
def test_shifts_before_time_0_are_as_after_it(customers: list[Customer], servers: int) -> None:
    """A run begins with its settling days, at negative times."""
    early = [(arrival - 1000, *rest) for arrival, *rest in customers]
    then = [(wait, end - 1000) for wait, end in waits(servers, customers)]
    assert waits(servers, early, begin=-1000) == then


@settings(max_examples=300, deadline=None, derandomize=True)
@given(customers=CUSTOMERS.filter(lambda all_: all(one[1] for one in all_)), servers=st.integers(1, 3))
def test_priorities_agree_with_a_simulation_second_by_second(customers: list[Customer], servers: int) -> None:
    assert waits(servers, customers) == walk(customers, servers)


def walk(customers: list[Customer], servers: int) -> list[Any]:
    """Second by second: who is done goes, who is next begins, who comes stands in line and may begin, who is tired leaves."""
    fates: list[Any] = [None] * len(customers)
    line: list[int] = []
    busy: list[int] = []
    comes = dict.fromkeys(range(len(customers)))

    def begin(now: int) -> None:
        for i in sorted(line, key=lambda i: (-customers[i][3], i)):
            arrival, duration, patience, _rank = customers[i]
            if len(busy) == servers or (patience is not None and now - arrival >= patience):
                continue
            line.remove(i)
            busy.append(now + duration)
            fates[i] = (now - arrival, now + duration)

    for now in range(1000):
        busy = [end for end in busy if end > now]
        begin(now)
        for i in [i for i in comes if customers[i][0] == now]:
            line.append(i)
            del comes[i]
            begin(now)
        for i in list(line):
            arrival, _duration, patience, _rank = customers[i]
            if patience is not None and now - arrival >= patience:
                line.remove(i)
                fates[i] = (None, now)
    return fates
