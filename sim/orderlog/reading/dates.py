"""Read dates and times in the many forms that people and programs write."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.base.units import DAY, HOUR
from sim.orderlog.reading.cell_values import is_empty
from sim.orderlog.reading.date_column import FIRST_YEAR, LAST_YEAR, DateColumn
from sim.orderlog.reading.date_words import one_form
from sim.orderlog.reading.placeholders import is_placeholder_day, is_waiting_word

_CLOCK = (
    r"(?:[T ]\s*(AM|PM)?\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d*)?)?\s*(AM|PM)?\s*"
    r"(Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)?)?"
)
WRITTEN = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})" + _CLOCK, re.IGNORECASE)
OFFSET = re.compile(r"Z|UTC|GMT|(?:UTC|GMT)?[+-](?:0?\d|1[0-4])(?::?[0-5]\d)?", re.IGNORECASE)
COMPACT = re.compile(r"((?:19|20|21)\d\d)(\d\d)(\d\d)(?:[T ]?(\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d*)?\s*(Z)?)?")
CLOCK_ONLY = re.compile(r"(AM |PM )?(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d*)?)?(?: (AM|PM))?")
PLAIN_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
SHAPES = (
    (re.compile(r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?:([T ])\d{1,2}:\d\d(:\d\d)?)?"), ("%Y{0}%m{0}%d",)),
    (
        re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{4}(?:([T ])\d{1,2}:\d\d(:\d\d)?)?"),
        ("%d{0}%m{0}%Y", "%m{0}%d{0}%Y"),
    ),
)
"""Shapes that pandas reads, a column at a time, with the forms that such a cell can have; the first that fits is taken."""
ROUNDS = 4
"""Shapes of a column that pandas reads; the rest is read cell by cell."""
LAST_HOUR, SEVERAL = 29, 2
"""Firms that work at night count hours beyond midnight: 25:10, 29:59."""
FEW = 200
"""Cells of a shape that are not worth a call of pandas."""


def read_dates(cells: Sequence[Any]) -> DateColumn:
    """Read each cell as far as is possible without the others."""
    dates = DateColumn.of(len(cells))
    left = _read_shapes(dates, cells) if len(cells) > FEW else range(len(cells))
    days: list[tuple[int, int, int, int, int]] = []  # row, year, month, day, seconds since midnight
    for at in left:
        cell = cells[at]
        if isinstance(cell, str):
            _read_text(dates, at, cell, days)
        elif cell is None or cell is pd.NaT:
            dates.empty[at] = True
        elif isinstance(cell, dt.datetime):
            _read_datetime(dates, at, cell)
        elif isinstance(cell, dt.date):
            _read_datetime(dates, at, dt.datetime(cell.year, cell.month, cell.day))
            dates.date_only[at] = True
        elif isinstance(cell, dt.time):
            _set_clock_only(dates, at, cell.hour * HOUR + cell.minute * 60 + cell.second)
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            dates.number[at] = cell
            dates.unreadable[at] = not math.isfinite(cell)
        else:
            dates.unreadable[at] = True
    if any(isinstance(cells[at], dt.datetime) for at in left):
        for at, cell in enumerate(cells):  # Excel gives midnights among times as bare dates
            if isinstance(cell, dt.date):
                dates.date_only[at] = False
    if days:
        dates.set_days(*np.array(days, dtype=np.int64).T)
    _check_late_hours(dates, days)
    return dates


def _check_late_hours(dates: DateColumn, days: Sequence[tuple[int, int, int, int, int]]) -> None:
    """A single 25:10 in a column is a mistake; several are how the firm counts its nights."""
    late = [at for at, _year, _month, _day, clock in days if clock >= DAY + HOUR]
    late += np.flatnonzero(dates.ambiguous & (dates.clock >= DAY + HOUR)).tolist()
    if len(late) < SEVERAL:
        dates.impossible[late] = True
        dates.ambiguous[late] = False


def _read_shapes(dates: DateColumn, cells: Sequence[Any]) -> Sequence[int]:
    """Let pandas read the cells whose shape leaves no doubt; returns the rows that are left."""
    texts = np.array([cell if isinstance(cell, str) else "" for cell in cells], dtype=object)
    left = np.ones(len(texts), dtype=bool)
    tried: set[str] = set()
    for _round in range(ROUNDS):
        shape = _next_shape(texts, left, tried)
        if shape is None:
            break
        for number, form in enumerate(shape):
            rows = np.flatnonzero(left)
            moments = pd.to_datetime(pd.Series(texts[rows], dtype="str"), format=form, errors="coerce")
            read = moments.notna().to_numpy()
            stamps = moments[read].to_numpy().astype("datetime64[s]").astype(np.int64)
            inside = (stamps >= 0) & (stamps < (LAST_YEAR - 1970) * 365 * DAY)
            rows, stamps = rows[read][inside], stamps[inside]
            dates.date_only[rows] = "%H" not in form
            if len(shape) > 1:
                days = stamps // DAY * DAY
                moment = pd.DatetimeIndex(days.astype("datetime64[s]"))
                first, second = (moment.day, moment.month) if number == 0 else (moment.month, moment.day)
                dates.first[rows], dates.second[rows], dates.year[rows] = first, second, moment.year
                dates.clock[rows] = stamps - days
                dates.ambiguous[rows], dates.dotted[rows] = True, form[2] == "."
            else:
                dates.local[rows] = stamps
                dates.fixed[rows] = True
            left[rows] = False
    return np.flatnonzero(left).tolist()


def _next_shape(texts: np.ndarray, left: np.ndarray, tried: set[str]) -> list[str] | None:
    """The forms of the first cell among those left that has a shape."""
    for text in texts[np.flatnonzero(left)[:FEW]]:
        for shape, forms in SHAPES:
            match = shape.fullmatch(text)
            if match:
                mark, between, seconds = match.groups()
                clock = f"{between}%H:%M{':%S' if seconds else ''}" if between else ""
                found = [form.format(mark) + clock for form in forms]
                if found[0] not in tried:
                    tried.add(found[0])
                    return found
    return None


def _read_datetime(dates: DateColumn, at: int, cell: dt.datetime) -> None:
    if is_placeholder_day(cell.year, cell.month, cell.day):
        dates.empty[at] = dates.placeholder[at] = True
        return
    if not FIRST_YEAR <= cell.year < LAST_YEAR:
        dates.impossible[at] = True
        return
    if cell.tzinfo is not None:
        dates.offset[at] = round((cell.utcoffset() or dt.timedelta()).total_seconds())
        cell = cell.replace(tzinfo=None)
    elapsed = cell - dt.datetime(1970, 1, 1)
    dates.local[at] = elapsed.days * DAY + elapsed.seconds + (elapsed.microseconds >= 500_000)
    dates.fixed[at] = True


def _read_text(dates: DateColumn, at: int, cell: str, days: list[tuple[int, int, int, int, int]]) -> None:
    text = cell.strip()
    match = WRITTEN.fullmatch(text) if text.isascii() else None
    if match is None:
        if is_empty(text):
            dates.empty[at] = True
            return
        if PLAIN_NUMBER.fullmatch(text):
            dates.number[at] = float(text.replace(",", "."))
            return
        if is_waiting_word(text):
            dates.empty[at] = dates.placeholder[at] = True
            return
        text = one_form(text)
        match = WRITTEN.fullmatch(text)
    if match is None:
        _read_compact(dates, at, text, days)
        return
    a, mark, b, c, before, hour, minute, second, after, zone = match.groups()
    clock = _clock(before, hour, minute, second, after)
    dates.date_only[at] = hour is None
    if zone:
        dates.offset[at] = offset = _offset(zone)
        if abs(offset) > 15 * HOUR:
            dates.impossible[at] = True
            return
    a, c = _common_year(a), _common_year(c)
    if len(a) == 4 and len(c) <= 2:
        if is_placeholder_day(int(a), int(b), int(c)):
            dates.empty[at] = dates.placeholder[at] = True
            return
        days.append((at, int(a), int(b), int(c), clock))
        dates.fixed[at] = True
    elif len(a) <= 2 and len(c) in (2, 4):
        if len(c) == 4 and is_placeholder_day(int(c), int(a), int(b)):
            dates.empty[at] = dates.placeholder[at] = True
            return
        dates.first[at], dates.second[at], dates.year[at], dates.clock[at] = int(a), int(b), int(c), clock
        dates.ambiguous[at] = True
        dates.short[at] = len(c) == 2
        dates.dotted[at] = mark == "."
    else:
        dates.unreadable[at] = True


def _common_year(text: str) -> str:
    """The common year of one of the Republic (115 in Taiwan) or of the Buddha (2569 in Thailand); any other number as it is."""
    number = int(text)
    if len(text) == 3 and 100 <= number < 200:
        return str(number + 1911)
    return str(number - 543) if 2540 <= number <= 2600 else text


def _read_compact(dates: DateColumn, at: int, text: str, days: list[tuple[int, int, int, int, int]]) -> None:
    compact = COMPACT.fullmatch(text)
    if compact is None:
        clock = CLOCK_ONLY.fullmatch(text)
        if clock is None:
            dates.unreadable[at] = True
        else:
            before, hour, minute, second, after = clock.groups()
            _set_clock_only(dates, at, _clock((before or "").strip(), hour, minute, second, after))
        return
    year, month, day, hour, minute, second, zone = compact.groups()
    if is_placeholder_day(int(year), int(month), int(day)):
        dates.empty[at] = dates.placeholder[at] = True
        return
    days.append((at, int(year), int(month), int(day), _clock(None, hour, minute, second, None)))
    dates.date_only[at] = hour is None
    dates.fixed[at] = True
    if zone:
        dates.offset[at] = 0


def _set_clock_only(dates: DateColumn, at: int, clock: int) -> None:
    """A time of day without a date: it can only be read together with another column."""
    dates.unreadable[at] = True
    dates.clock_only[at] = clock >= 0


def _clock(
    before: str | None, hour: str | None, minute: str | None, second: str | None, after: str | None
) -> int:
    """Seconds since midnight, -1 if the time does not exist; 25:10 is 1:10 of the next day."""
    if hour is None:
        return 0
    h, m, s = int(hour), int(minute or 0), int(second or 0)
    half = (before or after or "").upper()
    if half:
        if h > 12 and (half == "AM" or h > 23):
            return -1
        h = h % 12 + 12 * (half == "PM") if h <= 12 else h  # 下午14:05 is also written
    return h * HOUR + m * 60 + s if m < 60 and s < 60 and h <= LAST_HOUR else -1


def written_offset(text: str) -> int | None:
    """Seconds east of Greenwich of +09:00, UTC+8 or Z; None if it is not an offset."""
    return _offset(text) if OFFSET.fullmatch(text) else None


def _offset(zone: str) -> int:
    text = zone.upper().removeprefix("UTC").removeprefix("GMT")
    if text in ("", "Z"):
        return 0
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    return (-1 if text[0] == "-" else 1) * (hours * HOUR + minutes * 60)
