"""Reference solution of assignment new_assignment. Functions take the same inputs as the student's; values take the case."""

from __future__ import annotations

import pandas as pd


def late_share(deliveries: pd.DataFrame, promised: float) -> float:
    return float((~(deliveries["hours"] <= promised)).mean())
