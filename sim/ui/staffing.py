"""Staff by the hour, as a manager writes it: "8-12: 3, 12-20: 2"."""

from __future__ import annotations

import re

from sim.base.errors import InputError
from sim.base.i18n import _

SPAN = re.compile(r"(\d{1,2})\s*[-–~～至]\s*(\d{1,2})\s*[hH时点]?\s*[:：]\s*(\d{1,3})")
BETWEEN = re.compile(r"[,，;；、\s]+")


def staffing_text(value: list[int]) -> str:
    """24 numbers as spans of hours; hours without anybody are left out."""
    starts = [hour for hour in range(24) if not hour or value[hour] != value[hour - 1]]
    spans = zip(starts, [*starts[1:], 24], strict=True)
    return ", ".join(f"{first}-{last}: {value[first]}" for first, last in spans if value[first])


def read_staffing(text: str) -> list[int]:
    """Spans of hours as 24 numbers; all other hours have nobody. Raises InputError if it cannot be read."""
    value, rest = [0] * 24, text.strip()
    while rest:
        match = SPAN.match(rest)
        first, last, people = (int(part) for part in match.groups()) if match else (0, 0, 0)
        if match is None or not first < last <= 24:
            raise InputError(
                _("{text} is not staffing by the hour: write hours and people, such as {example}.").format(
                    text=text.strip(), example="8-12: 3, 12-20: 2"
                )
            )
        value[first:last] = [people] * (last - first)
        rest = rest[match.end() :]
        rest = rest[gap.end() :] if (gap := BETWEEN.match(rest)) else rest
    return value
