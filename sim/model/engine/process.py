"""An order's way through the firm as a process."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from simpy import Environment, Event, Timeout


class Walk:
    """Somebody's way from station to station: a generator that yields events, as a `simpy.Process` takes one.

    Nobody waits for its end and nobody interrupts it, so that neither its start nor its end is an event: the first
    step is taken at once, and an error ends the run.
    """

    __slots__ = ("_resume", "_send")

    def __init__(self, way: Generator[Event, Any, None]) -> None:
        """Go as far as the first event of `way` that is still to come."""
        self._send = way.send
        self._resume = self._go_on
        self._go_on(_BEGINNING)

    def _go_on(self, event: Event) -> None:
        """What was waited for has come."""
        try:
            event = self._send(event.value)
            while event.callbacks is None:  # came before it was asked for
                event = self._send(event.value)
        except StopIteration:
            del self._resume
        else:
            event.callbacks.append(self._resume)


_BEGINNING = Timeout(Environment(), 0)
"""Says nothing, as the first `send` must."""
