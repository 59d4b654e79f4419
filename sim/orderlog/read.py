"""`read_orders`: an order log as records, with a report of what was left out and what was assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import IO, Any

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.base.units import DAY
from sim.measures.service import service_measures
from sim.orderlog.reading import checks
from sim.orderlog.reading.build import numbered, read_columns, read_status, settle_orders
from sim.orderlog.reading.dates import Dates, read_dates
from sim.orderlog.reading.names import TIMES, is_known, match, plain
from sim.orderlog.reading.rejected import Rejected
from sim.orderlog.reading.sheets import read_rows, under_header
from sim.orderlog.reading.values import texts
from sim.orderlog.reading.window import bound, moment_at, windowed
from sim.orderlog.reading.zones import (
    check_order,
    monday_before,
    settle_numbers,
    settle_order,
    settle_zones,
    zone_named,
)
from sim.records.schema import Records

SHOWN = 5
"""Rows left out that a log shows of itself."""


@dataclass(frozen=True, eq=False)
class OrderLog:
    """An order log that was read. Measures: `service_measures(log.records)`, or `log.measures`.

    records: the tables window and orders (and needs, if the log notes orders turned away); times are seconds from
    `origin`. rejected: row, column, reason, value, one line a fault; row 1 is the first of the file. rows: how many
    rows were read; notes: what was found out or assumed; keys: order, id (as in the file), row, and customer_id;
    origin: midnight of a Monday, None where the file itself counts seconds.
    """

    source: str
    records: Records
    rejected: pd.DataFrame
    notes: tuple[str, ...]
    keys: pd.DataFrame
    rows: int
    origin: pd.Timestamp | None = field(default=None)

    @cached_property
    def measures(self) -> dict[str, Any]:
        """The twelve service measures; NaN with `why` where the log lacks a column."""
        return service_measures(self.records)

    @property
    def left_out(self) -> int:
        """Rows left out."""
        return int(self.rejected["row"].nunique())

    def __repr__(self) -> str:
        """What was read, assumed and left out, in a few lines."""
        lines = [_("{source}: {n:,} orders").format(source=self.source, n=len(self.records["orders"]))]
        lines += [f"  {note}" for note in self.notes]
        lines.append("  " + self.said_left_out())
        for fault in self.rejected.head(SHOWN).itertuples():
            lines.append("    " + fault_line(fault))
        if len(self.rejected) > SHOWN:
            lines.append("    ...")
        return "\n".join(lines)

    def said_left_out(self) -> str:
        """How many rows were left out of how many, as a sentence."""
        return ngettext(
            "{n:,} of {all:,} rows was left out.", "{n:,} of {all:,} rows were left out.", self.left_out
        ).format(n=self.left_out, all=self.rows)


def fault_line(fault: Any) -> str:
    """A line of `rejected` in words."""
    what = " ".join(filter(None, (fault.column, fault.value)))
    return _("row {row}: {what}: {reason}").format(row=fault.row, what=what or "–", reason=fault.reason)


def read_orders(
    source: str | Path | IO[Any],
    *,
    columns: Mapping[str, str] | None = None,
    timezone: str | None = None,
    date_order: str | None = None,
    start: str | int | datetime | None = None,
    end: str | int | datetime | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    sheet: str | None = None,
) -> OrderLog:
    """An order log, CSV or Excel (path or open file), as records. What is not given is found out and noted.

    columns: field -> name of its column; needed are order, placed, promised and delivered (may be empty), every other
    column of `orders` helps. timezone: IANA name, for times without a zone; date_order: "dmy" or "mdy"; start, end: the
    window, a date (end: to the end of that day) or seconds as in the file; else from the first order to the last fact.

    Raises InputError if the file, a column or an option cannot be used, or no row can.
    """
    zone = zone_named(timezone)
    check_order(date_order)
    told = dict(columns or {})
    told_names = {plain(str(column)) for column in told.values()}

    def known(cell: str) -> bool:
        return is_known(cell) or plain(cell) in told_names

    name, rows = read_rows(source, known, encoding=encoding, separator=separator, sheet=sheet)
    table = under_header(rows, known)
    places, other_notes = match(table.header, told)
    if not table.rows:
        raise InputError(_("{source} has a header but no rows below it.").format(source=name))
    called = {field_: table.header[place] for field_, place in places.items()}
    cells = {field_: table.cells(place) for field_, place in places.items()}
    notes = [*table.notes, *other_notes, _("Columns: {pairs}.").format(pairs=_pairs(called))]

    rejected = Rejected(table.row)
    ids = texts(cells["order"])
    checks.check_rows(table, rejected)
    checks.check_orders(ids, called["order"], rejected)
    dates = {field_: read_dates(cells[field_]) for field_ in TIMES if field_ in cells}
    relative, found = settle_numbers(_without(dates, rejected.out))
    notes += found
    notes += settle_order(dates, called, date_order)
    checks.check_dates(dates, called, cells, rejected)
    if not relative:
        notes += _settle_days(dates, called)
    moments = settle_zones(_without(dates, rejected.out), zone, relative)
    notes += moments.notes
    checks.check_gaps(moments, called, cells, rejected)
    status = read_status(cells.get("status"), dates["delivered"].empty)
    if "status" in cells:
        there = ~dates["delivered"].empty
        checks.check_status(status, there, called["status"], cells["status"], rejected)
    checks.check_needed(dates, status, called, rejected)
    checks.check_sequence(dates, moments.seconds, called, cells, rejected)
    plain_cells = {
        f: c for f, c in cells.items() if f not in TIMES and f not in ("order", "customer", "status")
    }
    values, found = read_columns(plain_cells, called, rejected, separator=table.separator, fen=relative)
    notes += found
    checks.check_repeated(ids, called["order"], rejected)

    good = np.flatnonzero(~rejected.out)
    if not len(good):
        first = next(rejected.table().itertuples())
        raise InputError(
            _("No row of {source} can be used; the first: {fault}.").format(
                source=name, fault=fault_line(first).rstrip(".。")
            )
        )
    orders, keys, found = _orders(good, ids, cells, rejected, called)
    notes += found
    bounds = [bound(text, which, zone, date_order, relative) for text, which in ((start, 0), (end, 1))]
    origin = 0 if relative else monday_before(int(moments.seconds["placed"][good].min()), moments.zone)
    for field_, date in dates.items():
        empty = date.empty[good]
        orders[field_] = pd.arrays.IntegerArray(moments.seconds[field_][good] - origin, empty)
    for field_, column in values.items():
        orders[field_] = column.iloc[good].array
    orders["status"] = np.asarray(status, dtype=object)[good]
    orders["placed"] = orders["placed"].astype("int64")
    orders, found = settle_orders(orders)
    notes += found
    records, found = windowed(orders, list(dates), bounds, origin, moments)
    keys = keys[keys["order"].isin(records["orders"]["order"])].reset_index(drop=True)
    return OrderLog(
        name,
        records,
        rejected.table(),
        (*notes, *found),
        keys,
        len(table.rows),
        None if relative else moment_at(origin, moments.zone),
    )


def _pairs(called: Mapping[str, str]) -> str:
    return ", ".join(f"{field_} = {column}" for field_, column in called.items())


def _without(dates: Mapping[str, Dates], out: np.ndarray) -> dict[str, Dates]:
    """The same columns, the rows that are out not judged."""
    for date in dates.values():
        date.number[out] = np.nan
        date.undecided[out] = False
        date.offset[out & (date.bad | date.impossible)] = 0
    return dict(dates)


def _settle_days(dates: Mapping[str, Dates], called: Mapping[str, str]) -> list[str]:
    """Dates without a time: a promise holds to the end of its day, everything else counts as noon.

    An order placed and delivered on one day is then not delivered before it was placed.
    """
    whole = []
    for field_, date in dates.items():
        good = ~(date.empty | date.bad | date.impossible)
        clock = date.wall[good]
        if len(np.unique(clock)) > 1 and (clock % DAY == 0).all():
            date.whole_day[good] = True  # a column of nothing but midnights is one of days
        if (date.whole_day & good).any():
            whole.append(called[field_])
        if field_ != "placed":
            late = DAY - 1 if field_ == "promised" else DAY // 2
            date.wall[date.whole_day & good] += late
    placed = dates["placed"]
    noon = placed.wall + DAY // 2
    for field_, date in dates.items():
        if field_ not in ("placed", "promised"):
            there = ~(date.empty | date.bad | date.impossible | date.whole_day)
            same = there & (date.wall // DAY == placed.wall // DAY)
            noon = np.where(same, np.minimum(noon, date.wall), noon)
    placed.wall[:] = np.where(placed.whole_day, noon, placed.wall)
    if not whole:
        return []
    note = _(
        "Dates without a time in {columns}: a promise holds to the end of its day, others count as noon."
    )
    return [note.format(columns=", ".join(whole))]


def _orders(
    good: np.ndarray, ids: list[str], cells: Mapping[str, Any], rejected: Rejected, called: Mapping[str, str]
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """Table with order and customer, table of keys, notes."""
    notes = []
    kept = [ids[at] for at in good]
    number, same = numbered(kept)
    orders = pd.DataFrame({"order": number})
    keys = pd.DataFrame({"order": number, "id": kept, "row": rejected.row[good]})
    if not same:
        notes.append(
            _("Order numbers are not all whole numbers: orders are numbered 1, 2, ... as in the file.")
        )
    if "customer" in cells:
        names = texts([cells["customer"][at] for at in good])
        numbers, _same = numbered([text or "?" for text in names])
        orders["customer"] = pd.arrays.IntegerArray(
            numbers.astype(np.int64), np.array([not text for text in names], dtype=bool)
        )
        keys["customer_id"] = names
    return orders, keys, notes
