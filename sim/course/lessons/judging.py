"""Judges a guess by the result: right, wrong, or open if the result could be luck."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from sim.base.i18n import N_, _
from sim.course.lessons.questions import Row
from sim.experiments.comparison_result import Comparison
from sim.explanations.quantities import QUANTITIES
from sim.measures.run import Run
from sim.theory.intervals import interval

Mark = Literal["right", "wrong", "open", "none"]
"""open: the result does not settle it; none: nothing was predicted."""
SIGNS: Mapping[Mark, str] = {"right": "✓", "wrong": "✗", "open": "?", "none": "–"}
MARK_WORDS: Mapping[Mark, str] = {
    "right": N_("as you predicted"),
    "wrong": N_("not as you predicted"),
    "open": N_("cannot be told yet"),
    "none": N_("you predicted nothing"),
}
DIRECTION_WORDS = {"up": N_("goes up"), "same": N_("stays the same"), "down": N_("goes down")}
ARROWS = {"up": "↑", "same": "=", "down": "↓"}


@dataclass(frozen=True)
class Found:
    """The result of a run for one row: the direction, number or choice (None if it cannot be told), and its text."""

    value: str | float | None
    text: str


@dataclass(frozen=True)
class Judged:
    """One row with the guess, what was found, and whether they agree; all as text in the current language."""

    name: str
    guess: str
    found: str
    mark: Mark

    @property
    def verdict(self) -> str:
        """Sign and words of the mark."""
        return f"{SIGNS[self.mark]} {_(MARK_WORDS[self.mark])}"


def judge(row: Row, guess: Any, found: Found) -> Judged:
    """Compare a guess (a code, a number, or None) with what was found."""
    if guess is None:
        mark: Mark = "none"
    elif found.value is None:
        mark = "open"
    elif row.kind == "number":
        mark = "right" if abs(float(guess) - float(found.value)) <= row.within else "wrong"
    else:
        mark = "right" if guess == found.value else "wrong"
    return Judged(row.name, "–" if guess is None else answer_text(row, guess), found.text, mark)


def answer_text(row: Row, answer: Any) -> str:
    """An answer in words: "↑ goes up", "12%", "points"."""
    if row.kind == "direction":
        return f"{ARROWS[answer]} {_(DIRECTION_WORDS[answer])}"
    if row.kind == "choice":
        return str(row.choices[answer])
    return number_text(row, float(answer))


def number_text(row: Row, value: float) -> str:
    """A number with its unit."""
    text = f"{value:,.1f}".removesuffix(".0")
    if row.unit == "percent":
        return f"{text}%"
    return _("{n} weeks").format(n=text) if row.unit == "weeks" else text


def threshold_texts(rows: Sequence[Row]) -> list[str]:
    """The rule for "same", or for "right": a sentence for all rows of the same threshold."""
    names: dict[str, list[str]] = {}
    for row in rows:
        if text := _threshold(row):
            names.setdefault(text, []).append(row.name)
    return [text.format(name=_(", ").join(same)) for text, same in names.items()]


def _threshold(row: Row) -> str:
    """The sentence of a row, with a place for the names; "" if there is nothing to say."""
    if row.kind == "number" and row.within:
        size = f"{row.within:g}" if row.unit == "percent" else number_text(row, row.within)
        return _("{name}: right if it is off by at most {size}.").replace("{size}", size)
    if row.kind != "direction":
        return ""
    smallest = row.smallest(0.0)
    if not smallest:
        return _("{name}: “the same” means a change of less than 0.5%.")
    size = row.kpi.amount(smallest, 1 if row.kpi.unit == "share" else 2)
    return _("{name}: “the same” means a change of less than {size}.").replace("{size}", size)


def find(row: Row, result: Sequence[Any], given: Mapping[str, Any]) -> Found | None:
    """The result for a row; None if the runs have none.

    result: two runs, before and after; or one comparison. given: row -> the number or choice; for a direction the change,
    or the changes of several replications, of which the mean with its 95% interval counts.
    """
    if row.id in given:
        return _found_given(row, given[row.id])
    if row.kind != "direction":
        return None
    if len(result) == 1 and isinstance(result[0], Comparison) and row.id in result[0].measures:
        comparison = result[0]
        pair = comparison.paired(row.id, list(comparison.policies)[1])
        return _mean_direction(row, pair.before, (pair.difference, pair.low, pair.high), pair.replications)
    if len(result) == 2 and all(isinstance(one, Run) for one in result) and row.id in QUANTITIES:
        return _direction(row, *(QUANTITIES[row.id].value(one) for one in result))
    return None


def _found_given(row: Row, value: Any) -> Found:
    if row.kind == "choice":
        return Found(str(value), str(row.choices[str(value)]))
    if row.kind == "number":
        return Found(float(value), number_text(row, float(value)))
    mean, low, high, count = interval(np.atleast_1d(np.asarray(value, dtype=float)))
    if count == 1:
        direction = _code(mean, row.smallest(0.0))
        return Found(direction, f"{ARROWS[direction]} {_change_text(row, mean)}")
    return _mean_direction(row, 0.0, (mean, low, high), count)


def _direction(row: Row, before: float, after: float) -> Found:
    change = after - before
    if math.isnan(change):
        return Found(None, "–")
    direction = _code(change, row.smallest(before))
    digits = _digits(row, change)
    text = _("{before} → {after} ({change})").format(
        before=row.kpi.level(before, digits),
        after=row.kpi.level(after, digits),
        change=row.kpi.change(change, digits),
    )
    return Found(direction, f"{ARROWS[direction]} {text}")


def _mean_direction(row: Row, level: float, mean: tuple[float, float, float], count: int) -> Found:
    """The direction of a mean change with its interval: none if 0 lies inside, unless all of it is too small to matter."""
    change, low, high = mean
    ends = (_change_text(row, end) for end in (low, high))
    text = _("{change} on average of {n} runs (95% interval {low} to {high})").format(
        change=_change_text(row, change), n=count, **dict(zip(("low", "high"), ends, strict=True))
    )
    if max(abs(low), abs(high)) < row.smallest(level) or low == high == 0:
        direction = "same"
    elif low <= 0 <= high or math.isnan(low):
        return Found(None, text)
    else:
        direction = "up" if change > 0 else "down"
    return Found(direction, f"{ARROWS[direction]} {text}")


def _code(change: float, smallest: float) -> str:
    if abs(change) < smallest or not change:
        return "same"
    return "up" if change > 0 else "down"


def _change_text(row: Row, change: float) -> str:
    return row.kpi.change(change, _digits(row, change))


def _digits(row: Row, change: float) -> int:
    """Decimals: at most two, and as many as the unit deserves."""
    unit = row.kpi.unit
    if unit in ("share", "hours"):
        return min(2, max(1, row.kpi.digits(abs(change))))
    return 2 if unit in ("1-5", "number") else 1 if unit == "customers" else 0
