"""Find rows that are not orders, or whose order number or required times cannot be used, and reject them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from sim.base.i18n import _
from sim.orderlog.reading.cell_values import is_empty, texts
from sim.orderlog.reading.cell_words import TOTALS, fold
from sim.orderlog.reading.column_names import REQUIRED
from sim.orderlog.reading.date_column import DateColumn
from sim.orderlog.reading.header import Table
from sim.orderlog.reading.rejected_rows import RejectedRows
from sim.orderlog.reading.time_zones import TimeColumns

SHORTENED = re.compile(r"\d(?:[.,]\d+)?e\+\d+", re.IGNORECASE)
"""How a spreadsheet shortens a long number: 1.23E+17."""
TRIMMED_SHARE = 0.2
"""Share of short rows from which Kefu assumes that the program leaves out empty cells at the end."""
CONTINUED = 0.1
"""Share of rows without an order number from which these count as further lines of the order above."""
LABEL_COLUMNS = 4
"""Columns at the left in which the word for a total may stand."""
Cells = Mapping[str, Sequence[Any]]
"""Field -> the cells of its column."""


def check_rows(
    table: Table, placed: int, order: int, rejected: RejectedRows
) -> tuple[np.ndarray, np.ndarray]:
    """Reject totals, repeated headers, rows with more or fewer cells than the header, and repeated rows.

    placed, order: positions of the columns of these fields. Returns the rows that are not orders, or repeat an order;
    and rows whose cells may have slipped into other columns.
    """
    width = len(table.header)
    long = table.filled > width
    repeated = table.same_as >= 0
    first, days, ids = (table.cells(position) for position in (0, placed, order))
    repeated &= np.array([not is_empty(cell) for cell in ids], dtype=bool)
    header = np.array([cell == table.header[0] for cell in first], dtype=bool)
    for at in np.flatnonzero(header).tolist():
        header[at] = days[at] == table.header[placed] and ids[at] == table.header[order]
    labels = _labels(table, first)
    totals = np.array(
        [
            isinstance(label, str) and len(label) < 40 and not _holds_a_date(day) and _is_total(label)
            for label, day in zip(labels, days, strict=True)
        ],
        dtype=bool,
    )
    remarks = _remarks(table, first) & ~totals
    rejected.add(totals, "", _("a row of totals, not an order"))
    rejected.add(remarks, "", _("a remark, not an order"), first)
    rejected.add(header, "", _("a repeated header"))
    rejected.add(
        long & ~totals & ~remarks, "", _("more cells than the header: is there a separator inside a cell?")
    )
    short = _short(table) & ~totals & ~remarks & ~header
    rejected.add(short, "", _("fewer cells than the header: is the row cut off?"))
    same = {
        at: _("the same as row {row}").format(row=table.row[table.same_as[at]])
        for at in np.flatnonzero(repeated).tolist()
    }
    rejected.add(repeated & ~totals & ~remarks & ~header & ~short & ~long, "", same)
    return totals | remarks | header | (repeated & ~short & ~long), short | long


def _labels(table: Table, first: list[Any]) -> list[Any]:
    """The first cell of each row that is filled, among the first columns."""
    labels = list(first)
    for position in range(1, min(LABEL_COLUMNS, len(table.header))):
        empty = [at for at, label in enumerate(labels) if label in ("", None)]
        if not empty:
            break
        cells = table.cells(position)
        for at in empty:
            labels[at] = cells[at]
    return labels


def _remarks(table: Table, first: list[Any]) -> np.ndarray:
    """Rows with only a text in the first cell that is not an order number: * due = as agreed."""
    found = (table.filled == 1) & (len(table.header) > 2)
    for at in np.flatnonzero(found).tolist():
        text = str(first[at]).strip()
        found[at] = re.search(r"[\s:：*]", text) is not None or not any(map(str.isdigit, text))
    return found


def _holds_a_date(cell: Any) -> bool:
    """Whether a cell could be the time of placing; the number of orders in a row of totals could not."""
    text = "" if cell is None else str(cell)
    return len(text) >= 5 and sum(map(str.isdigit, text)) >= 4


def _is_total(label: str) -> bool:
    """Total, Week total, Sum of March:, 本周合计."""
    word = re.sub(r"[:：].*$", "", fold(label))
    ends = any(word.startswith(total) or word.endswith(total) for total in TOTALS if not total.isascii())
    return word in TOTALS or ends or any(fold(part) in TOTALS for part in label.split())


def leaves_out_empty_cells(table: Table) -> bool:
    """Whether many rows are short and none has an empty cell at its end: then the missing cells are empty."""
    short = table.written < len(table.header)
    if table.padded or short.sum() < 2 or short.mean() <= TRIMMED_SHARE:
        return False
    return not (~short & (table.filled < len(table.header))).any()


def _short(table: Table) -> np.ndarray:
    """Rows with fewer cells than the header, unless the program that wrote the file leaves out empty cells at the end."""
    width = len(table.header)
    if table.padded:
        return np.zeros(len(table), dtype=bool)
    short = table.written < width
    if leaves_out_empty_cells(table):
        short = np.zeros(len(table), dtype=bool)
    if len(table) and _breaks_off(table):
        short[-1] = True
    return short


def _breaks_off(table: Table) -> bool:
    """Whether the file ends within its last cell: no end of line, and the cell is shorter than all others of its column."""
    if not table.ends_in_line or table.written[-1] > len(table.header):
        return False
    *others, last = texts(table.cells(int(table.written[-1]) - 1))
    lengths = {len(cell) for cell in others if cell}
    return len(others) > 2 and len(lengths) == 1 and 0 < len(last) < min(lengths) and min(lengths) >= 8


def fill_down(ids: Sequence[str], others: Sequence[Sequence[Any]], out: np.ndarray) -> tuple[list[str], int]:
    """Order numbers, filled in from above where many rows have none (a report that names each order once); and how
    many have one. others: columns of times; a row with one of them is not a further line of the order above.
    """
    bare = np.array([not text for text in ids], dtype=bool) & ~out
    if bare.sum() <= CONTINUED * (~out).sum() or bare.sum() < 2:
        return list(ids), 0
    if any(not is_empty(cells[at]) for cells in others for at in np.flatnonzero(bare).tolist()):
        return list(ids), 0
    filled, above = list(ids), ""
    for at, text in enumerate(ids):
        if out[at]:
            continue
        above = text or above
        filled[at] = above
    return filled, int(bare.sum())


def check_orders(ids: Sequence[str], column: str, rejected: RejectedRows) -> None:
    """Reject rows without an order number, or with one that a spreadsheet has shortened."""
    remaining = ~rejected.out
    rejected.add(remaining & np.array([not text for text in ids], dtype=bool), column, _("no order number"))
    shortened = np.array([SHORTENED.fullmatch(text) is not None for text in ids], dtype=bool)
    rejected.add(remaining & shortened, column, _("a spreadsheet has shortened this number"), ids)


def check_dates(
    dates: Mapping[str, DateColumn], headings: Mapping[str, str], cells: Cells, rejected: RejectedRows
) -> None:
    """Reject dates of required columns that cannot be read or do not exist, and orders without the time they were placed."""
    remaining = ~rejected.out
    for name, column in dates.items():
        if name not in REQUIRED:
            continue
        reason = _("cannot be read as a date and time")
        rejected.add(remaining & column.unreadable, headings[name], reason, cells[name])
        impossible = remaining & column.impossible & ~column.unreadable
        rejected.add(impossible, headings[name], _("there is no such day or hour"), cells[name])
    empty = remaining & dates["placed"].empty
    rejected.add(empty, headings["placed"], _("is empty"), cells["placed"])


def check_gaps(
    times: TimeColumns,
    dates: Mapping[str, DateColumn],
    headings: Mapping[str, str],
    cells: Cells,
    rejected: RejectedRows,
) -> None:
    """Reject required local times that do not exist because summer time began; empty others."""
    remaining = ~rejected.out
    for name, gap in times.gaps.items():
        if name in REQUIRED:
            reason = _("this hour does not exist: the clock was put forward")
            rejected.add(remaining & gap, headings[name], reason, cells[name])
        else:
            dates[name].empty[gap] = True
