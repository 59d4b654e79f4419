"""The header of a file and the table below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, zip_longest
from typing import Any

import numpy as np
import pyarrow as pa

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.orderlog.reading.rows import SAMPLE_ROWS, IsColumnName, Rows

CHUNK_ROWS = 20_000
"""Rows that become columns together; a large table is then in memory as columns of Arrow, a tenth of lists of texts."""


@dataclass(frozen=True)
class Table:
    """A header and the columns below it, without blank rows.

    row: the number of each row in the file; width: how many cells it has up to the last one that is filled or, unless
    `padded`, written; same_as: position of the first row with the same cells, -1 if it is the first; notes: what was found.
    """

    header: list[str]
    columns: list[list[pa.Array | list[Any]]]
    row: np.ndarray
    filled: np.ndarray
    written: np.ndarray
    same_as: np.ndarray
    separator: str | None
    padded: bool
    ends_in_line: bool
    notes: list[str]

    def __len__(self) -> int:
        """Number of rows."""
        return len(self.row)

    def cells(self, position: int) -> list[Any]:
        """The cells of the column at this position; "" where a row is too short."""
        found: list[Any] = []
        for part in self.columns[position]:
            found += part if isinstance(part, list) else part.to_pylist()
        return found


def find_table(name: str, rows: Rows, is_column_name: IsColumnName) -> Table:
    """The table below the header: among the first rows, the one with the most column names.

    Blank rows are dropped and counted in the notes. Raises InputError if the file is empty.
    """
    first = list(islice(rows.cells, SAMPLE_ROWS))
    if not any(map(any, first)) and not any(map(any, rows.cells)):
        raise InputError(_("{source} is empty.").format(source=name))
    header_at, most = 0, -1
    for at, cells in enumerate(first):
        names = sum(1 for cell in cells if isinstance(cell, str) and is_column_name(cell))
        if names > most and any(cells):
            header_at, most = at, names
    header = [str(cell).strip() if cell is not None else "" for cell in first[header_at]]
    while header and not header[-1]:
        header.pop()
    notes = list(rows.notes)
    if header_at:
        notes.append(_("The column names are in row {row}.").format(row=header_at + 1))
    body = chain(first[header_at + 1 :], rows.cells)
    columns, numbers, filled, written, same_as, blank = _columns(body, len(header), header_at + 2)
    if blank:
        notes.append(
            ngettext("{n} blank row was skipped.", "{n} blank rows were skipped.", blank).format(n=blank)
        )
    return Table(
        header, columns, numbers, filled, written, same_as, rows.separator, rows.padded, rows.ends_in_line, notes
    )


def _columns(body: Iterator[list[Any]], width: int, number: int) -> tuple[Any, ...]:
    """The columns in parts, and for each row: number in the file, filled cells, written cells, first row that is the same."""
    columns: list[list[pa.Array | list[Any]]] = [[] for _name in range(width)]
    numbers, filled, written, same_as = [], [], [], []
    first: dict[int, int] = {}
    blank = trailing = 0
    while chunk := list(islice(body, CHUNK_ROWS)):
        kept = []
        for cells in chunk:
            length = _filled(cells)
            if length:
                blank, trailing = blank + trailing, 0
                at = len(numbers)
                before = first.setdefault(hash(tuple(cells)), at)
                same_as.append(-1 if before == at else before)
                numbers.append(number)
                filled.append(length)
                written.append(len(cells))
                kept.append(cells)
            else:
                trailing += 1
            number += 1
        for position, part in enumerate(islice(zip_longest(*kept, fillvalue=""), width)):
            columns[position].append(_compact(part))
        for position in range(width):  # where every row of the part is too short
            missing = len(numbers) - sum(map(len, columns[position]))
            if missing:
                columns[position].append([""] * missing)
    arrays = (np.array(values, dtype=np.int64) for values in (numbers, filled, written, same_as))
    return columns, *arrays, blank


def _filled(cells: list[Any]) -> int:
    """The number of cells up to the last one that is not blank."""
    for at in range(len(cells) - 1, -1, -1):
        cell = cells[at]
        if cell is not None and not (isinstance(cell, str) and not cell.strip()):
            return at + 1
    return 0


def _compact(part: Sequence[Any]) -> pa.Array | list[Any]:
    try:
        return pa.array(part, type=pa.string())
    except (pa.ArrowException, TypeError, UnicodeEncodeError):  # numbers and dates of Excel, or half a letter
        return list(part)
