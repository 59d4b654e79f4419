"""A first-come, first-served station: clerks, pickers, packers, complaint handlers.

Where nobody overtakes and a service's length is known when it is asked for, its start is known too:
it is the first moment at which a server is free and on duty. One event then does the work of four
(request, grant, timeout, release), with the same times as `simpy.Resource`.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush, heapreplace

from simpy import Environment, Event, Timeout

from sim.base.units import DAY, HOUR

NEVER_FREE = 1 << 62


class Station:
    """Servers in parallel, one queue, first come first served, nobody is interrupted.

    A service starts when fewer servers are busy than are on duty. So at the end of a shift nobody
    drops the work in hand: who finishes first goes home first, and nothing starts until only as many
    are left as the new hour has. What is waiting may have to wait for another shift.

    Counting heads, instead of giving each server hours of its own, is what makes "an additional
    server delays nobody" true whatever the hours: every start is then the earliest that the earlier
    starts allow. Which server leaves is nobody's decision, so it cannot be the wrong one.
    """

    def __init__(self, env: Environment, staffing: int | Sequence[int]) -> None:
        """`staffing`: the number of servers on duty, one number or 24 numbers by the hour of the day."""
        hourly = [staffing] * 24 if isinstance(staffing, int) else list(staffing)
        if len(hourly) != 24 or min(hourly) < 0:
            raise ValueError(f"staffing takes one number or 24 numbers >= 0, not {staffing!r}")
        self.env = env
        self.hourly = hourly
        self.capacity = max(hourly)
        self.server: int | None = None
        """Who took the last service asked for, from 0 to capacity - 1 (None if nobody)."""
        self.work = 0
        """Seconds of all services asked for."""
        now = int(env.now)
        on_duty = hourly[now % DAY // HOUR]
        # Those on duty as a heap of (free from, server); one that is never free if nobody is.
        self._free = [(now, k) for k in range(on_duty)] or [(NEVER_FREE, -1)]
        # Those off duty in the same order; none of them is free later than any of those on duty.
        self._home = [(now, k) for k in range(on_duty, self.capacity)]
        # Until when this holds. Nobody starts before an earlier customer could, so the shift may run
        # ahead of the clock.
        self._change = self._next_change(now)

    def serve(self, duration: int, patience: int | None = None, rank: int = 0) -> Event:
        """Wait for a server and be served: one event whose value is the wait in seconds.

        duration, patience: whole seconds, 0 or more; rank: of no account where nobody overtakes. With a patience,
        the customer leaves unserved if and only if the wait would be at least as long as the patience: the event then comes after
        the patience and its value is None. Raises ValueError if nobody is ever on duty and the
        customer would wait for ever.
        """
        now: int = self.env.now
        start, server = self._free[0]
        if start < now:
            start = now
        if start >= self._change:
            start, server = self._first_start(now)
            if start == NEVER_FREE and patience is None:
                raise ValueError("nobody is ever on duty at this station")
        wait = start - now
        if patience is not None and wait >= patience:
            self.server = None
            return Timeout(self.env, patience)
        self.server = server
        self.work += duration
        end = start + duration
        heapreplace(self._free, (end, server))
        return Timeout(self.env, end - now, wait)

    def first(self, now: int) -> tuple[int, int]:
        """The earliest start of a service asked for now, and its server. `serve` has this written out: it is called most."""
        start, server = self._free[0]
        if start < now:
            start = now
        return (start, server) if start < self._change else self._first_start(now)

    def take(self, start: int, server: int, duration: int) -> None:
        """Take an earliest start without waiting for it: the books only."""
        self.work += duration
        heapreplace(self._free, (start + duration, server))

    def _first_start(self, now: int) -> tuple[int, int]:
        """The earliest start and its server, after as many changes of shift as it takes."""
        free, home = self._free, self._home
        while True:
            start, server = free[0]
            if start < now:
                start = now
            change = self._change
            if start < change or change == NEVER_FREE:
                return start, server
            wanted = self.hourly[change % DAY // HOUR]
            on_duty = self.capacity - len(home)
            while on_duty < wanted:
                since, server = home.pop()
                entry = (since if since > change else change, server)
                if on_duty:
                    heappush(free, entry)
                else:
                    free[0] = entry
                on_duty += 1
            while on_duty > wanted:
                on_duty -= 1
                home.append(heappop(free) if on_duty else heapreplace(free, (NEVER_FREE, -1)))
            self._change = self._next_change(change)

    def _next_change(self, time: int) -> int:
        """When the number on duty next differs from that at `time`."""
        hour = time // HOUR
        on_duty = self.hourly[hour % 24]
        for ahead in range(1, 24):
            if self.hourly[(hour + ahead) % 24] != on_duty:
                return (hour + ahead) * HOUR
        return NEVER_FREE
