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
"""Rows that become columns together; a large table is then in memory as Arrow columns, a tenth of lists of texts."""


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
    of_order: frozenset[int] = frozenset()
    """Columns that were joined to several rows of another file: their values belong to the whole order."""
    last_event: tuple[int, bool] | None = None
    """The second after the last event of a log of events, and whether it is in UTC."""

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
    if not any(map(_filled, first)) and not any(map(_filled, rows.cells)):
        raise InputError(_("{source} is empty.").format(source=name))
    header_at, most = 0, -1
    for at, cells in enumerate(first):
        names = sum(1 for cell in cells if isinstance(cell, str) and is_column_name(cell))
        if names > most and any(cells):
            header_at, most = at, names
    if _is_lower_head(first[header_at], first[header_at + 1 : header_at + 2]):
        header_at += 1
    header = [" ".join(str(cell).split()) if cell is not None else "" for cell in first[header_at]]
    while header and not header[-1]:
        header.pop()
    header = _with_upper(header, first[header_at - 1] if header_at else [])
    notes = list(rows.notes)
    if header_at:
        notes.append(_("The column names are in row {row}.").format(row=header_at + 1))
    body = chain(first[header_at + 1 :], rows.cells)
    columns, numbers, filled, written, same_as = _columns(body, len(header), header_at + 2)
    blank = (
        int(numbers[-1] - header_at - 1 - len(numbers)) if len(numbers) else 0
    )  # blank rows at the end are ignored
    if blank:
        notes.append(
            ngettext("{n} blank row was skipped.", "{n} blank rows were skipped.", blank).format(n=blank)
        )
    return Table(
        header,
        columns,
        numbers,
        filled,
        written,
        same_as,
        rows.separator,
        rows.padded,
        rows.ends_in_line,
        notes,
    )


def _is_lower_head(names: Sequence[Any], below: Sequence[Sequence[Any]]) -> bool:
    """Whether the row below the names is the lower half of a head: words, some of them twice, under fewer names."""
    words = [cell for row in below for cell in row if cell not in ("", None)]
    if not words or not all(isinstance(word, str) and not any(map(str.isdigit, word)) for word in words):
        return False
    return len(set(words)) < len(words) and sum(cell not in ("", None) for cell in names) < len(words)


def _with_upper(header: list[str], upper: Sequence[Any]) -> list[str]:
    """Names that occur twice, with what the row above says of them: Planned over Date and Time, Actual over Date and Time."""
    if len(set(header)) == len(header) or sum(bool(cell) for cell in upper) < 2:
        return header
    group, names = "", []
    for at, name in enumerate(header):
        above = upper[at] if at < len(upper) else None
        group = " ".join(str(above).split()) if above not in ("", None) else group
        names.append(f"{group} {name}".strip() if header.count(name) > 1 else name)
    return names


def _columns(body: Iterator[list[Any]], width: int, number: int) -> tuple[Any, ...]:
    """The columns in parts, and for each row: number in the file, filled cells, written cells, first row that is the same."""
    columns: list[list[pa.Array | list[Any]]] = [[] for _name in range(width)]
    parts: list[tuple[np.ndarray, ...]] = []
    rows = 0
    while chunk := list(islice(body, CHUNK_ROWS)):
        filled = np.array(
            [len(cells) if cells and cells[-1] else _filled(cells) for cells in chunk], dtype=np.int64
        )
        at = np.flatnonzero(filled)
        kept = chunk if len(at) == len(chunk) else [chunk[place] for place in at.tolist()]
        written = np.fromiter(map(len, kept), dtype=np.int64, count=len(kept))
        same = np.fromiter((hash(tuple(map(str, cells))) for cells in kept), dtype=np.int64, count=len(kept))
        parts.append((at + number, filled[at], written, same))
        for position, part in enumerate(islice(zip_longest(*kept, fillvalue=""), width)):
            columns[position].append(_compact(part))
        rows, number = rows + len(kept), number + len(chunk)
        for column in columns:  # where every row of the chunk is too short
            missing = rows - sum(map(len, column))
            if missing:
                column.append([""] * missing)
    if not parts:
        parts.append(tuple(np.zeros(0, dtype=np.int64) for _array in range(4)))
    numbers, filled, written, same = (np.concatenate(arrays) for arrays in zip(*parts, strict=True))
    _values, first, which = np.unique(same, return_index=True, return_inverse=True)
    before = first[which]
    same_as = np.where(before == np.arange(len(same)), -1, before)
    return columns, numbers, filled, written, same_as


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
