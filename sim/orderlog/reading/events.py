"""Logs with a row for each event of an order, its state and when it was reached: they become one row per order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.orderlog.reading.candidates import Candidates, Place, find_candidates
from sim.orderlog.reading.cell_values import is_empty, texts
from sim.orderlog.reading.cell_words import COLLECTED, ON_THE_WAY, fold
from sim.orderlog.reading.clock_columns import cells_at, clock_column
from sim.orderlog.reading.column_names import normalise
from sim.orderlog.reading.dates import read_dates
from sim.orderlog.reading.event_pivot import Events, moments_of, pivot, share_that_differ
from sim.orderlog.reading.event_words import FIELDS, step_of
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.number_dates import interpret_numbers, number_form
from sim.orderlog.reading.options import Options

HALF, MOSTLY, NEARLY_ALL = 0.5, 0.8, 0.9
"""Shares: of the rows, in orders with several; of these orders, whose state and time differ from row to row; filled times."""
MOST_WORDS, SAMPLE = 200, 5000
"""Different words a column of states may have among this many rows."""
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
    return pivot(table, options, candidates, keys, events)


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
) -> Events | None:
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
        differs = forced or share_that_differ(texts(table.cells(position)), keys, repeated) >= MOSTLY
        if enough and differs and (best is None or known > best[0]):
            best = (known, position, found)
    if best is None:
        return None
    _known, state, steps = best
    words = texts(table.cells(state))
    pairs = pd.DataFrame({"key": keys, "word": words})[repeated]
    if not forced and pairs.duplicated().mean() > 1 - MOSTLY:
        return None  # rows are lines of orders, each with its state
    time = _time_of_events(table, options, candidates, keys, repeated)
    if time is None:
        return None
    own = [place for place in candidates.places.get("delivered", []) if not set(place) & set(time)]
    for place in () if forced else own:
        if share_that_differ(list(map(str, cells_at(table, place))), keys, repeated) > 1 - NEARLY_ALL:
            return None  # lines or shipments, each with its delivery
    steps = _handed_over(table, options, keys, time, words, steps)
    if "delivered" not in steps.values() and not own:
        raise InputError(
            _(
                "{column} holds the events of orders, but which of its words means delivered? It has: {words}. State it: "
                "status:WORD=delivered (--map)."
            ).format(column=table.header[state], words=", ".join(list(steps)[:30]))
        )
    return Events(time, state, steps)


def _handed_over(
    table: Table,
    options: Options,
    keys: np.ndarray,
    time: Place,
    words: Sequence[str],
    steps: dict[str, str | None],
) -> dict[str, str | None]:
    """The steps, with words such as Collected as the delivery where hardly anything follows: the customer came for the goods.

    Where a carrier collects, its way to the customer follows.
    """
    mine = options.words.get("status", {})
    collected = [w for w, step in steps.items() if step == "dispatched" and fold(w) in COLLECTED - set(mine)]
    if not collected:
        return steps
    heading = " + ".join(table.header[position] for position in time)
    _dates, moments = moments_of(cells_at(table, time), heading, options)
    rows = pd.DataFrame({"key": keys, "moment": moments, "word": words})
    rows = rows[rows["word"].isin([word for word, step in steps.items() if step])]
    last = rows.sort_values("moment", kind="stable").drop_duplicates("key", keep="last")
    here = last["key"].isin(rows.loc[rows["word"].isin(collected), "key"])
    if last.loc[here, "word"].isin(collected).mean() < NEARLY_ALL:
        return steps
    return steps | dict.fromkeys(collected, "delivered")


def _steps(cells: Sequence[Any], mine: Mapping[str, str]) -> dict[str, str | None] | None:
    """The step that each word of a column is; None if it has too many words, or none is known."""
    if len({cell for cell in cells[:SAMPLE] if isinstance(cell, str)}) > MOST_WORDS:
        return None
    words = dict.fromkeys(word for word in texts(cells) if word)
    found = {word: step_of(word, mine) for word in words}
    return found if any(found.values()) else None


def _time_of_events(
    table: Table,
    options: Options,
    candidates: Candidates,
    keys: np.ndarray,
    repeated: np.ndarray,
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
        if forced or share_that_differ(list(map(str, cells_at(table, place))), keys, repeated) >= MOSTLY:
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
