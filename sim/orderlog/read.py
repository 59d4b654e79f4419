"""`read_orders`: read an order log as records, with a report of what was left out and what was assumed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from typing import IO, Any

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.orderlog.order_log import OrderLog, show_fault
from sim.orderlog.reading import checks
from sim.orderlog.reading.cell_values import texts
from sim.orderlog.reading.column_names import TIMES, is_known, match_columns, normalise
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.date_only import set_hours
from sim.orderlog.reading.date_order import check_date_order, resolve_date_order
from sim.orderlog.reading.dates import read_dates
from sim.orderlog.reading.header import find_table
from sim.orderlog.reading.number_dates import interpret_numbers
from sim.orderlog.reading.order_columns import read_columns, read_status, to_numbers
from sim.orderlog.reading.orders_table import fill_orders
from sim.orderlog.reading.rejected_rows import RejectedRows
from sim.orderlog.reading.rows import read_rows
from sim.orderlog.reading.time_zones import TimeColumns, find_zone, moment_at, monday_before, to_seconds
from sim.orderlog.reading.window import observe_window, read_bound

Cells = Mapping[str, Sequence[Any]]
"""Field -> the cells of its column."""
Headings = Mapping[str, str]
"""Field -> the heading of its column in the file."""


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
    r"""Read an order log of your own, CSV or Excel, as records.

    Options that are not given are worked out from the file, and noted. Rows that cannot be used are left out and listed.

    Parameters
    ----------
    source : str, Path or open file
        The log. It needs columns for order, placed, promised and delivered (which may be empty); every other column of
        `orders` helps.
    columns : dict of str to str, optional
        Names of columns by field, such as {"placed": "Date"}, where they are not recognised.
    timezone : str, optional
        IANA name, such as "Asia/Shanghai", for times without a time zone.
    date_order : {"dmy", "mdy"}, optional
        Whether the day or the month comes first in dates such as 3/4/2026.
    start, end : str, int or datetime, optional
        The window: a date or time, or seconds as in the file; a date as `end` includes that day. The default is from the
        first order to the last fact.
    encoding : str, optional
        Such as "utf-8" or "gb18030".
    separator : str, optional
        The character between cells of a CSV file.
    sheet : str, optional
        Name of the sheet of an Excel file; the default is the first that is not empty.

    Returns
    -------
    OrderLog
        Records, rejected rows and notes; `log.measures` holds the service measures.

    Raises
    ------
    InputError
        If the file, a column or an option cannot be used, or no row can.

    Examples
    --------
    >>> from io import StringIO
    >>> from sim import read_orders
    >>> text = (
    ...     "Order no,Order date,Due date,Delivery date\n"
    ...     "1,2026-03-02 10:00,2026-03-04 10:00,2026-03-04 09:00\n"
    ...     "2,2026-03-02 11:00,2026-03-04 11:00,2026-03-04 15:00\n"
    ...     "3,2026-03-05 11:00,2026-03-07 11:00,2026-03-04 15:00\n"
    ... )
    >>> log = read_orders(StringIO(text), end="2026-03-31")
    >>> log.measures["m08"]["value"]
    0.5
    >>> log.rejected[["row", "reason"]].values.tolist()
    [[4, 'before Order date']]
    """
    zone = find_zone(timezone)
    check_date_order(date_order)
    given = dict(columns or {})
    given_names = {normalise(str(column)) for column in given.values()}

    def is_column_name(cell: str) -> bool:
        return is_known(cell) or normalise(cell) in given_names

    name, rows = read_rows(source, is_column_name, encoding=encoding, separator=separator, sheet=sheet)
    table = find_table(rows, is_column_name)
    positions, match_notes = match_columns(table.header, given)
    if not table.rows:
        raise InputError(_("{source} has a header but no rows below it.").format(source=name))
    headings = {field: table.header[position] for field, position in positions.items()}
    cells = {field: table.cells(position) for field, position in positions.items()}
    pairs = ", ".join(f"{field} = {heading}" for field, heading in headings.items())
    notes = [*table.notes, *match_notes, _("Columns: {pairs}.").format(pairs=pairs)]

    rejected = RejectedRows(table.row)
    ids = texts(cells["order"])
    checks.check_rows(table, rejected)
    checks.check_orders(ids, headings["order"], rejected)
    dates, times, time_notes = _read_times(cells, headings, rejected, zone, date_order)
    status = _read_status(cells, headings, dates, rejected)
    checks.check_required(dates, status, headings, rejected)
    checks.check_sequence(dates, times.seconds, headings, cells, rejected)
    other = {f: c for f, c in cells.items() if f not in TIMES and f not in ("order", "customer", "status")}
    values, value_notes = read_columns(
        other, headings, rejected, separator=table.separator, fen=times.relative
    )
    checks.check_repeated(ids, headings["order"], rejected)
    kept = np.flatnonzero(~rejected.out)
    if not len(kept):
        first = next(rejected.table().itertuples())
        raise InputError(
            _("No row of {source} can be used; the first: {fault}.").format(
                source=name, fault=show_fault(first).rstrip(".。")
            )
        )

    orders, keys, key_notes = _number_orders(kept, ids, cells, rejected)
    bounds = [
        read_bound(which, value, zone, date_order, times.relative)
        for which, value in (("start", start), ("end", end))
    ]
    origin = 0 if times.relative else monday_before(int(times.seconds["placed"][kept].min()), times.zone)
    for field, column in dates.items():
        orders[field] = pd.arrays.IntegerArray(times.seconds[field][kept] - origin, column.empty[kept])
    for field, series in values.items():
        orders[field] = series.iloc[kept].array
    orders["status"] = np.asarray(status, dtype=object)[kept]
    orders["placed"] = orders["placed"].astype("int64")
    orders, filled_notes = fill_orders(orders)
    records, window_notes = observe_window(orders, list(dates), bounds, origin, times)
    keys = keys[keys["order"].isin(records["orders"]["order"])].reset_index(drop=True)
    return OrderLog(
        name,
        records,
        rejected.table(),
        (*notes, *time_notes, *value_notes, *key_notes, *filled_notes, *window_notes),
        keys,
        len(table.rows),
        None if times.relative else moment_at(origin, times.zone),
    )


def _read_times(
    cells: Cells, headings: Headings, rejected: RejectedRows, zone: tzinfo | None, date_order: str | None
) -> tuple[dict[str, DateColumn], TimeColumns, list[str]]:
    """The columns of times, the same in seconds, and notes. Rows with times that cannot be read are rejected."""
    dates = {field: read_dates(cells[field]) for field in TIMES if field in cells}
    _ignore_rejected(dates, rejected.out)
    relative, notes = interpret_numbers(dates)
    notes += resolve_date_order(dates, headings, date_order)
    checks.check_dates(dates, headings, cells, rejected)
    if not relative:
        notes += set_hours(dates, headings)
    _ignore_rejected(dates, rejected.out)
    times = to_seconds(dates, zone, relative)
    checks.check_gaps(times, headings, cells, rejected)
    return dates, times, notes + times.notes


def _ignore_rejected(dates: Mapping[str, DateColumn], out: np.ndarray) -> None:
    """Keep rejected rows from influencing how the others are read: numbers as dates, date order, time zone."""
    for column in dates.values():
        column.number[out] = np.nan
        column.ambiguous[out] = False
        column.offset[out & (column.unreadable | column.impossible)] = 0


def _read_status(
    cells: Cells, headings: Headings, dates: Mapping[str, DateColumn], rejected: RejectedRows
) -> list[str]:
    status = read_status(cells.get("status"), dates["delivered"].empty)
    if "status" in cells:
        delivered = ~dates["delivered"].empty
        checks.check_status(status, delivered, headings["status"], cells["status"], rejected)
    return status


def _number_orders(
    kept: np.ndarray, ids: list[str], cells: Cells, rejected: RejectedRows
) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """A table with the numbers of orders and customers, the table of keys, and notes."""
    notes = []
    kept_ids = [ids[at] for at in kept]
    numbers, are_numbers = to_numbers(kept_ids)
    orders = pd.DataFrame({"order": numbers})
    keys = pd.DataFrame({"order": numbers, "id": kept_ids, "row": rejected.row[kept]})
    if not are_numbers:
        notes.append(
            _(
                "Order numbers are not all whole numbers: orders are numbered 1, 2, ... in the order of the file."
            )
        )
    if "customer" in cells:
        names = texts([cells["customer"][at] for at in kept])
        customers, _are_numbers = to_numbers([text or "?" for text in names])
        orders["customer"] = pd.arrays.IntegerArray(
            customers.astype(np.int64), np.array([not text for text in names], dtype=bool)
        )
        keys["customer_id"] = names
    return orders, keys, notes
