"""The fleet.

1. Consolidate: packed orders wait for their lane's next departure. An urgent order takes a van instead, if one is free.
2. Closed road: without an emergency plan the lane waits until the road opens; with a plan the lorry takes a detour.
3. Load: the lane's orders are loaded, up to the capacity of a lorry; the lorry that is back first takes them. Orders
   whose customers will have cancelled by then wait for the next departure, in case a lorry is free after all.
4. Depart: customers may be told of a delay.
5. Leave early: for orders of a class that goes first, the next lorry that is free leaves at a full hour.
6. Deliver: the lorry goes from door to door while receivers are there; an order is delivered, returned or lost.
7. Return: the empty lorry drives back and is free again.
"""

from __future__ import annotations

from heapq import heappop, heappush, heapreplace
from typing import Any

import numpy as np
from simpy import Event, Timeout

from sim.base.streams import threshold
from sim.base.units import DAY, HOUR
from sim.model.customers.satisfaction import Judge
from sim.model.engine.context import RunContext
from sim.model.engine.fast_cells import flags
from sim.model.engine.log import (
    ADDRESS,
    AIR,
    CAUSE,
    DAMAGED,
    DELIVERED,
    HIRED,
    IN_PROGRESS,
    LORRY,
    LOST,
    NOT_REACHED,
    RETURNED,
    VAN,
    Trip,
)
from sim.model.front_office.contacts import Contacts
from sim.model.front_office.goods_returns import GoodsReturns
from sim.model.operations.lanes import Lane, draw_lanes
from sim.model.operations.lateness import LatenessCause
from sim.model.operations.vehicles import changed_number, fleet_of
from sim.model.operations.warehouse import Warehouse
from sim.policy.classes import CLASSES
from sim.policy.policy import Policy


