"""Cells that hold dates and times, in the many ways in which people and programs write them."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.units import DAY
from sim.orderlog.reading.values import is_empty

Ints = np.ndarray
FIRST_YEAR, LAST_YEAR = 1970, 2200
NO_OFFSET = -(10**6)
"""Stands for: the text says no zone."""

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
HALVES = (("上午", "AM"), ("凌晨", "AM"), ("早上", "AM"), ("下午", "PM"), ("晚上", "PM"), ("中午", "PM"))
PLAIN = re.compile(r"[-+]?\d+(?:[.,]\d+)?")

SERIAL = (20_000, 80_000)
"""Excel's days from 1899-12-30 for the years 1954 to 2119."""
UNIX = (800_000_000, 4_000_000_000)


@dataclass
class Dates:
    """A column of times, being read. wall: seconds on the clock on the wall since 1970; offset: seconds east of
    Greenwich, NO_OFFSET where none is written; whole_day: a date without a time, `wall` is then its midnight.

    undecided: rows whose day and month may be either way; first, second: the two numbers as written.
    """

    wall: Ints
    offset: Ints
    whole_day: np.ndarray
    empty: np.ndarray
    bad: np.ndarray
    """Unreadable."""
    impossible: np.ndarray
    """Readable, but there is no such day or hour, such as 30 February."""
    undecided: np.ndarray
    first: Ints
    second: Ints
    year: Ints
    clock: Ints
    dotted: np.ndarray
    number: np.ndarray
    """Plain numbers, NaN where the cell is none: Excel's days, or seconds."""

    def by_values(self) -> str:
        """ "dmy", "mdy", "both" as the values decide it, "" if none does or nothing is undecided."""
        day_first = (self.undecided & (self.first > 12) & (self.second <= 12)).any()
        month_first = (self.undecided & (self.second > 12) & (self.first <= 12)).any()
        return "both" if day_first and month_first else "dmy" if day_first else "mdy" if month_first else ""

    def decide(self, order: str) -> None:
        """Read what is undecided as "dmy" or "mdy"."""
        rows = np.flatnonzero(self.undecided)
        day, month = (self.first, self.second) if order == "dmy" else (self.second, self.first)
        self._set_days(rows, self.year[rows], month[rows], day[rows], self.clock[rows])
        self.undecided[rows] = False

    def _set_days(self, rows: Ints, year: Ints, month: Ints, day: Ints, clock: Ints) -> None:
        sane = (year >= FIRST_YEAR) & (year < LAST_YEAR) & (month >= 1) & (month <= 12)
        months = np.where(sane, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
        first = months.astype("datetime64[D]").astype(np.int64)
        length = (months + 1).astype("datetime64[D]").astype(np.int64) - first
        sane &= (day >= 1) & (day <= length) & (clock >= 0)
        self.wall[rows] = np.where(sane, (first + day - 1) * DAY + clock, 0)
        self.impossible[rows] = ~sane


def read_dates(cells: Sequence[Any]) -> Dates:
    """Every cell as far as it can be read alone."""
    n = len(cells)
    wall, first, second, year, clock = (np.zeros(n, dtype=np.int64) for _each in range(5))
    whole_day, empty, bad, impossible, undecided, dotted = (np.zeros(n, dtype=bool) for _each in range(6))
    offset, number = np.full(n, NO_OFFSET, dtype=np.int64), np.full(n, np.nan)
    dates = Dates(
        wall, offset, whole_day, empty, bad, impossible, undecided, first, second, year, clock, dotted, number
    )
    parts: list[tuple[int, int, int, int, int]] = []  # row, year, month, day, clock
    for at, cell in enumerate(cells):
        if isinstance(cell, str):
            _text(dates, at, cell, parts)
        elif isinstance(cell, dt.datetime):
            _moment(dates, at, cell)
        elif isinstance(cell, dt.date):
            _moment(dates, at, dt.datetime(cell.year, cell.month, cell.day))
            dates.whole_day[at] = True
        elif isinstance(cell, int | float) and not isinstance(cell, bool):
            dates.number[at] = cell
            dates.bad[at] = not math.isfinite(cell)
        elif cell is None:
            dates.empty[at] = True
        else:
            dates.bad[at] = True
    if any(isinstance(cell, dt.datetime) for cell in cells):
        for at, cell in enumerate(cells):  # Excel's midnights among times come as bare dates
            if isinstance(cell, dt.date):
                dates.whole_day[at] = False
    if parts:
        dates._set_days(*np.array(parts, dtype=np.int64).T)
    return dates


def _moment(dates: Dates, at: int, cell: dt.datetime) -> None:
    if not FIRST_YEAR <= cell.year < LAST_YEAR:
        dates.impossible[at] = True
        return
    if cell.tzinfo is not None:
        dates.offset[at] = round((cell.utcoffset() or dt.timedelta()).total_seconds())
        cell = cell.replace(tzinfo=None)
    since = cell - dt.datetime(1970, 1, 1)
    dates.wall[at] = since.days * DAY + since.seconds + (since.microseconds >= 500_000)


def _text(dates: Dates, at: int, cell: str, parts: list[tuple[int, int, int, int, int]]) -> None:
    text = cell.strip()
    found = WRITTEN.fullmatch(text) if text.isascii() else None
    if found is None:
        if is_empty(text):
            dates.empty[at] = True
            return
        if PLAIN.fullmatch(text):
            dates.number[at] = float(text.replace(",", "."))
            return
        text = _normal(text)
        found = WRITTEN.fullmatch(text)
    if found is None:
        compact = COMPACT.fullmatch(text)
        if compact is None:
            dates.bad[at] = True
            return
        year, month, day, hour, minute, second, zone = compact.groups()
        _put(dates, at, parts, int(year), int(month), int(day), _clock(None, hour, minute, second, None))
        dates.whole_day[at] = hour is None
        if zone:
            dates.offset[at] = 0
        return
    a, mark, b, c, before, hour, minute, second, after, zone = found.groups()
    clock = _clock(before, hour, minute, second, after)
    dates.whole_day[at] = hour is None
    if zone:
        dates.offset[at] = offset = _offset(zone)
        if abs(offset) > 15 * 3600:
            dates.impossible[at] = True
            return
    if len(a) == 4 and len(c) <= 2:
        _put(dates, at, parts, int(a), int(b), int(c), clock)
    elif len(c) == 4 and len(a) <= 2:
        dates.first[at], dates.second[at], dates.year[at], dates.clock[at] = int(a), int(b), int(c), clock
        dates.undecided[at] = True
        dates.dotted[at] = mark == "."
    else:  # a year of two digits could be any of the three
        dates.bad[at] = True


def _put(
    dates: Dates,
    at: int,
    parts: list[tuple[int, int, int, int, int]],
    year: int,
    month: int,
    day: int,
    clock: int,
) -> None:
    parts.append((at, year, month, day, clock))


def _clock(
    before: str | None, hour: str | None, minute: str | None, second: str | None, after: str | None
) -> int:
    """Seconds since midnight, -1 if there is no such time; 24:00 is the end of the day."""
    if hour is None:
        return 0
    h, m, s = int(hour), int(minute or 0), int(second or 0)
    half = (before or after or "").upper()
    if half:
        if h > 12 and (half == "AM" or h > 23):
            return -1
        h = h % 12 + 12 * (half == "PM") if h <= 12 else h  # 下午14:05 is written, too
    clock = h * 3600 + m * 60 + s
    return clock if m < 60 and s < 60 and clock <= DAY else -1


def _offset(zone: str) -> int:
    text = zone.upper().removeprefix("UTC").removeprefix("GMT")
    if text in ("", "Z"):
        return 0
    digits = text[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    return (-1 if text[0] == "-" else 1) * (hours * 3600 + minutes * 60)


def _normal(text: str) -> str:
    """Full-width letters, Chinese forms, names of months and days of the week in the form that WRITTEN takes."""
    text = WEEKDAY.sub("", unicodedata.normalize("NFKC", text)).strip()
    for word, half in HALVES:
        text = text.replace(word, f" {half} ")
    text = text.translate(CHINESE).strip()
    text = re.sub(r":(?=\s|$)", "", text)  # 14时05分, and 14点
    text = re.sub(r"((?:^|\s)\d{1,2})$", r"\1:00", text) if re.search(r"\d[-/.]\d+\s", text) else text
    for pattern, order in ((DAY_MONTH, (3, 2, 1)), (MONTH_DAY, (3, 1, 2))):
        found = pattern.match(text)
        if found:
            year, month, day = (found.group(place) for place in order)
            if month[:3].lower() in MONTHS:
                number = MONTHS.index(month[:3].lower()) + 1
                return re.sub(
                    r"^[,\s]+", " ", f"{year}-{number}-{day}" + text[found.end() :].replace(",", "")
                )
    return re.sub(r"\s+", " ", text)
