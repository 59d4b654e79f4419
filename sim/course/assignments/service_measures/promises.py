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
FEE_SPREAD = 0.03
"""Half the range in which fees differ between students, as a share."""
MONTHS = 12
MOST_BROKEN = 1
"""Months of a year in which head office lets a promise be broken."""
LEAST_GAIN = 100
"""Least difference in CNY between the best promise of a class and the next."""


def offers(orders: pd.DataFrame) -> pd.DataFrame:
    """A row for each promise: klass, hours, share, and how the branch would have kept it in the year of these orders.

    kept: in how many months; by_year: whether in the year as a whole.
    """
    kept, by_year = [], []
    for klass in FEES:
        own = orders[orders["klass"] == klass]
        month = own["promised"].dt.month.to_numpy() - 1
        # An order that never arrived keeps no promise.
        cycle = (own["delivered"] - own["accepted"]).to_numpy() / np.timedelta64(1, "h")
        in_time = cycle[:, np.newaxis] <= np.array(HOURS)
        count = np.maximum(np.bincount(month, minlength=MONTHS), 1)
        by_month = [np.bincount(month, column, MONTHS) / count for column in in_time.T]
        for months, year in zip(by_month, in_time.mean(axis=0), strict=True):
            kept += [int((months >= share).sum()) for share in SHARES]
            by_year += [bool(year >= share) for share in SHARES]
    made = pd.DataFrame(list(product(FEES, HOURS, SHARES)), columns=["klass", "hours", "share"])
    return made.assign(kept=kept, by_year=by_year)


def fees(variant: Variant, offers: pd.DataFrame, streams: RandomStreams) -> pd.DataFrame:
    """The offers with fee (CNY a year) and penalty (CNY for a month in which the promise is broken)."""
    codes, percent = offers["klass"].map(ord), (100 * offers["share"]).round()
    uniform = streams.of(codes, offers["hours"], percent).uniform("fee")
    faster = 1 + FEE_PER_HOUR * (HOURS[-1] - offers["hours"])
    surer = 1 + FEE_PER_SHARE * (offers["share"] - SHARES[0])
    fee = offers["klass"].map(FEES) * (faster * surer) * (1 + FEE_SPREAD * (2 * uniform - 1))
    return pd.DataFrame(
        {
            **offers[["klass", "hours", "share"]],
            "fee": (fee / 100).round().astype(int) * 100,
            "penalty": offers["klass"].map(variant.penalties),
            "kept": offers["kept"],
        }
    )


def differ(fees: pd.DataFrame, by_year: pd.Series) -> bool:
    """One promise of each class is clearly best; ignoring the months, the penalty or the classes leads to another."""
    fee, penalty, broken, kept_in_year = (
        _by_class(values) for values in (fees["fee"], fees["penalty"], MONTHS - fees["kept"], by_year)
    )
    allowed = broken <= MOST_BROKEN
    if not allowed.any(axis=1).all():
        return False
    net = np.where(allowed, fee - penalty * broken, -np.inf)
    second, first = np.sort(net, axis=1)[:, -2:].T
    best_net = net.argmax(axis=1)
    best_fee = np.where(allowed, fee, -np.inf).argmax(axis=1)
    best_by_year = np.where(kept_in_year, fee, -np.inf).argmax(axis=1)
    misleads = np.take_along_axis(broken, best_by_year[:, np.newaxis], axis=1) > MOST_BROKEN
    # Every class has the same offers in the same sequence, so equal places are equal promises.
    return bool(
        (first - second >= LEAST_GAIN).all()
        and len(set(best_net)) > 1
        and len(set(best_fee)) > 1
        and misleads.any()
        and (best_fee != best_net).any()
    )


def _by_class(values: Any) -> NDArray[Any]:
    return np.asarray(values).reshape(len(FEES), -1)
