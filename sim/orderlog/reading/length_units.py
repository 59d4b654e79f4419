"""The unit of lengths that are plain numbers: as the name of their column says, or as long as orders take."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from sim.base.i18n import _
from sim.base.units import DAY, HOUR, WEEK
from sim.orderlog.reading.characters import plain
from sim.orderlog.reading.lengths import UNITS, WORKING_DAY
from sim.orderlog.reading.name_parts import parts_of

CHINESE = (("分钟", 60), ("小时", HOUR), ("天", DAY), ("周", WEEK))
NEAR = 4
"""A unit fits if orders take between a quarter of the lengths and four times as long; two units are never that close."""


@dataclass(frozen=True)
class Unit:
    """Seconds of the unit, or working days."""

    seconds: int
    working: bool = False

    @property
    def name(self) -> str:
        """The unit in words."""
        if self.working:
            return _("working days")
        names = {1: _("seconds"), 60: _("minutes"), HOUR: _("hours"), DAY: _("days"), WEEK: _("weeks")}
        return names[self.seconds]


def unit_of(name: str) -> Unit | None:
    """The unit in a name: SLA (h), promised_days, 承诺小时数; None if it has none."""
    text = plain(name).casefold()
    if re.search(rf"(?<![a-z])(?:{WORKING_DAY})(?![a-z])", text.replace("_", " ")):
        return Unit(DAY, working=True)
    parts = parts_of(name)
    for at, part in enumerate(parts):
        if part in UNITS and part.isascii() and (len(part) > 1 or at == len(parts) - 1):
            return Unit(int(UNITS[part]))
    return next((Unit(seconds) for word, seconds in CHINESE if word in text), None)


def unit_by_cycles(amounts: np.ndarray, took: np.ndarray, *, clocks: bool) -> Unit | None:
    """The unit in which the lengths are about as long as orders take, in seconds; None if there is none."""
    if not len(amounts) or not np.median(amounts):
        return None
    ratio = float(np.median(took) / np.median(amounts))
    units = (60, HOUR) if clocks else (60, HOUR, DAY)
    return next((Unit(unit) for unit in units if 1 / NEAR <= ratio / unit <= NEAR), None)
