"""The facts of an orders table, from a log or from a run, to which a case is fitted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.units import HOUR, WEEK
from sim.measures.value import CUTS
from sim.measures.window import bounds
from sim.policy.classes import CLASSES
from sim.records.schema import Records

MIN_ORDERS = 200
"""With fewer orders a fit would only show chance."""


@dataclass(frozen=True)
class ObservedOrders:
    """The accepted orders placed in the window."""

    orders: pd.DataFrame
    """A row for each order: klass ("" if unknown), placed (s), clock (s, local time of placing), promise and cycle (hours;
    cycle NaN if not delivered), plain (neither urgent nor delayed); and lane, customer, channel, lines, ordered, dispatched
    (s, local), special, urgent and delay if the records have them."""
    weeks: float
    """Length of the window."""
    from_placed: bool = False
    """Acceptance is unknown: cycles and promises count from placing."""

    def has(self, name: str) -> bool:
        """Whether the column exists and is not empty."""
        return name in self.orders and bool(self.orders[name].notna().any())

    @property
    def classed(self) -> bool:
        """Whether the classes of all customers are known."""
        return bool((self.orders["klass"] != "").all())


def check_enough(log: ObservedOrders, rows: int) -> None:
    """Raise InputError if a log has too few orders to be fitted to. rows: all its orders."""
    if len(log.orders) < MIN_ORDERS:
        raise InputError(
            _(
                "Fitting a case needs at least {least} orders with a promise in the window; of the {rows} orders of the log "
                "there are {n}."
            ).format(least=MIN_ORDERS, rows=rows, n=len(log.orders))
        )


def observe(records: Records, origin: pd.Timestamp | None = None) -> ObservedOrders:
    """The orders of the records. origin: local time of second 0; None: midnight of a Monday.

    Raises InputError if a required table or column is missing.
    """
    for table, column in (("window", "start"), *(("orders", c) for c in ("placed", "promised", "delivered"))):
        if table not in records or column not in records[table]:
            raise InputError(_("the records have no {columns}").format(columns=f"{table}.{column}") + ".")
    start, end = bounds(records)
    all_orders = records["orders"]
    inside = (all_orders["placed"] >= start) & (all_orders["placed"] < end) & all_orders["promised"].notna()
    orders = all_orders[inside.astype(bool)]
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
    observed = pd.DataFrame(
        {
            "placed": placed,
            "clock": local_seconds(placed, origin),
            "promise": (orders["promised"].to_numpy(dtype="int64") - accepted) / HOUR,
            "cycle": (delivered - accepted) / HOUR,
            "plain": ~(asked.get("urgent", none) | asked.get("delay", none)),
            "klass": _classes(orders),
        }
    )
    for name in ("lane", "customer", "channel", "lines", "ordered"):
        if name in orders:
            observed[name] = orders[name].array
    if "lane" in observed:
        observed["lane"] = observed["lane"].astype(object).where(observed["lane"].notna(), None)
    for name, values in asked.items():
        observed[name] = values
    if "dispatched" in orders and orders["dispatched"].notna().any():
        observed["dispatched"] = pd.Series(orders["dispatched"].array, dtype="Int64")
        known = observed["dispatched"].notna().to_numpy()
        observed.loc[known, "dispatched"] = local_seconds(
            observed.loc[known, "dispatched"].to_numpy(dtype="int64"), origin
        )
    return ObservedOrders(observed, (end - start) / WEEK, bool((accepted == placed).all()))


def as_in_log(records: Records, log: ObservedOrders) -> Records:
    """Records of a run without the times of acceptance, if the log has none either."""
    orders = records["orders"]
    if not log.from_placed:
        return records
    accepted = orders["placed"].astype("Int64").where(orders["accepted"].notna())
    return {**records, "orders": orders.assign(accepted=accepted)}


def local_seconds(seconds: np.ndarray, origin: pd.Timestamp | None) -> np.ndarray:
    """Seconds on the local clock since midnight of the origin, summer time included."""
    if origin is None or origin.tzinfo is None:
        return seconds
    moments = pd.DatetimeIndex(
        seconds.astype("timedelta64[s]") + origin.tz_convert("UTC").tz_localize(None).to_datetime64()
    )
    clock = moments.tz_localize("UTC").tz_convert(origin.tzinfo).tz_localize(None)
    midnight = origin.tz_localize(None)
    return ((clock - midnight) // pd.Timedelta(seconds=1)).to_numpy(dtype="int64")


def _classes(orders: pd.DataFrame) -> np.ndarray:
    """The class of each order: as recorded, else by its customer's place by number of orders, else ""."""
    if "klass" in orders and orders["klass"].notna().all():
        return orders["klass"].astype(str).to_numpy(dtype=object)
    if "customer" not in orders or orders["customer"].isna().all():
        return np.full(len(orders), "", dtype=object)
    counts = (
        orders["customer"].value_counts(sort=False).sort_index().sort_values(ascending=False, kind="stable")
    )
    rank = (np.arange(len(counts)) + 0.5) / len(counts)
    of = pd.Series(np.array(CLASSES)[np.searchsorted(CUTS, rank)], index=counts.index)
    return orders["customer"].map(of).fillna("C").to_numpy(dtype=object)
