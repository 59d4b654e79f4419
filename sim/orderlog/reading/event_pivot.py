"""Put the events of orders into one row per order: a column for each step, and its final state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import _
from sim.base.units import DAY
from sim.orderlog.reading.candidates import Candidates, Place
from sim.orderlog.reading.cell_values import is_empty, texts
from sim.orderlog.reading.cell_words import ON_THE_WAY
from sim.orderlog.reading.clock_columns import cells_at
from sim.orderlog.reading.column_names import TIMES
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.date_order import resolve_date_order
from sim.orderlog.reading.dates import read_dates
from sim.orderlog.reading.event_words import FIELDS
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.name_parts import PLAN, begins, parts_of
from sim.orderlog.reading.number_dates import interpret_numbers
from sim.orderlog.reading.options import Options
from sim.orderlog.reading.sequence import last_fact

SHOWN = 8
"""Words that a note shows."""
SAME = 0.1
"""Share of orders in which the values of a column may differ from event to event, if it is one of the whole order."""
ENDED = ("cancelled", "returned", "lost", "delivered")
"""States in which an order can end."""


@dataclass(frozen=True)
class Events:
    """Place of the times; position of the states; which step or state each word is, None if that is not known."""

    time: Place
    state: int
    steps: Mapping[str, str | None]


def share_that_differ(values: Sequence[Any], keys: np.ndarray, repeated: np.ndarray) -> float:
    """The share of orders with several rows in which not all values are the same."""
    rows = pd.DataFrame({"key": keys, "value": pd.Series(values, dtype=object)})[repeated]
    return float((rows.groupby("key")["value"].nunique() > 1).mean()) if len(rows) else 0.0


def pivot(
    table: Table, options: Options, candidates: Candidates, keys: np.ndarray, events: Events
) -> tuple[Table, Options]:
    """The table with a row for each order, and the options with the columns of its times. keys: the order of each row."""
    cells = cells_at(table, events.time)
    heading = " + ".join(table.header[position] for position in events.time)
    dates, moments = moments_of(cells, heading, options)
    words = texts(table.cells(events.state))
    ids = texts(table.cells(candidates.places["order"][0][0]))
    steps = np.array([events.steps.get(word) or "" for word in words], dtype=object)
    number = int(keys.max()) + 1
    first = pd.Series(np.arange(len(keys))).groupby(keys).first().to_numpy()
    skipped = {*events.time, events.state}
    header, columns, differing = [], [], []
    repeated = pd.Series(keys).duplicated(keep=False).to_numpy()
    wanted = {place[0] for name in ("order", *TIMES, "shipment") for place in candidates.places.get(name, [])}
    for position, name in enumerate(table.header):
        if position in skipped:
            continue
        column = table.cells(position)
        if position not in wanted and share_that_differ(list(map(str, column)), keys, repeated) > SAME:
            differing.append(name)
            continue
        filled = [at for at, cell in enumerate(column) if not is_empty(cell)]
        kept: list[Any] = [""] * number
        for at in reversed(filled):
            kept[keys[at]] = column[at]
        header.append(name)
        columns.append(kept)
    given = {name: column for name, column in options.columns.items() if name not in ("status", "delivered")}
    present = {
        name
        for name, places in candidates.places.items()
        if any(not skipped & set(place) and table.header[place[0]] not in differing for place in places)
    }
    used: dict[str, list[str]] = {}
    for field in FIELDS:
        rows = np.flatnonzero(steps == field)
        if not len(rows) or (field in present and field != "delivered"):
            continue
        kept = [""] * number
        for at in rows[np.argsort(-moments[rows], kind="stable")].tolist():
            kept[keys[at]] = cells[at]
        used[field] = list(dict.fromkeys(words[at] for at in rows.tolist()))
        name = f"{heading}: {', '.join(used[field][:SHOWN])}"
        header.append(name)
        columns.append(kept)
        given[field] = name
    state = table.header[events.state]
    header.append(state)
    columns.append(_last_states(keys, number, steps, moments))
    given["status"] = state
    size = np.full(number, len(header), dtype=np.int64)
    notes = [
        *table.notes,
        _("A row is an event of an order: {orders} orders in {rows} rows.").format(
            orders=len({*ids} - {""}), rows=len(keys)
        ),
        _("{column} says which event, {time} when: {pairs}. The first of each counts.").format(
            column=table.header[events.state],
            time=heading,
            pairs="; ".join(f"{', '.join(shown[:SHOWN])} = {field}" for field, shown in used.items()),
        ),
    ]
    other = [word for word, step in events.steps.items() if step in (None, ON_THE_WAY)]
    if other:
        listed = ", ".join(other[:SHOWN]) + (", ..." if len(other) > SHOWN else "")
        notes.append(_("Events that are not a step of an order: {words}.").format(words=listed))
    pivoted = Table(
        header,
        [[column] for column in columns],
        table.row[first],
        size,
        size,
        np.full(number, -1, dtype=np.int64),
        table.separator,
        True,
        False,
        notes,
        last_event=_last_event(dates, moments, words),
    )
    return pivoted, replace(options, columns=given, level=None)


def moments_of(cells: Sequence[Any], heading: str, options: Options) -> tuple[DateColumn, np.ndarray]:
    """The times, and seconds by which the events of an order are put in order; those that cannot be read come last."""
    dates = read_dates(cells)
    interpret_numbers({"delivered": dates})
    resolve_date_order({"delivered": dates}, {"delivered": heading}, options.date_order)
    offset = np.where(dates.offset > -100_000, dates.offset, 0)
    return dates, np.where(dates.valid, dates.local - offset, 2**60)


def _last_event(dates: DateColumn, moments: np.ndarray, words: Sequence[str]) -> tuple[int, bool] | None:
    """The second after the last event, whether or not it is a step of an order, but not one that is only planned."""
    planned = {word for word in set(words) if begins(parts_of(word), PLAN)}
    rows = np.flatnonzero(dates.valid & ~np.isin(np.asarray(words, dtype=object), list(planned)))
    if not len(rows):
        return None
    # A time far later than all others is not the end of the log, as for the times of orders.
    ends = moments[rows] + np.where(dates.date_only[rows], DAY - dates.local[rows] % DAY, 1)
    return last_fact(ends)[0], bool((dates.offset[rows] > -100_000).any())


def _last_states(keys: np.ndarray, number: int, steps: np.ndarray, moments: np.ndarray) -> list[Any]:
    """The state in which each order ended, "" if it was delivered or is open: the times say so."""
    rows = np.flatnonzero(np.isin(steps, ENDED))
    found = [""] * number
    for at in rows[np.argsort(moments[rows], kind="stable")].tolist():
        found[keys[at]] = "" if steps[at] == "delivered" else str(steps[at])
    return found
