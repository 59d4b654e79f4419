"""Picking and packing: who does it, how long it takes, what goes wrong."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np
from simpy import Environment

from sim.case import Case
from sim.luck import ONE, Luck, threshold
from sim.model.baskets import places, walking
from sim.model.desk import on_duty
from sim.model.log import Order
from sim.model.market import Wants, seconds
from sim.model.station import Station
from sim.policy import Policy


class Warehouse:
    """Orders are picked one by one, then packed and checked; each in the sequence in which it is released."""

    def __init__(self, env: Environment, case: Case, policy: Policy, luck: Luck, wants: Wants) -> None:
        self.env = env
        data, lines = case.warehouse, wants.baskets.lines
        self.pickers = Station(env, on_duty(policy.warehouse.pickers, data))
        self.packers = Station(env, on_duty(policy.warehouse.packers, data))
        aisle = places(case, luck, policy.warehouse.slotting)
        walk = walking(case, wants.baskets, aisle)
        picking = (data.pick_order + data.pick_line * lines + walk) * wants.pick_speed
        packing = (data.pack_order + data.pack_line * lines) * wants.pack_speed + policy.warehouse.care * lines
        self.pick_seconds = seconds(picking).tolist()
        self.pack_seconds = seconds(packing).tolist()
        self.special_seconds = round(data.special_pack)
        # Checking halves errors and damage every `care_halves` seconds a line.
        left = 0.5 ** (policy.warehouse.care / data.care_halves)
        self._wrong_line = (wants.pick < np.minimum(ONE, threshold(data.pick_error * left) * lines)).tolist()
        self._damaged = (wants.damage < threshold(data.damage * left)).tolist()

    def prepare(self, order: Order) -> Generator[Any, Any, None]:
        """Pick and pack."""
        n = order.n
        yield self.pickers.serve(self.pick_seconds[n])
        order.picked = self.env.now
        if self._wrong_line[n]:
            order.wrong = 1
        extra = self.special_seconds if order.special_granted else 0
        yield self.packers.serve(self.pack_seconds[n] + extra)
        order.packed = self.env.now
        if self._damaged[n]:
            order.damaged = 1
