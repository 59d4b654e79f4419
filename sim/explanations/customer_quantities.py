"""Quantities that are sums over customers: the customers who left."""

from __future__ import annotations

import pandas as pd

from sim.explanations.pair import Pair
from sim.explanations.quantity import Quantity
from sim.explanations.splits import FAILURE, VALUE, Split, split_sum
from sim.measures.churn import ALL, true_churn
from sim.measures.kpis import kpi
from sim.measures.run import Run
from sim.measures.satisfaction import DISSATISFIED
from sim.measures.window import customers_at_start, end_times, is_frozen, within


def _pieces(pair: Pair, left: pd.Series, leaves: pd.Series) -> pd.DataFrame:
    """The customers who left in one run only, by the term of value that fell or rose most."""
    customers = left.index.union(leaves.index)
    before, after = customers.isin(left.index).astype(float), customers.isin(leaves.index).astype(float)
    pieces = pd.DataFrame(
        {
            "customer": customers,
            "unit": customers,
            "stage": VALUE,
            "lost": False,
            "won": False,
            "before": before,
            "after": after,
        }
    )
    pieces = pieces[before != after].reset_index(drop=True)
    times = pieces["customer"].map(leaves).fillna(pieces["customer"].map(left)).astype("int64")
    return pieces.assign(cause=pair.reason_of(pieces["customer"], times, pieces["after"] > pieces["before"]))


def _left(run: Run) -> float:
    if is_frozen(run.records):
        return float("nan")
    return float(true_churn(run.records)["left"].to_dict()[ALL])


def _leavers(run: Run) -> pd.Series:
    """When the customers who left in the window did so (s), by customer."""
    table = customers_at_start(run.records)
    return table[within(table["left"], run.records)].set_index("customer")["left"].astype("int64")


def _split_left(pair: Pair) -> Split:
    """Customers who left in one run only: by the last failure before, if the other run does not have it; else by value."""
    left, leaves = _leavers(pair.before), _leavers(pair.after)
    pieces = _pieces(pair, left, leaves)
    for mine, other, gone, column in (
        (pair.before, pair.after, left, "before"),
        (pair.after, pair.before, leaves, "after"),
    ):
        failed = _last_failures(mine, gone)
        satisfied = other.records["orders"].set_index("order")["satisfaction"].reindex(failed["order"])
        own = failed[~(satisfied <= DISSATISFIED).fillna(False).to_numpy(dtype=bool)]
        causes = own.set_index("customer")["cause"]
        rows = (pieces[column] > 0) & pieces["customer"].isin(causes.index)
        pieces.loc[rows, "stage"] = FAILURE
        pieces.loc[rows, "cause"] = pieces.loc[rows, "customer"].map(causes).to_numpy()
    return split_sum(pieces)


def _last_failures(run: Run, gone: pd.Series) -> pd.DataFrame:
    """The last order that disappointed each of these customers before it left: customer, order, cause ("" if none)."""
    orders = run.records["orders"]
    orders = orders[
        (orders["satisfaction"] <= DISSATISFIED).fillna(False) & orders["customer"].isin(gone.index)
    ]
    ended = end_times(orders)
    known = ended <= orders["customer"].map(gone)
    last = (
        orders.assign(ended=ended)[known]
        .sort_values(["ended", "order"])
        .drop_duplicates("customer", keep="last")
    )
    causes = last["cause"].astype(object)
    return last.assign(cause=causes.where(causes.notna(), ""))[["customer", "order", "cause"]]


CUSTOMERS = (Quantity(kpi("left"), _left, _split_left),)
