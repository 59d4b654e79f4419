"""On the way: consolidation by lane, lorries, vans, air freight, incidents, closed roads, and the door."""

from __future__ import annotations

from heapq import heappop, heappush, heapreplace
from typing import Any

from simpy import Environment, Event, Timeout

from sim.base.streams import threshold
from sim.base.units import DAY, HOUR
from sim.model.customers.satisfaction import Judge
from sim.model.engine.columns import flags
from sim.model.engine.context import RunContext
from sim.model.engine.log import (
    ADDRESS,
    AIR,
    CAUSE,
    DAMAGED,
    DELIVERED,
    HIRED,
    LORRY,
    LOST,
    NOT_REACHED,
    RETURNED,
    VAN,
    Trip,
)
from sim.model.front_office.contacts import Contacts
from sim.model.front_office.goods_returns import Reverse
from sim.model.operations.lanes import Lane, draw_lanes
from sim.model.operations.lateness import Blame
from sim.model.operations.warehouse import Warehouse


class Fleet:
    """Each lane collects packed orders and sends them off at its hours. Urgent orders take a van if one is free."""

    def __init__(
        self,
        setting: RunContext,
        warehouse: Warehouse,
        judge: Judge,
        contacts: Contacts,
        reverse: Reverse | None = None,
    ) -> None:
        case, policy, wants = setting.case, setting.policy, setting.wants
        self.env = env = setting.env
        self.log = log = setting.log
        self.data = data = case.fleet
        self._opens, self._closes = data.opens * HOUR, data.closes * HOUR
        self.lanes: list[Lane] = setting.once(
            ("lanes", policy.fleet.consolidation_hours),
            lambda: draw_lanes(case, policy, setting.luck, int(env.now), setting.end),
        )
        self.judge = judge
        self.contacts = contacts
        self.tells = policy.delays.announced
        self.reverse = reverse
        self.customer = setting.listed("customer")
        self.lane_of = setting.viewed("lane")
        self.urgent = flags(wants.expedite)
        self.stop = setting.viewed("stop")
        self.late_cause = Blame(
            log,
            self.lanes,
            self.lane_of,
            warehouse.pick_seconds,
            warehouse.pack_seconds,
            self.stop,
            setting.viewed("delay"),
        ).cause
        self.van_speed = setting.viewed("van_speed")
        self.waiting: list[list[int]] = [[] for _ in self.lanes]
        self.lorries = _vehicles(env, policy.fleet.vehicles)
        self.vans = _vehicles(env, policy.fleet.express_vehicles)
        self.hired = policy.emergency.plan == "full"
        plan = getattr(case.plans, policy.emergency.plan)
        self.detour = plan.slow
        self.redelivery = round(data.redelivery_hours * HOUR)
        lost, refuses = wants.loss < threshold(data.loss), wants.refusal < threshold(data.refusal)
        late = wants.refusal < threshold(data.refusal_late)
        hurt = wants.damage < threshold(data.incident_damage)
        self._lost, self._refuses, self._refuses_late, self._hurt = map(flags, (lost, refuses, late, hurt))
        self._refuses_damaged = flags(wants.refusal < threshold(data.refusal_damaged))
        self._at_risk = flags(lost | refuses | late | hurt)
        """Who may not take the order even if it left undamaged."""

    def ship(self, order: int) -> None:
        """Take over a packed order; from here on the lane's trips carry it."""
        lane = self.lanes[self.lane_of[order]]
        if self.urgent[order] and lane.road and self._by_van(lane, order):
            return
        queue = self.waiting[lane.number]
        queue.append(order)
        if len(queue) == 1:
            now = self.env.now
            slot = lane.next_slot(now)
            self._at(slot * HOUR - now, lane, slot)

    def _at(self, ahead: int, lane: Lane, slot: int, held: bool = False) -> None:
        """The lane is due in so many seconds. There are many lanes and hours, so this is an event and no process."""
        timer: Any = self.env.timeout(ahead)
        timer.callbacks.append(lambda _event: self._departure(lane, slot, held))

    def _departure(self, lane: Lane, slot: int, held: bool) -> None:
        """It is the lane's hour; if the road is closed and nothing is prepared it is waited for. Then load and go."""
        gate = slot * HOUR
        closed = lane.closed_until(gate) if lane.closed else None
        if closed is not None and self.detour is None and not held:
            self._at(closed - gate, lane, slot, held=True)
            return
        queue = self.waiting[lane.number]
        load = queue[:]
        queue.clear()
        for first in range(0, len(load), self.data.capacity):
            self._send(lane, slot, closed is not None, load[first : first + self.data.capacity])

    def _send(self, lane: Lane, slot: int, held: bool, load: list[int]) -> None:
        """Out, from door to door, and back, with the lorry that is back first; by detour if the road is closed."""
        out, detour = lane.out[slot], held and self.detour is not None
        if detour and self.detour is not None:
            out = round(out * self.detour)
        if not lane.road:
            kind, vehicle, departed = AIR, NOT_REACHED, self.env.now
        elif detour and self.hired:
            kind, vehicle, departed = HIRED, NOT_REACHED, self.env.now
        else:
            free, vehicle = heappop(self.lorries)
            kind, departed = LORRY, max(free, self.env.now)
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
        doors, last = self._doors(trip.arrived, load)
        if kind == LORRY:
            heappush(self.lorries, (last + lane.standard, vehicle))
        if departed > self.env.now:
            timer: Any = self.env.timeout(departed - self.env.now)
            timer.callbacks.append(lambda _event: self._depart(trip, load, doors))
        else:
            self._depart(trip, load, doors)

    def _by_van(self, lane: Lane, order: int) -> bool:
        """An urgent order goes alone and at once, if a van is there and the road open."""
        now = self.env.now
        if not self.vans or self.vans[0][0] > now or lane.closed_until(now) is not None:
            return False
        vehicle = self.vans[0][1]
        way = lane.standard / self.data.van_faster
        out = max(1, round(way * self.van_speed[order]))
        trip = Trip(VAN, vehicle, lane.number, now, now, now + out, 1, False, False, False)
        doors, last = self._doors(trip.arrived, [order])
        heapreplace(self.vans, (last + round(way), vehicle))
        self._depart(trip, [order], doors)
        return True

    def _doors(self, time: int, load: list[int]) -> tuple[list[int], int]:
        """When each order will be at its receiver's door, and when the vehicle leaves the last one.

        Nothing can change that once the vehicle is loaded.
        """
        stop, marks, doors = self.stop, self.log.marks, []
        opens, closes = self._opens, self._closes
        for order in load:
            if not opens <= time % DAY < closes:
                time = self._open(time)
            time += stop[order]
            # After a wrong address somebody drives once more.
            doors.append(self._open(time + self.redelivery) if marks[order] & ADDRESS else time)
        return doors, time

    def _depart(self, trip: Trip, load: list[int], doors: list[int]) -> None:
        """The vehicle leaves the gate."""
        env, log, now = self.env, self.log, trip.departed
        number = len(log.trips)
        log.trips.append(trip)
        trips, promised = log.trip, log.promised
        for order, time in zip(load, doors, strict=True):
            trips[order] = number
            if self.tells and time > promised[order]:
                log.announced[order] = now
                self.contacts.tell(order, self.customer[order], now)
            Timeout(env, time - now, order).callbacks.append(self._at_door)

    def _open(self, time: int) -> int:
        """The next moment from `time` on at which receivers are there."""
        hour = time % DAY
        return time if self._opens <= hour < self._closes else time + (self._opens - hour) % DAY

    def _at_door(self, event: Event) -> None:
        """The receiver takes the order, or refuses it; or it turns out to be lost."""
        order, now, log = event.value, self.env.now, self.log
        late = now - log.promised[order]
        log.door[order] = now
        if log.marks[order] & ADDRESS:
            log.redeliveries.append(now)
        in_doubt = self._at_risk[order] or log.marks[order] & DAMAGED
        if not (in_doubt and self._fails(order, now, late)):
            log.status[order] = DELIVERED
            if self.reverse is not None:
                self.reverse.delivered(order, now)
            if late > 0:
                log.cause[order] = self.late_cause(order, now)
        self.judge.settle(order, now)

    def _fails(self, order: int, time: int, late: int) -> bool:
        """Whether it is lost or refused, and why; it may have been damaged on the way."""
        log = self.log
        if self._hurt[order] and log.trips[log.trip[order]].incident:
            log.marks[order] |= DAMAGED
        damaged = log.marks[order] & DAMAGED
        if self._lost[order]:
            log.status[order], log.cause[order] = LOST, CAUSE["loss"]
        elif self._refuses[order] or (self._refuses_damaged[order] and damaged):
            log.status[order], log.cause[order] = RETURNED, CAUSE["damage" if damaged else "refusal"]
        elif late > DAY and self._refuses_late[order]:
            log.status[order], log.cause[order] = RETURNED, self.late_cause(order, time)
        else:
            return False
        return True


def _vehicles(env: Environment, count: int) -> list[tuple[int, int]]:
    """A heap of (time when it is back, number): whoever is back first goes first."""
    return [(int(env.now), number) for number in range(count)]
