"""Tables on customers from a year's orders: accounts, a month of bookings, who was there and who stopped ordering."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.course.assignments.customer_value.variant import Variant, build_region
from sim.course.data.columns import ids, yes_no
from sim.course.fair_tables import Draw, Tables
from sim.experiments.simulate import run
from sim.measures.contribution import contributions, order_accounts
from sim.measures.value import CUTS
from sim.measures.window import customers_at_start, split_window, with_window, within
from sim.policy.classes import CLASSES
from sim.records.schema import Records

WEEK = 7 * 24 * 3600
MONTH = (20, 24)
"""Weeks of the bookings."""
BOOKED = {"A": 10, "B": 20, "C": 30}
"""Customers whose bookings are shown, by class."""
ACCOUNTS = {
    "freight": "freight",
    "express": "surcharge",
    "penalties": "penalty",
    "claims": "claim",
    "returns": "return",
    "redelivery": "redelivery",
    "backorders": "backorder",
    "corrections": "correction",
    "checking": "checking",
    "compensation": "compensation",
    "wages_desk": "wages_desk",
    "wages_warehouse": "wages_warehouse",
    "lorries": "lorries",
    "overhead": "overhead",
    "flex": "extra_hands",
    "holding": "stock",
}
"""Account of the simulated ledger -> its name in the file; others are left out."""
FIXED = ("wages_desk", "wages_warehouse", "lorries", "overhead", "extra_hands", "stock")


def make_year(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The tables accounts, bookings and active of a simulated year."""
    region = build_region(variant)
    records = run(region, weeks=52, seed=draw.seed, replication=draw.attempt).records
    first, second = (contributions(half, region) for half in split_window(records, 2))
    there = customers_at_start(records)
    everyone = first.index.union(second.index).union(pd.Index(there["customer"]))
    klass = records["customers"].set_index("customer")["klass"].astype(str).reindex(everyone)
    return {
        "accounts": _accounts(records, klass, first, second),
        "bookings": _bookings(records, klass, draw, order_accounts(_month(records), region)["carriage"]),
        "active": _active(records, klass, there),
    }


def names(numbers: pd.Index) -> pd.Series:
    """Ids of customers as they stand in the files."""
    return ids("K", pd.Series(numbers), 4)


