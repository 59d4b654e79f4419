"""A station with priorities: key accounts before others, the telephone before the mail.

As long as nobody has been overtaken it works like `Station`, to the same events: every start is known when a service is
asked for. The first to overtake makes those plans void; from then on whoever is next in line begins when a server is free,
until nobody waits any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from heapq import heappop, heappush, heapreplace
from typing import Any

from simpy import Environment, Event, Timeout

from sim.model.engine.station import NEVER_FREE, Station

NOBODY_SEES = 1 << 40
"""Seconds of patience that outlast every run."""


class Service(Event):
    """A service asked for by somebody who has to wait. Its value is the wait (s), None if the customer left unserved.

    start, end, server: as planned, or as it began (start None: leaves at the end; end None: no plan; server None: nobody).
    """

    callbacks: Any
    _value: Any
    start: int | None = None
    end: int | None = None
    server: int | None = None

    def __init__(
        self, env: Environment, rank: int, arrived: int, duration: int, patience: int | None
    ) -> None:
        super().__init__(env)
        self.rank, self.arrived, self.duration, self.patience = rank, arrived, duration, patience

    def plan(self, start: int, server: int) -> int:
        """It is to begin then; returns its end."""
        end = start + self.duration
        self.start, self.end, self.server = start, end, server
        return end

    def begin(self, now: int, server: int) -> int:
        """It begins, and nothing can change its end any more; returns that."""
        self._ok, self._value = True, now - self.arrived
        self.env.schedule(self, delay=self.duration)
        return self.plan(now, server)

    def happen(self) -> None:
        """Its planned end has come: now, at once, not as an event behind all that are due at the same second."""
        self._ok, self._value = True, None if self.start is None else self.start - self.arrived
        callbacks, self.callbacks = self.callbacks, None
        for callback in callbacks:
            callback(self)


class PriorityStation(Station):
    """Servers in parallel; who has the higher rank is served first, at equal rank who came first; nobody is interrupted.

    Shifts and patience as in `Station`: a service starts when fewer are busy than are on duty; a customer leaves unserved if
    no service has started within the patience. The books hold what is planned as well as what has begun.
    """

    def __init__(self, env: Environment, staffing: int | Sequence[int]) -> None:
        """`staffing`: the number of servers on duty, one number or 24 numbers by the hour of the day."""
        super().__init__(env, staffing)
        self._begun = Station(env, staffing)
        """The books as they were before the first in line."""
        self._line: list[Service] = []
        """Who is planned to wait, in sequence; who has begun in the meantime stays until the line is looked at."""
        self._queue: list[tuple[int, int, Service]] = []
        """Who waits without a plan, as a heap of (-rank, number, service), once somebody has been overtaken."""
        self._number = 0
        self._wakes: set[int] = set()
        """When the queue will be looked at: when services end, or a shift begins."""

    def serve(self, duration: int, patience: int | None = None, rank: int = 0) -> Event:
        """Wait for a server and be served: an event whose value is the wait in seconds, None if the patience ended first.

        duration, patience: whole seconds, 0 or more. Raises ValueError if nobody is ever on duty and the customer would wait
        for ever. `server` says who took it; None if it has to wait.
        """
        now = self.env.now
        if self._queue:
            self._begin_all(now)
            if self._queue:
                self.server = None
                return self._stand_in(Service(self.env, rank, now, duration, patience))
        start, server = self._free[0]
        if start < now:
            start = now
        if start >= self._change:
            start, server = self._first_start(now)
            if start == NEVER_FREE and patience is None:
                raise ValueError("nobody is ever on duty at this station")
        if start == now and (patience is None or patience > 0):
            if self._line:
                self._line.clear()
            self.server = server
            self.work += duration
            heapreplace(self._free, (now + duration, server))
            return Timeout(self.env, duration, 0)
        self.server = None
        self._line = [one for one in self._line if not self._has_begun(one, now)]
        service = Service(self.env, rank, now, duration, patience)
        if any(other.rank < rank for other in self._line):
            return self._overtake(service)
        if not self._line:
            self._begun.copy(self)
        self._line.append(service)
        if patience is not None and start - now >= patience:
            self._leaves_at(service, now + patience)
        else:
            self.take(start, server, duration)
            self._due_at(service, service.plan(start, server))
        return service

    def _has_begun(self, service: Service, now: int) -> bool:
        """Whether a planned service has begun by now, or left; what has begun goes into the books of what has."""
        if service.start is None:
            return service.end is not None and service.end <= now
        if service.start > now:
            return False
        self._begun.take(*self._begun.first(service.arrived), service.duration)
        return True

    def _overtake(self, service: Service) -> Service:
        """Somebody goes before others: what was planned for them is void."""
        self.copy(self._begun)
        for other in self._line:
            if other.start is not None:
                other.start, other.server, other.end = None, None, None
            self._stand_in(other)
        self._line.clear()
        self._stand_in(service)
        self._wake()
        return service

    def _stand_in(self, service: Service) -> Service:
        """In line without a plan; who has had enough leaves. If somebody waits already, the queue will be looked at in time."""
        heappush(self._queue, (-service.rank, self._number, service))
        self._number += 1
        if service.end is None and service.patience is not None and service.patience < NOBODY_SEES:
            self._leaves_at(service, service.arrived + service.patience)
        return service

    def _wake(self) -> None:
        """Look at the queue when the next server is free."""
        now = self.env.now
        start, _server = self.first(now)
        if start != NEVER_FREE and start not in self._wakes:
            self._wakes.add(start)
            Timeout(self.env, start - now).callbacks.append(self._woken)

    def _woken(self, _event: Any = None) -> None:
        now = self.env.now
        self._wakes.discard(now)
        if self._queue:
            self._begin_all(now)
            if self._queue:
                self._wake()

    def _begin_all(self, now: int) -> None:
        """Who is next begins, as many as there are free servers; when they are done the queue is looked at again."""
        queue = self._queue
        while queue:
            service = queue[0][2]
            if service.end is not None and service.end <= now:  # has left, or leaves at this second
                heappop(queue)
                continue
            start, server = self.first(now)
            if start > now:
                return
            heappop(queue)
            self.take(now, server, service.duration)
            self._wakes.add(service.begin(now, server))
            service.callbacks.append(self._woken)

    def _leaves_at(self, service: Service, end: int) -> None:
        """The customer leaves unserved, unless the service begins after all."""
        service.end = end
        self._due_at(service, end)

    def _due_at(self, service: Service, end: int) -> None:
        """An event for a planned end."""
        Timeout(self.env, end - self.env.now).callbacks.append(partial(self._due, service, end))

    def _due(self, service: Service, end: int, _event: Any) -> None:
        """A planned end has come; it counts if it still stands."""
        if service.end == end and not service.triggered:
            service.happen()
            if end in self._wakes:
                self._woken()
