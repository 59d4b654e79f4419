"""The contribution of each customer before fixed cost: freight and surcharges less the direct cost of the customer's orders.

Direct costs are those that the ledger books on an order (penalties, claims, returns, corrections, checking, backorders,
piece wages, compensation, return visits), and carriage: the cost of all trips to a zone in the window, divided equally
among the orders they carried. Wages, leases of lorries and vans, stock and overhead are fixed and belong to no customer;
nor do second deliveries and detours, which the ledger books on no order.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.units import FEN
from sim.case.case import Case
from sim.measures.money import INCOME, booked
from sim.measures.window import bounds, within
from sim.records.schema import Records


def zone_freight(case: Case) -> dict[str, float]:
    """The freight for carriage in the price of an order.

    Parameters
    ----------
    case : Case
        The firm.

    Returns
    -------
    dict of str to float
        Fen an order, whatever its size, by lane (the English name of its centre).

    Examples
    --------
    >>> from sim import load_case
    >>> zone_freight(load_case("corner"))["Chongqing"]
    55000.0
    """
    return {centre.name.en: case.zones[centre.zone].freight * FEN for centre in case.centres}


def _zones(case: Case) -> dict[str, str]:
    """Zone by lane."""
    return {centre.name.en: centre.zone for centre in case.centres}


def carriage(records: Records, case: Case) -> pd.DataFrame:
    """The cost of carrying an order to each zone.

    Parameters
    ----------
    records : dict of DataFrame
        Reads trips that left in the window.
    case : Case
        The firm: distances and rates.

    Returns
    -------
    DataFrame
        One row per zone: orders carried, cost of the trips (fen), each (fen an order; NaN without orders).

    Notes
    -----
    A trip costs as in the ledger: by lorry or van by the kilometre, there and back; by air by the order.

    Examples
    --------
    >>> from sim import run
    >>> result = run("corner", weeks=2)
    >>> carriage(result.records, result.case)["each"].round().to_dict()
    {'city': 1808.0, 'province': 20189.0, 'region': 56000.0, 'nation': 21500.0}
    """
    trips = records["trips"]
    start, end = bounds(records)
    trips = trips[(trips["departed"] >= start) & (trips["departed"] < end)]
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
    """The income and direct cost of each order.

    Parameters
    ----------
    records : dict of DataFrame
        Reads ledger, orders and trips.
    case : Case
        The firm: distances and rates.

    Returns
    -------
    DataFrame
        One row per order with a booking or a trip in the window (index: its number): customer, income, direct, carriage,
        contribution (fen). income and direct are whole fen as in the ledger; direct and carriage are below 0.

    Examples
    --------
    >>> from sim import run
    >>> result = run("corner", weeks=2)
    >>> round(float(order_accounts(result.records, result.case)["contribution"].mean()))
    29540
    """
    rows = booked(records)
    rows = rows[rows["order"].notna()]
    number, earned = rows["order"].astype("int64"), rows["account"].astype(str).isin(INCOME)
    amounts = {
        "income": rows["amount"].where(earned, 0).groupby(number).sum(),
        "direct": rows["amount"].where(~earned, 0).groupby(number).sum(),
        "carriage": -_order_carriage(records, case),
    }
    table = pd.DataFrame(amounts).fillna(0.0)
    table.insert(0, "customer", records["orders"].set_index("order")["customer"].reindex(table.index))
    table["contribution"] = table["income"] + table["direct"] + table["carriage"]
    table.index.name = "order"
    return table


def _order_carriage(records: Records, case: Case) -> Any:
    """Carriage (fen) of each order that left in the window."""
    start, end = bounds(records)
    orders = records["orders"]
    left = orders["dispatched"]
    orders = orders[((left >= start) & (left < end)).fillna(False).astype(bool)]
    each = orders["lane"].astype(str).map(_zones(case)).map(carriage(records, case)["each"])
    return pd.Series(each.to_numpy(dtype="float64"), index=orders["order"].to_numpy())


def contributions(records: Records, case: Case) -> pd.DataFrame:
    """The contribution of each customer.

    Parameters
    ----------
    records : dict of DataFrame
        Reads ledger, orders, trips and customers.
    case : Case
        The firm: distances and rates.

    Returns
    -------
    DataFrame
        One row per customer with an order placed, booked or carried in the window (index: its number): klass, orders
        (placed in the window), income, direct, carriage, contribution (fen; costs below 0).

    Examples
    --------
    >>> from sim import run
    >>> result = run("corner", weeks=2)
    >>> table = contributions(result.records, result.case)
    >>> table.groupby("klass", observed=True)["contribution"].sum().round().to_dict()
    {'A': 6002297.0, 'B': 1247507.0, 'C': 1612048.0}
    """
    accounts = order_accounts(records, case)
    orders = records["orders"]
    placed = orders.loc[within(orders["placed"], records), "customer"].value_counts()
    sums = accounts.groupby("customer")[["income", "direct", "carriage", "contribution"]].sum()
    table = sums.reindex(sums.index.union(placed.index)).fillna(0.0)
    table.insert(0, "orders", placed.reindex(table.index).fillna(0).astype("int64"))
    table.insert(0, "klass", records["customers"].set_index("customer")["klass"].reindex(table.index))
    table.index.name = "customer"
    return table
