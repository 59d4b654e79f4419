"""Outcomes of orders that a log gives in words, for logs without times."""

from __future__ import annotations

import pandas as pd


def said_on_time(keys: pd.DataFrame) -> pd.Series | None:
    """Whether each order is said to be on time; None if no column says it."""
    if "on_time" in keys:
        return keys["on_time"].astype("boolean")
    return ~keys["late"].astype("boolean") if "late" in keys else None
