"""Rows that are left out, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.orderlog.reading.cell_values import is_empty

MAX_VALUE_LENGTH = 60
"""Characters of a wrong value that are listed."""


class RejectedRows:
    """The rows that are left out so far, and why. A row can have several faults; all are listed."""

    def __init__(self, row: Sequence[int]) -> None:
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
            value = "" if cells is None or is_empty(cells[at]) else str(cells[at]).strip()
            shown = value if len(value) <= MAX_VALUE_LENGTH else value[: MAX_VALUE_LENGTH - 3] + "..."
            why = reason if isinstance(reason, str) else reason[at]
            self._faults.append((int(self.row[at]), len(self._faults), column, why, shown))
        self.out |= np.asarray(mask, dtype=bool)

    def table(self) -> pd.DataFrame:
        """The faults, in the order of the file: row, column, reason, value."""
        lines = [(row, column, reason, value) for row, _at, column, reason, value in sorted(self._faults)]
        return pd.DataFrame(lines, columns=["row", "column", "reason", "value"]).astype({"row": "int64"})
