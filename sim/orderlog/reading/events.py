"""Logs with a row for each event of an order, its state and when it was reached: they become one row an order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.orderlog.reading.candidates import Candidates, Place, find_candidates
from sim.orderlog.reading.cell_values import is_empty, texts
from sim.orderlog.reading.clock_columns import cells_at, clock_column
from sim.orderlog.reading.column_names import TIMES, normalise
from sim.orderlog.reading.date_order import resolve_date_order
from sim.orderlog.reading.dates import read_dates
from sim.orderlog.reading.event_words import FIELDS, ON_THE_WAY, step_of
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.number_dates import interpret_numbers, number_form
from sim.orderlog.reading.options import Options

HALF, MOSTLY, NEARLY_ALL = 0.5, 0.8, 0.9
"""Shares: of the rows, in orders with several; of these orders, whose state and time differ from row to row; filled times."""
MOST_WORDS, SAMPLE = 200, 5000
"""Different words a column of states may have among this many rows."""
SHOWN = 8
"""Words that a note shows."""
EVENT_NAME = (
    "scan",
    "event",
    "status",
    "track",
    "trace",
    "timestamp",
    "zeitpunkt",
    "操作",
    "轨迹",
    "状态",
    "事件",
    "扫描",
)
"""Parts of names of the times of events."""
ENDED = ("cancelled", "returned", "lost", "delivered")
"""States in which an order can end."""


@dataclass(frozen=True)
class _Events:
    """Place of the times; position of the states; which step or state each word is, None if that is not known."""

    time: Place
    state: int
    steps: Mapping[str, str | None]


def one_row_an_order(source: str, table: Table, options: Options) -> tuple[Table, Options]:
    """The log with a row for each order, if it has one for each event; else as it is.

    Raises InputError if no word of the events means delivered, if two columns could be their times, or if `level` is event
    and the log has no events.
    """
    if options.level not in (None, "event") or not len(table):
        return table, options
    candidates = find_candidates(table.header, options.columns, options.ignore)
    if "order" not in candidates.places:
        return table, options
    order = candidates.places["order"][0][0]
    ids = texts(table.cells(order))
    keys = _keys(table, ids, candidates)
    events = _find_events(table, options, candidates, order, keys)
    if events is None:
        if options.level == "event":
            raise InputError(
                _("{source} has no column of states beside one of their times, as level event needs.").format(
                    source=source
                )
            )
        return table, options
    return _pivot(table, options, candidates, keys, events)


def _keys(table: Table, ids: Sequence[str], candidates: Candidates) -> np.ndarray:
    """A number for each order, or each parcel of one where the log names them; rows without an order stand alone."""
    names: list[Any] = [name or at for at, name in enumerate(ids)]
    for place in candidates.places.get("shipment", [])[:1]:
        parcels = texts(table.cells(place[0]))
        filled = sum(map(bool, parcels))
        if filled >= NEARLY_ALL * len(parcels) and len(set(parcels)) < HALF * len(parcels):
            names = list(zip(names, parcels, strict=True))
    return np.asarray(pd.factorize(pd.Series(names, dtype=object))[0])


def _find_events(
    table: Table, options: Options, candidates: Candidates, order: int, keys: np.ndarray
) -> _Events | None:
    repeated = pd.Series(keys).duplicated(keep=False).to_numpy()
    forced = options.level == "event"
    if not forced and repeated.mean() < HALF:
        return None
    mine = options.words.get("status", {})
    told = [place[0] for place in candidates.places["status"]] if "status" in candidates.given else []
    best: tuple[int, int, dict[str, str | None]] | None = None
    for position in told or range(len(table.header)):
        if position == order:
            continue
        found = _steps(table.cells(position), mine)
        if found is None:
            continue
        known = sum(found[word] is not None for word in texts(table.cells(position)) if word)
        fields = {step for step in found.values() if step in FIELDS}
        enough = len(fields) >= 2 or (forced and fields) or {ON_THE_WAY, "delivered"} <= set(found.values())
        differs = forced or _share_that_differ(texts(table.cells(position)), keys, repeated) >= MOSTLY
        if enough and differs and (best is None or known > best[0]):
            best = (known, position, found)
    if best is None:
        return None
    _known, state, steps = best
    words = texts(table.cells(state))
    pairs = pd.DataFrame({"key": keys, "word": words})[repeated]
    if not forced and pairs.duplicated().mean() > 1 - MOSTLY:
        return None  # lines of orders, with the state of each
    time = _time_of_events(
        table, options, candidates, keys, repeated, [steps[word] for word in words if word]
    )
    if time is None:
        return None
    own = [place for place in candidates.places.get("delivered", []) if not set(place) & set(time)]
    if "delivered" not in steps.values() and not own:
        raise InputError(
            _(
                "{column} holds the events of orders, but which of its words means delivered? It has: {words}. State it: "
                "status:WORD=delivered (--map)."
            ).format(column=table.header[state], words=", ".join(list(steps)[:30]))
        )
    return _Events(time, state, steps)


def _steps(cells: Sequence[Any], mine: Mapping[str, str]) -> dict[str, str | None] | None:
    """The step that each word of a column is; None if it has too many words, or none is known."""
    if len({cell for cell in cells[:SAMPLE] if isinstance(cell, str)}) > MOST_WORDS:
        return None
    words = dict.fromkeys(word for word in texts(cells) if word)
    found = {word: step_of(word, mine) for word in words}
    return found if any(found.values()) else None


def _share_that_differ(values: Sequence[Any], keys: np.ndarray, repeated: np.ndarray) -> float:
    """The share of orders with several rows in which not all values are the same."""
    rows = pd.DataFrame({"key": keys, "value": pd.Series(values, dtype=object)})[repeated]
    return float((rows.groupby("key")["value"].nunique() > 1).mean()) if len(rows) else 0.0


def _time_of_events(
    table: Table,
    options: Options,
    candidates: Candidates,
    keys: np.ndarray,
    repeated: np.ndarray,
    steps: Sequence[str | None],
) -> Place | None:
    """The column of times that is filled in nearly all rows and differs from row to row; None if there is none."""
    if "delivered" in candidates.given:
        return candidates.places["delivered"][0]
    forced = options.level == "event"
    found = []
    for position in range(len(table.header)):
        cells = table.cells(position)
        sample = [cell for cell in cells[:SAMPLE] if not is_empty(cell)]
        if len(sample) < NEARLY_ALL * len(cells[:SAMPLE]):
            continue
        dates = read_dates(sample)
        numbers = ~np.isnan(dates.number)
        if numbers.any() and not number_form(dates):
            continue
        interpret_numbers({"delivered": dates})
        if dates.valid.sum() < NEARLY_ALL * len(sample):
            continue
        place: Place = (position,)
        clocks = (
            clock_column("", table, position, [], set(), read_dates(cells)) if not numbers.any() else None
        )
        if clocks is not None:
            place = (position, clocks)
        if forced or _share_that_differ(list(map(str, cells_at(table, place))), keys, repeated) >= MOSTLY:
            found.append(place)
    named = [
        place for place in found if any(part in normalise(table.header[place[0]]) for part in EVENT_NAME)
    ]
    if forced and not named:
        deliveries = [place[0] for place in candidates.places.get("delivered", [])]
        named = [place for place in found if place[0] in deliveries[:1]]
    found = named if len(named) == 1 or forced else found
    if len(found) > 1:
        raise InputError(
            _(
                "A row is an event of an order, but several columns could be its time: {columns}. State it: delivered=COLUMN "
                "(--map), or --ignore the others."
            ).format(columns=", ".join(table.header[place[0]] for place in found))
        )
    return found[0] if found else None


def _pivot(
    table: Table, options: Options, candidates: Candidates, keys: np.ndarray, events: _Events
) -> tuple[Table, Options]:
    cells = cells_at(table, events.time)
    heading = " + ".join(table.header[position] for position in events.time)
    moments = _moments(cells, heading, options)
    words = texts(table.cells(events.state))
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
        if (
            position not in wanted
            and _share_that_differ(list(map(str, column)), keys, repeated) > 1 - NEARLY_ALL
        ):
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
            orders=number, rows=len(keys)
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
        notes.append(_("Events that are no step of an order: {words}.").format(words=listed))
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
    )
    return pivoted, replace(options, columns=given, level=None)


def _moments(cells: Sequence[Any], heading: str, options: Options) -> np.ndarray:
    """Seconds by which the events of an order are put in order; those that cannot be read come last."""
    dates = read_dates(cells)
    interpret_numbers({"delivered": dates})
    resolve_date_order({"delivered": dates}, {"delivered": heading}, options.date_order)
    return np.where(dates.valid, dates.local - np.where(dates.offset > -100_000, dates.offset, 0), 2**60)


def _last_states(keys: np.ndarray, number: int, steps: np.ndarray, moments: np.ndarray) -> list[Any]:
    """The state in which each order ended, "" if it was delivered or is open: the times say so."""
    rows = np.flatnonzero(np.isin(steps, ENDED))
    found = [""] * number
    for at in rows[np.argsort(moments[rows], kind="stable")].tolist():
        found[keys[at]] = "" if steps[at] == "delivered" else str(steps[at])
    return found
