"""What is looked at, as functions of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from sim import ideal_twin
from sim.base.units import FEN, HOUR, WEEK
from sim.measures.cost import cost_of_service
from sim.measures.run import Run

Quantity = Callable[[Run], float]
Look = Callable[[Run, Run], tuple[float, float]]
"""Before and after."""


def satisfaction(result: Run) -> float:
    """Mean of all orders, from 1 to 5."""
    return float(_orders(result)["satisfaction"].mean())


def satisfaction_of_late(result: Run) -> float:
    """Mean of the orders that came later than promised."""
    orders = _orders(result)
    late = (orders["delivered"] > orders["promised"]).fillna(False).to_numpy(dtype=bool)
    return float(orders.loc[late, "satisfaction"].mean())


def taken_back(result: Run) -> float:
    """Mean share of the bad memory that handling a complaint takes back; below 0 where handling made it worse."""
    return float(result.records["complaints"]["outcome"].mean())


def kept_on_time(result: Run) -> float:
    """Share of orders that came when promised (m08)."""
    return float(result.measures["m08"]["value"])


def turned_away(result: Run) -> float:
    """Share of needs that are below the minimum order (m09)."""
    return float(result.measures["m09"]["value"])


def gave_up(result: Run) -> float:
    """Share of orders that were given up at the desk."""
    return float(result.counts["abandoned"] / result.counts["orders"])


def bond(classes: str) -> Quantity:
    """Mean bond at the end of the customers of these classes who deal with the firm."""

    def mean(result: Run) -> float:
        customers = result.records["customers"]
        here = customers["knows"] & customers["left"].isna() & customers["klass"].isin(list(classes))
        return float(customers.loc[here.to_numpy(dtype=bool), "bond_end"].mean())

    return mean


def orders_in(first: int, last: int, classes: str = "ABC") -> Quantity:
    """Orders that customers of these classes placed in weeks `first` to `last` - 1."""

    def count(result: Run) -> float:
        orders = result.records["orders"]
        week = orders["placed"] // WEEK
        return float(((week >= first) & (week < last) & orders["klass"].isin(list(classes))).sum())

    return count


def waits(klass: str) -> Quantity:
    """Share of the orders of a class that are packed more than an hour after release. Less noisy than the mean."""

    def share(result: Run) -> float:
        orders = _orders(result)
        took = (orders["packed"] - orders["released"])[orders["klass"] == klass].dropna()
        return float((took > HOUR).mean())

    return share


def visible_cost(result: Run) -> float:
    """CNY spent on service."""
    return float(_service(result)["visible"]) / FEN


def hidden_cost(result: Run) -> float:
    """CNY lost with the orders that only a firm which always serves perfectly would have had."""
    return float(_service(result)["hidden"]) / FEN


def _service(result: Run) -> Mapping[str, Any]:
    return cost_of_service(result, ideal_twin(result))


def _orders(result: Run) -> pd.DataFrame:
    orders = result.records["orders"]
    return orders[orders["placed"] >= 0]


def each(quantity: Quantity) -> Look:
    """Look at both runs for themselves."""
    return lambda before, after: (quantity(before), quantity(after))


def orders_of_retailers(before: Run, after: Run) -> tuple[float, float]:
    """Orders of the customers from whom goods were collected."""
    served = after.records["returns"]["customer"].unique()
    counts = [float(_orders(one)["customer"].isin(served).sum()) for one in (before, after)]
    return counts[0], counts[1]
