"""`Walk`: a lean process for the steps of one order, delivery or complaint."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from simpy import Environment, Event, Timeout


class Walk:
    """Run a generator that yields events, as a SimPy process does.

    In SimPy's own terms::

        env.process(generator)

    The differences are these. The first step runs at once, so the start is no event. The end is no event either, so no
    other process can wait for a walk or interrupt it. A failed event is not thrown into the generator, so an error
    always ends the run.
    """

    __slots__ = ("_resume", "_send")

    def __init__(self, generator: Generator[Event, Any, None]) -> None:
        """Run up to the first event that has not been processed yet."""
        self._send = generator.send
        self._resume = self._go_on
        self._go_on(_START)

    def _go_on(self, event: Event) -> None:
        """Send the event's value to the generator and wait for the next event that it yields."""
        try:
            event = self._send(event.value)
            while event.callbacks is None:  # the event has been processed already: no need to wait
                event = self._send(event.value)
        except StopIteration:
            del self._resume
        else:
            event.callbacks.append(self._resume)


_START = Timeout(Environment(), 0)
"""Its value is None, which the first `send` to a generator has to be."""
