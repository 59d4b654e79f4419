"""The bare tandem in salabim: processes without yield, no trace, no animation, no monitor where one can be left out."""

from __future__ import annotations

import salabim

from tests.benchmarks.tandem import SERVERS, Draws, Times


def in_salabim(draws: Draws) -> list[Times]:
    """Arrival and the end of each of the three services, of every order."""
    gaps, services = draws
    env = salabim.Environment(trace=False, yieldless=True)
    one, two, three = (salabim.Resource(capacity=servers, monitor=False) for servers in SERVERS)
    durations = iter(services)  # an argument of a process takes salabim longer
    log: list[Times] = []

    class Order(salabim.Component):
        def process(self) -> None:
            first_takes, second_takes, third_takes = next(durations)
            arrived = env.now()
            self.request(one)
            self.hold(first_takes)
            self.release(one)
            first = env.now()
            self.request(two)
            self.hold(second_takes)
            self.release(two)
            second = env.now()
            self.request(three)
            self.hold(third_takes)
            self.release(three)
            log.append((arrived, first, second, env.now()))

    class Source(salabim.Component):
        def process(self) -> None:
            for gap in gaps:
                self.hold(gap)
                Order()

    Source()
    env.run()
    return log
