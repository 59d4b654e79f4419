"""Needs and money of the observed weeks: sums over records."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.measures.window import bounds, within
from sim.records.schema import Records

INCOME = ("freight", "express", "reverse_fees")
"""Accounts of income; all others are costs."""


def counts(records: Records) -> dict[str, int]:
    """Count the needs of the window.

    Parameters
    ----------
    records : dict of DataFrame
        Reads needs.

    Returns
    -------
    dict of str to int
        "needs" (all), "orders" (given to this firm), and one entry for each state in which needs ended.

    Examples
    --------
    >>> from sim import run
    >>> counted = counts(run("corner", weeks=2).records)
    >>> counted["needs"], counted["orders"], counted["delivered"]
    (431, 305, 275)
    """
    needs = records["needs"]
    states = needs.loc[within(needs["time"], records), "state"]
    by_state = states.value_counts()
    result = {"needs": len(states), "orders": int((states != "elsewhere").sum())}
    return result | {str(name): int(by_state[name]) for name in states.cat.categories}


def booked(records: Records) -> pd.DataFrame:
    """The window's rows of the ledger.

    Parameters
    ----------
    records : dict of DataFrame
        Reads ledger.

    Returns
    -------
    DataFrame
        Rows booked from the start on and before the end. Costs of a week are booked in its last second.

    Examples
    --------
    >>> from sim import run
    >>> len(booked(run("corner", weeks=2).records)) > 100
    True
    """
    start, end = bounds(records)
    ledger = records["ledger"]
    return ledger[(ledger["time"] >= start) & (ledger["time"] < end)]


def money(records: Records) -> dict[str, Any]:
    """Sum income, cost and profit of the window.

    Parameters
    ----------
    records : dict of DataFrame
        Reads ledger.

    Returns
    -------
    dict
        "unit" ("fen"), "income", "cost" (above 0), "profit" and "accounts" (account -> sum; costs below 0).

    Examples
    --------
    >>> from sim import run
    >>> sums = money(run("corner", weeks=2).records)
    >>> sums["profit"] == sums["income"] - sums["cost"] == sum(sums["accounts"].values())
    True
    """
    by_account = booked(records).groupby("account", observed=False)["amount"].sum()
    accounts = {str(name): int(amount) for name, amount in by_account.items()}
    income = sum(accounts.get(name, 0) for name in INCOME)
    total = sum(accounts.values())
    return {"unit": "fen", "income": income, "cost": income - total, "profit": total, "accounts": accounts}


def changed_accounts(before: Any, after: Any) -> pd.Series:
    """List the accounts in which two runs differ.

    Parameters
    ----------
    before, after : Run
        Two runs of one firm.

    Returns
    -------
    Series
        By account, the second run less the first, in CNY: below 0, it earns less or spends more. The largest cost comes
        first; "profit", the sum, is last.

    Examples
    --------
    >>> from sim import run
    >>> today, more = run("corner", weeks=2), run("corner", {"desk.clerks": 3}, weeks=2)
    >>> bool(changed_accounts(today, more)["wages_desk"] < 0)
    True
    """
    one, two = (pd.Series(result.money["accounts"], dtype=float) / 100 for result in (before, after))
    change = (two - one).round(2)
    change = change[change != 0].sort_values()
    change["profit"] = (after.money["profit"] - before.money["profit"]) / 100
    return change.rename("CNY")
