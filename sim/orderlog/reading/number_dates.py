"""Read columns of plain numbers as dates: Excel's days, compact dates, Unix times, or seconds as Kefu writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from sim.base.i18n import N_, _
from sim.base.units import DAY, HOUR
from sim.orderlog.reading.column_names import normalise
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.dates import COMPACT
from sim.orderlog.reading.placeholders import NUMBERS

EXCEL_EPOCH = 25_569
"""Days from Excel's day 0 to 1970-01-01."""
EXCEL_DAYS = (20_000, 80_000)
"""Excel's day numbers for the years 1954 to 2119."""
UNIX_SECONDS = (800_000_000, 4_000_000_000)
"""Seconds since 1970 for the years 1995 to 2096."""
REPUBLIC = 1911 * 10**4
"""Between 1150302 of Taiwan and 20260302."""
MOSTLY = 0.9
"""Share of the numbers that must fit a form."""


def _is_compact(value: float) -> bool:
    match = COMPACT.fullmatch(f"{value:.0f}") if value > 0 else None
    return match is not None and 1 <= int(match.group(2)) <= 12 and 1 <= int(match.group(3)) <= 31


def _is_of_the_republic(value: float) -> bool:
    text = f"{value:.0f}"
    return len(text) == 7 and _is_compact(value + REPUBLIC)


def _of_the_republic(dates: DateColumn, rows: np.ndarray) -> None:
    dates.number[rows] += REPUBLIC
    _compact(dates, rows)


def _compact(dates: DateColumn, rows: np.ndarray) -> None:
    value = np.clip(dates.number[rows], 0, 1e15).astype(np.int64)
    digits = np.char.str_len(value.astype(str))
    dates.date_only[rows] = digits == 8
    scale = np.choose(np.searchsorted([8, 12, 14], digits).clip(0, 2), [10**6, 100, 1])
    value = value * scale
    day, clock = value // 10**6, value % 10**6
    seconds = clock // 10**4 * HOUR + clock // 100 % 100 * 60 + clock % 100
    bad = ~np.isin(digits, (8, 12, 14)) | (clock // 100 % 100 > 59) | (clock % 100 > 59) | (seconds > DAY)
    dates.set_days(rows, day // 10**4, day // 100 % 100, day % 100, np.where(bad, -1, seconds))


def _excel(dates: DateColumn, rows: np.ndarray) -> None:
    value = dates.number[rows]
    inside = _between(value, EXCEL_DAYS)
    dates.local[rows] = np.where(inside, np.rint((value - EXCEL_EPOCH) * DAY), 0)
    dates.unreadable[rows] = ~inside


def _unix(scale: int) -> Callable[[DateColumn, np.ndarray], None]:
    def read(dates: DateColumn, rows: np.ndarray) -> None:
        value = dates.number[rows] / scale
        inside = _between(value, UNIX_SECONDS)
        dates.local[rows] = np.where(inside, np.floor(value), 0)
        dates.unreadable[rows] = ~inside
        dates.offset[rows] = 0

    return read


def _kefu(dates: DateColumn, rows: np.ndarray) -> None:
    value = dates.number[rows]
    whole = (value == np.floor(value)) & (np.abs(value) < 2**40)
    dates.local[rows] = np.where(whole, value, 0)
    dates.unreadable[rows] = ~whole


FORMS: dict[str, tuple[Callable[[DateColumn, np.ndarray], None], str]] = {
    "compact": (_compact, N_("Dates are written without separators, as in 20260301: {columns}.")),
    "republic": (
        _of_the_republic,
        N_("Dates are written without separators in years of the Republic, as in 1150302: {columns}."),
    ),
    "excel": (_excel, N_("Numbers are read as Excel's days: {columns}.")),
    "unix": (_unix(1), N_("Numbers are read as Unix seconds: {columns}.")),
    "milliseconds": (_unix(1000), N_("Numbers are read as Unix milliseconds: {columns}.")),
    "microseconds": (_unix(10**6), N_("Numbers are read as Unix microseconds: {columns}.")),
}


def number_form(dates: DateColumn) -> str:
    """The form of `FORMS` that most numbers of a column fit; "" if none, or if it has no numbers."""
    numbers = dates.number[~np.isnan(dates.number)]
    numbers = numbers[~np.isin(numbers, NUMBERS)]
    if not len(numbers):
        return ""
    if np.mean([_is_compact(value) for value in numbers[:1000]]) > MOSTLY:
        return "compact"
    if np.mean([_is_of_the_republic(value) for value in numbers[:1000]]) > MOSTLY:
        return "republic"
    if _between(numbers, EXCEL_DAYS).mean() > MOSTLY:
        return "excel"
    for form, scale in (("unix", 1), ("milliseconds", 1000), ("microseconds", 10**6)):
        if _between(numbers / scale, UNIX_SECONDS).mean() > MOSTLY:
            return form
    return ""


def is_relative(columns: Mapping[str, DateColumn]) -> bool:
    """Whether the times are seconds as Kefu itself writes them: nearly all are numbers, and no date."""
    plain = [dates for dates in columns.values() if not np.isnan(dates.number).all()]
    numbers = sum(int((~np.isnan(dates.number)).sum()) for dates in plain)
    read = sum(int((dates.valid & np.isnan(dates.number)).sum()) for dates in columns.values())
    return numbers > MOSTLY * (numbers + read) and not any(number_form(dates) for dates in plain)


def interpret_numbers(
    columns: Mapping[str, DateColumn], headings: Mapping[str, str] | None = None
) -> tuple[bool, list[str]]:
    """Read the plain numbers of each column in the form that fits most. Returns whether they are Kefu's seconds, and notes."""
    named = headings is None or normalise(headings.get("placed", "placed")) == "placed"
    if named and is_relative(columns):
        for dates in columns.values():
            dates.unreadable |= ~dates.empty & np.isnan(dates.number)
            _read(dates, _kefu)
        return True, [_("Times are seconds from the start and amounts are fen, as Kefu itself writes them.")]
    found: dict[str, list[str]] = {}
    for name, dates in columns.items():
        form = number_form(dates)
        waiting = np.isin(dates.number, NUMBERS) & (bool(form) | (dates.valid & np.isnan(dates.number)).any())
        dates.empty[waiting] = dates.placeholder[waiting] = True
        dates.number[waiting] = np.nan
        if form:
            _read(dates, FORMS[form][0])
            found.setdefault(form, []).append((headings or {}).get(name, name))
        else:
            dates.unreadable |= ~np.isnan(dates.number)
    return False, [_(FORMS[form][1]).format(columns=", ".join(names)) for form, names in found.items()]


def _read(dates: DateColumn, read: Callable[[DateColumn, np.ndarray], None]) -> None:
    rows = np.flatnonzero(~np.isnan(dates.number))
    if len(rows):
        read(dates, rows)


def _between(values: np.ndarray, limits: tuple[int, int]) -> np.ndarray:
    return (values >= limits[0]) & (values < limits[1])
