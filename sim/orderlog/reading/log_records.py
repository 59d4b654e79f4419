"""Makes an order log from the rows that can be used: orders, keys, the window, remarks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.base.i18n import _, ngettext
from sim.base.units import DAY
from sim.orderlog.order_log import OrderLog, RowMeasures
from sim.orderlog.reading import levels
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.options import Options
from sim.orderlog.reading.order_columns import to_numbers
from sim.orderlog.reading.orders_table import fill_orders
from sim.orderlog.reading.rejected_rows import RejectedRows
from sim.orderlog.reading.remarks import remarks
from sim.orderlog.reading.time_columns import ChosenTimes
from sim.orderlog.reading.time_zones import TimeColumns, moment_at, monday_before, offset_at
from sim.orderlog.reading.window import observe_window, read_bound


@dataclass(frozen=True)
class ReadRows:
    """The contents of a table that were read.

    rows: id, position, times in seconds, values of the rows that are kept; keys: their names; kept: their positions;
    no_orders: rows left out that are no orders, such as totals and copies; torn: rows whose cells may be those of other columns.
    """

    source: str
    table: Table
    options: Options
    rejected: RejectedRows
    notes: Sequence[str]
    chosen: ChosenTimes
    times: TimeColumns
    rows: pd.DataFrame
    keys: pd.DataFrame
    level: str
    of_order: set[str]
    kept: np.ndarray
    no_orders: np.ndarray
    torn: np.ndarray


def as_log(read: ReadRows) -> OrderLog:
    """Rows become orders, and these records."""
    options, chosen, times, level = read.options, read.chosen, read.times, read.level
    rows, keys, dates, notes = read.rows, read.keys, read.chosen.dates, list(read.notes)
    origin = 0 if times.relative else monday_before(int(rows["placed"].min()), times.zone)
    fields = [name for name in dates if name in rows]
    for name in fields:
        rows[name] = rows[name] - origin
    row_records = _records_of_rows(rows, level)
    if level != "order":
        keys = keys.drop_duplicates("id", ignore_index=True)
        continued = int(levels.is_continued(rows).sum())
        rows = levels.combine(rows, level, read.of_order)
        text = {
            "line": _(
                "A row is a line of an order: {orders} orders in {rows} rows; an order is delivered with its last line."
            ),
            "shipment": _(
                "A row is a shipment of an order: {orders} orders in {rows} rows; an order is delivered with the last one."
            ),
        }[level]
        notes.append(text.format(orders=len(rows), rows=len(read.kept)))
        if continued:
            said = ngettext(
                "{n} row has no times: those of the first row of its order count.",
                "{n} rows have no times: those of the first row of their order count.",
                continued,
            )
            notes.append(said.format(n=continued))
    numbers, are_numbers = to_numbers(rows["id"].tolist())
    if not are_numbers:
        notes.append(
            _(
                "Order numbers are not all whole numbers: orders are numbered 1, 2, ... in the order of the file."
            )
        )
    orders = rows.drop(columns=["id"]).assign(order=numbers)
    keys.insert(0, "order", numbers)
    keys.insert(2, "row", read.table.row[rows["position"].to_numpy()])
    if "customer_id" in keys:
        customers, _are_numbers = to_numbers([text or "?" for text in keys["customer_id"]])
        empty = (keys["customer_id"] == "").to_numpy(dtype=bool)
        orders["customer"] = pd.arrays.IntegerArray(customers.astype(np.int64), empty)
    for name in ("carrier", "on_time", "late", "earliest"):
        if name in orders:
            keys[name] = orders[name].array
    orders["placed"] = orders["placed"].astype("int64")
    orders, filled = fill_orders(orders)
    notes += filled
    bounds = [
        read_bound(which, value, options.zone, options.date_order, times.relative)
        for which, value in (("start", options.start), ("end", options.end))
    ]
    facts = [name for name in fields if name not in ("promised", "earliest")]
    ends = _ends(dates, times, facts, read.kept)
    if read.table.last_event is not None and not times.relative:
        seconds, is_utc = read.table.last_event
        local = 0 if times.zone is None or is_utc else offset_at(seconds, times.zone)
        ends = np.append(ends, seconds - local)
    records, window_notes = observe_window(
        orders, [f for f in fields if f in orders], ends, bounds, origin, times
    )
    notes += window_notes
    keys = keys[keys["order"].isin(records["orders"]["order"])].reset_index(drop=True)
    notes += remarks(read.table, chosen, rows, keys, records, times)
    end = int(records["window"]["end"].iloc[0]) + origin
    by_row = None if row_records is None else RowMeasures(level, {**row_records, "window": records["window"]})
    return OrderLog(
        read.source,
        records,
        read.rejected.table(),
        tuple(notes),
        keys,
        len(read.table),
        None if times.relative else moment_at(origin, times.zone),
        by_row,
        _left_out(dates, times, read.rejected.out & ~read.no_orders & ~read.torn, end),
        int((read.rejected.out & read.no_orders).sum()),
    )


def _records_of_rows(rows: pd.DataFrame, level: str) -> dict[str, pd.DataFrame] | None:
    """The rows as if each were an order, for the second number beside that of the orders."""
    if level == "order":
        return None
    orders, _notes = fill_orders(
        rows.assign(order=np.arange(len(rows)), placed=rows["placed"].astype("int64"))
    )
    return {"orders": orders}


def _ends(
    dates: Mapping[str, DateColumn], times: TimeColumns, facts: Sequence[str], kept: np.ndarray
) -> np.ndarray:
    """The second after each fact of the rows that are kept; after its day, if it is a date only."""
    found = []
    for name in facts:
        column = dates[name]
        rows = kept[column.valid[kept]]
        rest_of_day = DAY - column.local[rows] % DAY
        found.append(times.seconds[name][rows] + np.where(column.date_only[rows], rest_of_day, 1))
    return np.concatenate(found)


def _left_out(
    dates: Mapping[str, DateColumn], times: TimeColumns, out: np.ndarray, end: int
) -> tuple[int, int] | None:
    """Of the rows left out, those whose promise was kept, and those whose promise was due; None if that is not known."""
    if "promised" not in dates:
        return None
    promised, delivered = dates["promised"], dates["delivered"]
    known = out & promised.valid & (delivered.valid | delivered.empty) & (times.seconds["promised"] < end)
    kept = known & delivered.valid & (times.seconds["delivered"] <= times.seconds["promised"])
    return int(kept.sum()), int(known.sum())
