"""What each customer contributes before fixed cost: freight and surcharges less what its own orders cost directly.

Direct costs are those that the ledger books on an order (penalties, claims, returns, corrections, checking, backorders, piece
wages, compensation, return visits), and carriage: the cost of the way of all trips to a zone in the window over the orders they
carried, the same for each order of the zone. Wages, leases of lorries and vans, stock and overhead are fixed and belong to
nobody; so do second deliveries and detours, which the ledger books on no order.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.units import FEN
from sim.case.case import Case
from sim.measures.money import INCOME, booked
from sim.measures.service import bounds
from sim.measures.windows import within
from sim.records.schema import Records


def zone_freight(case: Case) -> dict[str, float]:
    """Fen of freight by lane (the centre's name): what covers the carriage of an order there, of whatever size."""
    return {centre.name.en: case.zones[centre.zone].freight * FEN for centre in case.centres}


def _zones(case: Case) -> dict[str, str]:
    """Zone by lane."""
    return {centre.name.en: centre.zone for centre in case.centres}


def carriage(records: Records, case: Case) -> pd.DataFrame:
    """By zone: orders carried by trips that left in the window, cost of these trips (fen), each (fen an order; NaN without one).

    Cost of a trip as in the ledger: there and back by lorry or van by the kilometre, by air by the order.
    """
    trips = records["trips"]
    start, end = bounds(records)
    trips = trips[(trips["departed"] > start) & (trips["departed"] <= end)]
    km = trips["lane"].astype(str).map({centre.name.en: centre.km for centre in case.centres})
    per_km = {"lorry": case.costs.lorry_km, "hired": case.costs.lorry_km, "van": case.costs.van_km}
    kind = trips["kind"].astype(str)
    road = np.rint(2 * km.astype("float64") * kind.map(per_km).astype("float64").fillna(0.0) * FEN)
    air = np.rint(case.costs.air_order * FEN * trips["orders"]) * (kind == "air")
    groups = trips.assign(cost=road + air).groupby(trips["lane"].astype(str).map(_zones(case)))
    table = groups[["orders", "cost"]].sum().reindex(list(case.zones), fill_value=0)
    table["each"] = table["cost"] / table["orders"].where(table["orders"] > 0)
    table.index.name = "zone"
    return table


def order_accounts(records: Records, case: Case) -> pd.DataFrame:
    """By order (index; those with a booking or a trip in the window): customer, income, direct, carriage, contribution (fen).

    income and direct are whole fen as in the ledger; direct and carriage are below 0.
    """
    rows = booked(records)
    rows = rows[rows["order"].notna()]
    number, earned = rows["order"].astype("int64"), rows["account"].astype(str).isin(INCOME)
    amount = {
        "income": rows["amount"].where(earned, 0).groupby(number).sum(),
        "direct": rows["amount"].where(~earned, 0).groupby(number).sum(),
        "carriage": -_carried(records, case),
    }
    table = pd.DataFrame(amount).fillna(0.0)
    table.insert(0, "customer", records["orders"].set_index("order")["customer"].reindex(table.index))
    table["contribution"] = table["income"] + table["direct"] + table["carriage"]
    table.index.name = "order"
    return table


def _carried(records: Records, case: Case) -> Any:
    """Carriage (fen) of each order that left in the window."""
    start, end = bounds(records)
    orders = records["orders"]
    left = orders["dispatched"]
    orders = orders[((left > start) & (left <= end)).fillna(False).astype(bool)]
    each = orders["lane"].astype(str).map(_zones(case)).map(carriage(records, case)["each"])
    return pd.Series(each.to_numpy(dtype="float64"), index=orders["order"].to_numpy())


def contributions(records: Records, case: Case) -> pd.DataFrame:
    """By customer (index; those with an order placed, booked or carried in the window): klass, orders (placed in the window),
    income, direct, carriage, contribution (fen; costs below 0)."""
    accounts = order_accounts(records, case)
    orders = records["orders"]
    placed = orders.loc[within(orders["placed"], records), "customer"].value_counts()
    sums = accounts.groupby("customer")[["income", "direct", "carriage", "contribution"]].sum()
    table = sums.reindex(sums.index.union(placed.index)).fillna(0.0)
    table.insert(0, "orders", placed.reindex(table.index).fillna(0).astype("int64"))
    table.insert(0, "klass", records["customers"].set_index("customer")["klass"].reindex(table.index))
    table.index.name = "customer"
    return table
