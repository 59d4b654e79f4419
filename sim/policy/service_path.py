"""A path of policies from poor to lavish service, along which all operational levers move together (effect 19)."""

from __future__ import annotations

from typing import Any

from sim.base.validation import check_number
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
    "stock.safety_factor": 2.5,
    "fleet.vehicles": 1.5,
    "fleet.express_vehicles": 3.0,
    "flex.capacity": 3.0,
    "complaints.handlers": 2.0,
}
"""Factors at s = 1; s = 0.5 is the base policy."""
HOURS = (36, 24, 12)
"""Hours between departures at s = 0, 0.5 and 1."""


def service_path(s: float, base: Policy | None = None) -> Policy:
    """Return the policy at a point of the path from poor to lavish service.

    Staff, checking, safety stock, vehicles, capacity for special requests and departures change together. Their
    factors are interpolated linearly between s = 0, 0.5 and 1; whole numbers are rounded.

    Parameters
    ----------
    s : float
        0 (poor) to 1 (lavish service); 0.5 is `base`.
    base : Policy, optional
        Such as the policy of a case; the default is `Policy()`.

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
    >>> today = load_case("corner").policy
    >>> [service_path(s, today)["warehouse.pickers"] for s in (0, 0.5, 1)]
    [1, 1, 2]
    """
    check_number("s", s, 0, 1)
    base = base or Policy()
    levers: dict[str, Any] = {}
    for name in LOW:
        factor = _interpolate(s, LOW[name], 1.0, HIGH[name])
        value = base[name]
        if isinstance(value, list):
            levers[name] = [round(number * factor) for number in value]
        else:
            least = 1 if value and LOW[name] else 0  # rounding must not remove the last person
            levers[name] = max(least, round(value * factor)) if isinstance(value, int) else value * factor
    low, middle, high = HOURS
    today = base["fleet.consolidation_hours"]
    levers["fleet.consolidation_hours"] = max(1, round(_interpolate(s, low, middle, high) * today / middle))
    return base.replace(**levers)


def _interpolate(s: float, low: float, middle: float, high: float) -> float:
    return low + (middle - low) * 2 * s if s <= 0.5 else middle + (high - middle) * (2 * s - 1)
