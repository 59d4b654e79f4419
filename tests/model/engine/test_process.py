"""A walk does what a `simpy.Process` does with the same generator, but for the events of its start and end."""

from __future__ import annotations

import pytest
from simpy import Environment

from sim.model.engine.process import Walk
from sim.model.engine.station import Station


def test_a_process_waits_for_one_event_after_another_and_gets_their_values():
    env = Environment()
    station = Station(env, 1)
    told = []

    def way():
        for duration in (5, 7):
            wait = yield station.serve(duration)
            told.append((env.now, wait))

    Walk(way())
    Walk(way())
    env.run()
    assert told == [(5, 0), (10, 5), (17, 5), (24, 7)]


def test_a_process_takes_its_first_step_at_once_and_its_end_is_no_event():
    env = Environment()
    begun = []

    def way():
        begun.append(env.now)
        yield env.timeout(3)

    Walk(way())
    assert begun == [0]
    env.step()
    assert env.peek() == float("inf")


def test_an_event_that_has_already_happened_is_not_waited_for():
    env = Environment()
    past = env.timeout(1, "gone by")
    told = []

    def way():
        yield env.timeout(2)
        told.append((yield past))
        told.append((yield past))
        told.append(env.now)

    Walk(way())
    env.run()
    assert told == ["gone by", "gone by", 2]


def test_a_process_without_a_step_is_done():
    env = Environment()

    def way():
        return
        yield

    Walk(way())
    assert env.peek() == float("inf")


def test_an_error_ends_the_run():
    env = Environment()

    def way():
        yield env.timeout(1)
        raise ZeroDivisionError("on the way")

    Walk(way())
    with pytest.raises(ZeroDivisionError, match="on the way"):
        env.run()
