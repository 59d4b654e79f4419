"""Facts of orders from which several measures and pictures are counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.units import HOUR
from sim.measures.window import bounds, fate_known, promised_in_window, within
from sim.records.labels import RIGHTS
from sim.records.schema import Records

STAGE_TIMES = (
    ("desk", "placed", "accepted"),
    ("stock", "accepted", "released"),
    ("picking", "released", "picked"),
    ("packing", "picked", "packed"),
    ("dispatch", "packed", "dispatched"),
    ("road", "dispatched", "delivered"),
)
"""Stages of an order from first contact to delivery: name, the column it starts with, the column it ends with."""


def delivered_orders(records: Records) -> pd.DataFrame:
    """Orders promised for the window that were delivered.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (promised, status).

    Returns
    -------
    DataFrame
        Rows of orders.

    Examples
    --------
    >>> from sim import run
    >>> set(delivered_orders(run("corner", weeks=2).records)["status"])
    {'delivered'}
    """
    orders = fate_known(records)
    return orders[orders["status"] == "delivered"]


def hours_between(orders: pd.DataFrame, start: str, end: str) -> np.ndarray[Any, Any]:
    """Hours from one time of each order to another.

    Parameters
    ----------
    orders : DataFrame
        Rows of orders that have both times.
    start, end : str
        Columns of times.

    Returns
    -------
    ndarray of float
        Hours, one value per row.

    Examples
    --------
    >>> import pandas as pd
    >>> hours_between(pd.DataFrame({"placed": [0], "delivered": [5400]}), "placed", "delivered").tolist()
    [1.5]
    """
    seconds = orders[end].to_numpy(dtype="int64") - orders[start].to_numpy(dtype="int64")
    hours: np.ndarray[Any, Any] = seconds / HOUR
    return hours


def stage_hours(records: Records) -> pd.DataFrame:
    """Hours that each delivered order of the window spent in each stage.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (promised, status, and the times of STAGE_TIMES).

    Returns
    -------
    DataFrame
        One row per order (index: its number), one column per stage; a row adds up to the time from first contact to
        delivery.

    Examples
    --------
    >>> from sim import run
    >>> stage_hours(run("corner", weeks=2).records).mean().round(1).to_dict()
    {'desk': 1.2, 'stock': 2.0, 'picking': 1.3, 'packing': 0.2, 'dispatch': 10.2, 'road': 6.9}
    """
    orders = delivered_orders(records)
    hours = {stage: hours_between(orders, start, end) for stage, start, end in STAGE_TIMES}
    return pd.DataFrame(hours, index=pd.Index(orders["order"], name="order"))


def allocated_lines(records: Records) -> pd.DataFrame:
    """Order lines that stock was allocated to, of the orders whose fate is known.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (order, promised, status) and lines (order, on_hand_at_allocation).

    Returns
    -------
    DataFrame
        Rows of lines.

    Examples
    --------
    >>> from sim import run
    >>> len(allocated_lines(run("corner", weeks=2).records))
    746
    """
    lines = records["lines"]
    return lines[lines["order"].isin(fate_known(records)["order"]) & lines["on_hand_at_allocation"].notna()]


def shipped_complete(orders: pd.DataFrame) -> pd.Series:
    """The orders that left with every unit that was ordered; more than was ordered is complete, too.

    Parameters
    ----------
    orders : DataFrame
        Rows of orders (shipped, ordered, dispatched).

    Returns
    -------
    Series of bool
        One value per row.

    Examples
    --------
    >>> from sim import run
    >>> round(float(shipped_complete(delivered_orders(run("corner", weeks=2).records)).mean()), 2)
    1.0
    """
    return (orders["shipped"] >= orders["ordered"]).fillna(False).astype(bool) & orders["dispatched"].notna()


def delivered_on_time(orders: pd.DataFrame) -> pd.Series:
    """The orders that were delivered no later than promised.

    Parameters
    ----------
    orders : DataFrame
        Rows of orders (delivered, promised).

    Returns
    -------
    Series of bool
        One value per row; False for an order that was not delivered.

    Examples
    --------
    >>> from sim import run
    >>> round(float(delivered_on_time(fate_known(run("corner", weeks=2).records)).mean()), 2)
    1.0
    """
    return (orders["delivered"] <= orders["promised"]).fillna(False).astype(bool)


def timing_met(orders: pd.DataFrame) -> pd.Series:
    """The orders that were to be delivered sooner or later than usual, and were.

    Parameters
    ----------
    orders : DataFrame
        Rows of orders (expedite_met, delay_met).

    Returns
    -------
    Series of bool
        One value per row; False also for an order without such a request.

    Examples
    --------
    >>> from sim import run
    >>> int(timing_met(delivered_orders(run("corner", weeks=2).records)).sum())
    17
    """
    return (orders["expedite_met"].fillna(False) | orders["delay_met"].fillna(False)).astype(bool)


def needs_given(records: Records) -> pd.DataFrame:
    """Needs of the window for which customers chose this firm, however they ended.

    Parameters
    ----------
    records : dict of DataFrame
        Reads needs (time, state).

    Returns
    -------
    DataFrame
        Rows of needs.

    Examples
    --------
    >>> from sim import run
    >>> len(needs_given(run("corner", weeks=2).records))
    305
    """
    needs = records["needs"]
    return needs[within(needs["time"], records) & (needs["state"] != "elsewhere")]


def order_contacts(records: Records) -> pd.DataFrame:
    """Contacts to place an order whose whole waiting limit lies in the window.

    Parameters
    ----------
    records : dict of DataFrame
        Reads contacts (kind, time, target).

    Returns
    -------
    DataFrame
        Rows of contacts.

    Examples
    --------
    >>> from sim import run
    >>> len(order_contacts(run("corner", weeks=2).records))
    304
    """
    start, end = bounds(records)
    contacts = records["contacts"]
    contacts = contacts[contacts["kind"] == "order"]
    return contacts[(contacts["time"] >= start) & (contacts["time"] + contacts["target"] <= end)]


def answered_in_time(contacts: pd.DataFrame) -> pd.Series:
    """The contacts that were answered within their channel's target.

    Parameters
    ----------
    contacts : DataFrame
        Rows of contacts (time, answered, target).

    Returns
    -------
    Series of bool
        One value per row; False for a contact that was never answered.

    Examples
    --------
    >>> from sim import run
    >>> round(float(answered_in_time(order_contacts(run("corner", weeks=2).records)).mean()), 2)
    0.78
    """
    return (contacts["answered"] - contacts["time"] <= contacts["target"]).fillna(False).astype(bool)


def failed_rights(records: Records) -> pd.DataFrame:
    """The rights, of the seven, in which each order of the window failed.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (promised in the window, whatever became of them) and contacts.

    Returns
    -------
    DataFrame
        One row per order: order, then one boolean column for each of `sim.records.labels.RIGHTS`.

    Notes
    -----
    An order that never arrived failed product and time. A right that the records say nothing about did not fail.

    Examples
    --------
    >>> from sim import run
    >>> failed_rights(run("corner", weeks=2).records).set_index("order").sum().to_dict()
    {'product': 9, 'want': 4, 'time': 8, 'place': 2, 'price': 1, 'channel': 58, 'customer': 2}
    """
    orders = promised_in_window(records)
    arrived = orders["delivered"].notna()
    contacts = records["contacts"]
    late_contacts = contacts.loc[~answered_in_time(contacts) & (contacts["kind"] == "order"), "order"]
    short = (orders["shipped"] != orders["ordered"]).fillna(True)
    wrong = (orders["wrong"] > 0).fillna(False)
    return pd.DataFrame(
        {
            "order": orders["order"],
            "product": ~arrived | short | wrong | orders["damaged"].fillna(False),
            "want": orders["special_asked"] & ~orders["special_granted"].fillna(False),
            "time": ~arrived | (orders["delivered"] > orders["promised"]).fillna(False),
            "place": ~orders["address_ok"].fillna(True),
            "price": (orders["invoiced"] != orders["quoted"]).fillna(False),
            "channel": orders["order"].isin(late_contacts),
            "customer": ~orders["receiver_ok"].fillna(True),
        }
    ).astype(dict.fromkeys(RIGHTS, bool))
