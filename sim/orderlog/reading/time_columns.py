"""Choose the columns of times by what they hold, and read them as far as each can be read alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.orderlog.reading.candidates import Candidates, Place
from sim.orderlog.reading.cell_values import is_empty
from sim.orderlog.reading.cell_words import fold
from sim.orderlog.reading.clock_columns import cells_at, clock_column, day_column, holds_clocks
from sim.orderlog.reading.column_names import EXACT, REQUIRED, TIMES, recognise
from sim.orderlog.reading.date_column import NO_OFFSET, DateColumn
from sim.orderlog.reading.dates import read_dates
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.length_columns import find_lengths, lengths_among_dates, lengths_by_rule, time_taken
from sim.orderlog.reading.number_dates import number_form
from sim.orderlog.reading.order_columns import NO_TIME, Words
from sim.orderlog.reading.promise_lengths import LengthPromises
from sim.orderlog.reading.promise_periods import is_week
from sim.orderlog.reading.promise_rule import Rule
from sim.orderlog.reading.promise_windows import split_windows
from sim.orderlog.reading.rejected_rows import first_values

HALF, SAMPLE = 0.5, 200
"""Share of the filled cells that must be dates, or times of day."""


@dataclass
class ChosenTimes:
    """Field -> its column of times, its place and heading; notes. words: field -> words that the user has given a meaning."""

    dates: dict[str, DateColumn] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    words: Words = field(default_factory=dict)
    parts_of_day: dict[str, str] = field(default_factory=dict)
    """Words such as morning in windows -> the hours for which they were taken."""
    lengths: LengthPromises | None = None
    """Promises that are lengths of time; the column of promises is empty there."""
    took: LengthPromises | None = None
    """The same of deliveries: how long each took."""


def choose_times(
    table: Table, candidates: Candidates, out: np.ndarray, words: Words, rule: Rule | None
) -> ChosenTimes:
    """The column of each time that the file has.

    Of several the first is taken that holds times. A column of a time that is not required is set aside, with a note, if any
    value of it cannot be read. out: rows that are ignored; words: those that the user has given a meaning; rule: what the user
    says of promises, in place of a column of them.
    """
    chosen = ChosenTimes(words=words)
    taken = {position for name in candidates.given for position in candidates.places[name][0]}
    order = ("placed", "delivered", "promised", *(name for name in TIMES if name not in REQUIRED))
    kinds: dict[str, str] = {}
    for name in order:
        if name == "promised" and rule is not None:
            chosen.lengths, chosen.dates[name], position = lengths_by_rule(rule, table, words)
            chosen.places[name] = chosen.places["placed"] if position is None else (position,)
            chosen.headings[name] = chosen.lengths.heading or "promise"
            continue
        places = _still_free(candidates.places.get(name, []), chosen)
        guessed = candidates.guessed.get(name, ())
        first = [place for place in places if place[0] not in guessed]
        read = [(place, *_read(name, table, place, chosen)) for place in first]
        if not any(each[3] == "dates" for each in read):
            read += [(place, *_read(name, table, place, chosen)) for place in places if place not in first]
        numbers = "numbers" if kinds.get("placed", "numbers") == "numbers" else "dates"
        good = [each for each in read if each[3] == "dates"]
        named = [each for each in read if each[0] in first]
        good = good or [each for each in named if each[3] in ("empty", numbers)]
        if name == "promised" and all(each[3] == "empty" for each in good):
            found = find_lengths(table, candidates, [each[0] for each in named], chosen.dates, chosen.words)
            if found is not None:
                place, chosen.lengths, dates = found
                _take(name, table, place, dates, places, chosen)
                taken.update(place)
                continue
        if not good:
            beside = _beside_a_day(name, table, [each[0][0] for each in named if len(each[0]) == 1])
            good = [(beside, *_read(name, table, beside, chosen))] if beside else []
        if not good and not (name in REQUIRED and _must_be(name, table, places, candidates)):
            for (position, *_rest), *_each in named[:1]:
                values = first_values(table, position, ~out)
                chosen.notes.append(
                    _("{column} is set aside: values such as {values} are not dates and times.").format(
                        column=table.header[position], values=values
                    )
                )
            continue
        place, dates, starts, kind = (good or read)[0]
        kinds[name] = kind
        if kind == "dates" and len(place) == 1 and name not in candidates.given:
            clocks = clock_column(name, table, place[0], places, taken, dates)
            if clocks is not None:
                place = (place[0], clocks)
                dates, starts, _kind = _read(name, table, place, chosen)
        if name not in REQUIRED and not _usable(table, place, dates, out, chosen):
            continue
        _take(name, table, place, dates, places, chosen)
        taken.update(place)
        if name == "delivered" and name in candidates.given:
            chosen.took = time_taken(table, place, dates)
        if name == "promised":
            chosen.lengths = lengths_among_dates(dates, cells_at(table, place), chosen.headings[name], words)
        if starts is not None and "earliest" not in candidates.places:
            chosen.dates["earliest"] = read_dates(starts)
            chosen.places["earliest"], chosen.headings["earliest"] = place, chosen.headings[name]
            chosen.notes.append(
                _("{column} is a window: its end is the promise, its beginning the earliest time.").format(
                    column=chosen.headings[name]
                )
            )
        if starts is not None:
            chosen.notes += _window_notes(chosen, chosen.headings[name], cells_at(table, place)[:SAMPLE])
    _no_clock_no_delivery(table, chosen)
    chosen.dates = {name: chosen.dates[name] for name in TIMES if name in chosen.dates}
    return chosen


def _window_notes(chosen: ChosenTimes, heading: str, cells: Sequence[Any]) -> list[str]:
    """What is taken for the hours of a part of the day, and for the days of a week."""
    notes = []
    if chosen.parts_of_day:
        hours = ", ".join(f"{word} {span}" for word, span in chosen.parts_of_day.items())
        note = _(
            "{column}: parts of the day are taken as {hours}; --map promised:{word}=9:00-13:00 states others."
        )
        notes.append(note.format(column=heading, hours=hours, word=next(iter(chosen.parts_of_day))))
    if any(isinstance(cell, str) and is_week(cell) for cell in cells):
        notes.append(_("{column}: a week lasts from Monday to Sunday (ISO 8601).").format(column=heading))
    return notes


def _still_free(places: Sequence[Place], chosen: ChosenTimes) -> Sequence[Place]:
    """The places without those that another time holds, if any is left: Received can be either end of an order."""
    held = {position for place in chosen.places.values() for position in place}
    return [place for place in places if len(place) > 1 or place[0] not in held] or places


def _no_clock_no_delivery(table: Table, chosen: ChosenTimes) -> None:
    """A date that the delivery shares with another time, such as the promise, is not a delivery if its time of day is empty."""
    place = chosen.places.get("delivered", ())
    days = {other[0] for name, other in chosen.places.items() if name != "delivered"}
    if len(place) != 2 or place[0] not in days:
        return
    dates = chosen.dates["delivered"]
    bare = np.array([is_empty(cell) for cell in table.cells(place[1])]) & ~dates.empty
    if not bare.any():
        return
    cells = ["" if no_clock else cell for cell, no_clock in zip(cells_at(table, place), bare, strict=True)]
    not_yet = chosen.words.get("delivered", {})
    chosen.dates["delivered"] = read_dates(
        ["" if isinstance(cell, str) and fold(cell) in not_yet else cell for cell in cells]
    )
    text = ngettext(
        "{column}: {n} row has a day, but no time of day: nothing was delivered, because the day is that of another time, too.",
        "{column}: {n} rows have a day, but no time of day: nothing was delivered, because the day is that of another time, too.",
        int(bare.sum()),
    )
    chosen.notes.append(text.format(column=chosen.headings["delivered"], n=int(bare.sum())))


def _beside_a_day(name: str, table: Table, positions: Sequence[int]) -> Place | None:
    """Day and time of day, where the columns that could hold this time have times of day only.

    Raises InputError if it is a delivery, and no column of days belongs to it.
    """
    for position in positions:
        if not holds_clocks(table.cells(position)):
            continue
        day = day_column(name, table, position)
        if day is not None:
            return (day, position)
        if name in ("placed", "delivered"):
            raise InputError(
                _(
                    "{column} holds times of day: state the column of its days, too, such as --map "
                    '{field}="Date + {column}".'
                ).format(column=table.header[position], field=name)
            )
    return None


def _must_be(name: str, table: Table, places: Sequence[Place], candidates: Candidates) -> bool:
    """Whether the first of these columns holds this time although its values do not look like it: as told, or by its name."""
    if name in candidates.given:
        return True
    known = recognise(table.header[places[0][0]]) if places else None
    return name != "promised" and known is not None and known[:2] == (name, EXACT)


def _read(
    name: str, table: Table, place: Place, chosen: ChosenTimes
) -> tuple[DateColumn, list[Any] | None, str]:
    """The column, the beginnings of its windows if it has some, and what it holds."""
    cells = cells_at(table, place)
    not_yet = [word for word, meaning in chosen.words.get(name, {}).items() if meaning == NO_TIME]
    if not_yet:
        cells = ["" if isinstance(cell, str) and fold(cell) in not_yet else cell for cell in cells]
    starts = None
    if name == "promised":
        offsets = any((dates.offset[dates.valid] != NO_OFFSET).any() for dates in chosen.dates.values())
        windows = split_windows(cells, offsets, chosen.words.get(name, {}))
        if windows is not None:
            cells, starts, chosen.parts_of_day = windows
    dates = read_dates(cells)
    return dates, starts, _kind(dates)


def _kind(dates: DateColumn) -> str:
    """The kind of most filled cells of a column: "dates", "numbers", "clocks" or "words"; "empty" if none is filled."""
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
