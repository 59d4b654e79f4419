"""Picking and packing: who does it, how long it takes, what goes wrong."""

from __future__ import annotations

from typing import Any

import numpy as np
from simpy import Event

from sim.base.streams import ONE, threshold
from sim.model.demand.baskets import places, walking
from sim.model.demand.demand import NEVER_LEAVES, seconds
from sim.model.engine.columns import flags, view
from sim.model.engine.context import RunContext
from sim.model.engine.log import DAMAGED, GRANTED, WRONG
from sim.model.engine.priority_station import PriorityStation
from sim.model.engine.shifts import on_duty, ranks
from sim.model.engine.station import Station
from sim.model.front_office.staff import Role


class Warehouse:
    """Orders are picked one by one, then packed and checked; each in the sequence in which it is released."""

    def __init__(self, setting: RunContext) -> None:
        self.log = setting.log
        case, policy, wants = setting.case, setting.policy.warehouse, setting.wants
        data, lines = case.warehouse, wants.baskets.lines
        self._rank = ranks(setting)
        station = PriorityStation if any(self._rank) else Station
        self.pickers: Station | PriorityStation = station(setting.env, on_duty(policy.pickers, data))
        self.packers: Station | PriorityStation = station(setting.env, on_duty(policy.packers, data))
        self.picker, self.packer = Role.usual("picker"), Role.usual("packer")
        """How fast and how carefully they work."""

        def picking() -> Any:
            walk = walking(case, wants.baskets, places(case, setting.luck, policy.slotting))
            work = (data.pick_order + data.pick_line * lines + walk) * wants.pick_speed
            return view(seconds(work))

        def packing() -> Any:
            work = (data.pack_order + data.pack_line * lines) * wants.pack_speed + policy.care * lines
            return view(seconds(work))

        self.pick_seconds = setting.once(("picking", policy.slotting), picking)
        self.pack_seconds = setting.once(("packing", policy.care), packing)
        self.special_seconds = round(data.special_pack)
        # RandomStreams and care alone settle what goes wrong: checking halves it every `care_halves` seconds a line.
        left = 0.5 ** (policy.care / data.care_halves)
        wrong = np.minimum(ONE, threshold(data.pick_error * left) * lines)
        self._wrong_below = view(wrong)
        self._damaged_below = int(threshold(data.damage * left))
        self._pick_luck, self._damage_luck = setting.viewed("pick"), setting.viewed("damage")
        self._may_be_wrong = flags(wants.pick < wrong * setting.most_errors)
        self._may_be_damaged = flags(wants.damage < self._damaged_below * setting.most_errors)

    def pick(self, order: int) -> Event:
        """Wait for a picker, for ever if there is none, and be picked."""
        seconds = self.pick_seconds[order]
        if self.picker.pace != 1:
            seconds = round(seconds * self.picker.pace)
        if (
            self._may_be_wrong[order]
            and self._pick_luck[order] < self._wrong_below[order] * self.picker.errors
        ):
            self.log.marks[order] |= WRONG
        return self.pickers.serve(seconds, NEVER_LEAVES, self._rank[order])

    def pack(self, order: int) -> Event:
        """Wait for a packer, for ever if there is none, and be packed and checked."""
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
        return self.packers.serve(seconds, NEVER_LEAVES, self._rank[order])
