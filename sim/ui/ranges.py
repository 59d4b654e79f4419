"""The ranges of sliders: values that a firm of this size would try, not all that are allowed."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

from sim.policy.levers.registry import Lever
from sim.policy.policy import Policy

TIMES_TODAY = 4
"""A slider reaches so many times the larger one of today's value and the default."""
SMALL_RANGE = 4
"""Ranges up to here are shown whole: shares, ranks, multiples of today."""
LARGE = 100_000
"""Budgets with bounds from here on are meant for the largest firms."""
PART, SMALL_PART = 1 / 4, 1 / 100
"""Share of the bound, for a lever that is off today, and for one of those budgets."""
STEPS = 100


@dataclass(frozen=True)
class Range:
    """A range: from, to, and step."""

    low: float
    high: float
    step: float


def slider_range(lever: Lever, today: Policy) -> Range:
    """The range of a lever's slider."""
    assert lever.low is not None and lever.high is not None
    usual = max(_largest(today[lever.name]), _largest(Policy()[lever.name]))
    high = lever.high
    if high > SMALL_RANGE and usual > lever.low:
        high = min(high, TIMES_TODAY * usual)
    elif high > SMALL_RANGE:
        high = lever.low + (high - lever.low) * (SMALL_PART if high >= LARGE else PART)
    step = 1.0 if lever.whole else _round((high - lever.low) / STEPS)
    high = max(high, _largest(today[lever.name]))
    return Range(lever.low, ceil(high) if lever.whole else high, step)


def _largest(value: object) -> float:
    if isinstance(value, dict):
        return max(float(part) for part in value.values())
    return float(max(value)) if isinstance(value, list) else float(value)  # type: ignore[arg-type]


def _round(value: float) -> float:
    """The nearest 1, 2 or 5 times a power of ten, from below."""
    power = 10.0 ** floor(log10(value))
    return next(factor for factor in (5, 2, 1) if factor * power <= value * (1 + 1e-9)) * power
