"""Read dates and times in the many forms that people and programs write."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np

from sim.base.units import DAY
from sim.orderlog.reading.cell_values import is_empty
from sim.orderlog.reading.date_column import FIRST_YEAR, LAST_YEAR, NO_OFFSET, DateColumn

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = (
    r"(?:[T ]\s*(AM|PM)?\s*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d*)?)?\s*(AM|PM)?\s*"
    r"(Z|UTC|GMT|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?)?)?"
)
WRITTEN = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})" + _CLOCK, re.IGNORECASE)
COMPACT = re.compile(r"((?:19|20|21)\d\d)(\d\d)(\d\d)(?:[T ]?(\d\d)(\d\d)(\d\d)?(?:\.\d*)?\s*(Z)?)?")
DAY_MONTH = re.compile(r"(\d{1,2})[-\s./]([a-z]{3,9})\.?,?[-\s./](\d{4})", re.IGNORECASE)
MONTH_DAY = re.compile(r"([a-z]{3,9})\.?\s(\d{1,2}),?\s(\d{4})", re.IGNORECASE)
WEEKDAY = re.compile(
    r"(?:星期|周)[一二三四五六日天]|^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s", re.IGNORECASE
)
CHINESE = str.maketrans(
    {"年": "-", "月": "-", "日": " ", "号": " ", "时": ":", "点": ":", "分": ":", "秒": " "}
)
HALVES_OF_DAY = (
    ("上午", "AM"),
    ("凌晨", "AM"),
    ("早上", "AM"),
    ("下午", "PM"),
    ("晚上", "PM"),
    ("中午", "PM"),
)
PLAIN = re.compile(r"[-+]?\d+(?:[.,]\d+)?")


def read_dates(cells: Sequence[Any]) -> DateColumn:
    """Read each cell as far as is possible without the others."""
    n = len(cells)
    local, first, second, year, clock = (np.zeros(n, dtype=np.int64) for _each in range(5))
    date_only, empty, unreadable, impossible, ambiguous, dotted = (
        np.zeros(n, dtype=bool) for _each in range(6)
    )
    offset, number = np.full(n, NO_OFFSET, dtype=np.int64), np.full(n, np.nan)
    dates = DateColumn(
        local,
        offset,
        date_only,
        empty,
        unreadable,
        impossible,
        ambiguous,
        first,
        second,
        year,
        clock,
        dotted,
        number,
    )
    days: list[tuple[int, int, int, int, int]] = []  # row, year, month, day, seconds since midnight
    for at, cell in enumerate(cells):
        if isinstance(cell, str):
            _read_text(dates, at, cell, days)
        elif isinstance(cell, dt.datetime):
            _read_datetime(dates, at, cell)
        elif isinstance(cell, dt.date):
            _read_datetime(dates, at, dt.datetime(cell.year, cell.month, cell.day))
            dates.date_only[at] = True
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            dates.number[at] = cell
            dates.unreadable[at] = not math.isfinite(cell)
        elif cell is None:
            dates.empty[at] = True
        else:
            dates.unreadable[at] = True
    if any(isinstance(cell, dt.datetime) for cell in cells):
        for at, cell in enumerate(cells):  # Excel gives midnights among times as bare dates
            if isinstance(cell, dt.date):
                dates.date_only[at] = False
    if days:
        dates.set_days(*np.array(days, dtype=np.int64).T)
    return dates


def _read_datetime(dates: DateColumn, at: int, cell: dt.datetime) -> None:
    if not FIRST_YEAR <= cell.year < LAST_YEAR:
        dates.impossible[at] = True
        return
    if cell.tzinfo is not None:
        dates.offset[at] = round((cell.utcoffset() or dt.timedelta()).total_seconds())
        cell = cell.replace(tzinfo=None)
    elapsed = cell - dt.datetime(1970, 1, 1)
    dates.local[at] = elapsed.days * DAY + elapsed.seconds + (elapsed.microseconds >= 500_000)


def _read_text(dates: DateColumn, at: int, cell: str, days: list[tuple[int, int, int, int, int]]) -> None:
    text = cell.strip()
    match = WRITTEN.fullmatch(text) if text.isascii() else None
    if match is None:
        if is_empty(text):
            dates.empty[at] = True
            return
        if PLAIN.fullmatch(text):
            dates.number[at] = float(text.replace(",", "."))
            return
        text = _normalise(text)
        match = WRITTEN.fullmatch(text)
    if match is None:
        compact = COMPACT.fullmatch(text)
        if compact is None:
            dates.unreadable[at] = True
            return
        year, month, day, hour, minute, second, zone = compact.groups()
        days.append((at, int(year), int(month), int(day), _clock(None, hour, minute, second, None)))
        dates.date_only[at] = hour is None
        if zone:
            dates.offset[at] = 0
        return
    a, mark, b, c, before, hour, minute, second, after, zone = match.groups()
    clock = _clock(before, hour, minute, second, after)
    dates.date_only[at] = hour is None
    if zone:
        dates.offset[at] = offset = _offset(zone)
        if abs(offset) > 15 * 3600:
            dates.impossible[at] = True
            return
    if len(a) == 4 and len(c) <= 2:
        days.append((at, int(a), int(b), int(c), clock))
    elif len(c) == 4 and len(a) <= 2:
        dates.first[at], dates.second[at], dates.year[at], dates.clock[at] = int(a), int(b), int(c), clock
        dates.ambiguous[at] = True
        dates.dotted[at] = mark == "."
    else:  # a year of two digits could be any of the three
        dates.unreadable[at] = True


def _clock(
    before: str | None, hour: str | None, minute: str | None, second: str | None, after: str | None
) -> int:
    """Seconds since midnight, -1 if the time does not exist; 24:00 is the end of the day."""
    if hour is None:
        return 0
    h, m, s = int(hour), int(minute or 0), int(second or 0)
    half = (before or after or "").upper()
    if half:
        if h > 12 and (half == "AM" or h > 23):
            return -1
        h = h % 12 + 12 * (half == "PM") if h <= 12 else h  # 下午14:05 is also written
    clock = h * 3600 + m * 60 + s
    return clock if m < 60 and s < 60 and clock <= DAY else -1


def _offset(zone: str) -> int:
    text = zone.upper().removeprefix("UTC").removeprefix("GMT")
    if text in ("", "Z"):
        return 0
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    return (-1 if text[0] == "-" else 1) * (hours * 3600 + minutes * 60)


def _normalise(text: str) -> str:
    """The text in the form of WRITTEN: without full-width letters, Chinese forms, names of months and weekdays."""
    text = WEEKDAY.sub("", unicodedata.normalize("NFKC", text)).strip()
    for word, half in HALVES_OF_DAY:
        text = text.replace(word, f" {half} ")
    text = text.translate(CHINESE).strip()
    text = re.sub(r":(?=\s|$)", "", text)  # 14时05分, and 14点
    text = re.sub(r"((?:^|\s)\d{1,2})$", r"\1:00", text) if re.search(r"\d[-/.]\d+\s", text) else text
    for pattern, order in ((DAY_MONTH, (3, 2, 1)), (MONTH_DAY, (3, 1, 2))):
        match = pattern.match(text)
        if match:
            year, month, day = (match.group(position) for position in order)
            if month[:3].lower() in MONTHS:
                number = MONTHS.index(month[:3].lower()) + 1
                return re.sub(
                    r"^[,\s]+", " ", f"{year}-{number}-{day}" + text[match.end() :].replace(",", "")
                )
    return re.sub(r"\s+", " ", text)
