"""The warehouse.

1. A released order waits for a picker and is picked. A wrong good may be picked.
2. It waits for a packer, is packed and checked. It may be damaged.
3. A granted special request takes extra time to pack.
4. Nobody begins to work on an order after its customer has cancelled it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from simpy import Event

from sim.base.streams import ONE, threshold
from sim.model.demand.wants import seconds
from sim.model.engine.context import RunContext
from sim.model.engine.fast_cells import flags, view
from sim.model.engine.log import DAMAGED, GRANTED, WRONG
from sim.model.engine.priority_station import PriorityStation, QueuedService
from sim.model.engine.shifts import on_duty
from sim.model.engine.station import Station
from sim.model.front_office.staff import Role
from sim.model.operations.slotting import aisles, walking
from sim.policy.policy import Policy


class Warehouse:
    """Pickers and packers: two stations in sequence."""

    def __init__(self, context: RunContext) -> None:
        self.context = context
        self.log = context.log
        data, policy = context.case.warehouse, context.policy.warehouse
        self.pickers = Station(context.env, on_duty(policy.pickers, data))
        self.packers = Station(context.env, on_duty(policy.packers, data))
        self.picker, self.packer = Role.steady("picker"), Role.steady("packer")
        """Speed and errors of pickers and packers."""
        self.special_seconds = round(data.special_pack)
        self._promised, self._cancelled_after = context.log.promised, context.cancelled_after
        self._unserved: list[tuple[Callable[[int, int], Event], int, Event]] = []
        """Orders that nobody on duty can begin with before their customers cancel: the work, the order, its event."""
        self._pick_luck, self._damage_luck = context.as_view("pick"), context.as_view("damage")
        self._set_levers(context.policy)

    def _set_levers(self, levers: Policy) -> None:
        """Take over the levers of the policy in force, apart from staffing."""
        context = self.context
        case, policy, wants = context.case, levers.warehouse, context.wants
        data, lines = case.warehouse, wants.baskets.lines
        self._rank = context.ranks()
        if any(self._rank):
            self.pickers = PriorityStation.in_place_of(self.pickers, silent=True)
            self.packers = PriorityStation.in_place_of(self.packers, silent=True)

        def pick_seconds() -> Any:
            walk = walking(case, wants.baskets, aisles(case, context.traits, policy.slotting))
            return view(seconds((data.pick_order + data.pick_line * lines + walk) * wants.pick_speed))

        def pack_seconds() -> Any:
            work = (data.pack_order + data.pack_line * lines) * wants.pack_speed + policy.care * lines
            return view(seconds(work))

        self.pick_seconds = context.compute_once(("picking", policy.slotting), pick_seconds)
        self.pack_seconds = context.compute_once(("packing", policy.care), pack_seconds)
        # Checking halves the error rates with every `care_halves` seconds a line.
        share_left = 0.5 ** (policy.care / data.care_halves)
        wrong_below = np.minimum(ONE, threshold(data.pick_error * share_left) * lines)
        self._wrong_below = view(wrong_below)
        self._damaged_below = int(threshold(data.damage * share_left))
        self._may_be_wrong = flags(wants.pick < wrong_below * context.most_errors)
        self._may_be_damaged = flags(wants.damage < self._damaged_below * context.most_errors)

    def adopt(self, policy: Policy) -> None:
        """A new policy is in force: for what is picked and packed from now on."""
        data = self.context.case.warehouse
        self.pickers.change_staffing(on_duty(policy.warehouse.pickers, data))
        self.packers.change_staffing(on_duty(policy.warehouse.packers, data))
        self._set_levers(policy)
        self._try_again()

    def pause(self, until: int) -> None:
        """Nobody begins to pick or pack before `until` (s); what has begun is finished."""
        self.pickers.pause(until)
        self.packers.pause(until)
        self._try_again()

    def pick(self, order: int, now: int) -> Event:
        """Wait for a picker and be picked: an event whose value is None if the customer has cancelled before."""
        seconds = self.pick_seconds[order]
        if self.picker.pace != 1:
            seconds = round(seconds * self.picker.pace)
        if (
            self._may_be_wrong[order]
            and self._pick_luck[order] < self._wrong_below[order] * self.picker.errors
        ):
            self.log.marks[order] |= WRONG
        patience = self._promised[order] + self._cancelled_after - now
        service = self.pickers.serve(seconds, patience, self._rank[order])
        if self.pickers.server is None:
            self._not_begun(self.pick, order, service)
        return service

    def pack(self, order: int, now: int) -> Event:
        """Wait for a packer, and be packed and checked: an event as for `pick`."""
        seconds = self.pack_seconds[order]
        if self.log.marks[order] & GRANTED:
            seconds += self.special_seconds
        if self.packer.pace != 1:
            seconds = round(seconds * self.packer.pace)
        if (
            self._may_be_damaged[order]
            and self._damage_luck[order] < self._damaged_below * self.packer.errors
        ):
            self.log.marks[order] |= DAMAGED
        patience = self._promised[order] + self._cancelled_after - now
        service = self.packers.serve(seconds, patience, self._rank[order])
        if self.packers.server is None:
            self._not_begun(self.pack, order, service)
        return service

    def _not_begun(self, work: Callable[[int, int], Event], order: int, service: Event) -> None:
        """The work cannot begin at once. A station with ranks has put the order into its queue; the other serves it never."""
        if not isinstance(service, QueuedService):
            self._unserved.append((work, order, service))

    def _try_again(self) -> None:
        """After a change of staff: orders that nobody could begin with in time are requested again."""
        unserved, self._unserved = self._unserved, []
        now = int(self.context.env.now)
        for work, order, given_up in unserved:
            if given_up.callbacks:  # its process still waits for the customer to cancel
                service = work(order, now)
                assert service.callbacks is not None
                service.callbacks += given_up.callbacks
                given_up.callbacks.clear()
