"""Read columns of plain numbers as dates: Excel's days, compact dates, Unix times, or seconds as Kefu writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from sim.base.i18n import _
from sim.base.units import DAY
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.dates import COMPACT

EXCEL_EPOCH = 25_569
"""Days from Excel's day 0 to 1970-01-01."""
EXCEL_DAYS = (20_000, 80_000)
"""Excel's day numbers for the years 1954 to 2119."""
UNIX_SECONDS = (800_000_000, 4_000_000_000)
"""Seconds since 1970 for the years 1995 to 2096."""
MOSTLY = 0.9
"""Share of the numbers that must fit a form."""


def interpret_numbers(columns: Mapping[str, DateColumn]) -> tuple[bool, list[str]]:
    """Read all plain numbers in the one form that fits most of them. Returns whether that is Kefu's seconds, and notes."""
    numbers = np.concatenate([d.number[~np.isnan(d.number)] for d in columns.values()] or [np.zeros(0)])
    if not len(numbers):
        return False, []
    readable = sum(int((~d.empty & ~d.unreadable).sum()) for d in columns.values())
    among_dates = len(numbers) < MOSTLY * readable  # numbers among written dates can only be Excel's
    if np.mean([_is_compact(value) for value in numbers[:1000]]) > MOSTLY:
        _convert(columns, _from_compact)
        return False, [_("Dates are written without separators, as in 20260301.")]
    if _between(numbers, EXCEL_DAYS).mean() > MOSTLY or among_dates:
        _convert(columns, _from_excel)
        return False, [_("Numbers are read as Excel's days.")]
    if _between(numbers, UNIX_SECONDS).mean() > MOSTLY:
        _convert(columns, _from_unix_seconds)
        return False, [_("Numbers are read as Unix seconds.")]
    if _between(numbers / 1000, UNIX_SECONDS).mean() > MOSTLY:
        _convert(columns, _from_unix_milliseconds)
        return False, [_("Numbers are read as Unix milliseconds.")]
    for dates in columns.values():
        dates.unreadable |= ~dates.empty & np.isnan(dates.number)
    _convert(columns, _from_kefu_seconds)
    return True, [_("Times are seconds from the start and amounts are fen, as Kefu itself writes them.")]


def _convert(columns: Mapping[str, DateColumn], read: Callable[[DateColumn, np.ndarray], None]) -> None:
    for dates in columns.values():
        rows = np.flatnonzero(~np.isnan(dates.number))
        if len(rows):
            read(dates, rows)


def _between(values: np.ndarray, limits: tuple[int, int]) -> np.ndarray:
    return (values >= limits[0]) & (values < limits[1])


def _is_compact(value: float) -> bool:
    match = COMPACT.fullmatch(f"{value:.0f}") if value > 0 else None
    return match is not None and 1 <= int(match.group(2)) <= 12 and 1 <= int(match.group(3)) <= 31


def _from_compact(dates: DateColumn, rows: np.ndarray) -> None:
    value = np.clip(dates.number[rows], 0, 1e15).astype(np.int64)
    digits = np.char.str_len(value.astype(str))
    dates.date_only[rows] = digits == 8
    scale = np.choose(np.searchsorted([8, 12, 14], digits).clip(0, 2), [10**6, 100, 1])
    value = value * scale
    day, clock = value // 10**6, value % 10**6
    seconds = clock // 10**4 * 3600 + clock // 100 % 100 * 60 + clock % 100
    bad = ~np.isin(digits, (8, 12, 14)) | (clock // 100 % 100 > 59) | (clock % 100 > 59) | (seconds > DAY)
    dates.set_days(rows, day // 10**4, day // 100 % 100, day % 100, np.where(bad, -1, seconds))


def _from_excel(dates: DateColumn, rows: np.ndarray) -> None:
    value = dates.number[rows]
    inside = _between(value, EXCEL_DAYS)
    dates.local[rows] = np.where(inside, np.rint((value - EXCEL_EPOCH) * DAY), 0)
    dates.unreadable[rows] = ~inside


def _from_unix_seconds(dates: DateColumn, rows: np.ndarray) -> None:
    _from_unix(dates, rows, 1)


def _from_unix_milliseconds(dates: DateColumn, rows: np.ndarray) -> None:
    _from_unix(dates, rows, 1000)


def _from_unix(dates: DateColumn, rows: np.ndarray, scale: int) -> None:
    value = dates.number[rows] / scale
    inside = _between(value, UNIX_SECONDS)
    dates.local[rows] = np.where(inside, np.floor(value), 0)
    dates.unreadable[rows] = ~inside
    dates.offset[rows] = 0


def _from_kefu_seconds(dates: DateColumn, rows: np.ndarray) -> None:
    value = dates.number[rows]
    whole = (value == np.floor(value)) & (np.abs(value) < 2**40)
    dates.local[rows] = np.where(whole, value, 0)
    dates.unreadable[rows] = ~whole
