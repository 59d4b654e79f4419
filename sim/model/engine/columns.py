"""Columns that the model reads cell by cell, while the clock runs: how they are kept decides what that costs.

A list is quickest to read, but to make it takes as long as to read every cell of a view once, and five times the memory: for what
every order is asked more than once. A view needs no making: for what is asked once, or of few. Flags take a byte a cell.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def view(column: np.ndarray) -> Any:
    """The cells of an array as whole numbers, floats or truth values of Python's own, one by one; nothing is copied."""
    return np.ascontiguousarray(column).data


def flags(chosen: np.ndarray) -> bytes:
    """1 for every cell that is true, 0 for the others.

    Most orders can meet nothing out of the ordinary, whatever the firm does: their luck is too good. Who asks first whether an
    order is among the few that can, asks little of the others.
    """
    return np.asarray(chosen, dtype=bool).tobytes()
