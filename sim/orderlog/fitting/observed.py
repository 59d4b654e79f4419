"""What an orders table shows that a case can be fitted to, whether it comes from a log or from a run."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.units import HOUR, WEEK
from sim.measures.window import bounds
from sim.policy.classes import CLASSES
from sim.records.schema import Records

SHARES = (0.05, 0.20)
"""Class A are the first 5 % of customers by orders, B those up to 20 %, C the rest: the course's strata."""
FEWEST = 200
"""Orders below which a fit would be luck alone."""


@dataclass(frozen=True)
class Observed:
    """Accepted orders placed in the window, one row each: klass ("" if unknown), placed (s), clock (s, local time of placing),
    promise and cycle (hours, cycle NaN if not delivered), plain (neither urgent nor delayed), and lane, customer, channel,
    lines, ordered, dispatched (s, local), special, urgent, delay where the records have them.

    weeks: length of the window; from_placed: no acceptance is known, cycles and promises count from placing.
    """

    orders: pd.DataFrame
    weeks: float
    from_placed: bool = False

    def has(self, name: str) -> bool:
        """Whether anything is known of a column."""
        return name in self.orders and bool(self.orders[name].notna().any())

    @property
    def classed(self) -> bool:
        """Whether customers' classes are known."""
        return bool((self.orders["klass"] != "").all())


def observe(records: Records, origin: pd.Timestamp | None = None) -> Observed:
    """What can be fitted. origin: local time of second 0, where the records have one; else it is a Monday's midnight.

    Raises InputError if there are too few orders, or no table `orders` with the columns that every log has.
    """
    for table, column in (("window", "start"), *(("orders", c) for c in ("placed", "promised", "delivered"))):
        if table not in records or column not in records[table]:
            raise InputError(_("the records have no {columns}").format(columns=f"{table}.{column}") + ".")
    start, end = bounds(records)
    all_orders = records["orders"]
    inside = (all_orders["placed"] >= start) & (all_orders["placed"] < end) & all_orders["promised"].notna()
    orders = all_orders[inside.astype(bool)]
    if len(orders) < FEWEST:
        raise InputError(
            _("A case needs at least {least} orders to be fitted to; here are {n}.").format(
                least=FEWEST, n=len(orders)
            )
        )
    placed = orders["placed"].to_numpy(dtype="int64")
    accepted = (
        orders["accepted"].fillna(orders["placed"]).to_numpy(dtype="int64")
        if "accepted" in orders
        else placed
    )
    delivered = orders["delivered"].to_numpy(dtype="float64", na_value=np.nan)
    asked = {
        short: orders[column].fillna(False).to_numpy(dtype=bool)
        for short, column in (
            ("special", "special_asked"),
            ("urgent", "expedite_asked"),
            ("delay", "delay_asked"),
        )
        if column in orders
    }
    none = np.zeros(len(orders), dtype=bool)
    found = pd.DataFrame(
        {
            "placed": placed,
            "clock": local(placed, origin),
            "promise": (orders["promised"].to_numpy(dtype="int64") - accepted) / HOUR,
            "cycle": (delivered - accepted) / HOUR,
            "plain": ~(asked.get("urgent", none) | asked.get("delay", none)),
            "klass": _classes(orders),
        }
    )
    for name in ("lane", "customer", "channel", "lines", "ordered"):
        if name in orders:
            found[name] = orders[name].array
    if "lane" in found:
        found["lane"] = found["lane"].astype(object).where(found["lane"].notna(), None)
    for name, values in asked.items():
        found[name] = values
    if "dispatched" in orders and orders["dispatched"].notna().any():
        found["dispatched"] = pd.Series(orders["dispatched"].array, dtype="Int64")
        known = found["dispatched"].notna().to_numpy()
        found.loc[known, "dispatched"] = local(found.loc[known, "dispatched"].to_numpy(dtype="int64"), origin)
    return Observed(found, (end - start) / WEEK, bool((accepted == placed).all()))


def as_seen(records: Records, seen: Observed) -> Records:
    """Records of a run with acceptance no better known than in the log that it is compared with."""
    orders = records["orders"]
    if not seen.from_placed:
        return records
    accepted = orders["placed"].astype("Int64").where(orders["accepted"].notna())
    return {**records, "orders": orders.assign(accepted=accepted)}


def local(seconds: np.ndarray, origin: pd.Timestamp | None) -> np.ndarray:
    """Seconds on the clock on the wall since the origin's midnight; in summer it is an hour ahead."""
    if origin is None or origin.tzinfo is None:
        return seconds
    moments = pd.DatetimeIndex(
        seconds.astype("timedelta64[s]") + origin.tz_convert("UTC").tz_localize(None).to_datetime64()
    )
    clock = moments.tz_localize("UTC").tz_convert(origin.tzinfo).tz_localize(None)
    midnight = origin.tz_localize(None)
    return ((clock - midnight) // pd.Timedelta(seconds=1)).to_numpy(dtype="int64")


def _classes(orders: pd.DataFrame) -> np.ndarray:
    """Class of each order: as recorded, else by how much its customer orders, else ""."""
    if "klass" in orders and orders["klass"].notna().all():
        return orders["klass"].astype(str).to_numpy(dtype=object)
    if "customer" not in orders or orders["customer"].isna().all():
        return np.full(len(orders), "", dtype=object)
    counts = (
        orders["customer"].value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable")
    )
    rank = (np.arange(len(counts)) + 0.5) / len(counts)
    of = pd.Series(np.array(CLASSES)[np.searchsorted(SHARES, rank)], index=counts.index)
    return orders["customer"].map(of).fillna("C").to_numpy(dtype=object)