class Fleet:
    """Lorries, vans, air freight and hired lorries. Departures and deliveries are timeouts with a callback, not processes."""

    def __init__(
        self,
        context: RunContext,
        warehouse: Warehouse,
        judge: Judge,
        contacts: Contacts,
        goods_returns: GoodsReturns | None = None,
    ) -> None:
        case, wants = context.case, context.wants
        self.context = context
        self.env = env = context.env
        self.log = log = context.log
        self.data = data = case.fleet
        self._opens, self._closes = data.opens * HOUR, data.closes * HOUR
        self.warehouse, self.judge, self.contacts = warehouse, judge, contacts
        self._start = int(env.now)
        self._cancelled_after = context.cancelled_after
        self._set_levers(context.policy, goods_returns)
        self.customer = context.as_list("customer")
        self.lane_of = context.as_view("lane")
        self.express = flags(context.express(context.policy))
        self.stop_seconds = context.as_view("stop")
        self.lateness = LatenessCause(
            log,
            self.lanes,
            self.lane_of,
            pick=warehouse.pick_seconds,
            pack=warehouse.pack_seconds,
            stop=self.stop_seconds,
            requested_delay=context.as_view("delay"),
        )
        self.van_speed = context.as_view("van_speed")
        self.waiting: list[list[int]] = [[] for _ in self.lanes]
        """Packed orders, by lane."""
        self._called = [False] * len(self.lanes)
        """Whether a lorry has been called to leave early, by lane."""
        self.lorries = fleet_of(env, context.policy.fleet.vehicles)
        self.vans = fleet_of(env, context.policy.fleet.express_vehicles)
        self.redelivery = round(data.redelivery_hours * HOUR)
        lost, refused = wants.loss < threshold(data.loss), wants.refusal < threshold(data.refusal)
        refused_if_late = wants.refusal < threshold(data.refusal_late)
        damaged = wants.damage < threshold(data.incident_damage)
        self._lost, self._refused, self._refused_if_late = flags(lost), flags(refused), flags(refused_if_late)
        self._damaged_by_incident = flags(damaged)
        self._refused_if_damaged = flags(wants.refusal < threshold(data.refusal_damaged))
        self._at_risk = flags(lost | refused | refused_if_late | damaged)
        """Orders that may fail at the door even if they left the warehouse undamaged."""

    def _set_levers(self, policy: Policy, goods_returns: GoodsReturns | None) -> None:
        """Take over the levers of the policy in force, apart from the numbers of vehicles."""
        context = self.context
        by_class = [getattr(policy.fleet.first, name) for name in CLASSES]
        goes_first = any(by_class)
        self._first = flags(np.array(by_class, dtype=bool)[context.wants.klass]) if goes_first else None
        """Flags of the orders that do not wait for their lane's departure; None: all wait."""
        self.lanes: list[Lane] = context.compute_once(
            ("lanes", policy.fleet.consolidation_hours, goes_first),
            lambda: draw_lanes(context.case, policy, context.luck, self._start, context.end, goes_first),
        )
        self.announces_delays = policy.delays.announced
        self.goods_returns = goods_returns
        self.hires_lorries = policy.emergency.plan == "full"
        self.detour = getattr(context.case.plans, policy.emergency.plan).slow
        """The factor by which a detour is slower; None without an emergency plan."""

    def adopt(self, policy: Policy, goods_returns: GoodsReturns | None) -> None:
        """A new policy is in force. Orders that wait for a departure still leave with it."""
        self._set_levers(policy, goods_returns)
        self.express = self.context.from_now(self.express, flags(self.context.express(policy)))
        self.lateness.pick, self.lateness.pack = self.warehouse.pick_seconds, self.warehouse.pack_seconds
        now = int(self.env.now)
        self.lorries = changed_number(self.lorries, policy.fleet.vehicles, now)
        self.vans = changed_number(self.vans, policy.fleet.express_vehicles, now)

    def ship(self, order: int) -> None:
        """Take over a packed order: send it by van, or let it wait for its lane's next departure."""
        lane = self.lanes[self.lane_of[order]]
        if self.express[order] and lane.road and self._send_by_van(lane, order):
            return
        waiting = self.waiting[lane.number]
        waiting.append(order)
        if len(waiting) == 1:
            now = self.env.now
            slot = lane.next_slot(now)
            self._schedule_departure(slot * HOUR - now, lane, slot)
        if self._first is not None and self._first[order] and lane.road and not self._called[lane.number]:
            self._call_lorry(lane.number, int(self.env.now))

    def _call_lorry(self, lane: int, time: int) -> None:
        """A lorry is to leave for the lane at the first full hour from `time` (s) on."""
        self._called[lane] = True
        slot = -(-time // HOUR)
        timer: Any = self.env.timeout(slot * HOUR - self.env.now)
        timer.callbacks.append(lambda _event: self._leave_early(lane, slot))

    def _leave_early(self, number: int, slot: int) -> None:
        """A lorry leaves with the lane's orders of the classes that go first, and with others as far as there is room."""
        lane, waiting, now = self.lanes[number], self.waiting[number], int(self.env.now)
        self._called[number] = False
        held = lane.closed_until(now) is not None
        if self._first is None or (held and self.detour is None):
            return  # they leave with the lane's own departure
        orders = self._first_of([order for order in waiting if self.log.status[order] == IN_PROGRESS])
        while orders and self._first[orders[0]]:
            departs = self._next_departure(lane, held)
            if departs > now:
                self._call_lorry(number, departs)
                break
            self._send(lane, slot, held, orders[: self.data.capacity])
            del orders[: self.data.capacity]
        left = set(orders)
        waiting[:] = [order for order in waiting if order in left]

    def _first_of(self, orders: list[int]) -> list[int]:
        """The orders in the sequence in which they are loaded: classes that go first, then in order of packing."""
        first = self._first
        return orders if first is None else sorted(orders, key=lambda order: not first[order])

    def _schedule_departure(self, delay: int, lane: Lane, slot: int, held: bool = False) -> None:
        """The lane departs after `delay` seconds."""
        timer: Any = self.env.timeout(delay)
        timer.callbacks.append(lambda _event: self._load_lane(lane, slot, held))

    def _load_lane(self, lane: Lane, slot: int, held: bool) -> None:
        """Load the lane's orders and send them; without a plan a closed road holds them until it opens."""
        gate = slot * HOUR
        opens_at = lane.closed_until(gate) if lane.closed else None
        if opens_at is not None and self.detour is None and not held:
            self._schedule_departure(opens_at - gate, lane, slot, held=True)
            return
        waiting, status, capacity = self.waiting[lane.number], self.log.status, self.data.capacity
        orders = self._first_of([order for order in waiting if status[order] == IN_PROGRESS])
        waiting.clear()
        while orders:
            departs = self._next_departure(lane, opens_at is not None)
            if departs > self.env.now:
                waiting += [order for order in orders if self._cancelled_by(order, departs)]
                orders = [order for order in orders if not self._cancelled_by(order, departs)]
                if not orders:
                    break
            self._send(lane, slot, opens_at is not None, orders[:capacity])
            del orders[:capacity]
        if waiting:
            lane, now = self.lanes[lane.number], int(self.env.now)
            slot = lane.next_slot(now + 1)
            self._schedule_departure(slot * HOUR - now, lane, slot)

    def _next_departure(self, lane: Lane, held: bool) -> int:
        """When a load that is sent now leaves: now, unless it takes a lorry of the firm's own that is not back yet."""
        now = int(self.env.now)
        if not lane.road or (held and self.detour is not None and self.hires_lorries):
            return now
        return max(self.lorries[0][0], now)

    def _cancelled_by(self, order: int, time: int) -> bool:
        """Whether the customer will have cancelled the order by then, if it has not left."""
        return self.log.promised[order] + self._cancelled_after <= time

    def held_by(self, order: int, now: int) -> str:
        """The cause that holds a packed order: a closed road, no lorry, or the lane's next departure."""
        lane = self.lanes[self.lane_of[order]]
        if lane.closed_until(now) is not None and self.detour is None:
            return "closed_road"
        return "lorry" if lane.next_slot(self.log.packed[order]) * HOUR < now else "consolidation"

    def _send(self, lane: Lane, slot: int, held: bool, load: list[int]) -> None:
        """Send a load by air, by hired lorry or by the first lorry back. All times of a trip are known when it is loaded."""
        out, detour = lane.out[slot], held and self.detour is not None
        if detour and self.detour is not None:
            out = round(out * self.detour)
        if not lane.road:
            kind, vehicle, departed = AIR, NOT_REACHED, self.env.now
        elif detour and self.hires_lorries:
            kind, vehicle, departed = HIRED, NOT_REACHED, self.env.now
        else:
            back_at, vehicle = heappop(self.lorries)
            kind, departed = LORRY, max(back_at, self.env.now)
        trip = Trip(
            kind,
            vehicle,
            lane.number,
            slot * HOUR,
            departed,
            departed + out,
            len(load),
            lane.incident[slot],
            held,
            detour,
        )
        door_times, last_stop = self._door_times(trip.arrived, load)
        if kind == LORRY:
            heappush(self.lorries, (last_stop + lane.standard, vehicle))
        if departed > self.env.now:
            timer: Any = self.env.timeout(departed - self.env.now)
            timer.callbacks.append(lambda _event: self._depart(trip, load, door_times))
        else:
            self._depart(trip, load, door_times)

    def _send_by_van(self, lane: Lane, order: int) -> bool:
        """Send an urgent order alone and at once; False if no van is free or the road is closed."""
        now = self.env.now
        if not self.vans or self.vans[0][0] > now or lane.closed_until(now) is not None:
            return False
        vehicle = self.vans[0][1]
        standard = lane.standard / self.data.van_faster
        out = max(1, round(standard * self.van_speed[order]))
        trip = Trip(VAN, vehicle, lane.number, now, now, now + out, 1, False, False, False)
        door_times, last_stop = self._door_times(trip.arrived, [order])
        heapreplace(self.vans, (last_stop + round(standard), vehicle))
        self._depart(trip, [order], door_times)
        return True

    def _door_times(self, time: int, load: list[int]) -> tuple[list[int], int]:
        """When each order reaches its receiver's door, and when the vehicle leaves the last stop. time: at the first stop."""
        stop, marks, door_times = self.stop_seconds, self.log.marks, []
        opens, closes = self._opens, self._closes
        for order in load:
            if not opens <= time % DAY < closes:
                time = self._next_opening(time)
            time += stop[order]
            # A wrong address needs a second delivery, which does not delay this vehicle.
            door_times.append(self._next_opening(time + self.redelivery) if marks[order] & ADDRESS else time)
        return door_times, time

    def _next_opening(self, time: int) -> int:
        """The first moment from `time` on at which receivers are there."""
        in_day = time % DAY
        return time if self._opens <= in_day < self._closes else time + (self._opens - in_day) % DAY

    def _depart(self, trip: Trip, load: list[int], door_times: list[int]) -> None:
        """The vehicle leaves: log the trip, announce delays, and schedule each order's delivery."""
        env, log, now = self.env, self.log, trip.departed
        number = len(log.trips)
        log.trips.append(trip)
        trips, promised = log.trip, log.promised
        for order, time in zip(load, door_times, strict=True):
            trips[order] = number
            if self.announces_delays and time > promised[order]:
                log.announced[order] = now
                self.contacts.announce_delay(order, self.customer[order], now)
            Timeout(env, time - now, order).callbacks.append(self._deliver)

    def _deliver(self, event: Event) -> None:
        """An order is at the door: the receiver accepts or refuses it, or it turns out to be lost."""
        order, now, log = event.value, self.env.now, self.log
        late = now - log.promised[order]
        log.door[order] = now
        if log.marks[order] & ADDRESS:
            log.redeliveries.append(now)
        at_risk = self._at_risk[order] or log.marks[order] & DAMAGED
        if not (at_risk and self._lost_or_refused(order, now, late)):
            log.status[order] = DELIVERED
            if self.goods_returns is not None:
                self.goods_returns.delivered(order, now)
            if late > 0:
                log.cause[order] = self.lateness.find(order, now)
        self.judge.order_ended(order, now)

    def _lost_or_refused(self, order: int, time: int, late: int) -> bool:
        """Whether the order is lost or refused; logs status and cause, and damage by an incident on the way."""
        log = self.log
        if self._damaged_by_incident[order] and log.trips[log.trip[order]].incident:
            log.marks[order] |= DAMAGED
        damaged = log.marks[order] & DAMAGED
        if self._lost[order]:
            log.status[order], log.cause[order] = LOST, CAUSE["loss"]
        elif self._refused[order] or (self._refused_if_damaged[order] and damaged):
            log.status[order], log.cause[order] = RETURNED, CAUSE["damage" if damaged else "refusal"]
        elif late > DAY and self._refused_if_late[order]:
            log.status[order], log.cause[order] = RETURNED, self.lateness.find(order, time)
        else:
            return False
        return True
