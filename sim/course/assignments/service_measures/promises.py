"""The promises that customers would pay for: hours, the share of a month's orders that must keep them, the fee."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.base.streams import RandomStreams
from sim.course.assignments.service_measures.variant import Variant

HOURS = (24, 30, 36, 42, 48, 60, 72, 96)
SHARES = (0.70, 0.75, 0.80, 0.85, 0.90, 0.95)
FEES = {"A": 90_000, "B": 60_000, "C": 40_000}
"""CNY a year for the weakest promise."""
FASTER = 0.01
"""What an hour less adds to a fee, as a share."""
SURER = 1.5
"""What a share of orders more adds to a fee, as a share."""
MONTHS = 12
MOST_BROKEN = 1
"""Months of a year in which a promise may be broken."""
UNEVEN = 0.03
"""Half the range in which fees differ between students."""


def fees(chosen: Variant, orders: pd.DataFrame) -> pd.DataFrame:
    """One row a promise: klass, hours, share, fee (CNY a year), penalty (CNY for a month in which it is broken), kept.

    kept: months of the year in which the branch would have kept it, as head office counts them.
    """
    luck = RandomStreams(chosen.seed)
    rows = []
    for klass, lowest in FEES.items():
        met = _met(orders[orders["klass"] == klass])
        for place, hours in enumerate(HOURS):
            for share in SHARES:
                uneven = luck.of(ord(klass), hours, round(100 * share)).uniform("fee")[0]
                factor = (1 + FASTER * (HOURS[-1] - hours)) * (1 + SURER * (share - SHARES[0]))
                fee = round(lowest * factor * (1 + UNEVEN * (2 * float(uneven) - 1)) / 100) * 100
                kept = int((met[place] >= share).sum())
                rows.append((klass, hours, share, fee, chosen.penalties[klass], kept))
    return pd.DataFrame(rows, columns=["klass", "hours", "share", "fee", "penalty", "kept"])


def _met(orders: pd.DataFrame) -> NDArray[np.floating[Any]]:
    """Share of each month's orders delivered within each of HOURS: a row for each of them, a column a month."""
    month = orders["promised"].dt.month.to_numpy() - 1
    took = ((orders["delivered"] - orders["accepted"]).dt.total_seconds() / 3600).fillna(np.inf).to_numpy()
    size = np.bincount(month, minlength=MONTHS)
    inside = np.stack([np.bincount(month, took <= hours, MONTHS) for hours in HOURS])
    return np.asarray(inside / np.maximum(size, 1))
