"""Rows that are left out, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.orderlog.reading.cell_values import is_empty
from sim.orderlog.reading.header import Table

MAX_VALUE_LENGTH = 60
"""Characters of a wrong value that are listed."""
EXAMPLES = 3
"""Different values that a note shows."""


class RejectedRows:
    """The rows that are left out so far, and why. A row can have several faults; all are listed."""

    def __init__(self, row: Sequence[int] | np.ndarray) -> None:
        self.row = np.asarray(row, dtype=np.int64)
        self.out = np.zeros(len(self.row), dtype=bool)
        self._faults: list[tuple[int, int, str, str, str]] = []

    def add(
        self, mask: Any, column: str, reason: str | Mapping[int, str], cells: Sequence[Any] | None = None
    ) -> None:
        """Leave out the rows of a mask.

        column: its heading in the file, "" for the whole row; reason: one for all rows, or by position of the row.
        """
        for at in np.flatnonzero(mask).tolist():
            shown = "" if cells is None or is_empty(cells[at]) else _short(cells[at])
            why = reason if isinstance(reason, str) else reason[at]
            self._faults.append((int(self.row[at]), len(self._faults), column, why, shown))
        self.out |= np.asarray(mask, dtype=bool)

    def table(self) -> pd.DataFrame:
        """The faults, in the order of the file: row, column, reason, value."""
        lines = [(row, column, reason, value) for row, _at, column, reason, value in sorted(self._faults)]
        return pd.DataFrame(lines, columns=["row", "column", "reason", "value"]).astype({"row": "int64"})


def first_values(table: Table, position: int, mask: np.ndarray) -> str:
    """The first different values of a column in the rows of a mask, for a note."""
    found: dict[str, None] = {}
    for cell, wanted in zip(table.cells(position), mask.tolist(), strict=True):
        if wanted and not is_empty(cell):
            found.setdefault(_short(cell))
        if len(found) > EXAMPLES:
            break
    return ", ".join(list(found)[:EXAMPLES]) + (", ..." if len(found) > EXAMPLES else "")


def _short(cell: Any) -> str:
    text = str(cell).strip()
    return text if len(text) <= MAX_VALUE_LENGTH else text[: MAX_VALUE_LENGTH - 3] + "..."
