"""The life of one order in hours."""

from __future__ import annotations

import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.units import HOUR
from sim.records.schema import Records

STEPS = ("answered", "accepted", "released", "picked", "packed", "dispatched", "delivered", "promised")


def late_example(late: pd.DataFrame) -> int:
    """Choose a late order to look at: the first that arrived, and was late only because goods were missing.

    Parameters
    ----------
    late : DataFrame
        Rows of orders (order, delivered, cause) that were late.

    Returns
    -------
    int
        Number of the order.

    Raises
    ------
    InputError
        If there is none.

    Examples
    --------
    >>> from sim import run
    >>> from sim.measures.orders import delivered_on_time, promised_in_window
    >>> due = promised_in_window(run("corner", weeks=12).records)
    >>> late_example(due[~delivered_on_time(due)]) in set(due["order"])
    True
    """
    found = late[late["delivered"].notna() & (late["cause"] == "stock")]
    if found.empty:
        raise InputError(_("None of these orders arrived late because goods were missing."))
    return int(found["order"].iloc[0])


def hours_after_contact(records: Records, order: int) -> pd.Series:
    """Tell when the steps of an order were reached.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders.
    order : int
        Number of the order.

    Returns
    -------
    Series
        Hours since the customer's first contact, by step; empty for a step that was not reached.

    Raises
    ------
    InputError
        If there is no such order.

    Examples
    --------
    >>> from sim import run
    >>> records = run("corner", weeks=2).records
    >>> hours = hours_after_contact(records, order=records["orders"]["order"].iloc[-1])
    >>> list(hours.index[:2])
    ['answered', 'accepted']
    """
    orders = records["orders"]
    found = orders[orders["order"] == order]
    if found.empty:
        raise InputError(_("There is no order {order}.").format(order=order))
    row = found.iloc[0]
    hours = {step: (row[step] - row["placed"]) / HOUR for step in STEPS}
    return pd.Series(hours, name="hours").astype("Float64")
