"""The yardstick: a bare tandem of three queues in idiomatic SimPy, nothing drawn inside the run, one tuple an order."""

from __future__ import annotations

import random
from collections.abc import Iterator

import simpy

SERVERS = (4, 6, 5)
UTILISATION = 0.8

Draws = tuple[list[float], list[tuple[float, ...]]]
"""Gaps between arrivals, and the three service times of each order."""

Times = tuple[float, float, float, float]
"""When an order arrived, and when each of its three services ended."""


def draw(orders: int, seed: int = 0) -> Draws:
    """Exponential arrivals at rate 1 and exponential services at the given utilisation."""
    luck = random.Random(seed)
    gaps = [luck.expovariate(1.0) for _ in range(orders)]
    services = [tuple(luck.expovariate(1.0 / (UTILISATION * c)) for c in SERVERS) for _ in range(orders)]
    return gaps, services


def in_seconds(draws: Draws, mean_gap: int = 600) -> Draws:
    """The same in whole seconds, the unit of our stations. A short mean gap makes ties frequent."""
    gaps, services = draws
    return (
        [round(mean_gap * gap) for gap in gaps],
        [tuple(round(mean_gap * time) for time in times) for times in services],
    )


def tandem(draws: Draws) -> list[Times]:
    """Arrival and the end of each of the three services, of every order."""
    gaps, services = draws
    env = simpy.Environment()
    one, two, three = (simpy.Resource(env, capacity) for capacity in SERVERS)
    log: list[Times] = []

    def order(durations: tuple[float, ...]) -> Iterator[simpy.Event]:
        arrived = env.now
        with one.request() as request:
            yield request
            yield env.timeout(durations[0])
        first = env.now
        with two.request() as request:
            yield request
            yield env.timeout(durations[1])
        second = env.now
        with three.request() as request:
            yield request
            yield env.timeout(durations[2])
        log.append((arrived, first, second, env.now))

    def source() -> Iterator[simpy.Event]:
        for gap, durations in zip(gaps, services, strict=True):
            yield env.timeout(gap)
            env.process(order(durations))

    env.process(source())
    env.run()
    return log
