"""Who is on duty, and who is served first."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.case.stations import Hours
from sim.model.engine.context import RunContext
from sim.policy.classes import CLASSES


def ranks(setting: RunContext) -> bytes:
    """The rank of each order by its customer's class, above the lowest."""
    by_class = [getattr(setting.policy.relations.priority, name) for name in CLASSES]
    above = np.array(by_class, dtype=np.uint8) - min(by_class)
    return above[setting.wants.klass].tobytes()


def on_duty(staffing: Any, hours: Hours) -> list[int]:
    """Servers on duty by hour of the day. One number stands for the opening hours, nobody outside them."""
    if isinstance(staffing, int):
        return [staffing if hours.opens <= hour < hours.closes else 0 for hour in range(24)]
    return list(staffing)
