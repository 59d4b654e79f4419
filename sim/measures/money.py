"""Counts and money of the observed weeks: sums over records."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.measures.service import bounds
from sim.records.schema import Records

INCOME = ("freight", "express", "reverse_fees")
"""Accounts that bring money in; all others cost."""


def counts(records: Records) -> dict[str, int]:
    """Needs of the window: all, given to this firm, and by the state in which each ended."""
    start, end = bounds(records)
    needs = records["needs"]
    states = needs.loc[(needs["time"] >= start) & (needs["time"] < end), "state"]
    by_state = states.value_counts()
    result = {"needs": len(states), "orders": int((states != "elsewhere").sum())}
    return result | {str(name): int(by_state[name]) for name in states.cat.categories}


def booked(records: Records) -> pd.DataFrame:
    """The window's rows of the ledger. What is booked at a week's end belongs to that week: after the start, up to the end."""
    start, end = bounds(records)
    ledger = records["ledger"]
    return ledger[(ledger["time"] > start) & (ledger["time"] <= end)]


def money(records: Records) -> dict[str, Any]:
    """Income, cost (above 0) and profit of the window in fen, and the sum of each account (cost below 0)."""
    inside = booked(records)
    by_account = inside.groupby("account", observed=False)["amount"].sum()
    accounts = {str(name): int(amount) for name, amount in by_account.items()}
    income = sum(accounts.get(name, 0) for name in INCOME)
    total = sum(accounts.values())
    return {"unit": "fen", "income": income, "cost": income - total, "profit": total, "accounts": accounts}
