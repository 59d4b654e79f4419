"""Answers that are tables: rows by one or several keys, compared cell by cell in any sequence of rows and columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.base.i18n import _
from sim.course.answers.kinds import NOT_WRITTEN, Kind, Names, type_name


@dataclass(frozen=True)
class Frame(Kind):
    """A DataFrame with one row for each value of `keys`; the cells of `columns` are compared, numbers within `relative`.

    keys: columns that may also be the index; whole: only the whole table earns points, since single rows prove nothing.
    """

    keys: tuple[str, ...]
    columns: tuple[str, ...]
    relative: float = 1e-4
    close: float = 1e-3
    whole: bool = False

    def problem(self, answer: Any) -> str | None:
        """See Kind."""
        if answer is None:
            return _(NOT_WRITTEN)
        if not isinstance(answer, pd.DataFrame):
            return _("A DataFrame is expected, but this is a {kind}.").format(kind=type_name(answer))
        table = self._with_keys(answer)
        missing = [name for name in (*self.keys, *self.columns) if name not in table.columns]
        if missing:
            return _("These columns are missing: {all}.").format(all=", ".join(missing))
        return None

    def wrong(self, answer: Any, right: Any) -> Names:
        """See Kind. The names are (key, column); those of a row that does not belong there are all wrong."""
        wanted = self._indexed(right)
        if self.problem(answer):
            return tuple((key, column) for key in wanted.index for column in self.columns)
        found = self._indexed(answer)
        have, want = found.index.value_counts(), wanted.index.value_counts()
        counts = have.reindex(have.index.union(want.index, sort=False), fill_value=0)
        differ = counts.index[counts != want.reindex(counts.index, fill_value=0)]
        wrong = [(key, column) for key in differ for column in self.columns]
        both = counts.index.difference(differ, sort=False)
        first, right_rows = (
            table[~table.index.duplicated()].loc[both].reset_index(drop=True) for table in (found, wanted)
        )
        for column in self.columns:
            same = self._same(first[column], right_rows[column])
            wrong += [(key, column) for key in both[~same.to_numpy(dtype=bool)]]
        return tuple(wrong)

    def size(self, right: Any) -> int:
        """See Kind."""
        return max(1, len(right) * len(self.columns))

    def share(self, answer: Any, right: Any) -> float:
        """See Kind."""
        if self.whole:
            return float(not self.wrong(answer, right))
        return super().share(answer, right)

    def where(self, answer: Any, right: Any) -> str:
        """See Kind: rows that do not belong there or are missing, else the columns that differ."""
        if self.problem(answer):
            return ""
        wanted, found = self._indexed(right).index, self._indexed(answer).index
        twice = found[found.duplicated()]
        for text, keys in (
            (_("rows that are there more than once: {all}"), twice.unique()),
            (_("rows that do not belong there: {all}"), found.difference(wanted, sort=False)),
            (_("rows that are missing: {all}"), wanted.difference(found, sort=False)),
        ):
            if len(keys):
                return text.format(all=", ".join(map(_key_text, keys[:5])))
        columns = dict.fromkeys(column for _key, column in self.wrong(answer, right))
        return _("column {all}").format(all=", ".join(columns)) if columns else ""

    def _with_keys(self, table: pd.DataFrame) -> pd.DataFrame:
        if all(key in table.columns for key in self.keys):
            return table
        index = list(table.index.names)
        if index == [None] and isinstance(
            table.index, pd.RangeIndex
        ):  # rows that are only counted have no key
            return table
        if len(self.keys) == len(index) and all(
            n in (None, k) for n, k in zip(index, self.keys, strict=True)
        ):
            return table.rename_axis(list(self.keys)).reset_index()
        return table.reset_index() if set(self.keys) & set(index) else table

    def _indexed(self, table: pd.DataFrame) -> pd.DataFrame:
        """With the keys as index, of whatever type a student's columns are: categories, nullable integers."""
        table = self._with_keys(table).astype(dict.fromkeys(self.keys, object))
        return table.set_index(list(self.keys) if len(self.keys) > 1 else self.keys[0])

    def _same(self, answer: pd.Series, right: pd.Series) -> pd.Series:
        both_empty = answer.isna() & right.isna()
        if pd.api.types.is_numeric_dtype(right) and not pd.api.types.is_bool_dtype(right):
            numbers = pd.to_numeric(answer.astype(object), errors="coerce")
            near = (numbers - right).abs() <= (self.relative * right.abs()).clip(lower=self.close)
            return both_empty | near.fillna(False).astype(bool)
        if pd.api.types.is_datetime64_any_dtype(right):
            answer = pd.to_datetime(answer.astype(object), errors="coerce")
        elif not pd.api.types.is_bool_dtype(right):
            answer = answer.astype(object)
        return both_empty | (answer == right).fillna(False).astype(bool)


def _key_text(key: Any) -> str:
    return ", ".join(map(str, key)) if isinstance(key, tuple) else str(key)
