"""Faults as real exports have them: days exported twice, test orders, orders of other years, one hall in another unit."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.streams import RandomStreams
from sim.course.assignments.service_measures.variant import Variant

TEST_ORDERS = 24
FIRST_TEST_ORDER = 900_001
DAYS_TWICE = 6
"""Days in a row whose orders were exported a second time."""


def add_faults(orders: pd.DataFrame, variant: Variant, streams: RandomStreams) -> pd.DataFrame:
    """The export: `orders` with the faults. Question 1 lists what `clean` must undo."""
    tests = orders.iloc[_sample(len(orders), TEST_ORDERS, streams, "tests")].copy()
    tests["order"] = np.arange(FIRST_TEST_ORDER, FIRST_TEST_ORDER + len(tests))
    tests["customer"] = variant.test_customer
    export = pd.concat([orders, tests]).sort_values(["accepted", "order"], kind="stable")
    in_minutes = export["hall"] == variant.minutes_hall
    export["preparation"] = (export["preparation"] * 60).where(in_minutes, export["preparation"]).round(4)
    _month, first, last = variant.peak
    day = first + int(streams.of(0).uniform("twice")[0] * (last - first - DAYS_TWICE))
    year_start = pd.Timestamp(export["accepted"].dt.year.mode()[0], 1, 1)
    since_start = (export["accepted"] - year_start).dt.days
    twice = export[(since_start >= day) & (since_start < day + DAYS_TWICE)]
    return pd.concat([export, twice], ignore_index=True)


def _sample(size: int, count: int, streams: RandomStreams, purpose: str) -> np.ndarray:
    """`count` different positions below `size`, in ascending order."""
    return np.sort(np.argsort(streams.of(np.arange(size)).uniform(purpose), kind="stable")[:count])
