"""Kinds of answers: the shape that an answer must have, and the share of it that is right.

An answer arrives as plain data (`sim.course.answers.plain`). One rule gives its share: 1 less the share of names that are
wrong, where a name is a key, a label, a word or a cell, and one that does not belong there is as wrong as one that is missing.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.base.i18n import N_, _
from sim.course.answers.plain import Other, brief, plain
from sim.course.answers.units import other_unit

NOT_WRITTEN = N_("There is no answer yet. Write the code; a function must end with `return`.")
TIMEDELTA = N_("This is a length of time, not a number. Use `.dt.total_seconds()` and divide.")
PERCENT = N_("A share lies between 0 and 1. Is this a percentage? Then divide by 100.")
WHOLE = ("",)
"""The name of an answer that has no parts."""

Names = tuple[Any, ...]


class Kind(ABC):
    """A kind of answer. A kind states `problem` and `wrong`; `share` follows from them."""

    @abstractmethod
    def problem(self, answer: Any) -> str | None:
        """The fault in shape or unit: a sentence or two in the current language; None if there is none."""

    @abstractmethod
    def wrong(self, answer: Any, right: Any) -> Names:
        """The names of the wrong parts; empty if the answer is right. `WHOLE` if the answer has no parts."""

    def size(self, right: Any) -> int:
        """The number of names in the right answer."""
        return 1

    def share(self, answer: Any, right: Any) -> float:
        """The share of the answer that is right, 0 to 1."""
        return max(0.0, 1 - len(self.wrong(answer, right)) / self.size(right))

    def where(self, answer: Any, right: Any) -> str:
        """The wrong parts of the answer in words; "" if it has no parts, or all of them are wrong."""
        wrong = self.wrong(answer, right)
        return "" if len(wrong) >= self.size(right) else ", ".join(map(str, wrong[:5]))

    def in_other_unit(self, answer: Any, right: Any) -> str | None:
        """A sentence if the answer is right in another unit, else None."""
        return None

    def only(self, value: Any, names: Names) -> Any:
        """The part of a value (an answer, or the right one) under these names: a hint shows only this part."""
        return value


def type_name(answer: Any) -> str:
    """The name of an answer's type, as students know it."""
    if isinstance(answer, Other) and answer.kind in ("DataFrame", "Series"):
        text = _("{kind} that is too large, or has odd cells or a column twice")
        return text.format(kind=answer.kind)
    return answer.kind if isinstance(answer, Other) else type(answer).__name__


