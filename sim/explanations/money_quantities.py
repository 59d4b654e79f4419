"""Quantities that are sums over the ledger: profit, income, cost.

1. Bookings of an order that only one run has belong to the customer's choice.
2. For an order of both runs, the difference in its charge from price level, surcharges or points is the part of the price.
3. Other bookings of an order that went differently belong to its group.
4. All the rest (wages, leases, stock, kilometres ...) is split by account.
"""

from __future__ import annotations

from functools import partial
from math import sqrt

import numpy as np
import pandas as pd

from sim.base.units import FEN, WEEK
from sim.explanations.order_differences import CHOICE, PRICE
from sim.explanations.pair import Pair
from sim.explanations.quantity import Quantity
from sim.explanations.splits import SAME, Split, account_parts, joined, split_sum
from sim.measures.kpis import kpi
from sim.measures.money import INCOME, booked
from sim.measures.run import Run

WITH_ORDERS = (
    "haulage",
    "vans",
    "air",
    "redelivery",
    "emergency",
    "purchasing",
    "holding",
    "notices",
    "reverse",
    "reverse_fees",
    "hiring",
)
"""Accounts without orders that move with the orders, and so also by chance; the others follow from the policy. People are
hired by chance where somebody has left; for new seats they follow from the policy."""


def money_rows(run: Run, sides: tuple[bool, ...]) -> pd.DataFrame:
    """The window's bookings as CNY: account, order, week, amount, by_chance (see WITH_ORDERS).

    sides: whether income (True), cost (False) are taken.
    """
    rows = booked(run.records)
    account = rows["account"].astype(str)
    table = pd.DataFrame(
        {
            "account": account,
            "order": rows["order"].fillna(-1).astype("int64"),
            "week": rows["time"] // WEEK,
            "amount": rows["amount"].astype("float64"),
            "by_chance": account.isin(WITH_ORDERS)
            & ~((account == "hiring") & (rows["lever"].astype(str) != "staff.pay")),
        }
    )
    return table[account.isin(INCOME).isin(sides)]


def split_money(pair: Pair, sides: tuple[bool, ...] = (True, False), sign: int = 1) -> Split:
    """Split the sum of the bookings of income (True) and cost (False), times `sign`, in CNY."""
    old, new = (money_rows(run, sides) for run in (pair.before, pair.after))
    by_order = _side_by_side(old[old["order"] >= 0], new[new["order"] >= 0], ["order", "account"])
    pieces, rest = _of_orders(pair, by_order, sign / FEN)
    by_week = _side_by_side(old[old["order"] < 0], new[new["order"] < 0], ["account", "by_chance", "week"])
    by_week["change"] = (by_week["after"] - by_week["before"]) * sign / FEN
    accounts = {
        str(name): (
            float(rows["change"].sum()),
            _error(rows.loc[rows["by_chance"], "change"], pair.before.weeks),
        )
        for name, rows in by_week.groupby("account")
    }
    for name, changes in rest.groupby("account"):
        change, error = accounts.get(str(name), (0.0, 0.0))
        own = changes.groupby("unit")["change"].sum()
        accounts[str(name)] = (change + float(own.sum()), sqrt(error**2 + float((own**2).sum())))
    return joined(split_sum(pieces), account_parts(dict(sorted(accounts.items()))))


def _side_by_side(old: pd.DataFrame, new: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    sums = [rows.groupby(keys)["amount"].sum() for rows in (old, new)]
    return pd.concat(sums, axis=1, keys=["before", "after"]).fillna(0.0).reset_index()


def _of_orders(pair: Pair, rows: pd.DataFrame, unit: float) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Pieces of the orders' groups and of the price, and the rows of orders that went the same, for the accounts."""
    numbers = rows["order"].drop_duplicates().to_numpy()
    rows = rows[rows["before"] != rows["after"]].merge(pair.place(numbers, SAME), on="order")
    priced = _priced(pair, rows)
    price = rows.assign(stage=PRICE, cause=rows["account"], before=0.0, after=priced)[priced != 0]
    rows["after"] -= priced
    for table in (price, rows):
        table[["before", "after"]] *= unit
    same = rows["stage"].isin((SAME, PRICE))
    rest = rows[same].assign(change=rows["after"] - rows["before"])
    pieces = pd.concat([rows[~same], price], ignore_index=True)
    keys = ["order", "stage", "cause", "unit", "lost", "won"]
    return pieces.groupby(keys, as_index=False, sort=False)[["before", "after"]].sum(), rest


def _priced(pair: Pair, rows: pd.DataFrame) -> pd.Series:
    """The part of each row's change that comes from the terms of sale only: the price level, the surcharge, points."""
    change = rows["after"] - rows["before"]
    both = (rows["before"] != 0) & (rows["after"] != 0)
    old, new = pair.price_levels(rows["order"].to_numpy())
    level = np.rint(rows["before"] * (new / old - 1))
    # Both invoices were rounded to a fen.
    level = change.where((change - level).abs() <= 1 + new / old, level)
    freight = level.where((rows["account"] == "freight") & both, 0.0)
    express = change.where((rows["account"] == "express") & both, 0.0)
    points = change.where((rows["account"] == "points") & (rows["stage"] != CHOICE), 0.0)
    return (freight + express + points).where(rows["stage"] != CHOICE, 0.0)


def _error(by_week: pd.Series, weeks: int) -> float:
    """The standard error of the sum of weekly differences, from their spread around their mean."""
    if weeks < 2:
        return float(abs(by_week.sum()))
    all_weeks = np.zeros(max(weeks, len(by_week)))
    all_weeks[: len(by_week)] = by_week
    return sqrt(len(all_weeks)) * float(all_weeks.std(ddof=1))


def _money(name: str, run: Run) -> float:
    return float(run.money[name]) / FEN


MONEY = (
    Quantity(kpi("profit"), partial(_money, "profit"), split_money),
    Quantity(kpi("income"), partial(_money, "income"), partial(split_money, sides=(True,))),
    Quantity(kpi("cost"), partial(_money, "cost"), partial(split_money, sides=(False,), sign=-1)),
)
