"""Choose the columns of times by what they hold, and read them as far as each can be read alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.base.i18n import _, ngettext
from sim.orderlog.reading.candidates import Candidates, Place
from sim.orderlog.reading.cell_values import is_empty
from sim.orderlog.reading.column_names import REQUIRED, TIMES, normalise, recognise
from sim.orderlog.reading.date_column import NO_OFFSET, DateColumn
from sim.orderlog.reading.dates import read_dates
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.number_dates import number_form
from sim.orderlog.reading.promise_windows import is_window_of_clocks, split_windows
from sim.orderlog.reading.rejected_rows import first_values

HALF, MOSTLY = 0.5, 0.9
"""Shares of the filled cells that must be dates, or times of day."""
CLOCK_NAMES = (
    ("date", "time"),
    ("日期", "时间"),
    ("datum", "zeit"),
    ("datum", "uhrzeit"),
    ("fecha", "hora"),
    ("data", "hora"),
)


@dataclass
class ChosenTimes:
    """Field -> its column of times, its place and heading; notes. cells: what was read, for messages."""

    dates: dict[str, DateColumn] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def choose_times(table: Table, candidates: Candidates, out: np.ndarray) -> ChosenTimes:
    """The column of each time that the file has.

    Of several the first is taken that holds times. A column of a time that is not required is set aside, with a note, if any
    value of it cannot be read. out: rows that count for nothing.
    """
    chosen = ChosenTimes()
    taken = {position for name in candidates.given for position in candidates.places[name][0]}
    order = ("placed", "delivered", "promised", *(name for name in TIMES if name not in REQUIRED))
    kinds: dict[str, str] = {}
    for name in order:
        places = candidates.places.get(name, [])
        read = [(place, *_read(name, table, place, chosen)) for place in places]
        numbers = "numbers" if kinds.get("placed", "numbers") == "numbers" else "dates"
        good = [each for each in read if each[3] == "dates"]
        good = good or [each for each in read if each[3] in ("empty", numbers)]
        if not good and (name not in REQUIRED or not read):
            for (position, *_rest), *_each in read[:1]:
                values = first_values(table, position, ~out)
                chosen.notes.append(
                    _("{column} is set aside: values such as {values} are no dates and times.").format(
                        column=table.header[position], values=values
                    )
                )
            continue
        place, dates, starts, kind = (good or read)[0]
        kinds[name] = kind
        if kind == "dates" and len(place) == 1 and name not in candidates.given:
            clocks = _clock_column(name, table, place[0], places, taken, dates)
            if clocks is not None:
                place = (place[0], clocks)
                dates, starts, _kind = _read(name, table, place, chosen)
        if name not in REQUIRED and not _usable(table, place, dates, out, chosen):
            continue
        _take(name, table, place, dates, places, chosen)
        taken.update(place)
        if starts is not None and "earliest" not in candidates.places:
            chosen.dates["earliest"] = read_dates(starts)
            chosen.places["earliest"], chosen.headings["earliest"] = place, chosen.headings[name]
            chosen.notes.append(
                _("{column} is a window: its end is the promise, its beginning the earliest time.").format(
                    column=chosen.headings[name]
                )
            )
    chosen.dates = {name: chosen.dates[name] for name in TIMES if name in chosen.dates}
    return chosen


def _read(
    name: str, table: Table, place: Place, chosen: ChosenTimes
) -> tuple[DateColumn, list[Any] | None, str]:
    """The column, the beginnings of its windows if it has some, and what it holds."""
    cells = cells_at(table, place)
    starts = None
    if name == "promised":
        offsets = any((dates.offset[dates.valid] != NO_OFFSET).any() for dates in chosen.dates.values())
        windows = split_windows(cells, offsets)
        if windows is not None:
            cells, starts = windows
    dates = read_dates(cells)
    return dates, starts, _kind(dates)


def _kind(dates: DateColumn) -> str:
    """What most filled cells of a column are: "dates", "numbers", "clocks" or "words"; "empty" if none is filled."""
    filled = ~dates.empty
    count = int(filled.sum())
    if not count:
        return "empty"
    number = ~np.isnan(dates.number)
    if number.sum() >= HALF * count:
        return "dates" if number_form(dates) else "numbers"
    if (dates.valid | dates.impossible)[filled].sum() >= HALF * count:
        return "dates"
    return "clocks" if dates.clock_only.sum() >= HALF * count else "words"


def cells_at(table: Table, place: Place) -> list[Any]:
    """The cells of a place; of two columns, date and time of day together."""
    cells = table.cells(place[0])
    if len(place) == 1:
        return cells
    return [_together(day, clock) for day, clock in zip(cells, table.cells(place[1]), strict=True)]


def _together(day: Any, clock: Any) -> Any:
    if is_empty(day) or is_empty(clock):
        return day
    if isinstance(clock, dt.datetime):
        clock = clock.time()
    if isinstance(day, dt.date):
        if isinstance(clock, dt.time):
            return dt.datetime.combine(day, clock)
        day = day.strftime("%Y-%m-%d")
    if isinstance(clock, float) and 0 <= clock < 1:
        clock = (dt.datetime.min + dt.timedelta(days=clock)).time()
    return f"{str(day).strip()} {str(clock).strip()}"


def _clock_column(
    name: str, table: Table, position: int, places: Sequence[Place], taken: set[int], dates: DateColumn
) -> int | None:
    """The column of the times of day that belong to a column of dates: by its name, or the one to the right."""
    if not (dates.date_only | (dates.local % 86400 == 0))[dates.valid & ~dates.ambiguous].all():
        return None
    if not dates.date_only[dates.ambiguous].all():
        return None
    heading = normalise(table.header[position])
    names = {heading.replace(day, clock) for day, clock in CLOCK_NAMES if day in heading} - {heading}
    possible = [other for other, *_clock in places if other != position]
    possible += [at for at, other in enumerate(table.header) if normalise(other) in names]
    right = position + 1
    if right < len(table.header):
        known = recognise(table.header[right])
        if (
            known is None
            or known[0] == name
            or normalise(table.header[right]) in ("time", "时间", "uhrzeit", "hora")
        ):
            possible.append(right)
    return next((at for at in possible if at not in taken and _holds_clocks(table.cells(at))), None)


def _holds_clocks(cells: Sequence[Any]) -> bool:
    filled = [cell for cell in cells if not is_empty(cell)]
    if not filled:
        return False
    if isinstance(filled[0], float) and all(isinstance(cell, float) and 0 <= cell < 1 for cell in filled):
        return any(cell > 0 for cell in filled)
    if sum(map(is_window_of_clocks, filled[:1000])) >= MOSTLY * len(filled[:1000]):
        return True
    sample = read_dates(filled[:1000])
    return bool(sample.clock_only.sum() >= MOSTLY * len(filled[:1000]))


def _usable(table: Table, place: Place, dates: DateColumn, out: np.ndarray, chosen: ChosenTimes) -> bool:
    """Whether every value of a column that is not required can be read; else a note says which cannot."""
    bad = (dates.unreadable | dates.impossible) & ~out & np.isnan(dates.number)
    if not bad.any():
        return True
    count = int(bad.sum())
    text = ngettext(
        "{column} is set aside: {n} value cannot be read as a date and time ({values}).",
        "{column} is set aside: {n} values cannot be read as dates and times ({values}).",
        count,
    )
    chosen.notes.append(
        text.format(column=table.header[place[0]], n=count, values=first_values(table, place[0], bad))
    )
    return False


def _take(
    name: str, table: Table, place: Place, dates: DateColumn, places: Sequence[Place], chosen: ChosenTimes
) -> None:
    chosen.dates[name], chosen.places[name] = dates, place
    chosen.headings[name] = " + ".join(table.header[position] for position in place)
    others = [table.header[other] for other, *_clock in places if other not in place]
    if others:
        chosen.notes.append(
            _("Read as {field}: {column}, and not {others}.").format(
                field=name, column=chosen.headings[name], others=", ".join(others)
            )
        )
