"""A station with parallel servers and one queue: clerks, pickers, packers, complaint handlers.

What happens to one request:

1. It joins the queue (first come, first served).
2. It seizes a server as soon as fewer servers are busy than are on duty.
3. It holds the server for the duration of the service, and releases it.
4. If its patience ends before step 2, it reneges instead.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from heapq import heappop, heappush, heapreplace
from itertools import count
from typing import NamedTuple

from simpy import Environment, Event, Timeout

from sim.base.units import DAY, HOUR

NEVER_FREE = 1 << 62


class BookedService(Timeout):
    """A request that has to wait. server: the number of the server that will take it; None: the customer reneges."""

    server: int | None = None


class Booking(NamedTuple):
    """What is booked for a request that waits: until `over` it can be booked again.

    service: what the request returned; event: what happens at the end now; over: when the service begins or the patience
    ends; before: when the server ends its service before this one.
    """

    service: BookedService
    event: Timeout
    arrived: int
    duration: int
    patience: int | None
    over: int
    before: int


class Station:
    """A resource whose servers work in shifts, with customers that renege.

    In SimPy's own terms it is a `simpy.Resource` whose capacity changes with the hour::

        with servers.request() as request:
            result = yield request | env.timeout(patience)
            if request in result:
                yield env.timeout(duration)  # the request is released at the end of the block

    Here one event a service is enough. As no customer overtakes another and the duration is known at the request, the
    start is known at the request, too: the first moment at which a server on duty is free. So request, seize, timeout
    and release become one `Timeout`, with the same times.

    At the end of a shift no service is interrupted. The servers that finish first go off duty, and no new service starts
    while the number of busy servers is at or above that of the new hour. The model counts servers instead of giving each
    its own hours, so every start is the earliest that the earlier starts allow, and one more server never delays a customer.

    When the staffing changes, what has begun goes on, and who waits is booked again: the callbacks of the event move to
    another one.
    """

    def __init__(self, env: Environment, staffing: int | Sequence[int]) -> None:
        """`staffing`: the number of servers on duty, one number or 24 numbers by the hour of the day."""
        self.env = env
        self.hourly = hourly = _by_hour(staffing)
        self.capacity = max(hourly)
        self.server: int | None = None
        """The server of the last request, from 0 to capacity - 1; None if the customer reneges."""
        self.work = 0
        """Seconds of service of all requests so far."""
        now = int(env.now)
        on_duty = hourly[now % DAY // HOUR]
        # Servers on duty as a heap of (free from, server). If there are none: a placeholder that is never free.
        self._free = [(now, k) for k in range(on_duty)] or [(NEVER_FREE, -1)]
        # Servers off duty in the same order; each became free no later than every server on duty.
        self._off_duty = [(now, k) for k in range(on_duty, self.capacity)]
        # The next change of shift. Starts never go back in time, so the shift may be ahead of the clock.
        self._change = self._next_change(now)
        self._ends = dict.fromkeys(range(self.capacity), now)
        """When each server ends what is booked for it."""
        self._waiting: deque[Booking] = deque()
        """Bookings in order of arrival; some at the front may be over."""

    def serve(self, duration: int, patience: int | None = None, rank: int = 0) -> Event:
        """Wait for a server and be served: one event whose value is the wait in seconds.

        duration, patience: whole seconds, 0 or more; rank: ignored here, see `PriorityStation`. A customer reneges if
        the wait is as long as the patience or longer; the event then happens when the patience ends, and its value is
        None. Raises ValueError if no server is ever on duty and the customer would wait for ever.
        """
        now: int = self.env.now
        start, server = self._free[0]
        if start < now:
            start = now
        if start >= self._change:
            start, server = self._start_after_changes(now)
            if start == NEVER_FREE and patience is None:
                raise ValueError("nobody is ever on duty at this station")
        wait = start - now
        if patience is not None and wait >= patience:
            self.server = None
            service = BookedService(self.env, patience)
            self._remember(Booking(service, service, now, duration, patience, now + patience, 0))
            return service
        self.server = server
        self.work += duration
        end = start + duration
        heapreplace(self._free, (end, server))
        before, self._ends[server] = self._ends[server], end
        if not wait:
            return Timeout(self.env, duration, 0)
        service = BookedService(self.env, end - now, wait)
        service.server = server
        self._remember(Booking(service, service, now, duration, patience, start, before))
        return service

    def _remember(self, booking: Booking) -> None:
        """Keep a booking as long as it may be booked again."""
        waiting, now = self._waiting, self.env.now
        while waiting and waiting[0].over <= now:
            waiting.popleft()
        waiting.append(booking)

    def earliest_start(self, now: int) -> tuple[int, int]:
        """The earliest start of a service requested now, and its server. `serve` repeats this inline, for speed."""
        start, server = self._free[0]
        if start < now:
            start = now
        return (start, server) if start < self._change else self._start_after_changes(now)

    def seize(self, start: int, server: int, duration: int) -> None:
        """Seize a server from `start` for `duration` seconds, without an event."""
        self.work += duration
        self._ends[server] = start + duration
        heapreplace(self._free, (start + duration, server))

    def _start_after_changes(self, now: int) -> tuple[int, int]:
        """The earliest start and its server, after all changes of shift up to then."""
        free, off_duty = self._free, self._off_duty
        while True:
            start, server = free[0]
            if start < now:
                start = now
            change = self._change
            if start < change or change == NEVER_FREE:
                return start, server
            wanted = self.hourly[change % DAY // HOUR]
            on_duty = self.capacity - len(off_duty)
            while on_duty < wanted:
                since, server = off_duty.pop()
                entry = (since if since > change else change, server)
                if on_duty:
                    heappush(free, entry)
                else:
                    free[0] = entry
                on_duty += 1
            while on_duty > wanted:
                on_duty -= 1
                off_duty.append(heappop(free) if on_duty else heapreplace(free, (NEVER_FREE, -1)))
            self._change = self._next_change(change)

    def change_staffing(self, staffing: int | Sequence[int]) -> None:
        """Put other numbers of servers on duty from now on.

        What has begun goes on. Where there are fewer servers, those that are free first go.
        """
        hourly = _by_hour(staffing)
        if hourly != self.hourly:
            self._staff_again(hourly, int(self.env.now))

    def pause(self, until: int) -> None:
        """No service begins before `until` (s). What has begun goes on; who waits is booked again."""
        self._staff_again(self.hourly, until)

    def _staff_again(self, hourly: list[int], free_from: int) -> None:
        """Put these numbers of servers on duty from now on, none of them free before `free_from` (s)."""
        now, ends = int(self.env.now), self._ends
        waiting = [booking for booking in self._waiting if booking.over > now]
        for booking in reversed(waiting):
            if booking.service.server is not None:
                self.work -= booking.duration
                ends[booking.service.server] = booking.before
        servers = sorted((max(free_from, end), server) for server, end in ends.items())
        unused = (number for number in count() if number not in ends)
        self.hourly, self.capacity = hourly, max(hourly)
        while len(servers) < self.capacity:
            servers.append((free_from, next(unused)))
        servers = sorted(servers)[len(servers) - self.capacity :]
        self._ends = {server: end for end, server in servers}
        off_duty = self.capacity - hourly[now % DAY // HOUR]
        self._off_duty = servers[:off_duty]
        self._free = servers[off_duty:] or [(NEVER_FREE, -1)]  # a sorted list is a heap
        self._change = self._next_change(now)
        self._waiting = deque(self._book_again(booking, now) for booking in waiting)

    def _book_again(self, booking: Booking, now: int) -> Booking:
        """Book a request that waits, with the time that it has waited already."""
        service, arrived, duration, patience = (
            booking.service,
            booking.arrived,
            booking.duration,
            booking.patience,
        )
        start, server = self.earliest_start(now)
        if start == NEVER_FREE and patience is None:
            raise ValueError("nobody is ever on duty at this station")
        if patience is not None and start - arrived >= patience:
            service.server, before, over = None, 0, arrived + patience
            event = Timeout(self.env, over - now)
        else:
            service.server, before, over = server, self._ends[server], start
            self.seize(start, server, duration)
            event = Timeout(self.env, start + duration - now, start - arrived)
        event.callbacks, booking.event.callbacks = booking.event.callbacks, []
        return Booking(service, event, arrived, duration, patience, over, before)

    def _next_change(self, time: int) -> int:
        """When the number on duty next differs from that at `time`."""
        hour = time // HOUR
        on_duty = self.hourly[hour % 24]
        for ahead in range(1, 24):
            if self.hourly[(hour + ahead) % 24] != on_duty:
                return (hour + ahead) * HOUR
        return NEVER_FREE


def _by_hour(staffing: int | Sequence[int]) -> list[int]:
    """Servers on duty, 24 numbers by the hour of the day."""
    hourly = [staffing] * 24 if isinstance(staffing, int) else list(staffing)
    if len(hourly) != 24 or min(hourly) < 0:
        raise ValueError(f"staffing takes one number or 24 numbers >= 0, not {staffing!r}")
    return hourly
