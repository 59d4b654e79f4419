"""The rows of a file, before its header is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

MAX_BYTES = 500_000_000
"""Size of the largest file that is read; an Excel file may unpack to four times as much."""
IsColumnName = Callable[[str], bool]
SAMPLE_ROWS = 20
"""Rows in which the separator and the header are looked for."""


@dataclass(frozen=True)
class Rows:
    """The rows of a file, blank rows included, one after the other: row 1 of the file comes first.

    A cell is text ("" if empty) or, from Excel or a data frame, a number, a bool or a date. padded: all rows have the same
    number of cells whatever was written; ends_in_line: the file ends within its last line.
    """

    cells: Iterator[list[Any]]
    separator: str | None
    notes: list[str] = field(default_factory=list)
    padded: bool = False
    ends_in_line: bool = False
