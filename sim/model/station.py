"""A first-come, first-served station: clerks, pickers, packers, lorries.

Where nobody overtakes and a service's length is known when it is asked for, its start is known too:
it is the first moment at which a server is free and on duty. One event then does the work of four
(request, grant, timeout, release), with the same times as `simpy.Resource`.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heapreplace

from simpy import Environment, Timeout

HOUR = 3600
DAY = 24 * HOUR


class Station:
    """Servers in parallel, one queue, first come first served, nobody is interrupted.

    `staffing` is the number of servers on duty: one number, or 24 numbers by the hour of the day.
    Server k is on duty in the hours whose number exceeds k. Who goes off duty finishes the service
    in hand and starts no other. A service may wait for the next shift, or for ever if nobody comes.
    """

    def __init__(self, env: Environment, staffing: int | Sequence[int]) -> None:
        hourly = [staffing] * 24 if isinstance(staffing, int) else list(staffing)
        if len(hourly) != 24 or min(hourly) < 0:
            raise ValueError(f"staffing takes one number or 24 numbers >= 0, not {staffing!r}")
        self.env = env
        self.hourly = hourly
        self.capacity = max(hourly)
        self.server: int | None = None
        """Who took the last service asked for (None if nobody)."""
        # Seconds from the start of each hour of the day until server k is on duty; 0: on duty now.
        self._until_duty = [_seconds_until_duty(hourly, k) for k in range(self.capacity)]
        # (earliest possible start, server) of every server; the earliest of all is the next start.
        self._free = [(env.now + self._off_duty(k, int(env.now)), k) for k in range(self.capacity)]
        heapify(self._free)

    def serve(self, duration: int, patience: int | None = None) -> Timeout:
        """Wait for a server and be served: one event whose value is the wait in seconds.

        duration, patience: whole seconds. With a patience, the customer leaves without being served
        if and only if the wait would be as long as the patience: the event then comes after the
        patience and its value is None. Raises ValueError if nobody is ever on duty and nobody leaves.
        """
        now = self.env.now
        free = self._free
        while free:
            start, server = free[0]
            if start >= now:
                break
            late = self._off_duty(server, now) if self._until_duty[server] else 0
            if not late:
                start = now
                break
            heapreplace(free, (now + late, server))
        else:
            if patience is None:
                raise ValueError("nobody is ever on duty at this station")
            self.server = None
            return Timeout(self.env, patience, None)
        wait = start - now
        if patience is not None and wait >= patience:
            self.server = None
            return Timeout(self.env, patience, None)
        end = start + duration
        self.server = server
        heapreplace(free, (end + self._off_duty(server, end) if self._until_duty[server] else end, server))
        return Timeout(self.env, wait + duration, wait)

    def _off_duty(self, server: int, time: int) -> int:
        """Seconds from `time` until `server` is on duty (0: on duty)."""
        table = self._until_duty[server]
        if table is None:
            return 0
        into_day = time % DAY
        wait = table[into_day // HOUR]
        return wait - into_day % HOUR if wait else 0


def _seconds_until_duty(hourly: list[int], server: int) -> list[int] | None:
    """By hour of the day, seconds from its start to the next hour on duty; None: always on duty."""
    if min(hourly) > server:
        return None
    return [
        next(ahead for ahead in range(24) if hourly[(hour + ahead) % 24] > server) * HOUR
        for hour in range(24)
    ]
