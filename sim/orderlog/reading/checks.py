"""What is wrong with the rows of a log: repeated, unreadable, contradicting themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import _
from sim.base.units import DAY
from sim.orderlog.reading.dates import Dates
from sim.orderlog.reading.rejected import Rejected
from sim.orderlog.reading.sheets import Table
from sim.orderlog.reading.values import fold
from sim.orderlog.reading.zones import Moments

CHAIN = ("placed", "answered", "accepted", "released", "picked", "packed", "dispatched", "delivered")
"""Times that cannot go backwards."""
TOTALS = {"total", "totals", "sum", "grandtotal", "subtotal", "合计", "总计", "小计", "总和", "共计"}
CUT = re.compile(r"\d(?:[.,]\d+)?e\+\d+", re.IGNORECASE)
"""What a spreadsheet makes of a long number: 1.23E+17."""
NO_PROMISE = ("abandoned", "turned_away", "cancelled", "in_progress")
"""What the log says is in such a state may have no promised time."""


def check_rows(table: Table, rejected: Rejected) -> None:
    """Rows of totals, rows that stand twice, rows with more cells than the header, the header again."""
    width = len(table.header)
    totals, long, twice, again = (np.zeros(len(table.rows), dtype=bool) for _each in range(4))
    first: dict[tuple[Any, ...], int] = {}
    same_as: dict[int, str] = {}
    for at, cells in enumerate(table.rows):
        if len(cells) > width and any(cell not in ("", None) for cell in cells[width:]):
            long[at] = True
        if str(cells[0]).strip() == table.header[0]:
            again[at] = [str(cell).strip() for cell in cells[:width]] == table.header
        key = tuple(cells)
        before = first.setdefault(key, at)
        if before != at:
            twice[at], same_as[at] = True, _("the same as row {row}").format(row=table.row[before])
        lead = next((cell for cell in cells if cell not in ("", None)), "")
        if isinstance(lead, str) and len(lead) < 20 and fold(lead).rstrip(":") in TOTALS:
            totals[at] = True
    rejected.add(totals, "", _("a row of totals, not an order"))
    rejected.add(again, "", _("the header again"))
    rejected.add(long & ~totals, "", _("more cells than the header: a separator inside a cell?"))
    rejected.add(twice & ~totals & ~again, "", same_as)


def check_orders(ids: Sequence[str], column: str, rejected: Rejected) -> None:
    """Every row needs an order number that a spreadsheet has not cut."""
    open_ = ~rejected.out
    rejected.add(open_ & np.array([not text for text in ids], dtype=bool), column, _("no order number"))
    cut = np.array([CUT.fullmatch(text) is not None for text in ids], dtype=bool)
    rejected.add(open_ & cut, column, _("a spreadsheet has cut this number"), ids)


def check_repeated(ids: Sequence[str], column: str, rejected: Rejected) -> None:
    """Of several good rows of one order the first counts."""
    first: dict[str, int] = {}
    reasons: dict[int, str] = {}
    again = np.zeros(len(ids), dtype=bool)
    for at in np.flatnonzero(~rejected.out).tolist():
        before = first.setdefault(ids[at], at)
        if before != at:
            again[at] = True
            reasons[at] = _("this order stands already in row {row}").format(row=rejected.row[before])
    rejected.add(again, column, reasons, ids)


def check_dates(
    columns: Mapping[str, Dates],
    called: Mapping[str, str],
    cells: Mapping[str, Sequence[Any]],
    rejected: Rejected,
) -> None:
    """Dates that cannot be read, or do not exist."""
    open_ = ~rejected.out
    for name, dates in columns.items():
        rejected.add(open_ & dates.bad, called[name], _("cannot be read as a date and time"), cells[name])
        impossible = open_ & dates.impossible & ~dates.bad
        rejected.add(impossible, called[name], _("there is no such day or hour"), cells[name])


def check_gaps(
    moments: Moments, called: Mapping[str, str], cells: Mapping[str, Sequence[Any]], rejected: Rejected
) -> None:
    """Hours that summer time skipped."""
    open_ = ~rejected.out
    for name, gap in moments.gaps.items():
        reason = _("this hour does not exist: the clock was put forward")
        rejected.add(open_ & gap, called[name], reason, cells[name])


def check_needed(
    columns: Mapping[str, Dates], status: Sequence[str], called: Mapping[str, str], rejected: Rejected
) -> None:
    """Without the time when it was placed, or promised, an order says nothing."""
    open_ = ~rejected.out
    rejected.add(open_ & columns["placed"].empty, called["placed"], _("is empty"))
    excused = np.isin(np.asarray(status, dtype=object), NO_PROMISE)
    rejected.add(open_ & columns["promised"].empty & ~excused, called["promised"], _("is empty"))


def check_sequence(
    columns: Mapping[str, Dates],
    seconds: dict[str, np.ndarray],
    called: Mapping[str, str],
    cells: Mapping[str, Sequence[Any]],
    rejected: Rejected,
) -> None:
    """Nothing is delivered, packed, promised ... before what comes before it.

    Where one of two is a date without a time, only the day counts; `seconds` of the later is then not before the earlier.
    """
    open_ = ~rejected.out
    latest, latest_whole, latest_day = (
        seconds["placed"],
        columns["placed"].whole_day,
        columns["placed"].wall // DAY,
    )
    latest_name = np.full(len(latest), "placed", dtype=object)
    for name in [*(n for n in CHAIN if n in columns and n != "placed"), "promised"]:
        dates = columns[name]
        there = ~dates.empty
        earlier = seconds["placed"] if name == "promised" else latest
        whole = dates.whole_day | (columns["placed"].whole_day if name == "promised" else latest_whole)
        day = columns["placed"].wall // DAY if name == "promised" else latest_day
        same_day = whole & (dates.wall // DAY == day)
        wrong = open_ & there & (seconds[name] < earlier) & ~same_day
        against = np.full(len(wrong), "placed", dtype=object) if name == "promised" else latest_name
        for other in dict.fromkeys(against[wrong].tolist()):
            reason = _("before {other}").format(other=called[other])
            rejected.add(wrong & (against == other), called[name], reason, cells[name])
        if name == "promised":
            continue
        seconds[name] = np.where(there & same_day, np.maximum(seconds[name], earlier), seconds[name])
        newer = there & ~wrong
        latest = np.where(newer, np.maximum(seconds[name], latest), latest)
        latest_whole = np.where(newer, dates.whole_day, latest_whole)
        latest_day = np.where(newer, dates.wall // DAY, latest_day)
        latest_name = np.where(newer, name, latest_name)


def check_status(
    status: Sequence[str], delivered: np.ndarray, column: str, cells: Sequence[Any], rejected: Rejected
) -> None:
    """The state must be a known one and agree with the time of delivery."""
    open_ = ~rejected.out
    words = pd.Series(status, dtype=object)
    rejected.add(open_ & (words == "?").to_numpy(), column, _("is no known state of an order"), cells)
    claims = (words == "delivered").to_numpy()
    rejected.add(open_ & claims & ~delivered, column, _("delivered, but without a time of delivery"), cells)
    other = ~words.isin(["", "?", "delivered", "returned"]).to_numpy()
    rejected.add(open_ & other & delivered, column, _("not delivered, but with a time of delivery"), cells)
