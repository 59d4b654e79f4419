"""The bare tandem in our stations: stock SimPy, one walk an order, one event a station."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from typing import Any

import simpy

from sim.model.engine.process import Walk
from sim.model.engine.station import Station
from tests.benchmarks.tandem import SERVERS, Draws, Times


def ours(draws: Draws) -> list[Times]:
    """Arrival and the end of each of the three services, of every order."""
    return _tandem(simpy.Environment(), Walk, draws)


def ours_with_processes(draws: Draws) -> list[Times]:
    """The same with a `simpy.Process` an order instead of a walk."""
    env = simpy.Environment()
    return _tandem(env, env.process, draws)


def _tandem(
    env: simpy.Environment, begin: Callable[[Generator[simpy.Event, Any, None]], Any], draws: Draws
) -> list[Times]:
    gaps, services = draws
    one, two, three = (Station(env, servers) for servers in SERVERS)
    log: list[Times] = []

    def order(durations: tuple[float, ...]) -> Generator[simpy.Event, Any, None]:
        arrived = env.now
        yield one.serve(durations[0])
        first = env.now
        yield two.serve(durations[1])
        second = env.now
        yield three.serve(durations[2])
        log.append((arrived, first, second, env.now))

    def source() -> Iterator[simpy.Event]:
        for gap, durations in zip(gaps, services, strict=True):
            yield env.timeout(gap)
            begin(order(durations))

    env.process(source())
    env.run()
    return log
