"""Kinds of answers: the shape and unit that an answer must have, and how close it must be to the right one."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd

from sim.base.i18n import N_, _


class Kind(Protocol):
    """A kind of answer."""

    def problem(self, answer: Any) -> str | None:
        """What is wrong with its shape or unit: one or two sentences in the current language; None if nothing is."""

    def score(self, answer: Any, right: Any) -> float:
        """The share of the answer that is right, 0 to 1."""


NOT_WRITTEN = N_("There is no answer yet. Write the code; a function must end with `return`.")
TIMEDELTA = N_("This is a length of time, not a number. Use `.dt.total_seconds()` and divide.")
PERCENT = N_("A share lies between 0 and 1. Is this a percentage? Then divide by 100.")


def is_number(value: Any) -> bool:
    """Whether the value is one number; True and False are not."""
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


@dataclass(frozen=True)
class Number:
    """One number. unit: its name; tolerance: how far from the right one it may lie; allow_nan: whether NaN is an answer."""

    unit: str
    low: float = -math.inf
    high: float = math.inf
    tolerance: float = 1e-3
    allow_nan: bool = False
    is_share: bool = False

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None:
            return _(NOT_WRITTEN)
        if isinstance(answer, pd.Timedelta | np.timedelta64):
            return _(TIMEDELTA)
        if isinstance(answer, pd.Series | pd.DataFrame | list | tuple | dict):
            return _("One number is expected, but this is a {kind}.").format(kind=type(answer).__name__)
        if not is_number(answer):
            return _("One number is expected, but this is {value!r}.").format(value=answer)
        if math.isnan(answer):
            return (
                None if self.allow_nan else _("This is NaN: nothing was counted. Look at what you divide by.")
            )
        if self.is_share and 1 < answer <= 100:
            return _(PERCENT)
        if not self.low <= answer <= self.high:
            return _("{value:.4g} is impossible. Look at the unit and at what you divide by.").format(
                value=float(answer)
            )
        return None

    def score(self, answer: Any, right: Any) -> float:
        """See Kind."""
        if not is_number(answer) or not is_number(right):
            return 0.0
        if math.isnan(right) or math.isnan(answer):
            return float(math.isnan(right) and math.isnan(answer))
        return float(answer == right or abs(answer - right) <= self.tolerance)


def share(*, tolerance: float = 1e-4, allow_nan: bool = False) -> Number:
    """A share, 0 to 1."""
    return Number("", 0, 1, tolerance, allow_nan, is_share=True)


@dataclass(frozen=True)
class DictOf:
    """A dict with these keys, each worth an equal share of the points. kinds: key -> kind of its value."""

    kinds: Mapping[Any, Kind]

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None or (isinstance(answer, dict) and not answer):
            return _(NOT_WRITTEN)
        if not isinstance(answer, dict):
            return _("A dict is expected, but this is a {kind}.").format(kind=type(answer).__name__)
        return _keys_problem(answer, list(self.kinds)) or _first_problem(self.kinds, answer)

    def score(self, answer: Any, right: Any) -> float:
        """See Kind."""
        if not isinstance(answer, dict):
            return 0.0
        scores = [kind.score(answer.get(key), right[key]) for key, kind in self.kinds.items()]
        return sum(scores) / len(scores)


@dataclass(frozen=True)
class SeriesOf:
    """A Series with these labels in any order; None: with the labels of the right answer. All or nothing."""

    kind: Kind
    labels: tuple[Any, ...] | None = None

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None:
            return _(NOT_WRITTEN)
        if not isinstance(answer, pd.Series):
            return _("A pandas Series is expected, but this is a {kind}.").format(kind=type(answer).__name__)
        values = answer.to_dict()
        if self.labels is not None and (problem := _keys_problem(values, list(self.labels))):
            return problem
        return _first_problem(dict.fromkeys(values, self.kind), values)

    def score(self, answer: Any, right: Any) -> float:
        """See Kind."""
        if not isinstance(answer, pd.Series) or not answer.index.is_unique:
            return 0.0
        values, wanted = answer.to_dict(), right.to_dict()
        if set(values) != set(wanted):
            return 0.0
        return float(all(self.kind.score(values[key], wanted[key]) == 1 for key in wanted))


@dataclass(frozen=True)
class TupleOf:
    """A tuple of these kinds, such as (minimum, share). All or nothing."""

    kinds: tuple[Kind, ...]

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None:
            return _(NOT_WRITTEN)
        if not isinstance(answer, tuple | list) or len(answer) != len(self.kinds):
            return _("{count} values in round brackets are expected: (first, second).").format(
                count=len(self.kinds)
            )
        return next(
            (
                problem
                for kind, value in zip(self.kinds, answer, strict=True)
                if (problem := kind.problem(value))
            ),
            None,
        )

    def score(self, answer: Any, right: Any) -> float:
        """See Kind."""
        if not isinstance(answer, tuple | list) or len(answer) != len(self.kinds):
            return 0.0
        return float(all(k.score(a, r) == 1 for k, a, r in zip(self.kinds, answer, right, strict=True)))


@dataclass(frozen=True)
class OneOf:
    """One of some words or numbers."""

    words: tuple[Any, ...]

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if isinstance(answer, str | int | float) and answer in self.words:
            return None
        return _("{value!r} is not one of: {all}.").format(value=answer, all=", ".join(map(repr, self.words)))

    def score(self, answer: Any, right: Any) -> float:
        """See Kind."""
        return float(isinstance(answer, str | int | float) and answer == right)


@dataclass(frozen=True)
class LetterChoice:
    """A dict of `count` of the letters, each with a number and worth an equal share of the points."""

    letters: tuple[str, ...]
    count: int

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None or (isinstance(answer, dict) and not answer):
            return _(NOT_WRITTEN)
        if not isinstance(answer, dict):
            return _("A dict is expected, but this is a {kind}.").format(kind=type(answer).__name__)
        if len(answer) != self.count or not set(answer) <= set(self.letters):
            return _("Name exactly {count} of these letters: {all}.").format(
                count=self.count, all=", ".join(self.letters)
            )
        return _first_problem(dict.fromkeys(answer, Number("")), answer)

    def score(self, answer: Any, right: Any) -> float:
        """See Kind."""
        if self.problem(answer):
            return 0.0
        return sum(Number("").score(answer.get(key), value) for key, value in right.items()) / len(right)


@dataclass(frozen=True)
class Table:
    """A DataFrame with one row for each `key`, in any order; `columns` are compared, numbers within `tolerance`."""

    key: str
    columns: tuple[str, ...]
    tolerance: float = 1e-3

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None:
            return _(NOT_WRITTEN)
        if not isinstance(answer, pd.DataFrame):
            return _("A DataFrame is expected, but this is a {kind}.").format(kind=type(answer).__name__)
        missing = [name for name in (self.key, *self.columns) if name not in answer.columns]
        if missing:
            return _("These columns are missing: {all}.").format(all=", ".join(missing))
        return None

    def score(self, answer: Any, right: Any) -> float:
        """See Kind."""
        if self.problem(answer) or answer[self.key].duplicated().any():
            return 0.0
        answer, right = answer.set_index(self.key), right.set_index(self.key)
        if len(answer) != len(right) or set(answer.index) != set(right.index):
            return 0.0
        answer = answer.loc[right.index]
        return float(all(_same_column(answer[name], right[name], self.tolerance) for name in self.columns))


def _same_column(answer: pd.Series, right: pd.Series, tolerance: float) -> bool:
    if pd.api.types.is_numeric_dtype(right):
        numbers = pd.to_numeric(answer, errors="coerce")
        both_empty = numbers.isna() & right.isna()
        return bool((both_empty | ((numbers - right).abs() <= tolerance)).all())
    both_empty = answer.isna() & right.isna()
    return bool((both_empty | (answer == right).fillna(False)).all())


def _keys_problem(values: Mapping[Any, Any], wanted: list[Any]) -> str | None:
    missing = [str(key) for key in wanted if key not in values]
    extra = [str(key) for key in values if key not in wanted]
    if missing:
        return _("These names are missing: {all}.").format(all=", ".join(missing))
    if extra:
        return _("These names do not belong here: {all}.").format(all=", ".join(extra))
    return None


def _first_problem(kinds: Mapping[Any, Kind], values: Mapping[Any, Any]) -> str | None:
    for key, kind in kinds.items():
        problem = kind.problem(values[key])
        if problem:
            return f"{key}: {problem}"
    return None
