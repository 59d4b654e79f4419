"""On the way: consolidation by lane, lorries, vans, air freight, incidents, closed roads, and the door."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from simpy import Environment, Store

from sim.case import Case
from sim.luck import Luck, threshold
from sim.model.blame import Blame
from sim.model.log import CAUSE, DELIVERED, HIRED, LOST, NEVER, RETURNED, VAN, Log, Order
from sim.model.market import Wants
from sim.model.roads import Lane, draw_lanes
from sim.model.station import DAY, HOUR
from sim.model.warehouse import Warehouse
from sim.policy import Policy


class Fleet:
    """Each lane collects packed orders and sends them off at its hours. Urgent orders take a van if one is free."""

    def __init__(
        self,
        env: Environment,
        case: Case,
        policy: Policy,
        luck: Luck,
        wants: Wants,
        log: Log,
        warehouse: Warehouse,
        end: int,
    ) -> None:
        self.env = env
        self.log = log
        self.data = case.fleet
        self.lanes = draw_lanes(case, policy, luck, int(env.now), end)
        self.lane_of = wants.lane.tolist()
        self.urgent = wants.expedite.tolist()
        self.stop = wants.stop.tolist()
        self.late_cause = Blame(
            log, self.lanes, self.lane_of, warehouse.pick_seconds, warehouse.pack_seconds, self.stop, wants.delay.tolist()
        ).cause
        self.van_speed = wants.van_speed.tolist()
        self.waiting: list[list[Order]] = [[] for _ in self.lanes]
        self.lorries = _vehicles(env, policy.fleet.vehicles)
        self.vans = _vehicles(env, policy.fleet.express_vehicles)
        self.hired = policy.emergency.plan == "full"
        plan = getattr(case.plans, policy.emergency.plan)
        self.detour = plan.slow
        self.redelivery = round(case.fleet.redelivery_hours * HOUR)
        data = case.fleet
        self._lost = (wants.loss < threshold(data.loss)).tolist()
        self._refuses = (wants.refusal < threshold(data.refusal)).tolist()
        self._refuses_late = (wants.refusal < threshold(data.refusal_late)).tolist()
        self._refuses_damaged = (wants.refusal < threshold(data.refusal_damaged)).tolist()
        self._hurt = (wants.damage < threshold(data.incident_damage)).tolist()

    def ship(self, order: Order) -> None:
        """Take over a packed order; from here on the lane's trips carry it."""
        at = self.lane_of[order.n]
        lane = self.lanes[at]
        if self.urgent[order.n] and lane.road and self.vans.items and not lane.closed_until(self.env.now):
            self.env.process(self._van(lane, order))
            return
        queue = self.waiting[at]
        queue.append(order)
        if len(queue) == 1:
            self.env.process(self._departure(lane, queue))

    def _departure(self, lane: Lane, queue: list[Order]) -> Generator[Any, Any, None]:
        """Wait for the lane's hour, and for the road if it is closed and nothing is prepared; then load and go."""
        slot = lane.next_slot(self.env.now)
        gate = self.env.now + lane.until(slot, self.env.now)
        yield self.env.timeout(gate - self.env.now)
        closed = lane.closed_until(self.env.now) if lane.road else None
        if closed is not None:
            for order in queue:
                order.held = True
            if self.detour is None:
                yield self.env.timeout(closed - self.env.now)
                closed = None
        while queue:
            load = queue[: self.data.capacity]
            del queue[: self.data.capacity]
            for order in load:
                order.gate = gate
            self.env.process(self._trip(lane, slot, load, detour=closed is not None))

    def _trip(self, lane: Lane, slot: int, load: list[Order], detour: bool) -> Generator[Any, Any, None]:
        """Out, from door to door, and back."""
        env = self.env
        out, incident = lane.out[slot], lane.incident[slot]
        own = lane.road and not (detour and self.hired)
        vehicle = (yield self.lorries.get()) if own else NEVER
        if detour and self.detour is not None:
            out = round(out * self.detour)
        self._leave(load, lane.kind if own or not lane.road else HIRED, vehicle, lane, out, incident, detour)
        yield env.timeout(out)
        yield from self._deliver(load)
        if own:
            yield env.timeout(lane.back)
            self.lorries.put(vehicle)

    def _van(self, lane: Lane, order: Order) -> Generator[Any, Any, None]:
        """An urgent order goes alone and at once."""
        vehicle = yield self.vans.get()
        order.gate = self.env.now
        out = max(1, round(lane.standard / self.data.van_faster * self.van_speed[order.n]))
        self._leave([order], VAN, vehicle, lane, out, False, False)
        yield self.env.timeout(out)
        yield from self._deliver([order])
        yield self.env.timeout(round(lane.standard / self.data.van_faster))
        self.vans.put(vehicle)

    def _leave(
        self, load: list[Order], kind: int, vehicle: int, lane: Lane, out: int, incident: bool, detour: bool
    ) -> None:
        now = int(self.env.now)
        trips = self.log.trips
        number = len(trips.lane)
        trips.add(kind, vehicle, lane.number, now, now + out, len(load), incident, detour)
        for order in load:
            order.dispatched = now
            order.trip = number

    def _deliver(self, load: Sequence[Order]) -> Generator[Any, Any, None]:
        """From door to door, while receivers are there."""
        env, opens, closes = self.env, self.data.opens * HOUR, self.data.closes * HOUR
        for order in load:
            hour = env.now % DAY
            shut = opens - hour if hour < opens else (opens + DAY - hour if hour >= closes else 0)
            yield env.timeout(shut + self.stop[order.n])
            if order.address_ok:
                self._hand_over(order)
            else:
                env.process(self._redeliver(order))

    def _redeliver(self, order: Order) -> Generator[Any, Any, None]:
        """A wrong address costs another way."""
        yield self.env.timeout(self.redelivery)
        self.log.redeliveries.append(int(self.env.now))
        self._hand_over(order)

    def _hand_over(self, order: Order) -> None:
        """The receiver takes the order, or refuses it; or it turns out to be lost."""
        n, now = order.n, self.env.now
        if self.log.trips.incident[order.trip] and self._hurt[n]:
            order.damaged = 1
        late = now - order.promised
        if self._lost[n]:
            order.status, order.cause = LOST, CAUSE["loss"]
        elif self._refuses[n] or (order.damaged and self._refuses_damaged[n]):
            order.status, order.cause = RETURNED, CAUSE["damage" if order.damaged else "refusal"]
        elif late > DAY and self._refuses_late[n]:
            order.status, order.cause = RETURNED, self.late_cause(order, now)
        else:
            order.status, order.delivered = DELIVERED, now
            if late > 0:
                order.cause = self.late_cause(order, now)


def _vehicles(env: Environment, count: int) -> Store:
    """A pool of vehicles by number; the one that has been back longest goes first."""
    pool = Store(env)
    pool.items.extend(range(count))
    return pool


