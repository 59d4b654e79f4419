"""Units of answers, and the units that a student may have used in place of them."""

from __future__ import annotations

from sim.base.i18n import N_

UNITS: dict[str, tuple[tuple[float, str], ...]] = {
    "seconds": ((1 / 60, N_("minutes")), (1 / 3600, N_("hours"))),
    "minutes": ((60.0, N_("seconds")), (1 / 60, N_("hours"))),
    "hours": ((60.0, N_("minutes")), (3600.0, N_("seconds")), (1 / 24, N_("days"))),
    "days": ((24.0, N_("hours")), (1 / 7, N_("weeks")), (1 / 365, N_("years"))),
    "weeks": ((7.0, N_("days")), (1 / 52, N_("years"))),
    "months": ((1 / 12, N_("years")),),
    "CNY": ((100.0, N_("fen")), (1e-3, N_("thousands of CNY")), (1e-4, N_("ten thousands of CNY"))),
    "share": ((100.0, N_("percent")),),
}
"""Unit of an answer -> other units, each as (how many of it make one, its name)."""


def other_unit(answer: float, right: float, unit: str) -> str | None:
    """The name of the other unit in which a number is right; None if there is none. The caller translates it."""
    if not right or answer == right:
        return None
    found = (name for factor, name in UNITS.get(unit, ()) if abs(answer / right / factor - 1) < 1e-3)
    return next(found, None)