def _accounts(records: Records, klass: pd.Series, first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    one, two = (half.reindex(klass.index) for half in (first, second))

    def counted(customers: pd.Series) -> list[int]:
        return [int(n) for n in customers.value_counts().reindex(klass.index).fillna(0)]

    needs = records["needs"]
    needs = needs[within(needs["time"], records)]
    table = pd.DataFrame({"customer": names(klass.index), "klass": klass.to_numpy()})
    h1, h2 = (half["orders"].fillna(0).astype(int).to_numpy() for half in (one, two))
    c1, c2 = ((half["contribution"].fillna(0) / 100).round(2).to_numpy() for half in (one, two))
    income = (one["income"].fillna(0) + two["income"].fillna(0)).to_numpy() / 100
    table["orders"], table["h1"], table["h2"] = h1 + h2, h1, h2
    table["income"], table["contribution"] = income.round(2), (c1 + c2).round(2)
    table["c1"], table["c2"] = c1, c2
    table["complaints"] = counted(records["complaints"]["customer"])
    table["elsewhere"] = counted(needs.loc[needs["state"].astype(str) == "elsewhere", "customer"])
    return table


def _month(records: Records) -> Records:
    return with_window(records, MONTH[0] * WEEK, MONTH[1] * WEEK)


def _bookings(records: Records, klass: pd.Series, draw: Draw, carriage: pd.Series) -> pd.DataFrame:
    """All bookings of some customers, and the fixed accounts, of one month."""
    month = _month(records)
    ledger = month["ledger"]
    ledger = ledger[within(ledger["time"], month)]
    customer = records["orders"].set_index("order")["customer"]
    ledger = ledger.assign(account=ledger["account"].astype(str).map(ACCOUNTS)).dropna(subset=["account"])
    own = ledger.dropna(subset=["order"])
    own = own.assign(customer=customer.reindex(own["order"].astype("int64")).to_numpy())
    carried = pd.DataFrame(
        {"customer": customer.reindex(carriage.index), "account": "carriage", "amount": carriage}
    )
    carried = carried[carried["amount"] < 0]
    rows = pd.concat([own[["customer", "account", "amount"]], carried], ignore_index=True)
    fixed = ledger[ledger["order"].isna() & ledger["account"].isin(FIXED)]
    fixed = fixed.groupby("account", sort=True)["amount"].sum().reset_index()
    rows = rows[rows["customer"].isin(_chosen(rows["customer"], klass, draw))]
    mixed = np.argsort(draw.streams.of(np.arange(len(rows))).uniform("bookings"), kind="stable")
    rows = rows.iloc[mixed]
    table = pd.concat(
        [rows.assign(customer=names(pd.Index(rows["customer"])).to_numpy()), fixed], ignore_index=True
    )
    table["amount"] = (table["amount"].astype(float) / 100).round(2)
    return table[["customer", "account", "amount"]]


def _chosen(customers: pd.Series, klass: pd.Series, draw: Draw) -> list[int]:
    """Some customers of each class with bookings in the month."""
    booked = np.sort(customers.unique())
    order = booked[np.argsort(draw.streams.of(booked).uniform("booked"), kind="stable")]
    mine = klass.reindex(order)
    return [int(one) for name, count in BOOKED.items() for one in order[(mine == name).to_numpy()][:count]]


def _active(records: Records, klass: pd.Series, there: pd.DataFrame) -> pd.DataFrame:
    """Everybody who was there at the start or ordered later, and who has stopped ordering since."""
    lapsed = records["customers"].set_index("customer")["lapsed"].reindex(klass.index)
    return pd.DataFrame(
        {
            "customer": names(klass.index),
            "klass": klass.to_numpy(),
            "active_start": yes_no(klass.index.isin(there["customer"])).to_numpy(),
            "left": yes_no(within(lapsed, records).to_numpy()).to_numpy(),
        }
    )


def is_fair_year(variant: Variant, made: Tables) -> bool:
    """Whether each mistake shows: ranks by income differ, some customers cost money, no list of question 4 is empty or tied."""
    accounts = made["accounts"]
    whole = accounts["contribution"].sum()
    top = _top(accounts, "contribution", whole)
    clear = abs(top - 0.8) > 0.01 and abs(top - 0.95) > 0.01 and top - _top(accounts, "income", whole) > 5e-4
    below = (accounts["contribution"] < 0).sum()
    return bool(clear and below >= 5 and _is_fair_six(accounts) and _is_fair_active(made["active"]))


def _top(accounts: pd.DataFrame, by: str, whole: float) -> float:
    ranked = accounts.sort_values([by, "customer"], ascending=[False, True])
    return float(ranked["contribution"].head(round(CUTS[1] * len(ranked))).sum() / whole)


def _is_fair_six(accounts: pd.DataFrame) -> bool:
    an_order = accounts["contribution"] / accounts["orders"].where(accounts["orders"] > 0)
    wanted = (accounts["elsewhere"] * an_order).nlargest(4).to_numpy()
    h1 = accounts["h1"].nlargest(2).to_numpy()
    place = int(accounts["h1"].to_numpy().argmax())
    once, again = accounts["h1"].iloc[place], accounts["h2"].iloc[place]
    many = accounts["klass"].isin(("A", "B")) & (accounts["complaints"] >= 2)
    few = accounts["orders"].isin((1, 2)) & (accounts["elsewhere"] > accounts["orders"])
    return bool(
        wanted[2] > 1.005 * wanted[3]
        and h1[0] > h1[1]
        and again > 0
        and again != once
        and many.sum() >= 3
        and few.sum() >= 3
    )


def _is_fair_active(active: pd.DataFrame) -> bool:
    began = active["active_start"] == "yes"
    kept = (active.loc[began, "left"] == "no").groupby(active["klass"]).mean()
    return bool(kept.reindex(list(CLASSES)).between(0.5, 0.995).all() and not began.all())
