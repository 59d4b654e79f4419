"""The header of a file and the table below it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.base.i18n import _, ngettext
from sim.orderlog.reading.rows import SAMPLE_ROWS, IsColumnName, Rows


@dataclass(frozen=True)
class Table:
    """A header and the rows below it. row: the number of each row in the file; notes: what was found while reading."""

    header: list[str]
    rows: list[list[Any]]
    row: list[int]
    separator: str | None
    notes: list[str]

    def cells(self, position: int) -> list[Any]:
        """The cells of the column at this position; "" where a row is too short."""
        return [cells[position] if position < len(cells) else "" for cells in self.rows]


def find_table(rows: Rows, is_column_name: IsColumnName) -> Table:
    """The table below the header: among the first rows, the one with the most column names.

    Blank rows are dropped and counted in the notes.
    """
    header_at, most = 0, -1
    for at, cells in enumerate(rows.cells[:SAMPLE_ROWS]):
        names = sum(1 for cell in cells if isinstance(cell, str) and is_column_name(cell))
        if names > most and any(cells):
            header_at, most = at, names
    header = [str(cell).strip() for cell in rows.cells[header_at]]
    while header and not header[-1]:
        header.pop()
    body = list(enumerate(rows.cells[header_at + 1 :], start=header_at + 2))
    filled = [(number, cells) for number, cells in body if not _is_blank(cells)]
    notes = list(rows.notes)
    if header_at:
        notes.append(_("The column names are in row {row}.").format(row=header_at + 1))
    trailing = len(body) - (body.index(filled[-1]) + 1 if filled else 0)
    blank = len(body) - len(filled) - trailing
    if blank:
        notes.append(
            ngettext("{n} blank row was skipped.", "{n} blank rows were skipped.", blank).format(n=blank)
        )
    return Table(
        header,
        [cells for _number, cells in filled],
        [number for number, _cells in filled],
        rows.separator,
        notes,
    )


def _is_blank(cells: list[Any]) -> bool:
    return not any(cell.strip() if isinstance(cell, str) else cell is not None for cell in cells)
