"""A station with priorities: key accounts before others, the telephone before the mail.

Who may be overtaken does not know how long the wait will be. So what is planned stays a plan: every service has its
planned end, and whoever comes first in line makes the plan of those behind anew. Nobody overtakes at equal priorities; then
the plan never changes and every event is that of `Station`, in the same sequence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from simpy import Environment, Event, Timeout

from sim.model.station import NEVER, Station


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


@dataclass(eq=False)
class _Job:
    """Who waits, and what is planned: the time of planning, start (None: leaves), end, server."""

    rank: int
    arrived: int
    duration: int
    patience: int | None
    service: Service
    planned: int = 0
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
        self._begun = Station(env, staffing)
        """The servers' books with what has begun."""
        self._books = Station(env, staffing)
        """The same with what is planned."""
        self._waiting: list[_Job] = []
        """Who has not begun, in line."""

    @property
    def work(self) -> int:
        """Seconds of all services begun or planned."""
        return self._begun.work + sum(job.duration for job in self._waiting if job.start is not None)

    def serve(self, duration: int, patience: int | None = None, rank: int = 0) -> Service:
        """Wait for a server and be served: an event whose value is the wait in seconds, None if the patience ended first.

        duration, patience: whole seconds, 0 or more. Raises ValueError if nobody is ever on duty and the customer would wait
        for ever.
        """
        self._begin()
        job = _Job(rank, self.env.now, duration, patience, Service(self.env))
        line = self._waiting
        place = len(line)
        while place and line[place - 1].rank < rank:
            place -= 1
        line.insert(place, job)
        if place == len(line) - 1:
            self._plan(job)
        else:
            self._books.copy(self._begun)
            for one in line:
                self._plan(one)
        return job.service

    def _begin(self) -> None:
        """What was to begin by now has begun; who was to leave has left."""
        now, still = self.env.now, []
        for job in self._waiting:
            if job.start is None:
                if job.end > now:
                    still.append(job)
            elif job.start <= now:
                self._begun.book(job.planned, job.duration)
            else:
                still.append(job)
        self._waiting = still

    def _plan(self, job: _Job) -> None:
        """The next place in the books; an event for its end, unless there is one already."""
        now = self.env.now
        job.planned = now
        start, server = self._books.first(now)
        if start == NEVER and job.patience is None:
            raise ValueError("nobody is ever on duty at this station")
        leaves = job.patience is not None and start - job.arrived >= job.patience
        if leaves:
            assert job.patience is not None
            job.start, job.server, end = None, None, job.arrived + job.patience
        else:
            self._books.book(now, job.duration)
            job.start, job.server, end = start, server, start + job.duration
        if end != job.end:
            job.end = end
            Timeout(self.env, end - now).callbacks.append(partial(self._due, job, end))

    def _due(self, job: _Job, end: int, _event: Any) -> None:
        """A planned end has come; it counts if it is still the plan."""
        if job.end == end and not job.service.processed:
            job.service.server = job.server
            job.service.happen(None if job.start is None else job.start - job.arrived)
