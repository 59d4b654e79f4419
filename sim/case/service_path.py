"""A path of policies from poor to lavish service, along which all operational levers move together (effect 19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.base.validation import check_number
from sim.case.case import Case
from sim.case.stations import Hours
from sim.policy.levers.registry import find_lever
from sim.policy.policy import Policy

LOW: dict[str, float] = {
    "desk.clerks": 0.5,
    "warehouse.pickers": 0.75,
    "warehouse.packers": 0.75,
    "warehouse.care": 0.0,
    "stock.safety_factor": 0.2,
    "fleet.vehicles": 0.85,
    "fleet.express_vehicles": 0.0,
    "flex.capacity": 0.2,
    "complaints.handlers": 0.5,
}
"""Factors of the base policy at s = 0."""
HIGH: dict[str, float] = {
    "desk.clerks": 2.5,
    "warehouse.pickers": 2.0,
    "warehouse.packers": 2.0,
    "warehouse.care": 5.0,
    "stock.safety_factor": 1.6,
    "fleet.vehicles": 1.5,
    "fleet.express_vehicles": 3.0,
    "flex.capacity": 3.0,
    "complaints.handlers": 3.0,
}
"""Factors at s = 1; s = 0.5 is the base policy."""
STAFF = ("desk.clerks", "warehouse.pickers", "warehouse.packers", "complaints.handlers")
HOURS = (36, 24, 12)
"""Hours between departures at s = 0, 0.5 and 1."""
BUSY = (10, 9, 15, 14, 11, 16, 13, 17, 12, 8, 18, 19, 20, 7, 21, 22, 6, 23, 5, 4, 3, 2, 1, 0)
"""Hours of the day, the busiest first: an additional hour of work is put where most orders come (assumed)."""


def service_path(s: float, base: Case | Policy | None = None) -> Policy:
    """Return the policy at a point of the path from poor to lavish service.

    Staff, checking, safety stock, vehicles, capacity for special requests and departures change together. Their
    factors are interpolated linearly between s = 0, 0.5 and 1. Staff changes by single hours of a day, so that the path
    is smooth at a small firm, too; vehicles and special requests are rounded. No lever leaves its bounds.

    Parameters
    ----------
    s : float
        0 (poor) to 1 (lavish service); 0.5 is the base.
    base : Case or Policy, optional
        A case, whose own policy and opening hours are used, or a policy, with opening hours from 8 to 20. The default
        is `Policy()`.

    Returns
    -------
    Policy

    Raises
    ------
    InputError
        If `s` is not between 0 and 1.

    Examples
    --------
    >>> from sim import load_case, service_path
    >>> corner = load_case("corner")
    >>> [sum(service_path(s, corner)["warehouse.pickers"]) for s in (0, 0.4, 0.6, 1)]
    [9, 11, 14, 24]
    >>> service_path(0.5, corner) == corner.policy
    True
    """
    check_number("s", s, 0, 1)
    policy = base.policy if isinstance(base, Case) else base or Policy()
    if s == 0.5:
        return policy
    levers: dict[str, Any] = {}
    for name in LOW:
        factor = _interpolate(s, LOW[name], 1.0, HIGH[name])
        value, most = policy[name], find_lever(name).high
        assert most is not None
        if name in STAFF:
            levers[name] = [min(people, most) for people in _staff(value, factor, _hours(name, base))]
        else:
            least = 1 if value and LOW[name] else 0  # rounding must not remove the last vehicle
            new = max(least, round(value * factor)) if isinstance(value, int) else value * factor
            levers[name] = min(new, most)
    low, middle, high = HOURS
    today = policy["fleet.consolidation_hours"]
    levers["fleet.consolidation_hours"] = max(1, round(_interpolate(s, low, middle, high) * today / middle))
    return policy.replace(**levers)


def _hours(lever: str, base: Case | Policy | None) -> range:
    """The opening hours of the place where the people of a lever work."""
    if not isinstance(base, Case):
        return range(8, 20)
    place: Hours = base.warehouse if lever.startswith("warehouse") else base.desk
    return range(place.opens, place.closes)


def _staff(today: int | Sequence[int], factor: float, hours: range) -> list[int]:
    """People on duty by hour: those of today times the factor, rounded to whole hours of a day altogether, one at least."""
    usual = [today * (hour in hours) for hour in range(24)] if isinstance(today, int) else list(today)
    exact = [people * factor for people in usual]
    staff = [int(people) for people in exact]
    missing = max(round(sum(exact)), 1 if sum(usual) else 0) - sum(staff)
    # The missing hours go where rounding down took most; of equal ones, to the busiest.
    for hour in sorted(BUSY, key=lambda hour: staff[hour] - exact[hour])[:missing]:
        staff[hour] += 1
    return staff


def _interpolate(s: float, low: float, middle: float, high: float) -> float:
    return low + (middle - low) * 2 * s if s <= 0.5 else middle + (high - middle) * (2 * s - 1)
