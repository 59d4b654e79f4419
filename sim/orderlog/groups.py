"""The main measures of an order log by month, customer, lane, carrier or class, with intervals."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.formatting import DASH
from sim.base.i18n import _
from sim.base.units import HOUR
from sim.measures.measured_value import Z95
from sim.measures.orders import delivered_on_time, delivered_orders
from sim.measures.window import placed_in_window, promised_in_window
from sim.records.schema import Records
from sim.theory.intervals import interval

GROUPS = ("month", "customer", "lane", "carrier", "class")
COLUMNS = ("orders", "m08", "m08_low", "m08_high", "m08_n", "m04", "m04_low", "m04_high", "m04_n", "m05")


def by_group(
    source: str, records: Records, keys: pd.DataFrame, origin: pd.Timestamp | None, group: str
) -> pd.DataFrame:
    """A row for each group of the orders of a log with these attributes: see `OrderLog.by`."""
    if group not in GROUPS:
        raise InputError(
            _("There is no group {name}; there are: {all}.").format(name=group, all=", ".join(GROUPS))
        )
    names = _names(records["orders"], keys, origin, group)
    if names is None:
        raise InputError(_("No column of {source} was found for {group}.").format(source=source, group=group))
    orders = placed_in_window(records)
    counts = names.reindex(orders.index).value_counts()
    due = delivered = orders.iloc[:0]
    if "promised" in records["orders"] and records["orders"]["delivered"].notna().any():
        due = promised_in_window(records)
    delivered = delivered_orders(records)
    kept = delivered_on_time(due) if len(due) else pd.Series(dtype=bool)
    hours = (delivered["delivered"] - delivered["accepted"]).astype("float64") / HOUR
    whole = (delivered["delivered"] - delivered["placed"]).astype("float64") / HOUR
    of_due, of_delivered = names.reindex(due.index), names.reindex(delivered.index)
    promises = pd.DataFrame({"kept": kept, "name": of_due}).groupby("name")["kept"].agg(["sum", "count"])
    cycles = {name: part.to_numpy() for name, part in hours.groupby(of_delivered)}
    medians = whole.groupby(of_delivered).median()
    rows = {}
    for name in dict.fromkeys([*counts.index, *promises.index, *cycles]):
        yes, n = promises.loc[name].tolist() if name in promises.index else (0, 0)
        low, high = share_interval(yes, n)
        mean, mean_low, mean_high, count = interval(cycles.get(name, np.zeros(0)))
        rows[name] = (
            int(counts.get(name, 0)),
            yes / n if n else math.nan,
            low,
            high,
            int(n),
            mean,
            mean_low,
            mean_high,
            count,
            float(medians.get(name, math.nan)),
        )
    table = (
        pd.DataFrame.from_dict(rows, orient="index", columns=list(COLUMNS)).rename_axis(group).reset_index()
    )
    order = [group] if group in ("month", "class") else ["orders", group]
    return table.sort_values(order, ascending=group in ("month", "class"), kind="stable", ignore_index=True)


def share_interval(yes: float, n: float) -> tuple[float, float]:
    """The 95 % interval of a share by Wilson's formula, which holds for few orders, too.

    Notes
    -----
    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).

    Examples
    --------
    >>> low, high = share_interval(3, 4)
    >>> round(low, 3), round(high, 3)
    (0.301, 0.954)
    """
    if not n:
        return math.nan, math.nan
    share, square = yes / n, Z95**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z95 * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def _names(
    orders: pd.DataFrame, keys: pd.DataFrame, origin: pd.Timestamp | None, group: str
) -> pd.Series | None:
    """The group of each order, by the index of the table orders; None if the log does not say it."""
    if group == "month":
        when = orders["promised"] if "promised" in orders else orders["delivered"]
        when = when.fillna(orders["delivered"]).fillna(orders["placed"])
        if origin is None:
            raise InputError(_("The times of this file are seconds, so they have no months."))
        start = origin.tz_localize(None) if origin.tz is None else origin.tz_convert("UTC")
        dates = start + pd.to_timedelta(when.astype("int64"), unit="s")
        if origin.tz is not None:
            dates = dates.dt.tz_convert(origin.tz)
        return dates.dt.strftime("%Y-%m")
    column = {"class": "klass"}.get(group, group)
    if group in ("customer", "carrier"):
        keys = keys.set_index("order")
        column = {"customer": "customer_id"}.get(group, group)
        found = orders["order"].map(keys[column].astype(object)) if column in keys else None
    else:
        found = orders[column].astype(object) if column in orders else None
    if found is None:
        return None
    return found.fillna(DASH).replace("", DASH).astype(str)
