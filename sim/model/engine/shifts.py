"""Shifts: how many servers are on duty in each hour of the day."""

from __future__ import annotations

from collections.abc import Sequence

from sim.case.stations import Hours


def on_duty(staffing: int | Sequence[int], hours: Hours) -> list[int]:
    """Servers on duty by hour of the day. One number applies to the opening hours; outside them there are none."""
    if isinstance(staffing, int):
        return [staffing if hours.opens <= hour < hours.closes else 0 for hour in range(24)]
    return list(staffing)
