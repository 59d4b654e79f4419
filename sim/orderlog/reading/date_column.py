"""A column of dates and times while it is being read."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from sim.base.units import DAY

Ints = np.ndarray
FIRST_YEAR, LAST_YEAR = 1970, 2200
NO_OFFSET = -(10**6)
"""The offset of a time without a time zone."""
CENTURY = 70
"""Years of two digits from here on are 19.., below 20.."""


@dataclass
class DateColumn:
    """A column of dates and times while it is being read; an array with a value for each row.

    `ambiguous` rows are "3/4/2026" and the like: `resolve` reads them once the order of day, month and year is known.
    """

    local: Ints
    """Seconds since 1970 on the local clock."""
    offset: Ints
    """Seconds east of Greenwich, NO_OFFSET where none is written."""
    repeat: Ints
    """Seconds until the clock of the row's zone shows the time again, because summer time ends; 0 if it does not."""
    gap: np.ndarray
    """A time that the clock of the row's zone never shows, because summer time begins."""
    date_only: np.ndarray
    """A date without a time; `local` is its midnight."""
    end_of_day: np.ndarray
    """Written as 24:00 or 25:10: `local` is on the next day, and 24:00 is no date without a time."""
    empty: np.ndarray
    placeholder: np.ndarray
    """Empty, although it contains text: a word or a date that stands for "not yet"."""
    unreadable: np.ndarray
    impossible: np.ndarray
    """Readable, but there is no such day or hour, such as 30 February."""
    clock_only: np.ndarray
    """Unreadable, because it is a time of day without a date."""
    fixed: np.ndarray
    """A date whose day and month are written so that they cannot be mixed up, or a date of Excel."""
    ambiguous: np.ndarray
    first: Ints
    """The first number of an ambiguous date: day, month or, if short, year."""
    second: Ints
    """The second number of an ambiguous date: month or day."""
    year: Ints
    """The third number of an ambiguous date: year or, if short, perhaps day."""
    clock: Ints
    """Seconds since midnight of an ambiguous date."""
    short: np.ndarray
    """An ambiguous date whose year has two digits."""
    dotted: np.ndarray
    """An ambiguous date is written with dots."""
    number: np.ndarray
    """A plain number: Excel's days, or seconds; NaN for all other cells."""

    @classmethod
    def of(cls, rows: int) -> DateColumn:
        """A column of this length in which nothing has been read."""
        ints = {
            name: np.zeros(rows, dtype=np.int64)
            for name in ("local", "repeat", "first", "second", "year", "clock")
        }
        flags = {
            name: np.zeros(rows, dtype=bool)
            for name in (
                "gap",
                "date_only",
                "end_of_day",
                "empty",
                "placeholder",
                "unreadable",
                "impossible",
                "clock_only",
                "fixed",
                "ambiguous",
                "short",
                "dotted",
            )
        }
        offset = np.full(rows, NO_OFFSET, dtype=np.int64)
        return cls(**ints, **flags, offset=offset, number=np.full(rows, np.nan))

    @property
    def valid(self) -> np.ndarray:
        """Rows that hold a date that exists."""
        return ~(self.empty | self.unreadable | self.impossible)

    def possible_orders(self) -> list[str]:
        """The orders of day, month and year in which every ambiguous date exists that exists in any order."""
        rows = np.flatnonzero(self.ambiguous)
        exist = {}
        for order in ("dmy", "mdy", "ymd"):
            _year, month, day = self._parts(rows, order)
            exists = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
            exist[order] = exists & (self.short[rows] if order == "ymd" else True)
        some = exist["dmy"] | exist["mdy"] | exist["ymd"]
        orders = [order for order, exists in exist.items() if exists[some].all()]
        if "ymd" in orders and len(orders) > 1 and len(rows) > 2:  # the year changes least from row to row
            firsts, thirds = len(np.unique(self.first[rows])), len(np.unique(self.year[rows]))
            if thirds < firsts:
                orders.remove("ymd")
            elif firsts < thirds:
                orders = ["ymd"]
        return orders

    def resolve(self, order: str) -> None:
        """Read the ambiguous rows as "dmy", "mdy" or "ymd"."""
        rows = np.flatnonzero(self.ambiguous)
        year, month, day = self._parts(rows, order)
        year = np.where(self.short[rows], year + np.where(year < CENTURY, 2000, 1900), year)
        self.set_days(rows, year, month, day, self.clock[rows])
        self.ambiguous[rows] = False

    def _parts(self, rows: Ints, order: str) -> tuple[Ints, Ints, Ints]:
        """Year, month and day of ambiguous rows in an order."""
        first, second, third = self.first[rows], self.second[rows], self.year[rows]
        return {
            "dmy": (third, second, first),
            "mdy": (third, first, second),
            "ymd": (first, second, third),
        }[order]

    def copy_rows(self, rows: Ints, source: Ints) -> None:
        """Give rows what stands in other rows of the column."""
        for each in fields(self):
            values = getattr(self, each.name)
            values[rows] = values[source]

    def swap_days(self, rows: Ints) -> None:
        """Exchange day and month of the dates of these rows."""
        days, clock = self.local[rows] // DAY, self.local[rows] % DAY
        dates = days.astype("datetime64[D]")
        months = dates.astype("datetime64[M]").astype(np.int64)
        day = (dates - dates.astype("datetime64[M]")).astype(np.int64) + 1
        self.set_days(rows, 1970 + months // 12, day, months % 12 + 1, clock)

    def days_of_month(self, rows: Ints) -> Ints:
        """The day of the month of the dates of these rows."""
        dates = (self.local[rows] // DAY).astype("datetime64[D]")
        return (dates - dates.astype("datetime64[M]")).astype(np.int64) + 1

    def set_days(self, rows: Ints, year: Ints, month: Ints, day: Ints, clock: Ints) -> None:
        """Set rows to a day and the seconds since its midnight, or mark them as impossible."""
        exists = (year >= FIRST_YEAR) & (year < LAST_YEAR) & (month >= 1) & (month <= 12)
        months = np.where(exists, (year - 1970) * 12 + month - 1, 0).astype("datetime64[M]")
        first = months.astype("datetime64[D]").astype(np.int64)
        length = (months + 1).astype("datetime64[D]").astype(np.int64) - first
        exists &= (day >= 1) & (day <= length) & (clock >= 0)
        self.local[rows] = np.where(exists, (first + day - 1) * DAY + clock, 0)
        self.impossible[rows] = ~exists
        self.end_of_day[rows] = exists & (clock >= DAY)
