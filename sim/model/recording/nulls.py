"""Columns with nulls: the model's NOT_REACHED becomes null in the records."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.streams import Ints
from sim.model.engine.log import NOT_REACHED

NullableInts = tuple[Ints, Any]
"""Values and a mask that is true for nulls, as `frame` takes them."""


def or_null(values: Any) -> NullableInts:
    """Whole numbers in which NOT_REACHED means null."""
    column = np.asarray(values, dtype=np.int64)
    null = column == NOT_REACHED
    return np.where(null, 0, column), null


def all_null(count: int) -> NullableInts:
    """A column of nulls."""
    return np.zeros(count, dtype=np.int64), np.ones(count, dtype=bool)
