"""Why an order was late: one cause, by a rule that can be checked from the order's own times."""

from __future__ import annotations

from sim.model.log import CAUSE, Log, Order
from sim.model.roads import Lane


class Blame:
    """Names the cause of a late order.

    An incident, a closed road and a wrong address are causes by themselves. Otherwise it is "promise" if the promise could not
    have been kept without any wait; else the stage that lost most time to waiting: stock, picking, packing, consolidation (until the
    lane's hour), lorry (until one was free), road (longer than the lane's standard).
    """

    def __init__(
        self, log: Log, lanes: list[Lane], lane_of: list[int], pick: list[int], pack: list[int], stop: list[int], delay: list[int]
    ) -> None:
        self._log, self._lanes, self._lane_of = log, lanes, lane_of
        self._pick, self._pack, self._stop, self._delay = pick, pack, stop, delay

    def cause(self, order: Order, arrived: int) -> int:
        """The cause (index into CAUSES) of an order that reached the door too late."""
        if order.held:
            return CAUSE["closed_road"]
        if not order.address_ok:
            return CAUSE["address"]
        if self._log.trips.incident[order.trip]:
            return CAUSE["incident"]
        n = order.n
        standard = self._lanes[self._lane_of[n]].standard
        work = self._pick[n] + self._pack[n] + self._stop[n] + standard
        if order.accepted + self._delay[n] + work > order.promised:
            return CAUSE["promise"]
        lost = {
            "stock": order.released - order.accepted - self._delay[n],
            "picking": order.picked - order.released - self._pick[n],
            "packing": order.packed - order.picked - self._pack[n],
            "consolidation": order.gate - order.packed,
            "lorry": order.dispatched - order.gate,
            "road": arrived - order.dispatched - standard - self._stop[n],
        }
        return CAUSE[max(lost, key=lost.__getitem__)]
