"""Faults as real exports have them: rows written twice, tests left in, other years, one scanner in another unit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.streams import RandomStreams
from sim.course.assignments.service_measures.variant import Variant

TESTS = 24
"""Orders that somebody placed to try the system."""
DAYS_TWICE = 6
"""Days whose orders were exported a second time."""
FIRST_TEST_ORDER = 900_001


def dirty(orders: pd.DataFrame, chosen: Variant, luck: RandomStreams) -> pd.DataFrame:
    """The export: `orders` with the faults. What `clean` must undo is said in the question."""
    tests = orders.iloc[_some(len(orders), TESTS, luck, "tests")].copy()
    tests["order"] = np.arange(FIRST_TEST_ORDER, FIRST_TEST_ORDER + len(tests))
    tests["customer"] = chosen.test_customer
    everything = pd.concat([orders, tests]).sort_values(["accepted", "order"], kind="stable")
    minutes = everything["hall"] == chosen.hall
    everything["preparation"] = (
        (everything["preparation"] * 60).where(minutes, everything["preparation"]).round(4)
    )
    _month, first, last = chosen.peak
    day = first + int(luck.of(0).uniform("twice")[0] * (last - first - DAYS_TWICE))
    since_start = (
        everything["accepted"] - pd.Timestamp(everything["accepted"].dt.year.mode()[0], 1, 1)
    ).dt.days
    twice = everything[(since_start >= day) & (since_start < day + DAYS_TWICE)]
    return pd.concat([everything, twice], ignore_index=True)


def _some(of: int, count: int, luck: RandomStreams, purpose: str) -> np.ndarray:
    """Places of `count` different things among `of`, in ascending order."""
    return np.sort(np.argsort(luck.of(np.arange(of)).uniform(purpose), kind="stable")[:count])
