"""Customer equity: what the customers of today are expected to bring; and long-run profit, which counts its change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.units import FEN
from sim.case.case import Case
from sim.measures.churn import ALL
from sim.measures.money import money
from sim.measures.window import bounds
from sim.policy.classes import CLASSES
from sim.records.schema import Records


def customer_equity(records: Records, case: Case, time: int | None = None) -> pd.DataFrame:
    """Value the firm's customers at one moment by their expected contribution.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customer_base and window.
    case : Case
        The firm: margin of an order, retention and discount by class.
    time : int, optional
        Seconds; the last end of a week up to then counts. The default is the end of the window.

    Returns
    -------
    DataFrame
        Rows A, B, C, all: customers (that deal with the firm), usual_orders (a year), memory_orders, margin (fen an order),
        multiple (years), equity (fen). Equity is NaN in a frozen market, where nobody comes or goes.

    Notes
    -----
    Equity of a class = margin x (usual_orders x multiple + memory_orders). multiple: r / (1 + i - r) for the class's
    retention r and the discount i (Gupta and Lehmann). Usual orders are those that the customers give at the service
    generally known of the firm; memory orders are those more or fewer until contracts have ended and what customers
    remember today has been replaced by newer orders. So equity follows from the customers alone: a price or a promise of
    the last week does not change it, what it did to customers does.

    References
    ----------
    Gupta and Lehmann (2003), Customers as assets. Journal of Interactive Marketing 17, 9-24.
    Rust, Lemon and Zeithaml (2004), Return on marketing: using customer equity to focus marketing strategy. Journal of
    Marketing 68, 109-127 (shares of choice by logit as the expected share of a customer's orders).

    Examples
    --------
    >>> from sim import run
    >>> result = run("corner", weeks=2)
    >>> table = customer_equity(result.records, result.case)
    >>> table["customers"].to_dict()
    {'A': 10, 'B': 25, 'C': 130, 'all': 165}
    """
    at = bounds(records)[1] if time is None else time
    base = records["customer_base"]
    base = base[base["time"] == base.loc[base["time"] <= at, "time"].max()].set_index("klass")
    rows = []
    for name in CLASSES:
        data = case.classes[name]
        margin = (data.contribution if data.margin is None else data.margin) * FEN
        years = case.margin_multiple(name)
        if name not in base.index:
            rows.append((0, 0.0, 0.0, margin, years, np.nan))
            continue
        customers, usual, memory = base.loc[name, ["customers", "usual_orders", "memory_orders"]]
        rows.append((int(customers), usual, memory, margin, years, margin * (usual * years + memory)))
    columns = ["customers", "usual_orders", "memory_orders", "margin", "multiple", "equity"]
    table = pd.DataFrame(rows, index=pd.Index(CLASSES, name="klass"), columns=columns)
    sums = table[["customers", "usual_orders", "memory_orders", "equity"]].sum(skipna=False)
    table.loc[ALL] = {**sums, "margin": np.nan, "multiple": np.nan}
    return table.astype({"customers": "int64"})


def long_run_money(records: Records, case: Case) -> dict[str, Any]:
    """Sum the money of the window, with customer equity and long-run profit.

    Parameters
    ----------
    records : dict of DataFrame
        Reads ledger, customer_base and window.
    case : Case
        The firm.

    Returns
    -------
    dict
        What `sim.measures.money.money` returns, and, in fen: "customer_equity" (at the end of the window; None in a
        frozen market), "customer_equity_change" (since its start; 0 in a frozen market), "long_run_profit" (profit +
        change of customer equity).

    Notes
    -----
    The profit of a year also rewards a firm that uses up the goodwill of customers it won before. Long-run profits of
    consecutive windows add up: whatever a window gains at the expense of its customers, it loses in equity.

    Examples
    --------
    >>> from sim import run
    >>> result = run("corner", weeks=2)
    >>> sums = long_run_money(result.records, result.case)
    >>> sums["long_run_profit"] == sums["profit"] + sums["customer_equity_change"]
    True
    """
    sums = money(records)
    equity, change = None, 0
    if not records["customer_base"].empty:
        before, after = (
            round(float(customer_equity(records, case, time)["equity"].iloc[-1])) for time in bounds(records)
        )
        equity, change = after, after - before
    return {
        **sums,
        "customer_equity": equity,
        "customer_equity_change": change,
        "long_run_profit": sums["profit"] + change,
    }
