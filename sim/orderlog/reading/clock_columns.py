"""Times of day in a column of their own, beside a column of dates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from sim.base.i18n import ngettext
from sim.base.units import DAY, HOUR
from sim.orderlog.reading.candidates import Place
from sim.orderlog.reading.cell_values import is_empty
from sim.orderlog.reading.column_names import normalise, recognise
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.dates import read_dates
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.name_parts import PLAIN
from sim.orderlog.reading.number_dates import number_form
from sim.orderlog.reading.promise_windows import is_window_of_clocks

MOSTLY = 0.9
"""Share of the filled cells that must be times of day, or days."""
SAMPLE = 1000
NIGHT, HALF_A_DAY = 6 * HOUR, 12 * HOUR
"""A time of day before six, half a day before the step it follows, belongs to the next day."""
CLOCK_NAMES = (
    ("date", "time"),
    ("日期", "时间"),
    ("datum", "zeit"),
    ("datum", "uhrzeit"),
    ("datum", "tijd"),
    ("fecha", "hora"),
    ("data", "hora"),
    ("data", "ora"),
    ("date", "heure"),
    ("erdat", "erzet"),
    ("dt", "tm"),
)
BARE_CLOCK = re.compile(r"([01]\d|2[0-4])([0-5]\d)([0-5]\d)?")
"""1405, 140500."""
BARE_DIGITS = re.compile(r"\d{1,6}")
LATE_ENOUGH = 0.3
"""Share of bare times of day that must have all their digits."""
DOTTED_CLOCK = re.compile(r"([01]?\d|2[0-4])\.[0-5]\d(?:\.[0-5]\d)?")
"""14.05: a time of day only in a column whose name says so; it could be an amount."""
EARLIER = {"dispatched": ("placed",), "delivered": ("earliest", "promised", "dispatched", "placed")}
"""Step -> what its clock is compared with."""


def cells_at(table: Table, place: Place) -> list[Any]:
    """The cells of a place; of two columns, date and time of day together."""
    cells = table.cells(place[0])
    if len(place) == 1:
        return cells
    clocks = _with_zeros(table.cells(place[1]))
    return [_together(day, clock) for day, clock in zip(cells, clocks, strict=True)]


class Cells(Mapping[str, Sequence[Any]]):
    """Field -> the cells of its column, made when they are asked for."""

    def __init__(self, table: Table, places: Mapping[str, tuple[int, ...]]) -> None:
        self._table, self._places = table, places

    def __getitem__(self, field: str) -> Sequence[Any]:
        """The cells of a field."""
        return cells_at(self._table, self._places[field])

    def __iter__(self) -> Iterator[str]:
        """The fields."""
        return iter(self._places)

    def __len__(self) -> int:
        """Number of fields."""
        return len(self._places)


def _with_zeros(cells: Sequence[Any]) -> Sequence[Any]:
    """Bare times of day with the zeros in front that a spreadsheet has taken away: 700 is 0700, 1 is 0001.

    Other numbers, such as lengths of time, are left: of times of day many are after ten o'clock.
    """
    digits = [str(cell).strip() for cell in cells if not is_empty(cell)]
    if not digits or not all(map(BARE_DIGITS.fullmatch, digits)):
        return cells
    width = 4 if max(map(len, digits)) <= 4 else 6
    if sum(len(text) == width for text in digits) < LATE_ENOUGH * len(digits):
        return cells
    return [cell if is_empty(cell) else str(cell).strip().zfill(width) for cell in cells]


def _together(day: Any, clock: Any) -> Any:
    if is_empty(day) or is_empty(clock):
        return day
    if isinstance(clock, dt.datetime):
        clock = clock.time()
    if isinstance(day, str) and not day.strip("0-/. "):
        return day  # 00000000
    bare = BARE_CLOCK.fullmatch(clock.strip()) if isinstance(clock, str) else None
    if bare is not None:
        clock = f"{bare[1]}:{bare[2]}"
    if isinstance(day, dt.date):
        if isinstance(clock, dt.time):
            return dt.datetime.combine(day, clock)
        day = day.strftime("%Y-%m-%d")
    if isinstance(clock, float) and 0 <= clock < 1:
        clock = (dt.datetime.min + dt.timedelta(days=clock)).time()
    return f"{str(day).strip()} {str(clock).strip()}"


def clock_column(
    name: str, table: Table, position: int, places: Sequence[Place], taken: set[int], dates: DateColumn
) -> int | None:
    """The column of the times of day that belong to a column of dates: by its name, or the one to the right."""
    if not _only_days(dates):
        return None
    heading = normalise(table.header[position])
    names = {heading.replace(day, clock) for day, clock in CLOCK_NAMES if day in heading} - {heading}
    possible = [other for other, *_clock in places if other != position]
    possible += [at for at, other in enumerate(table.header) if normalise(other) in names]
    right = position + 1
    if right < len(table.header):
        known = recognise(table.header[right])
        bare = {clock for _day, clock in CLOCK_NAMES}
        if known is None or known[0] == name or normalise(table.header[right]) in bare:
            possible.append(right)
    free = [at for at in possible if at not in taken]
    return next(
        (at for at in free if holds_clocks(table.cells(at)) or _clocks_by_name(table, at)),
        None,
    )


def day_column(name: str, table: Table, clocks: int) -> int | None:
    """The column of the days for a column of times of day: the nearest to the left that holds days only, if it can be.

    The day that was promised is not taken for the delivery, nor the day of delivery for the promise, nor that of the order
    for either.
    """
    for position in range(clocks - 1, -1, -1):
        cells = table.cells(position)
        if not _holds_days(cells):
            continue
        known = recognise(table.header[position])
        if known is None:
            return position
        same = known[0] == name or (known[0] == "delivered" and known[1] == PLAIN)
        return position if same else None
    return None


def holds_clocks(cells: Sequence[Any]) -> bool:
    """Whether nearly all filled cells are times of day, or windows of them."""
    filled = [cell for cell in cells if not is_empty(cell)]
    if not filled:
        return False
    if isinstance(filled[0], float) and all(isinstance(cell, float) and 0 <= cell < 1 for cell in filled):
        return any(cell > 0 for cell in filled)
    if all(isinstance(cell, str) and BARE_CLOCK.fullmatch(cell.strip()) for cell in filled[:SAMPLE]):
        return len({len(str(cell).strip()) for cell in filled[:SAMPLE]}) == 1
    if sum(map(is_window_of_clocks, filled[:SAMPLE])) >= MOSTLY * len(filled[:SAMPLE]):
        return True
    sample = read_dates(filled[:SAMPLE])
    return bool(sample.clock_only.sum() >= MOSTLY * len(filled[:SAMPLE]))


def _clocks_by_name(table: Table, position: int) -> bool:
    """Whether the column is one of times of day by its name, and all its filled cells are such as 14.05, or 700."""
    heading = normalise(table.header[position])
    if not any(heading.endswith(clock) for _day, clock in CLOCK_NAMES):
        return False
    filled = [cell for cell in _with_zeros(table.cells(position)) if not is_empty(cell)]
    return bool(filled) and any(
        all(isinstance(cell, str) and form.fullmatch(cell.strip()) for cell in filled)
        for form in (DOTTED_CLOCK, BARE_CLOCK)
    )


def _only_days(dates: DateColumn) -> bool:
    midnights = (dates.date_only | (dates.local % DAY == 0))[dates.valid & ~dates.ambiguous].all()
    return bool(midnights and dates.date_only[dates.ambiguous].all())


def _holds_days(cells: Sequence[Any]) -> bool:
    """Whether nearly all filled cells are days without a time."""
    filled = [cell for cell in cells if not is_empty(cell)][:SAMPLE]
    dates = read_dates(filled)
    days = dates.valid & np.isnan(dates.number)
    if number_form(dates) == "compact":
        days |= ~np.isnan(dates.number)
    return bool(filled) and bool(days.sum() >= MOSTLY * len(filled)) and _only_days(dates)


def beyond_midnight(dates: Mapping[str, DateColumn], headings: Mapping[str, str]) -> list[str]:
    """Notes on times such as 24:00 and 25:10, which `read_dates` counts on into the next day."""
    notes = []
    for name, column in dates.items():
        count = int((column.end_of_day & column.valid).sum())
        if count:
            text = ngettext(
                "{column}: {n} time such as 24:00 or 25:10 is counted on into the next day.",
                "{column}: {n} times such as 24:00 or 25:10 are counted on into the next day.",
                count,
            )
            notes.append(text.format(column=headings[name], n=count))
    return notes


def after_midnight(
    dates: Mapping[str, DateColumn], places: Mapping[str, Place], headings: Mapping[str, str]
) -> list[str]:
    """Move clocks after midnight to the next day, where the day is that of an earlier step or of a slot. Returns notes."""
    notes = []
    for name, others in EARLIER.items():
        place = places.get(name, ())
        if name not in dates or len(place) != 2:
            continue
        column = dates[name]
        later = np.zeros(len(column.local), dtype=bool)
        for other in others:
            if other in dates and len(places.get(other, ())) == 2 and places[other][0] == place[0]:
                step = dates[other]
                later |= step.valid & (step.local - column.local >= HALF_A_DAY)
            elif other in ("earliest", "dispatched") and other in dates:
                step = dates[other]  # a slot of this evening, or a departure: the date was not moved forward
                same = step.local // DAY == column.local // DAY
                later |= step.valid & same & (step.local - column.local >= HALF_A_DAY)
        later &= column.valid & (column.local % DAY < NIGHT) & ~column.date_only
        column.local[later] += DAY
        if later.any():
            text = ngettext(
                "{column}: {n} time after midnight is one of the next day.",
                "{column}: {n} times after midnight are those of the next day.",
                int(later.sum()),
            )
            notes.append(text.format(column=headings[name], n=int(later.sum())))
    return notes
