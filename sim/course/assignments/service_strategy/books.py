"""The branch's books of half a year, and its needs: the fate of each, and its fate if nobody had been disappointed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.course.assignments.service_strategy.branch import level_policy
from sim.course.assignments.service_strategy.variant import Variant, build_case
from sim.course.data.columns import dates, ids, yes_no, yuan
from sim.course.fair_tables import Draw, Tables
from sim.experiments.simulate import ideal_twin, run
from sim.measures.cost import CARRIAGE, NOT_SERVICE, VISIBLE, delivered_contribution
from sim.measures.money import INCOME
from sim.measures.run import Run
from sim.measures.window import knew_at_start, within

START = pd.Timestamp("2026-01-05")
WEEKS = 26
LEVEL = 3
"""The branch's service of that half year: poor enough for a hidden cost that nobody can overlook."""
PARTS = tuple(VISIBLE)


def accounts() -> pd.DataFrame:
    """Account -> part of cost."""
    parts = {**VISIBLE, "carriage": CARRIAGE, "other": NOT_SERVICE, "income": INCOME}
    rows = [(account, part) for part, names in parts.items() for account in names]
    return pd.DataFrame(rows, columns=["account", "part"])


def make_books(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """`ledger`, `accounts` and `needs` of a half year, which is not simulated again."""
    case = build_case(variant)
    number = 20 + int(draw.streams.of(0).uniform("half year")[0] * 1e6)
    half = run(case, level_policy(case, LEVEL), weeks=WEEKS, seed=variant.branch, replication=number)
    return {"ledger": _ledger(half), "accounts": accounts(), "needs": _needs(half, ideal_twin(half), draw)}


def are_fair_books(variant: Variant, tables: Tables) -> bool:
    """Whether every group of needs is there, and the hidden cost of both kinds of customers is above 0."""
    needs = tables["needs"]
    lost = needs[(needs["perfect"] == "yes") & (needs["ours"] == "no")].groupby("knew")["contribution"].sum()
    won = needs[(needs["perfect"] == "no") & (needs["ours"] == "yes")].groupby("knew")["contribution"].sum()
    return len(lost) == 2 and len(won) == 2 and bool((lost > 1.1 * won).all())


def _ledger(half: Run) -> pd.DataFrame:
    ledger = half.records["ledger"].sort_values("time", kind="stable")
    return pd.DataFrame(
        {
            "time": dates(ledger["time"].to_numpy(), str(START.date())),
            "account": ledger["account"].astype("string").to_numpy(),
            "amount": yuan(ledger["amount"].to_numpy()),
        }
    )


def _needs(half: Run, twin: Run, draw: Draw) -> pd.DataFrame:
    needs = half.records["needs"]
    needs = needs[within(needs["time"], half.records)]
    place = pd.MultiIndex.from_frame(needs[["customer", "need"]])
    mine, perfect = delivered_contribution(half), delivered_contribution(twin)
    price = _invoiced(half).combine_first(_invoiced(twin)).reindex(place)
    left = mine["contribution"].combine_first(perfect["contribution"]).reindex(place)
    customers = half.records["customers"].set_index("customer")
    klass = customers["klass"].astype(str).reindex(needs["customer"]).to_numpy()
    knew = half.records["customers"].loc[knew_at_start(half.records), "customer"]
    table = pd.DataFrame(
        {
            "customer": ids("K", needs["customer"].to_numpy(), 4),
            "klass": klass,
            "knew": yes_no(needs["customer"].isin(knew).to_numpy()),
            "price": price.to_numpy(dtype="float64") / 100,
            "contribution": left.to_numpy(dtype="float64") / 100,
            "ours": yes_no(place.isin(mine.index)),
            "perfect": yes_no(place.isin(perfect.index)),
        }
    )
    return _as_others(table, draw).round({"price": 2, "contribution": 2})


def _invoiced(half: Run) -> pd.Series:
    orders = half.records["orders"]
    orders = orders[orders["status"] == "delivered"].drop_duplicates(["customer", "need"])
    return orders.set_index(["customer", "need"])["invoiced"].astype("float64")


def _as_others(table: pd.DataFrame, draw: Draw) -> pd.DataFrame:
    """Needs that nobody served here have the price and contribution of another need of their class."""
    missing = table["contribution"].isna().to_numpy()
    uniform = draw.streams.of(np.arange(len(table))).uniform("price of another need")
    for klass, rows in table[~missing].groupby("klass"):
        here = missing & (table["klass"] == klass).to_numpy()
        chosen = rows.iloc[(uniform[here] * len(rows)).astype(int)]
        for column in ("price", "contribution"):
            table.loc[here, column] = chosen[column].to_numpy()
    return table
