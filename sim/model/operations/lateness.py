"""The cause of a late order: one cause, by a rule that can be checked from the order's own times.

1. The road was closed, the address was wrong, or the trip met an incident: that is the cause.
2. The promise could not have been kept even without any wait: the cause is the promise.
3. Otherwise: the stage that lost most time to waiting. The stages are stock, picking, packing, consolidation (until the
   lane's hour), lorry (until one was free) and road (time beyond the lane's standard).
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.model.engine.log import ADDRESS, CAUSE, Log
from sim.model.operations.lanes import Lane


class LatenessCause:
    """Finds the cause of a late order; sequences of seconds by order."""

    def __init__(
        self,
        log: Log,
        lanes: list[Lane],
        lane_of: Sequence[int],
        *,
        pick: Sequence[int],
        pack: Sequence[int],
        stop: Sequence[int],
        requested_delay: Sequence[int],
    ) -> None:
        self._log, self._lanes, self._lane_of = log, lanes, lane_of
        self.pick, self.pack, self._stop, self._delay = pick, pack, stop, requested_delay

    def find(self, order: int, arrived: int) -> int:
        """The cause (index into CAUSES) of an order that reached the door late, at `arrived` (s)."""
        log, trip = self._log, self._log.trips[self._log.trip[order]]
        if trip.held:
            return CAUSE["closed_road"]
        if log.marks[order] & ADDRESS:
            return CAUSE["address"]
        if trip.incident:
            return CAUSE["incident"]
        pick, pack, stop, delay = self.pick[order], self.pack[order], self._stop[order], self._delay[order]
        standard = self._lanes[self._lane_of[order]].standard
        if log.accepted[order] + delay + pick + pack + standard + stop > log.promised[order]:
            return CAUSE["promise"]
        waits = {
            "stock": log.released[order] - log.accepted[order] - delay,
            "picking": log.picked[order] - log.released[order] - pick,
            "packing": log.packed[order] - log.picked[order] - pack,
            "consolidation": trip.gate - log.packed[order],
            "lorry": trip.departed - trip.gate,
            "road": arrived - trip.departed - standard - stop,
        }
        return CAUSE[max(waits, key=waits.__getitem__)]
