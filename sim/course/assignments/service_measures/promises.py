"""The promises that customers would pay for: hours, the share of a month's orders that must arrive within them, the fee."""

from __future__ import annotations

from itertools import product
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
FEE_PER_HOUR = 0.01
"""A fee is multiplied by 1 + this x (the longest hours - its hours)."""
FEE_PER_SHARE = 1.5
"""A fee is multiplied by 1 + this x (its share - the smallest share)."""
MONTHS = 12
MOST_BROKEN = 1
"""Months of a year in which head office lets a promise be broken."""
LEAST_GAIN = 100
"""Least difference in CNY between the best promise of a class and the next."""
FEE_SPREAD = 0.03
"""Half the range in which fees differ between students, as a share."""


def fees(variant: Variant, orders: pd.DataFrame, streams: RandomStreams) -> pd.DataFrame:
    """A row for each promise: klass, hours, share, fee (CNY a year), penalty (CNY for a month in which it is broken), kept.

    kept: months of the year in which the branch would have kept it.
    """
    offers = pd.DataFrame(list(product(FEES, HOURS, SHARES)), columns=["klass", "hours", "share"])
    codes, percent = offers["klass"].map(ord), (100 * offers["share"]).round()
    uniform = streams.of(codes, offers["hours"], percent).uniform("fee")
    faster = 1 + FEE_PER_HOUR * (HOURS[-1] - offers["hours"])
    surer = 1 + FEE_PER_SHARE * (offers["share"] - SHARES[0])
    fee = offers["klass"].map(FEES) * (faster * surer) * (1 + FEE_SPREAD * (2 * uniform - 1))
    in_time = [_share_in_time(orders[orders["klass"] == klass]) for klass in FEES]
    kept = (np.array(in_time)[:, :, np.newaxis] >= np.array(SHARES)[:, np.newaxis]).sum(axis=-1)
    return offers.assign(
        fee=(fee / 100).round().astype(int) * 100,
        penalty=offers["klass"].map(variant.penalties),
        kept=kept.ravel(),
    )


def _share_in_time(orders: pd.DataFrame) -> NDArray[np.floating[Any]]:
    """Share of a month's orders delivered within the hours: a row for each of HOURS, a column for each month."""
    month = orders["promised"].dt.month.to_numpy() - 1
    cycle = ((orders["delivered"] - orders["accepted"]).dt.total_seconds() / 3600).fillna(np.inf).to_numpy()
    count = np.bincount(month, minlength=MONTHS)
    in_time = np.stack([np.bincount(month, cycle <= hours, MONTHS) for hours in HOURS])
    return np.asarray(in_time / np.maximum(count, 1))


def differ(orders: pd.DataFrame, fees: pd.DataFrame) -> bool:
    """One promise of each class is clearly best; ignoring the months, the penalty or the classes leads to another."""
    best_net, best_fee, year_misleads = [], [], False
    for klass, offers in fees.groupby("klass"):
        own = orders.loc[orders["klass"] == klass, ["accepted", "delivered"]]
        cycle = (own["delivered"] - own["accepted"]).to_numpy() / np.timedelta64(1, "h")
        # A cycle that never ended is not within any hours.
        share_of_year = (cycle[:, None] <= offers["hours"].to_numpy()).mean(axis=0)
        broken, fee = MONTHS - offers["kept"].to_numpy(), offers["fee"].to_numpy()
        allowed = broken <= MOST_BROKEN
        net = np.where(allowed, fee - offers["penalty"].to_numpy() * broken, -np.inf)
        first, second = np.argsort(-net)[:2]
        if not allowed.any() or net[first] - net[second] < LEAST_GAIN:
            return False
        by_year = np.argmax(np.where(share_of_year >= offers["share"].to_numpy(), fee, -np.inf))
        year_misleads |= bool(broken[by_year] > MOST_BROKEN)
        best_net.append(int(first))
        best_fee.append(int(np.argmax(np.where(allowed, fee, -np.inf))))
    # Every class has the same offers in the same order, so equal indices are equal promises.
    return len(set(best_net)) > 1 and len(set(best_fee)) > 1 and year_misleads and best_fee != best_net
