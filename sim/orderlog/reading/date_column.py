"""A column of dates and times while it is being read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.units import DAY

Ints = np.ndarray
FIRST_YEAR, LAST_YEAR = 1970, 2200
NO_OFFSET = -(10**6)
"""The offset of a time without a time zone."""


@dataclass
class DateColumn:
    """A column of dates and times while it is being read; an array with a value for each row.

    `ambiguous` rows are "3/4/2026" and the like: `resolve` reads them once the order of day and month is known.
    """

    local: Ints
    """Seconds since 1970 on the local clock."""
    offset: Ints
    """Seconds east of Greenwich, NO_OFFSET where none is written."""
    date_only: np.ndarray
    """A date without a time; `local` is its midnight."""
    empty: np.ndarray
    unreadable: np.ndarray
    impossible: np.ndarray
    """Readable, but there is no such day or hour, such as 30 February."""
    ambiguous: np.ndarray
    first: Ints
    """The first number of an ambiguous date: day or month."""
    second: Ints
    """The second number of an ambiguous date: month or day."""
    year: Ints
    clock: Ints
    """Seconds since midnight of an ambiguous date."""
    dotted: np.ndarray
    """An ambiguous date is written with dots."""
    number: np.ndarray
    """A plain number: Excel's days, or seconds; NaN for all other cells."""

    @property
    def valid(self) -> np.ndarray:
        """Rows that hold a date that exists."""
        return ~(self.empty | self.unreadable | self.impossible)

    def order_from_values(self) -> str:
        """The order of day and month that the values prove: "dmy", "mdy", "both" (contradictory) or "" (unknown)."""
        day_first = (self.ambiguous & (self.first > 12) & (self.second <= 12)).any()
        month_first = (self.ambiguous & (self.second > 12) & (self.first <= 12)).any()
        return "both" if day_first and month_first else "dmy" if day_first else "mdy" if month_first else ""

    def resolve(self, order: str) -> None:
        """Read the ambiguous rows as "dmy" or "mdy"."""
        rows = np.flatnonzero(self.ambiguous)
        day, month = (self.first, self.second) if order == "dmy" else (self.second, self.first)
        self.set_days(rows, self.year[rows], month[rows], day[rows], self.clock[rows])
        self.ambiguous[rows] = False

    def set_days(self, rows: Ints, year: Ints, month: Ints, day: Ints, clock: Ints) -> None:
        """Set rows to a day and the seconds since its midnight, or mark them as impossible."""
        exists = (year >= FIRST_YEAR) & (year < LAST_YEAR) & (month >= 1) & (month <= 12)
        months = np.where(exists, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
        first = months.astype("datetime64[D]").astype(np.int64)
        length = (months + 1).astype("datetime64[D]").astype(np.int64) - first
        exists &= (day >= 1) & (day <= length) & (clock >= 0)
        self.local[rows] = np.where(exists, (first + day - 1) * DAY + clock, 0)
        self.impossible[rows] = ~exists
