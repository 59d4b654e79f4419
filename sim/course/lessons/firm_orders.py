"""The orders of a firm as a table that a beginner can work with: dates, words, no codes of the simulation."""

from __future__ import annotations

from functools import cache

import pandas as pd

from sim.case.load import load_case
from sim.experiments.simulate import run

WEEKS = 8
TWICE = 25
"""Orders that the raw table holds twice."""
TIMES = ("placed", "promised", "delivered")


def firm_orders() -> pd.DataFrame:
    """Read the orders of eight weeks at a small firm.

    Returns
    -------
    DataFrame
        One row per order: order, customer, klass (A, B, C), channel, placed, promised and delivered (dates; delivered is empty
        if it never arrived), preparation (hours in the warehouse; empty if it never got there), ordered and shipped (units),
        status.

    Examples
    --------
    >>> firm_orders()["klass"].unique().tolist()
    ['A', 'B', 'C']
    """
    return _orders().copy()


@cache
def _orders() -> pd.DataFrame:
    case = load_case("corner")
    orders = run(case, weeks=WEEKS, market="frozen").records["orders"]
    known = orders["promised"].notna() & (orders["status"] != "in_progress")
    orders = orders[(orders["placed"] >= 0) & known].reset_index(drop=True)
    start = pd.Timestamp(case.calendar.start)
    dates = {name: start + pd.to_timedelta(orders[name].astype("Float64"), unit="s") for name in TIMES}
    made = pd.DataFrame(
        {
            "order": orders["order"],
            "customer": "K" + orders["customer"].astype(str).str.zfill(3),
            "klass": orders["klass"].astype(str),
            "channel": orders["channel"].astype(str),
            **{name: times.dt.floor("min") for name, times in dates.items()},
            "preparation": ((orders["packed"] - orders["released"]) / 3600).astype(float).round(2),
            "ordered": orders["ordered"].astype(int),
            "shipped": orders["shipped"].fillna(0).astype(int),
            "status": orders["status"].astype(str),
        }
    )
    return (
        made.sort_values("placed", kind="stable").sort_values("klass", kind="stable").reset_index(drop=True)
    )


def raw_orders() -> pd.DataFrame:
    """Read the same orders as an export in which some occur twice.

    Returns
    -------
    DataFrame
        As `firm_orders`, with 25 rows more.

    Examples
    --------
    >>> len(raw_orders()) - len(firm_orders())
    25
    """
    orders = firm_orders()
    return pd.concat([orders, orders.iloc[100 : 100 + TWICE]], ignore_index=True)
