"""Rows that cannot be true: each is listed with what is wrong with it, and left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.orderlog.reading.values import is_empty

LONGEST = 60
"""Letters of a wrong value that are listed."""


class Rejected:
    """Which rows are left out so far, and why. A row can have several faults; all are listed."""

    def __init__(self, row: Sequence[int]) -> None:
        self.row = np.asarray(row, dtype=np.int64)
        self.out = np.zeros(len(self.row), dtype=bool)
        self._faults: list[tuple[int, int, str, str, str]] = []

    def add(
        self, mask: Any, column: str, reason: str | Mapping[int, str], cells: Sequence[Any] | None = None
    ) -> None:
        """Leave out the rows of a mask; column: as it is called in the file ("": the whole row).

        reason: one for all, or by place of the row."""
        for at in np.flatnonzero(mask).tolist():
            value = "" if cells is None or is_empty(cells[at]) else str(cells[at]).strip()
            shown = value if len(value) <= LONGEST else value[: LONGEST - 3] + "..."
            why = reason if isinstance(reason, str) else reason[at]
            self._faults.append((int(self.row[at]), len(self._faults), column, why, shown))
        self.out |= np.asarray(mask, dtype=bool)

    def table(self) -> pd.DataFrame:
        """row, column, reason, value: one line a fault, in the sequence of the file."""
        lines = [(row, column, reason, value) for row, _at, column, reason, value in sorted(self._faults)]
        return pd.DataFrame(lines, columns=["row", "column", "reason", "value"]).astype({"row": "int64"})
