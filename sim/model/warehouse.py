"""Picking and packing: who does it, how long it takes, what goes wrong."""

from __future__ import annotations

import numpy as np
from simpy import Timeout

from sim.luck import ONE, threshold
from sim.model.baskets import places, walking
from sim.model.desk import on_duty
from sim.model.market import NEVER_LEAVES, seconds
from sim.model.setting import Setting
from sim.model.station import Station


class Warehouse:
    """Orders are picked one by one, then packed and checked; each in the sequence in which it is released."""

    def __init__(self, setting: Setting) -> None:
        self.log = setting.log
        case, policy, wants = setting.case, setting.policy.warehouse, setting.wants
        data, lines = case.warehouse, wants.baskets.lines
        self.pickers = Station(setting.env, on_duty(policy.pickers, data))
        self.packers = Station(setting.env, on_duty(policy.packers, data))
        walk = walking(case, wants.baskets, places(case, setting.luck, policy.slotting))
        picking = (data.pick_order + data.pick_line * lines + walk) * wants.pick_speed
        packing = (data.pack_order + data.pack_line * lines) * wants.pack_speed + policy.care * lines
        self.pick_seconds = seconds(picking).tolist()
        self.pack_seconds = seconds(packing).tolist()
        self.special_seconds = round(data.special_pack)
        # Luck and care alone settle what goes wrong: checking halves it every `care_halves` seconds a line.
        left = 0.5 ** (policy.care / data.care_halves)
        self.wrong_line = wants.pick < np.minimum(ONE, threshold(data.pick_error * left) * lines)
        self.damaged = wants.damage < threshold(data.damage * left)

    def pick(self, order: int) -> Timeout:
        """Wait for a picker, for ever if there is none, and be picked."""
        return self.pickers.serve(self.pick_seconds[order], NEVER_LEAVES)

    def pack(self, order: int) -> Timeout:
        """Wait for a packer, for ever if there is none, and be packed and checked."""
        extra = self.special_seconds if self.log.special_granted[order] else 0
        return self.packers.serve(self.pack_seconds[order] + extra, NEVER_LEAVES)
