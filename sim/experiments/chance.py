"""The number of lines of a table that show a difference by chance alone."""

from __future__ import annotations

import math

from sim.base.i18n import _
from sim.theory.intervals import LEVEL

MANY = 10
"""Lines from which on a table needs the warning."""


def by_chance(lines: int) -> str:
    """A sentence for a table with so many paired differences; "" for one with few."""
    if lines < MANY:
        return ""
    expected = lines * (1 - LEVEL)
    low, high = math.floor(round(expected, 6)), math.ceil(round(expected, 6))
    count = str(high) if low in (0, high) else _("{low} or {high}").format(low=low, high=high)
    return _(
        "Of {lines} lines about {count} would show a difference by chance alone: "
        "one in twenty does where there is none."
    ).format(lines=lines, count=count)
