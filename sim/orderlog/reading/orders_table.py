"""Build the tables `orders` and `needs`: fill what the log leaves open, and cut off what is after the window."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sim.base.i18n import _, ngettext
from sim.orderlog.reading.column_names import ORDER_FIELDS

KNOWN_AT_DELIVERY = ("receiver_ok", "expedite_met", "delay_met", "damaged", "invoiced", "satisfaction")
"""Facts that are known only when an order has been delivered."""


def fill_orders(orders: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Fill in acceptance, state and damage where the log leaves them empty. Returns the table, and notes.

    Times count before states: an order with a time of delivery was delivered, unless it came back.
    """
    notes: list[str] = []
    promised = orders["promised"].notna() if "promised" in orders else pd.Series(True, index=orders.index)
    delivered = orders["delivered"].notna()
    if "accepted" not in orders:
        orders["accepted"] = orders["placed"].astype("Int64").where(promised | delivered)
        notes.append(_("No column for accepted: an order counts as accepted when it was placed."))
    else:
        missing = orders["accepted"].isna() & (promised | delivered)
        orders["accepted"] = orders["accepted"].mask(missing, orders["placed"])
        notes += _filled_note(int(missing.sum()), "accepted", _("the time of placing"))
    returned = (orders["status"] == "returned") & delivered
    if returned.any():
        orders["delivered"] = orders["delivered"].mask(returned, pd.NA)
        notes.append(
            ngettext(
                "{n} returned order counts as not delivered; if its delivery counts, say --map status:WORD=delivered.",
                "{n} returned orders count as not delivered; if their delivery counts, say --map status:WORD=delivered.",
                int(returned.sum()),
            ).format(n=int(returned.sum()))
        )
        delivered = orders["delivered"].notna()
    claimed = delivered & ~orders["status"].isin(["", "delivered"])
    against = int(claimed.sum())
    if against:
        text = ngettext(
            "{n} order has a time of delivery, but another state: it counts as delivered.",
            "{n} orders have a time of delivery, but another state: they count as delivered.",
            against,
        )
        notes.append(text.format(n=against))
    if "damaged" in orders:
        missing = delivered & orders["damaged"].isna()
        orders["damaged"] = orders["damaged"].mask(missing, False)
        notes += _filled_note(int(missing.sum()), "damaged", _("no"))
    derived = np.where(delivered, "delivered", "in_progress")
    keep = (orders["status"] != "") & ~delivered
    orders["status"] = orders["status"].where(keep, pd.Series(derived, index=orders.index)).astype("category")
    return orders[[name for name in ORDER_FIELDS if name in orders]], notes


def _filled_note(count: int, name: str, taken: str) -> list[str]:
    if not count:
        return []
    text = ngettext(
        "{field} is empty in {n} row: {taken} is used.",
        "{field} is empty in {n} rows: {taken} is used.",
        count,
    )
    return [text.format(field=name, n=count, taken=taken)]


def cut_off(orders: pd.DataFrame, time_fields: Sequence[str], end: int) -> pd.DataFrame:
    """The orders as known at the end of the window: without later orders and later facts."""
    orders = orders[orders["placed"] < end]
    in_progress = (orders["delivered"] > end).fillna(False).astype(bool)
    orders = orders.copy()
    for name in time_fields:
        if name != "promised":
            orders[name] = orders[name].mask((orders[name] > end).fillna(False).astype(bool), pd.NA)
    for name in KNOWN_AT_DELIVERY:
        if name in orders:
            orders[name] = orders[name].mask(in_progress, pd.NA)
    status = orders["status"].astype(object).mask(in_progress, "in_progress")
    return orders.assign(status=status.astype("category")).reset_index(drop=True)


def needs_table(orders: pd.DataFrame) -> pd.DataFrame | None:
    """The table `needs`, if the log has orders that were turned away; else None."""
    if not (orders["status"] == "turned_away").any():
        return None
    return pd.DataFrame({"time": orders["placed"].astype("int64"), "state": orders["status"]})
