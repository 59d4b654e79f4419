"""A station with priorities: key accounts before others, the telephone before the mail.

As long as nobody has been overtaken it works like `Station`, to the same events: every start is known when a service is
asked for. The first to overtake makes those plans void; from then on whoever is next in line begins when a server is free,
until nobody waits any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from heapq import heappop, heappush
from typing import Any

from simpy import Environment, Event, Timeout

from sim.model.station import NEVER, Station

NOBODY_SEES = 1 << 40
"""Seconds of patience that outlast every run."""


class Service(Event):
    """A service asked for. Its value is the wait (s), None if the customer left unserved; server: who served, None if nobody."""

    server: int | None = None
    callbacks: Any

    def happen(self, wait: int | None) -> None:
        """Now, at once: not as an event behind all that are due at the same second."""
        self._ok, self._value = True, wait
        callbacks, self.callbacks = self.callbacks, None
        for callback in callbacks:
            callback(self)


@dataclass(eq=False, slots=True)
class _Job:
    """Who waits. start, end, server as planned (start None: leaves at the end); end -1: no plan."""

    rank: int
    arrived: int
    duration: int
    patience: int | None
    service: Service
    start: int | None = None
    end: int = -1
    server: int | None = None


class PriorityStation:
    """Servers in parallel; who has the higher rank is served first, at equal rank who came first; nobody is interrupted.

    Shifts and patience as in `Station`: a service starts when fewer are busy than are on duty; a customer leaves unserved if
    no service has started within the patience.
    """

    def __init__(self, env: Environment, staffing: int | Sequence[int]) -> None:
        """`staffing`: the number of servers on duty, one number or 24 numbers by the hour of the day."""
        self.env = env
        self._books = Station(env, staffing)
        """The servers' books, with what is planned."""
        self._begun = Station(env, staffing)
        """The same as they were before the first in line."""
        self.hourly = self._books.hourly
        self._line: list[_Job] = []
        """Who is planned to wait, in sequence; who has begun in the meantime stays until the line is looked at."""
        self._queue: list[tuple[int, int, _Job]] = []
        """Who waits without a plan, as a heap of (-rank, number, job), once somebody has been overtaken."""
        self._number = 0
        self._wakes: set[int] = set()
        """When the queue will be looked at: when services end, or a shift begins."""
        self.server: int | None = None
        """Who took the last service asked for; None if that had to wait."""

    @property
    def work(self) -> int:
        """Seconds of all services begun or planned."""
        return self._books.work

    def serve(self, duration: int, patience: int | None = None, rank: int = 0) -> Event:
        """Wait for a server and be served: an event whose value is the wait in seconds, None if the patience ended first.

        duration, patience: whole seconds, 0 or more. Raises ValueError if nobody is ever on duty and the customer would wait
        for ever.
        """
        now = self.env.now
        self.server = None
        if self._queue:
            self._begin_all(now)
        if self._queue:
            return self._stand_in(_Job(rank, now, duration, patience, Service(self.env)))
        start, server = self._books.first(now)
        if start == NEVER and patience is None:
            raise ValueError("nobody is ever on duty at this station")
        if start <= now and (patience is None or patience > 0):
            self._line.clear()
            self._books.book(now, duration)
            self.server = server
            return Timeout(self.env, duration, 0)
        self._line = [job for job in self._line if not self._has_begun(job, now)]
        job = _Job(rank, now, duration, patience, Service(self.env))
        if any(other.rank < rank and other.end > now for other in self._line):
            return self._overtake(job)
        if not self._line:
            self._begun.copy(self._books)
        self._line.append(job)
        return self._plan(job, start, server)

    def _plan(self, job: _Job, start: int, server: int) -> Service:
        """The next place in the books; an event for its end."""
        now = self.env.now
        if job.patience is not None and start - now >= job.patience:
            job.end = now + job.patience
        else:
            self._books.book(now, job.duration)
            job.start, job.server, job.end = start, server, start + job.duration
        self._due_at(job)
        return job.service

    def _has_begun(self, job: _Job, now: int) -> bool:
        """Whether a planned job has begun by now, or left; what has begun goes into the books of what has."""
        if job.start is None:
            return job.end <= now
        if job.start > now:
            return False
        self._begun.book(job.arrived, job.duration)
        return True

    def _overtake(self, job: _Job) -> Service:
        """Somebody goes before others: what was planned for them is void."""
        self._books.copy(self._begun)
        for other in self._line:
            if other.start is not None:
                other.start, other.server, other.end = None, None, -1
            self._stand_in(other, wake=False)
        self._line.clear()
        return self._stand_in(job)

    def _stand_in(self, job: _Job, wake: bool = True) -> Service:
        """In line without a plan; who has had enough leaves."""
        heappush(self._queue, (-job.rank, self._number, job))
        self._number += 1
        if job.end < 0 and job.patience is not None and job.patience < NOBODY_SEES:
            job.end = job.arrived + job.patience
            self._due_at(job)
        if wake:
            self._wake()
        return job.service

    def _wake(self) -> None:
        """Look at the queue when the next server is free."""
        now = self.env.now
        start, _server = self._books.first(now)
        if start != NEVER and start not in self._wakes:
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
        """Who is next begins, as many as there are free servers."""
        queue = self._queue
        while queue:
            job = queue[0][2]
            if job.end >= 0 and job.end <= now:  # has left, or leaves at this second
                heappop(queue)
                continue
            start, server = self._books.first(now)
            if start > now:
                return
            heappop(queue)
            self._books.book(now, job.duration)
            job.start, job.server, job.end = now, server, now + job.duration
            self._wakes.add(job.end)
            self._due_at(job)

    def _due_at(self, job: _Job) -> None:
        """An event for the job's end as it stands now."""
        Timeout(self.env, job.end - self.env.now).callbacks.append(partial(self._due, job, job.end))

    def _due(self, job: _Job, end: int, _event: Any) -> None:
        """An end has come; it counts if it still stands."""
        if job.end == end and not job.service.processed:
            job.service.server = job.server
            job.service.happen(None if job.start is None else job.start - job.arrived)
            if end in self._wakes:
                self._woken()
