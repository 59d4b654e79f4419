"""Find rows of a log that are repeated, unreadable or contradictory, and reject them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import _
from sim.base.units import DAY
from sim.orderlog.reading.cell_values import fold
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.rejected_rows import RejectedRows
from sim.orderlog.reading.time_zones import TimeColumns

CHAIN = ("placed", "answered", "accepted", "released", "picked", "packed", "dispatched", "delivered")
"""Times in the order in which they must occur."""
TOTALS = {"total", "totals", "sum", "grandtotal", "subtotal", "合计", "总计", "小计", "总和", "共计"}
SHORTENED = re.compile(r"\d(?:[.,]\d+)?e\+\d+", re.IGNORECASE)
"""How a spreadsheet shortens a long number: 1.23E+17."""
NO_PROMISE = ("abandoned", "turned_away", "cancelled", "in_progress")
"""Orders with such a status may have no promised time."""


def check_rows(table: Table, rejected: RejectedRows) -> None:
    """Reject totals, repeated rows, rows with more cells than the header, and repeated headers."""
    width = len(table.header)
    totals, long, repeated, header = (np.zeros(len(table.rows), dtype=bool) for _each in range(4))
    first: dict[tuple[Any, ...], int] = {}
    same_as: dict[int, str] = {}
    for at, cells in enumerate(table.rows):
        if len(cells) > width and any(cell not in ("", None) for cell in cells[width:]):
            long[at] = True
        if str(cells[0]).strip() == table.header[0]:
            header[at] = [str(cell).strip() for cell in cells[:width]] == table.header
        key = tuple(cells)
        before = first.setdefault(key, at)
        if before != at:
            repeated[at], same_as[at] = True, _("the same as row {row}").format(row=table.row[before])
        label = next((cell for cell in cells if cell not in ("", None)), "")
        if isinstance(label, str) and len(label) < 20 and fold(label).rstrip(":") in TOTALS:
            totals[at] = True
    rejected.add(totals, "", _("a row of totals, not an order"))
    rejected.add(header, "", _("a repeated header"))
    rejected.add(long & ~totals, "", _("more cells than the header: is there a separator inside a cell?"))
    rejected.add(repeated & ~totals & ~header, "", same_as)


def check_orders(ids: Sequence[str], column: str, rejected: RejectedRows) -> None:
    """Reject rows without an order number, or with one that a spreadsheet has shortened."""
    remaining = ~rejected.out
    rejected.add(remaining & np.array([not text for text in ids], dtype=bool), column, _("no order number"))
    shortened = np.array([SHORTENED.fullmatch(text) is not None for text in ids], dtype=bool)
    rejected.add(remaining & shortened, column, _("a spreadsheet has shortened this number"), ids)


def check_repeated(ids: Sequence[str], column: str, rejected: RejectedRows) -> None:
    """Reject all rows of an order but the first."""
    first: dict[str, int] = {}
    reasons: dict[int, str] = {}
    repeated = np.zeros(len(ids), dtype=bool)
    for at in np.flatnonzero(~rejected.out).tolist():
        before = first.setdefault(ids[at], at)
        if before != at:
            repeated[at] = True
            reasons[at] = _("this order is already in row {row}").format(row=rejected.row[before])
    rejected.add(repeated, column, reasons, ids)


def check_dates(
    columns: Mapping[str, DateColumn],
    headings: Mapping[str, str],
    cells: Mapping[str, Sequence[Any]],
    rejected: RejectedRows,
) -> None:
    """Reject dates that cannot be read or do not exist."""
    remaining = ~rejected.out
    for name, dates in columns.items():
        rejected.add(
            remaining & dates.unreadable, headings[name], _("cannot be read as a date and time"), cells[name]
        )
        impossible = remaining & dates.impossible & ~dates.unreadable
        rejected.add(impossible, headings[name], _("there is no such day or hour"), cells[name])


def check_gaps(
    times: TimeColumns,
    headings: Mapping[str, str],
    cells: Mapping[str, Sequence[Any]],
    rejected: RejectedRows,
) -> None:
    """Reject local times that do not exist because summer time began."""
    remaining = ~rejected.out
    for name, gap in times.gaps.items():
        reason = _("this hour does not exist: the clock was put forward")
        rejected.add(remaining & gap, headings[name], reason, cells[name])


def check_required(
    columns: Mapping[str, DateColumn],
    status: Sequence[str],
    headings: Mapping[str, str],
    rejected: RejectedRows,
) -> None:
    """Reject orders without the time when they were placed or promised."""
    remaining = ~rejected.out
    rejected.add(remaining & columns["placed"].empty, headings["placed"], _("is empty"))
    excused = np.isin(np.asarray(status, dtype=object), NO_PROMISE)
    rejected.add(remaining & columns["promised"].empty & ~excused, headings["promised"], _("is empty"))


def check_sequence(
    columns: Mapping[str, DateColumn],
    seconds: dict[str, np.ndarray],
    headings: Mapping[str, str],
    cells: Mapping[str, Sequence[Any]],
    rejected: RejectedRows,
) -> None:
    """Reject rows whose times are in the wrong order, such as packed before picked.

    If one of two times is a date only, the days are compared; `seconds` of the later one is then raised to the earlier.
    """
    remaining = ~rejected.out
    latest, latest_date_only, latest_day = (
        seconds["placed"],
        columns["placed"].date_only,
        columns["placed"].local // DAY,
    )
    latest_name = np.full(len(latest), "placed", dtype=object)
    for name in [*(n for n in CHAIN if n in columns and n != "placed"), "promised"]:
        dates = columns[name]
        present = ~dates.empty
        earlier = seconds["placed"] if name == "promised" else latest
        date_only = dates.date_only | (
            columns["placed"].date_only if name == "promised" else latest_date_only
        )
        day = columns["placed"].local // DAY if name == "promised" else latest_day
        same_day = date_only & (dates.local // DAY == day)
        wrong = remaining & present & (seconds[name] < earlier) & ~same_day
        against = np.full(len(wrong), "placed", dtype=object) if name == "promised" else latest_name
        for other in dict.fromkeys(against[wrong].tolist()):
            reason = _("before {other}").format(other=headings[other])
            rejected.add(wrong & (against == other), headings[name], reason, cells[name])
        if name == "promised":
            continue
        seconds[name] = np.where(present & same_day, np.maximum(seconds[name], earlier), seconds[name])
        newer = present & ~wrong
        latest = np.where(newer, np.maximum(seconds[name], latest), latest)
        latest_date_only = np.where(newer, dates.date_only, latest_date_only)
        latest_day = np.where(newer, dates.local // DAY, latest_day)
        latest_name = np.where(newer, name, latest_name)


def check_status(
    status: Sequence[str], delivered: np.ndarray, column: str, cells: Sequence[Any], rejected: RejectedRows
) -> None:
    """Reject an unknown status, and one that contradicts the time of delivery."""
    remaining = ~rejected.out
    words = pd.Series(status, dtype=object)
    rejected.add(remaining & (words == "?").to_numpy(), column, _("is not a known status of an order"), cells)
    claims = (words == "delivered").to_numpy()
    rejected.add(remaining & claims & ~delivered, column, _("delivered, but has no time of delivery"), cells)
    other = ~words.isin(["", "?", "delivered", "returned"]).to_numpy()
    rejected.add(remaining & other & delivered, column, _("not delivered, but has a time of delivery"), cells)
