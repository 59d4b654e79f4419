"""Kinds of answers: what shape and unit they must have, and when two of them are the same."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import pandas as pd

from sim.base.i18n import N_, _


class Kind(Protocol):
    """A kind of answer."""

    def problem(self, answer: Any) -> str | None:
        """What is wrong with shape or unit, one or two sentences in the language in force; None: nothing."""

    def alike(self, answer: Any, right: Any) -> float:
        """Share of the answer that is right, 0 to 1."""


NOT_WRITTEN = N_("There is no answer yet. Write the code; a function must end with `return`.")
TIMEDELTA = N_("This is a length of time, not a number. Use `.dt.total_seconds()` and divide.")
PERCENT = N_("A share lies between 0 and 1. Is this a percentage? Then divide by 100.")


def is_number(value: Any) -> bool:
    """Whether it is one number; True and False are none."""
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


@dataclass(frozen=True)
class Number:
    """One number. unit: how it is called; close: how far two may lie apart; empty: whether NaN is an answer."""

    unit: str
    low: float = -math.inf
    high: float = math.inf
    close: float = 1e-3
    empty: bool = False
    share: bool = False

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
            return None if self.empty else _("This is NaN: nothing was counted. Look at what you divide by.")
        if self.share and 1 < answer <= 100:
            return _(PERCENT)
        if not self.low <= answer <= self.high:
            return _("{value:.4g} cannot be. Look at the unit and at what you divide by.").format(
                value=float(answer)
            )
        return None

    def alike(self, answer: Any, right: Any) -> float:
        """See Kind."""
        if not is_number(answer) or not is_number(right):
            return 0.0
        if math.isnan(right) or math.isnan(answer):
            return float(math.isnan(right) and math.isnan(answer))
        return float(answer == right or abs(answer - right) <= self.close)


def a_share(*, close: float = 1e-4, empty: bool = False) -> Number:
    """A share, 0 to 1."""
    return Number("", 0, 1, close, empty, share=True)


@dataclass(frozen=True)
class Named:
    """A dict with these keys. Points are shared equally among them; `kinds`: key -> kind of its value."""

    kinds: Mapping[Any, Kind]

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None or (isinstance(answer, dict) and not answer):
            return _(NOT_WRITTEN)
        if not isinstance(answer, dict):
            return _("A dict is expected, but this is a {kind}.").format(kind=type(answer).__name__)
        wrong_keys = _keys_problem(answer, list(self.kinds))
        if wrong_keys:
            return wrong_keys
        return _first_problem(self.kinds, answer)

    def alike(self, answer: Any, right: Any) -> float:
        """See Kind."""
        if not isinstance(answer, dict):
            return 0.0
        found = [kind.alike(answer.get(key), right[key]) for key, kind in self.kinds.items()]
        return sum(found) / len(found)


@dataclass(frozen=True)
class Indexed:
    """A Series with these labels, in any sequence; None: with whatever labels the right answer has. All or nothing."""

    kind: Kind
    labels: tuple[Any, ...] | None = None

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None:
            return _(NOT_WRITTEN)
        if not isinstance(answer, pd.Series):
            return _("A pandas Series is expected, but this is a {kind}.").format(kind=type(answer).__name__)
        values = answer.to_dict()
        if self.labels is not None and (wrong := _keys_problem(values, list(self.labels))):
            return wrong
        return _first_problem(dict.fromkeys(values, self.kind), values)

    def alike(self, answer: Any, right: Any) -> float:
        """See Kind."""
        if not isinstance(answer, pd.Series) or not answer.index.is_unique:
            return 0.0
        values, wanted = answer.to_dict(), right.to_dict()
        if set(values) != set(wanted):
            return 0.0
        return float(all(self.kind.alike(values[key], wanted[key]) == 1 for key in wanted))


@dataclass(frozen=True)
class Several:
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
            (p for kind, value in zip(self.kinds, answer, strict=True) if (p := kind.problem(value))), None
        )

    def alike(self, answer: Any, right: Any) -> float:
        """See Kind."""
        if not isinstance(answer, tuple | list) or len(answer) != len(self.kinds):
            return 0.0
        return float(all(k.alike(a, r) == 1 for k, a, r in zip(self.kinds, answer, right, strict=True)))


@dataclass(frozen=True)
class OneOf:
    """One of some words or numbers."""

    words: tuple[Any, ...]

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if isinstance(answer, str | int | float) and answer in self.words:
            return None
        return _("{value!r} is not one of: {all}.").format(value=answer, all=", ".join(map(repr, self.words)))

    def alike(self, answer: Any, right: Any) -> float:
        """See Kind."""
        return float(isinstance(answer, str | int | float) and answer == right)


@dataclass(frozen=True)
class Chosen:
    """A dict of so many of the letters, each with a number."""

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

    def alike(self, answer: Any, right: Any) -> float:
        """See Kind: each letter with its number is an equal share."""
        if self.problem(answer):
            return 0.0
        return sum(Number("").alike(answer.get(key), value) for key, value in right.items()) / len(right)


@dataclass(frozen=True)
class Table:
    """A DataFrame with one row for each `key`; `columns`: compared, numbers within `close`. Sequence and index are free."""

    key: str
    columns: tuple[str, ...]
    close: float = field(default=1e-3)

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

    def alike(self, answer: Any, right: Any) -> float:
        """See Kind."""
        if self.problem(answer) or answer[self.key].duplicated().any():
            return 0.0
        mine, wanted = answer.set_index(self.key), right.set_index(self.key)
        if len(mine) != len(wanted) or set(mine.index) != set(wanted.index):
            return 0.0
        mine = mine.loc[wanted.index]
        return float(all(_same_column(mine[name], wanted[name], self.close) for name in self.columns))


def _same_column(one: pd.Series, two: pd.Series, close: float) -> bool:
    if pd.api.types.is_numeric_dtype(two):
        numbers = pd.to_numeric(one, errors="coerce")
        both_empty = numbers.isna() & two.isna()
        return bool((both_empty | ((numbers - two).abs() <= close)).all())
    both_empty = one.isna() & two.isna()
    return bool((both_empty | (one == two).fillna(False)).all())


def _keys_problem(values: Mapping[Any, Any], wanted: list[Any]) -> str | None:
    missing = [str(key) for key in wanted if key not in values]
    more = [str(key) for key in values if key not in wanted]
    if missing:
        return _("These names are missing: {all}.").format(all=", ".join(missing))
    if more:
        return _("These names do not belong here: {all}.").format(all=", ".join(more))
    return None


def _first_problem(kinds: Mapping[Any, Kind], values: Mapping[Any, Any]) -> str | None:
    for key, kind in kinds.items():
        problem = kind.problem(values[key])
        if problem:
            return f"{key}: {problem}"
    return None
