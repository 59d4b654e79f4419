"""Columns that the model reads cell by cell while the clock runs.

The way a column is stored decides the cost of reading it:

- A list is read fastest, but takes time to make and five times the memory: for columns read more than once an order.
- A view of the array costs nothing to make: for columns read once an order, or for few orders.
- Flags take one byte a cell. Most orders can have no mishap, whatever the firm does; a flag marks the few that can, so
  that only these cost more work.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def view(column: np.ndarray) -> Any:
    """The array's cells, read one by one as Python's own int, float or bool; no copy is made."""
    return np.ascontiguousarray(column).data


def flags(chosen: np.ndarray) -> bytes:
    """A byte a cell: 1 where `chosen` is true, else 0."""
    return np.asarray(chosen, dtype=bool).tobytes()
