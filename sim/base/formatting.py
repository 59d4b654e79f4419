"""Format values for users, in the current language."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from sim.base.i18n import _, language

DASH = "–"
"""Stands for a value that is missing."""
MILLION = 1_000_000
MANY = 10_000
"""Bounds from these numbers on are written with separators, or in Chinese in units of this size."""


def quantity(value: float, unit: str) -> str:
    """A measure's value with its unit: "95.7%", "26.1 h", "126"; NaN is a dash."""
    if math.isnan(value):
        return DASH
    if unit == "share":
        return f"{100 * value:.1f}%"
    return _("{hours:.1f} h").format(hours=value) if unit == "hours" else f"{value:,.0f}"


def capitalised(text: str) -> str:
    """The text with a capital letter at its start."""
    return text[:1].upper() + text[1:]


def yuan(fen: float) -> str:
    """An amount of money in whole CNY, without the currency: "-1,234"."""
    return f"{fen / 100:,.0f}"


def amount(value: float) -> str:
    """A bound, large ones as people write them: 5,000,000; in Chinese 500万."""
    if abs(value) < MANY:
        return f"{value:g}"
    return f"{value / MANY:g}万" if language() == "zh" else f"{value:,.0f}"


def lever_value(value: Any) -> str:
    """The value of a lever on one line: "5", "A 44, B 52, C 64", or for 24 numbers "0–8 h: 0, 8–20 h: 5, ..."."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {lever_value(part)}" for name, part in value.items())
    if isinstance(value, list):
        starts = [hour for hour in range(len(value)) if not hour or value[hour] != value[hour - 1]]
        ends = [*starts[1:], len(value)]
        return ", ".join(
            _("{first}–{last} h: {value}").format(first=first, last=last, value=value[first])
            for first, last in zip(starts, ends, strict=True)
        )
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < MILLION else f"{value:.0f}"
    return str(value)
