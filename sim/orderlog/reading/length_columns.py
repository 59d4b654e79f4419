"""Columns of promises that are lengths of time: which one, and which cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from sim.base.i18n import _
from sim.orderlog.reading.candidates import Candidates, Place
from sim.orderlog.reading.cell_values import is_empty
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.dates import read_dates
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.length_units import unit_of
from sim.orderlog.reading.lengths import (
    CLOCK,
    ELAPSED,
    FIXED,
    NONE,
    NUMBER,
    Length,
    Lengths,
    read_length,
    read_lengths,
)
from sim.orderlog.reading.order_columns import Words
from sim.orderlog.reading.placeholders import is_waiting_word
from sim.orderlog.reading.promise_lengths import LengthPromises
from sim.orderlog.reading.promise_rule import Rule
from sim.orderlog.reading.rejected_rows import EXAMPLES

MOSTLY = 0.5
"""Share of the filled cells that must be lengths."""
NEARLY_ALL, SAMPLE = 0.9, 200
A_DAY = 24
FEW_NUMBERS = 12
"""Different numbers that promises of a firm have; amounts have more."""


def find_lengths(
    table: Table,
    candidates: Candidates,
    promised: Sequence[Place],
    dates: Mapping[str, DateColumn],
    words: Words,
) -> tuple[Place, LengthPromises, DateColumn] | None:
    """The first column that holds lengths, among those whose name promises a time or a length; None if there is none."""
    within = candidates.places.get("within", [])
    for place in (*within, *(place for place in promised if len(place) == 1)):
        cells = table.cells(place[0])
        lengths = read_lengths(cells, _told(words))
        heading = table.header[place[0]]
        if lengths.share < MOSTLY or _are_no_lengths(lengths, heading, named=place in within):
            continue
        if place not in within and _may_be_times_of_day(cells, lengths, dates):
            continue
        return (
            place,
            LengthPromises(lengths, heading, _examples(cells, lengths)),
            _no_promises(lengths, cells),
        )
    return None


def time_taken(table: Table, place: Place, dates: DateColumn) -> LengthPromises | None:
    """The lengths of a column that the user takes for deliveries: how long each took; None if it holds none with a unit."""
    cells, heading = table.cells(place[0]), table.header[place[0]]
    lengths, unit = read_lengths(cells), unit_of(heading)
    numbers = lengths.kind == NUMBER
    if unit is not None and not unit.working:
        lengths.kind[numbers] = ELAPSED
        lengths.amount[numbers] *= unit.seconds
    written = (dates.valid & np.isnan(dates.number)).any()
    if len(place) != 1 or written or (lengths.kind == ELAPSED).sum() < MOSTLY * (~dates.empty).sum():
        return None
    lengths.kind[lengths.kind != ELAPSED] = NONE
    rows = lengths.kind == ELAPSED
    dates.unreadable[rows] = dates.clock_only[rows] = False
    dates.number[rows] = np.nan
    dates.empty[rows] = True
    return LengthPromises(lengths, heading, _examples(cells, lengths), target="delivered")


def may_be_lengths(table: Table, positions: Iterable[int]) -> list[str]:
    """Notes on columns that hold lengths of time, of which nothing says whether they were promised."""
    found = []
    for position in positions:
        cells = [cell for cell in table.cells(position)[:SAMPLE] if not is_empty(cell)]
        if cells:
            lengths = read_lengths(cells)
            kinds = (*FIXED, NUMBER) if unit_of(table.header[position]) else FIXED
            if np.isin(lengths.kind, kinds).mean() >= NEARLY_ALL:
                found.append(
                    _(
                        "{column} has values such as {values}: if they are lengths of time that were promised, say "
                        '--promise "placed + {column}".'
                    ).format(column=table.header[position], values=_examples(cells, lengths))
                )
    return found


def lengths_among_dates(
    dates: DateColumn, cells: Sequence[Any], heading: str, words: Words
) -> LengthPromises | None:
    """The lengths in a column of dates, which count as empty there; None if it has none."""
    if not dates.unreadable.any():
        return None
    lengths = read_lengths(
        [cell if bad else "" for cell, bad in zip(cells, dates.unreadable, strict=True)], _told(words)
    )
    lengths.kind[~np.isin(lengths.kind, FIXED)] = NONE
    rows = lengths.kind != NONE
    if not rows.any():
        return None
    dates.unreadable[rows] = dates.clock_only[rows] = False
    dates.empty[rows] = True
    return LengthPromises(lengths, heading, _examples(cells, lengths))


def lengths_by_rule(rule: Rule, table: Table, words: Words) -> tuple[LengthPromises, DateColumn, int | None]:
    """The lengths that the user states for all orders, or in a column; the column of promises, still empty; its position."""
    if rule.length is not None:
        lengths = Lengths.of([rule.length] * len(table), [False] * len(table))
        return LengthPromises(lengths, "", rule.text, rule.field), _no_promises(lengths, []), None
    position, unit = rule.column(table.header)
    cells = table.cells(position)
    lengths = read_lengths(cells, _told(words))
    found = LengthPromises(lengths, table.header[position], _examples(cells, lengths), rule.field, unit)
    return found, _no_promises(lengths, cells), position


def _no_promises(lengths: Lengths, cells: Sequence[Any]) -> DateColumn:
    """A column without promises; unreadable where a cell is filled, but holds no length."""
    column = DateColumn.of(len(lengths.kind))
    for at in np.flatnonzero(lengths.bad).tolist():
        column.unreadable[at] = not (isinstance(cells[at], str) and is_waiting_word(cells[at]))
    column.empty = ~column.unreadable
    return column


def _told(words: Words) -> Mapping[str, Length]:
    return {word: read_length(meaning) for word, meaning in words.get("promised", {}).items()}


def _examples(cells: Sequence[Any], lengths: Lengths) -> str:
    shown = [
        str(cell).strip()
        for cell, kind in zip(cells, lengths.kind.tolist(), strict=True)
        if kind != NONE and not is_empty(cell)
    ]
    return ", ".join(list(dict.fromkeys(shown))[:EXAMPLES])


def _are_no_lengths(lengths: Lengths, heading: str, *, named: bool) -> bool:
    """Whether numbers without a unit are marks (0 and 1) or, if the name says no length, amounts: many, or with cents."""
    rows = lengths.kind == NUMBER
    numbers = np.unique(lengths.amount[rows])
    if not len(numbers) or unit_of(heading):
        return False
    amounts = len(numbers) > FEW_NUMBERS or bool((numbers % 0.5).any())
    return set(numbers) <= {0.0, 1.0} or (amounts and not named)


def _may_be_times_of_day(cells: Sequence[Any], lengths: Lengths, dates: Mapping[str, DateColumn]) -> bool:
    """Whether 14h, 17:00 or 9h-12h may be times of day: none is above 24, and all are after that of the order."""
    if (lengths.kind == CLOCK).any():
        return not (lengths.amount[lengths.kind == CLOCK] > A_DAY).any()
    ranged = lengths.ranged & (lengths.kind == ELAPSED) & ~lengths.in_days
    if ranged.any() and ranged.sum() == (lengths.kind != NONE).sum():
        return bool((lengths.amount[ranged] <= A_DAY * 3600).all())
    clocks = read_dates(cells)
    rows = clocks.clock_only
    if not rows.any() or (lengths.kind != NONE)[~rows].any() or "placed" not in dates:
        return False
    placed = dates["placed"]
    clock = np.where(placed.ambiguous, placed.clock, placed.local % 86_400)
    return bool(len(np.unique(lengths.amount[rows])) > 1 and (lengths.amount[rows] > clock[rows]).all())
