"""A station whose queue is sorted by rank: key accounts before others, the telephone before e-mail.

In SimPy's own terms it is a `simpy.PriorityResource` with servers that work in shifts and customers that renege::

    with servers.request(priority=-rank) as request:
        result = yield request | env.timeout(patience)
        if request in result:
            yield env.timeout(duration)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from heapq import heappop, heappush
from typing import Any

from simpy import Environment, Event, Timeout

from sim.model.engine.station import NEVER_FREE, Station

OUTLASTS_EVERY_RUN = 1 << 40
"""Seconds. A customer with this patience never reneges, so no event is needed for it."""


class QueuedService(Event):
    """A request that waits in the queue. Its value is the wait (s), or None if the customer reneged.

    server: the number of the server that took it, None as long as it waits.
    """

    _value: Any

    def __init__(self, env: Environment, duration: int, patience: int | None) -> None:
        super().__init__(env)
        self.arrived = env.now
        self.duration = duration
        self.reneges_at = NEVER_FREE if patience is None else env.now + patience
        self.server: int | None = None

    def begin(self, now: int, server: int) -> None:
        """The service begins; the event happens when it ends, as with `simpy.Timeout`."""
        self.server = server
        self._ok, self._value = True, now - self.arrived
        self.env.schedule(self, delay=self.duration)


class PriorityStation(Station):
    """Servers in parallel; higher ranks are served first, equal ranks in order of arrival; no service is preempted.

    Shifts and patience as in `Station`: a service starts when fewer servers are busy than are on duty; a customer
    reneges if no service has started within the patience.
    """

    def __init__(self, env: Environment, staffing: int | Sequence[int]) -> None:
        """`staffing`: the number of servers on duty, one number or 24 numbers by the hour of the day."""
        super().__init__(env, staffing)
        self._queue: list[tuple[int, int, QueuedService]] = []
        """A heap of (-rank, number, service)."""
        self._number = 0
        self._silent = False
        """Whether a request of a customer who reneges just disappears, without an event: nobody waits for it."""
        self._wake_scheduled = False
        """Whether an event is scheduled that will start the next services."""

    @classmethod
    def in_place_of(cls, station: Station, silent: bool = False) -> PriorityStation:
        """A station that goes on from the present state of a station without ranks: its bookings stay.

        silent: no event happens when a customer reneges.
        """
        if isinstance(station, cls):
            return station
        new = cls(station.env, station.hourly)
        vars(new).update(vars(station))
        new._silent = silent
        return new

    def change_staffing(self, staffing: int | Sequence[int]) -> None:
        """As in `Station`; additional servers take the first requests of the queue at once."""
        super().change_staffing(staffing)
        if self._queue:
            self._wake_when_free()

    def pause(self, until: int) -> None:
        """As in `Station`; the queue waits, too."""
        super().pause(until)
        if self._queue:
            self._wake_when_free()

    def serve(self, duration: int, patience: int | None = None, rank: int = 0) -> Event:
        """Wait for a server and be served: an event whose value is the wait in seconds, None if the customer reneged.

        duration, patience: whole seconds, 0 or more. Raises ValueError if no server is ever on duty and the customer
        would wait for ever. `server` is then the server's number, or None if the customer has to wait.
        """
        now = self.env.now
        if self._queue:
            # Requests that can start in this second start before the new one can overtake them.
            self._begin_services(now)
        if not self._queue:
            start, server = self.earliest_start(now)
            if start == now and (patience is None or patience > 0):
                self.server = server
                self.seize(now, server, duration)
                return Timeout(self.env, duration, 0)
            if start == NEVER_FREE and patience is None:
                raise ValueError("nobody is ever on duty at this station")
        self.server = None
        service = QueuedService(self.env, duration, patience)
        heappush(self._queue, (-rank, self._number, service))
        self._number += 1
        if patience is not None and patience < OUTLASTS_EVERY_RUN and not self._silent:
            Timeout(self.env, patience).callbacks.append(partial(self._renege, service))
        if not self._wake_scheduled:
            self._wake_when_free()
        return service

    def _begin_services(self, now: int) -> None:
        """Free servers take the first requests of the queue."""
        queue = self._queue
        while queue:
            service = queue[0][2]
            if service.reneges_at <= now:
                heappop(queue)
                continue
            start, server = self.earliest_start(now)
            if start > now:
                return
            heappop(queue)
            self.seize(now, server, service.duration)
            service.begin(now, server)

    def _wake_when_free(self) -> None:
        """Schedule an event for the next second at which a server is free."""
        now = self.env.now
        start, _server = self.earliest_start(now)
        self._wake_scheduled = start != NEVER_FREE
        if self._wake_scheduled:
            Timeout(self.env, start - now).callbacks.append(self._wake)

    def _wake(self, _event: Event) -> None:
        self._wake_scheduled = False
        self._begin_services(self.env.now)
        if self._queue:
            self._wake_when_free()

    def _renege(self, service: QueuedService, _event: Event) -> None:
        """The patience has ended: the customer leaves unless the service has begun."""
        if service.server is None:
            service.succeed(None)
