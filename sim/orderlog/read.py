"""`read_orders`: read an order log as records, with a report of what was left out and what was assumed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.orderlog.order_log import OrderLog
from sim.orderlog.reading.column_names import is_known, normalise
from sim.orderlog.reading.date_order import check_date_order
from sim.orderlog.reading.events import one_row_an_order
from sim.orderlog.reading.header import find_table
from sim.orderlog.reading.join import join_tables
from sim.orderlog.reading.levels import check_level
from sim.orderlog.reading.log_reader import LogReader
from sim.orderlog.reading.options import Options
from sim.orderlog.reading.order_columns import check_words
from sim.orderlog.reading.promise_rule import read_rule
from sim.orderlog.reading.source import Source, read_rows
from sim.orderlog.reading.time_zones import find_zone


def read_orders(
    source: Source | Sequence[Source],
    *,
    columns: Mapping[str, str] | None = None,
    words: Mapping[str, Mapping[str, str]] | None = None,
    ignore: Iterable[str] = (),
    join: str | None = None,
    level: str | None = None,
    promise: str | None = None,
    timezone: str | None = None,
    date_order: str | None = None,
    start: str | int | datetime | None = None,
    end: str | int | datetime | None = None,
    encoding: str | None = None,
    separator: str | None = None,
    sheet: str | None = None,
) -> OrderLog:
    r"""Read an order log of your own, CSV, JSON or Excel, as records.

    Options that are not given are worked out from the file, and noted. Rows that cannot be used are left out and listed.

    Parameters
    ----------
    source : str, Path, open file or DataFrame, or a list of them
        The log. It needs columns for order and placed, for delivered (which may be empty) or a column that says on time or
        late, and for m08 one for promised; every other column of `orders` helps. Several files are joined.
    columns : dict of str to str, optional
        Names of columns by field, such as {"placed": "Date"}, where they are not recognised; "Date + Time" for a date and a
        time of day in two columns; for order, "No + Date" where numbers begin again.
    words : dict of str to dict of str to str, optional
        What words mean, by field, such as {"status": {"Entregue": "delivered"}} or {"damaged": {"D1": "yes"}}; words
        of states can also mean a step (placed, accepted, released, picked, packed, dispatched).
    ignore : list of str, optional
        Columns that count as not there.
    join : str, optional
        The column that several files have in common, such as "order_id", or "order_id=Order" where its names differ.
    level : {"order", "line", "shipment", "event"}, optional
        What one row is. Lines and shipments of an order are put together: it is delivered with the last of them. An event is a
        state and the time at which the order reached it.
    promise : str, optional
        A rule instead of a column: "placed + 48h", "dispatched + 2 working days"; or with a column of lengths, and perhaps
        their unit: "dispatched + SLA", "placed + SLA hours".
    timezone : str, optional
        IANA name, such as "Asia/Shanghai", for times without a time zone.
    date_order : {"dmy", "mdy", "ymd"}, optional
        What comes first in dates such as 3/4/2026 and 3/4/26: day, month or year.
    start, end : str, int or datetime, optional
        The window: a date, a time or a month (2026-03), or seconds as in the file; a date or month as `end` is included. The
        default is from the first order to the last fact.
    encoding : str, optional
        Such as "utf-8" or "gb18030".
    separator : str, optional
        The character between cells of a CSV file.
    sheet : str, optional
        Name of the sheet of an Excel file; the default is the one with most known column names, and those with the same names.

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
    check_level(level)
    given, rule = dict(columns or {}), read_rule(promise)
    given_names = {
        normalise(part) for column in given.values() for part in (str(column), *str(column).split("+"))
    } | {normalise(part) for part in (*(join or "").split("="), rule.text if rule else "")}

    def is_column_name(cell: str) -> bool:
        return is_known(cell) or (normalise(cell) in given_names and normalise(cell) != "")

    options = Options(
        given,
        check_words(words or {}),
        tuple(ignore),
        level,
        rule,
        zone,
        date_order,
        start,
        end,
    )
    sources: list[Any] = list(source) if isinstance(source, list | tuple) else [source]
    if not sources:
        raise InputError(_("There is no file: give at least one."))
    tables, names = [], []
    for each in sources:
        name, rows = read_rows(each, is_column_name, encoding=encoding, separator=separator, sheet=sheet)
        tables.append(find_table(name, rows, is_column_name))
        names.append(name)
    name = " + ".join(names)
    table, options = one_row_an_order(name, join_tables(tables, names, join), options)
    return LogReader(name, table, options).read()
