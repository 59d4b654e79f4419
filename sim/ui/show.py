"""Tables that people read: heads and words in the language, units, dates, thousands separators."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from sim.base.formatting import DASH, lever_value, quantity
from sim.base.i18n import _, ngettext
from sim.base.wrapping import columns as text_width
from sim.case.case import Case
from sim.course.lessons.questions import known_kpi
from sim.ui.style import STYLE
from sim.ui.table_labels import NUMBERS, cell_word, head, row_name, schema_units, unit_of

MOST_ROWS = 30
COUNTS = ("n", "count", "customers", "guests")
"""Columns that hold numbers of cases, whatever the row is."""
UNIT_HEADS = {"fen": "CNY", "CNY": "CNY", "hours": "h"}


def show(
    what: Any, *, case: Case | None = None, unit: str = "", codes: bool = False, most: int = MOST_ROWS
) -> Shown | ShownText:
    """Show a table or a text so that it can be read without knowing the records.

    Parameters
    ----------
    what : DataFrame or Series or dict or float or str or list of str
        A table; a dict is a table of two columns, one row per entry. Or a number, a text, or several paragraphs.
    case : Case, optional
        The firm: its calendar makes dates of seconds.
    unit : {"", "share", "CNY", "hours"}, optional
        The unit of all numbers; the default is that of each column or row, as far as it is known.
    codes : bool, default False
        Show the column names and words that code must use: names below the heads, words in the cells as they are.
    most : int, default 30
        Rows shown.

    Returns
    -------
    Shown or ShownText
        Drawn by a notebook as a table or text, printed elsewhere.

    Examples
    --------
    >>> from sim.ui import show
    >>> show({"delivered": 12345, "lost": 7})
    delivered  12,345
    lost            7
    >>> show({"today": 0.4167, "more": 0.5}, unit="share")
    today  41.7%
    more   50.0%
    """
    if isinstance(what, str):
        return ShownText((what,))
    if isinstance(what, int | float | np.number):
        return ShownText(
            (
                _number(float(what), unit, whole=True)
                if unit
                else f"{what:,}"
                if isinstance(what, int | np.integer)
                else f"{float(what):,.3f}",
            )
        )
    if isinstance(what, list | tuple) and all(isinstance(part, str) for part in what):
        return ShownText(tuple(what))
    table, named_rows = _as_table(what)
    shown = table.head(most)
    cells = []
    for place, index in enumerate(shown.index):
        values = [shown.iloc[place, number] for number in range(len(shown.columns))]
        cells.append(
            [
                _cell(table, index, name, value, case, unit, codes, named_rows)
                for name, value in zip(shown.columns, values, strict=True)
            ]
        )
    heads = [_head(name, unit, codes) for name in shown.columns]
    rows = [_names(index, codes) for index in shown.index] if named_rows else []
    corner = [name for name in table.index.names if name is not None]
    numeric = [_is_number(table[name]) for name in table.columns]
    return Shown(
        _(", ").join(head(name) for name in corner) if rows else "",
        tuple(heads),
        tuple("" if not codes else str(name) for name in shown.columns),
        tuple(rows),
        tuple(tuple(line) for line in cells),
        tuple(numeric),
        len(table) - len(shown),
    )


@dataclass(frozen=True)
class Shown:
    """A table as text; `show` makes it.

    Attributes
    ----------
    corner : str
        Head of the names of the rows.
    heads, names : tuple of str
        Heads of the columns, and the names that code must use ("" if they are not shown). No heads: a list.
    rows : tuple of str
        Names of the rows; empty if they have none.
    cells : tuple of tuple of str
        One tuple a row.
    numeric : tuple of bool
        Which columns hold numbers.
    left_out : int
        Rows that are not shown.

    Examples
    --------
    >>> from sim.ui import show
    >>> show({"delivered": 12345}).cells
    (('12,345',),)
    """

    corner: str
    heads: tuple[str, ...]
    names: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    left_out: int

    @property
    def _note(self) -> str:
        if not self.left_out:
            return ""
        return ngettext("... {n} more row", "... {n} more rows", self.left_out).format(n=self.left_out)

    def __repr__(self) -> str:
        """The table in columns."""
        lines = [[self.corner, *self.heads]] if any(self.heads) else []
        names = self.rows or [""] * len(self.cells)
        lines += [[name, *row] for name, row in zip(names, self.cells, strict=True)]
        if not self.rows:
            lines = [line[1:] for line in lines]
        right = [*([False] if self.rows else []), *self.numeric]
        widths = [max((text_width(line[place]) for line in lines), default=0) for place in range(len(right))]
        made = []
        for line in lines:
            parts = []
            for text, width, numeric in zip(line, widths, right, strict=True):
                gap = " " * (width - text_width(text))
                parts.append(gap + text if numeric else text + gap)
            made.append("  ".join(parts).rstrip())
        return "\n".join([*made, self._note] if self._note else made)

    def _repr_html_(self) -> str:
        lines = []
        if any(self.heads):
            first = f'<th scope="col">{escape(self.corner)}</th>' if self.rows else ""
            lines.append(
                f"<thead><tr>{first}{''.join(self._head(n) for n in range(len(self.heads)))}</tr></thead>"
            )
        for number, row in enumerate(self.cells):
            first = f'<th scope="row">{escape(self.rows[number])}</th>' if self.rows else ""
            cells = "".join(
                f"<td{_numeric(self.numeric[place])}>{escape(text)}</td>" for place, text in enumerate(row)
            )
            lines.append(f"<tr>{first}{cells}</tr>")
        note = f'<p class="kefu-note">{escape(self._note)}</p>' if self._note else ""
        return f'{STYLE}<div class="kefu"><table class="kefu-table">{"".join(lines)}</table>{note}</div>'

    def _head(self, place: int) -> str:
        name = self.names[place]
        code = f"<small>{escape(name)}</small>" if name and name != self.heads[place] else ""
        return f'<th scope="col"{_numeric(self.numeric[place])}>{escape(self.heads[place])}{code}</th>'


@dataclass(frozen=True)
class ShownText:
    """Paragraphs; `show` makes them. A notebook breaks their lines between words.

    Attributes
    ----------
    paragraphs : tuple of str
        The paragraphs.

    Examples
    --------
    >>> from sim.ui import show
    >>> show(["One.", "Two."])
    One.
    Two.
    """

    paragraphs: tuple[str, ...]

    def __repr__(self) -> str:
        """One paragraph a line."""
        return "\n".join(self.paragraphs)

    def _repr_html_(self) -> str:
        body = "".join(f"<p>{escape(text)}</p>" for text in self.paragraphs)
        return f'{STYLE}<div class="kefu kefu-asked">{body}</div>'


def _numeric(yes: bool) -> str:
    return ' class="kefu-number"' if yes else ""


def _as_table(what: Any) -> tuple[pd.DataFrame, bool]:
    """A table, and whether its rows have names. Measures of a run become value and number of cases."""
    if isinstance(what, Mapping):
        values = list(what.values())
        if values and all(isinstance(value, Mapping) and "unit" in value for value in values):
            rows = {name: [quantity(v["value"], v["unit"]), v.get("n")] for name, v in what.items()}
            return pd.DataFrame.from_dict(rows, orient="index", columns=["value", "n"]), True
        what = pd.Series(dict(what), dtype=object)
    if isinstance(what, pd.Series):
        return what.to_frame(what.name if what.name is not None else ""), True
    index = what.index
    plain = isinstance(index, pd.RangeIndex) or (
        index.name is None and pd.api.types.is_integer_dtype(index.dtype)
    )
    return what, not plain


def _head(name: Any, unit: str, codes: bool) -> str:
    text = head(name)
    wanted = UNIT_HEADS.get(_column_unit(name, unit, codes), "")
    shown = _("CNY") if wanted == "CNY" else _("h")
    if not text or not wanted or wanted in text or shown in text:
        return text
    return _("{name} ({unit})").format(name=text, unit=shown)


def _column_unit(name: Any, unit: str, codes: bool) -> str:
    known = unit or unit_of(name) or schema_units().get(str(name), "")
    return known if known == "s" or not codes else unit


def _names(index: Any, codes: bool) -> str:
    """The name of a row; of a row with several names all of them."""
    if isinstance(index, tuple):
        return _(", ").join(row_name(part) for part in index)
    if codes:
        return str(index)
    if isinstance(index, bool | np.bool_):
        return _("yes") if index else _("no")
    return row_name(index)


def _cell(
    table: pd.DataFrame,
    index: Any,
    column: Any,
    value: Any,
    case: Case | None,
    unit: str,
    codes: bool,
    named: bool,
) -> str:
    """One value as text."""
    if isinstance(value, Mapping | list):
        return lever_value(value)
    if value is None or pd.isna(value):
        return DASH
    if isinstance(value, bool | np.bool_):
        return str(value) if codes else _("yes") if value else _("no")
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}" if _is_days(table[column]) else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, pd.Timedelta):
        return _("{hours:.1f} h").format(hours=value.total_seconds() / 3600)
    if not isinstance(value, int | float | np.number):
        return str(value) if codes else cell_word(column, value)
    if str(column) in NUMBERS and not unit:
        return f"{value:g}"
    own = _column_unit(column, unit, codes)
    if own == "s" and not (codes and case is None):
        return _moment(int(value), case)
    if not own and not codes and str(column) not in COUNTS:
        kpi = known_kpi(str(index))
        own = unit_of(index) or (kpi.unit if kpi is not None else "")
    whole = _is_whole(table[column]) or (named and _is_whole(table.loc[index]))
    return _number(float(value), own, whole=whole)


def _number(value: float, unit: str, *, whole: bool) -> str:
    if not math.isfinite(value):
        return "∞" if value > 0 else DASH
    if unit == "share":
        return f"{100 * value:.1f}%"
    if unit == "points":
        return f"{100 * value:+.1f}"
    if unit == "fen":
        return f"{value / 100:,.0f}"
    if unit in ("CNY", "whole"):
        return f"{value:,.0f}"
    return f"{value:,.0f}" if whole and value == int(value) else f"{value:,.2f}"


def _moment(seconds: int, case: Case | None) -> str:
    """A time of a run as a date; without the firm's calendar as day and hour of the run."""
    if case is not None:
        moment = pd.Timestamp(case.calendar.start) + pd.Timedelta(seconds=seconds)
        return f"{moment:%Y-%m-%d %H:%M}"
    day, rest = divmod(seconds, 86_400)
    return _("day {day}, {time}").format(day=day + 1, time=f"{rest // 3600:02}:{rest % 3600 // 60:02}")


def _is_number(column: pd.Series) -> bool:
    if column.dtype == object:
        return all(
            isinstance(v, int | float | np.number) and not isinstance(v, bool) for v in column.dropna()
        )
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _is_days(column: pd.Series) -> bool:
    """Whether a column of dates has no times of the day."""
    dates = pd.to_datetime(column).dropna()
    return bool((dates == dates.dt.normalize()).all())


def _is_whole(column: Any) -> bool:
    """Whether all numbers of a column or row are whole ones, so that none needs decimals."""
    numbers = pd.to_numeric(column, errors="coerce").dropna().to_numpy(dtype=float)
    numbers = numbers[np.isfinite(numbers)]
    return bool((numbers == np.round(numbers)).all())
