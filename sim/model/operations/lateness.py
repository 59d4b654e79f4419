"""Why an order was late: one cause, by a rule that can be checked from the order's own times."""

from __future__ import annotations

from sim.model.engine.log import ADDRESS, CAUSE, Log
from sim.model.operations.lanes import Lane


class Blame:
    """Names the cause of a late order.

    An incident, a closed road and a wrong address are causes by themselves. Otherwise it is "promise" if the promise
    could not have been kept without any wait; else the stage that lost most time to waiting: stock, picking, packing,
    consolidation (until the lane's hour), lorry (until one was free), road (longer than the lane's standard).
    """

    def __init__(
        self,
        log: Log,
        lanes: list[Lane],
        lane_of: list[int],
        pick: list[int],
        pack: list[int],
        stop: list[int],
        delay: list[int],
    ) -> None:
        self._log, self._lanes, self._lane_of = log, lanes, lane_of
        self._pick, self._pack, self._stop, self._delay = pick, pack, stop, delay

    def cause(self, order: int, arrived: int) -> int:
        """The cause (index into CAUSES) of an order that reached the door too late."""
        log, trip = self._log, self._log.trips[self._log.trip[order]]
        if trip.held:
            return CAUSE["closed_road"]
        if log.marks[order] & ADDRESS:
            return CAUSE["address"]
        if trip.incident:
            return CAUSE["incident"]
        pick, pack, stop, delay = self._pick[order], self._pack[order], self._stop[order], self._delay[order]
        standard = self._lanes[self._lane_of[order]].standard
        if log.accepted[order] + delay + pick + pack + standard + stop > log.promised[order]:
            return CAUSE["promise"]
        lost = {
            "stock": log.released[order] - log.accepted[order] - delay,
            "picking": log.picked[order] - log.released[order] - pick,
            "packing": log.packed[order] - log.picked[order] - pack,
            "consolidation": trip.gate - log.packed[order],
            "lorry": trip.departed - trip.gate,
            "road": arrived - trip.departed - standard - stop,
        }
        return CAUSE[max(lost, key=lost.__getitem__)]
