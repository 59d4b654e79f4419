"""What the measures of customers share: orders placed in the window, the firm's customers, means, and why a value is NaN."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import _
from sim.measures.service import Value, bounds
from sim.records.schema import Records

Z95 = 1.959963984540054
"""Normal quantile of a 95 % interval on both sides."""
NAN = float("nan")


def said(found: Value, unit: str, why: str = "") -> Value:
    """A value with its unit, and with the reason if it is NaN."""
    value = {"value": found["value"], "unit": unit, **{k: v for k, v in found.items() if k != "value"}}
    if np.isnan(value["value"]):
        value["why"] = why or _("nothing to count in the window")
    return value


def mean(values: Any) -> Value:
    """Mean of the values that are not null, and their number; NaN where there is none."""
    known = pd.Series(values).dropna().to_numpy(dtype="float64")
    return {"value": float(known.mean()) if len(known) else NAN, "n": len(known)}


def ratio(top: Any, bottom: Any) -> float:
    """top / bottom; NaN where bottom is not above 0."""
    return float(top) / float(bottom) if bottom > 0 else NAN


def placed_in_window(records: Records) -> pd.DataFrame:
    """Orders whose first contact lies in the window: also those that came to nothing and so were promised nothing."""
    start, end = bounds(records)
    orders = records["orders"]
    return orders[(orders["placed"] >= start) & (orders["placed"] < end)]


def within(times: pd.Series, records: Records) -> pd.Series:
    """Which times lie in the window; null does not."""
    start, end = bounds(records)
    return ((times >= start) & (times < end)).fillna(False).astype(bool)


def is_frozen(records: Records) -> bool:
    """Whether nobody could come, leave or change their mind: a frozen market says no values."""
    values = records["customers"]["value_start"]
    return len(values) > 0 and bool(values.isna().all())


def present(records: Records) -> pd.DataFrame:
    """Rows of `customers` that were the firm's at the start: they knew it, have an order in the records (also before the
    window), and had not left before.

    Who left during the warm-up has no order and is not counted; who knew the firm and gave it nothing is not either.
    """
    start, _end = bounds(records)
    customers = records["customers"]
    knew = customers["knows"] & ~(customers["joined"] >= start).fillna(False)
    gone = (customers["left"] < start).fillna(False)
    return customers[knew & ~gone & customers["customer"].isin(records["orders"]["customer"])]


def ended(orders: pd.DataFrame) -> pd.Series:
    """When each order ended, s: delivered, or else first contact: records hold no other time of what came to nothing."""
    return orders["delivered"].fillna(orders["placed"]).astype("int64")