def is_number(value: Any) -> bool:
    """Whether the value is one number; True and False are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


@dataclass(frozen=True)
class Number(Kind):
    """One number. unit: a key of `UNITS`, or ""; close, relative: the allowed distance from the right one, whichever is larger.

    allow_nan: whether NaN is an answer.
    """

    unit: str = ""
    low: float = -math.inf
    high: float = math.inf
    close: float = 1e-9
    relative: float = 1e-4
    allow_nan: bool = False

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None:
            return _(NOT_WRITTEN)
        if isinstance(answer, pd.Timedelta):
            return _(TIMEDELTA)
        if not is_number(answer):
            shown = type_name(answer)
            if isinstance(answer, str | bool):
                return _("One number is expected, but this is {value!r}.").format(value=answer)
            return _("One number is expected, but this is a {kind}.").format(kind=shown)
        if math.isnan(answer):
            text = _("This is NaN: nothing was counted. Look at what you divide by.")
            return None if self.allow_nan else text
        if self.unit == "share" and 1 < answer <= 100:
            return _(PERCENT)
        if not self.low <= answer <= self.high:
            text = _("{value:.4g} is impossible. Look at the unit and at what you divide by.")
            return text.format(value=float(answer))
        return None

    def wrong(self, answer: Any, right: Any) -> Names:
        """See Kind."""
        if not is_number(answer) or not is_number(right):
            return WHOLE
        if math.isnan(right) or math.isnan(answer):
            return () if math.isnan(right) and math.isnan(answer) else WHOLE
        if answer == right:
            return ()
        near = math.isfinite(right) and abs(answer - right) <= max(self.close, self.relative * abs(right))
        return () if near else WHOLE

    def in_other_unit(self, answer: Any, right: Any) -> str | None:
        """See Kind. A number that was rounded too much is reported here, too."""
        if not is_number(answer) or not is_number(right) or not math.isfinite(right):
            return None
        unit = other_unit(answer, right, self.unit)
        if unit:
            text = _("Your number is in {other}, but the question asks for {unit}.")
            return text.format(other=_(unit), unit=_(self.unit))
        if any(right != 0 and abs(answer - round(right, digits)) < 1e-12 for digits in range(4)):
            return _("Your number is rounded. Do not round.")
        return None


def share(*, allow_nan: bool = False) -> Number:
    """A share, 0 to 1: right to four decimals."""
    return Number("share", 0, 1, 1e-4, 0, allow_nan)


@dataclass(frozen=True)
class OneOf(Kind):
    """One of some words or numbers. The right answer may be a tuple: each of those in it is accepted."""

    words: tuple[Any, ...]

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None:
            return _(NOT_WRITTEN)
        if any(_same(answer, word) for word in self.words):
            return None
        listed = ", ".join(map(repr, self.words))
        shown = type_name(answer) if isinstance(answer, Other) else answer
        return _("{value!r} is not one of: {all}.").format(value=shown, all=listed)

    def wrong(self, answer: Any, right: Any) -> Names:
        """See Kind."""
        accepted = right if isinstance(right, tuple) else (right,)
        return () if any(_same(answer, word) for word in accepted) else WHOLE


def _same(answer: Any, word: Any) -> bool:
    if is_number(answer) and is_number(word):
        return math.isclose(answer, word, rel_tol=1e-9, abs_tol=1e-12)
    if isinstance(answer, str) and isinstance(word, str):
        return answer.strip() == word
    return type(answer) is type(word) and bool(answer == word)


@dataclass(frozen=True)
class Date(Kind):
    """A day, as a date or as a text such as "2024-03-04"; its time of day does not count."""

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None:
            return _(NOT_WRITTEN)
        if _day(answer) is None:
            return _("A date is expected, but this is {value}.").format(value=brief(answer))
        return None

    def wrong(self, answer: Any, right: Any) -> Names:
        """See Kind."""
        day = _day(answer)
        return () if day is not None and day == _day(right) else WHOLE


def _day(value: Any) -> pd.Timestamp | None:
    if not isinstance(value, str | pd.Timestamp):
        return None
    try:
        day = pd.Timestamp(value)
    except ValueError:
        return None
    return None if day is pd.NaT else day.tz_localize(None).normalize()


@dataclass(frozen=True)
class TupleOf(Kind):
    """Values of these kinds that are one answer together, such as (hours, share): right if each of them is."""

    kinds: tuple[Kind, ...]

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None:
            return _(NOT_WRITTEN)
        values = self._values(answer)
        if values is None:
            text = _("{count} values in round brackets are expected: (first, second).")
            return text.format(count=len(self.kinds))
        found = (kind.problem(value) for kind, value in zip(self.kinds, values, strict=True))
        return next((problem for problem in found if problem), None)

    def wrong(self, answer: Any, right: Any) -> Names:
        """See Kind."""
        values = self._values(answer)
        if values is None:
            return WHOLE
        same = all(not k.wrong(a, r) for k, a, r in zip(self.kinds, values, right, strict=True))
        return () if same else WHOLE

    def _values(self, answer: Any) -> list[Any] | None:
        """The values, if there are as many as there should be; a row of a table is a Series."""
        values = plain(answer.tolist()) if isinstance(answer, pd.Series) else answer
        return list(values) if isinstance(values, list | tuple) and len(values) == len(self.kinds) else None
