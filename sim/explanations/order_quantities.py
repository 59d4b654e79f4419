"""Quantities that count or average orders: orders, share of needs, satisfaction."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.i18n import N_
from sim.explanations.order_differences import CHOICE
from sim.explanations.pair import Pair
from sim.explanations.quantity import Quantity
from sim.explanations.splits import SAME, Split, split_mean, split_sum
from sim.measures.kpis import Kpi, kpi
from sim.measures.run import Run
from sim.measures.satisfaction import satisfaction
from sim.measures.window import placed_in_window, within


def _given(run: Run) -> pd.Series:
    """Of each need of the window, whether this firm got it. Both runs of a pair have the same needs."""
    needs = run.records["needs"]
    return needs.loc[within(needs["time"], run.records), "state"] != "elsewhere"


def _orders(pair: Pair) -> pd.DataFrame:
    """The needs that the firm got in one run only, by the term of value that decided."""
    had, has = _given(pair.before), _given(pair.after)
    rows = had.index[had != has]
    old, new = (run.records["needs"].loc[rows, "order"] for run in (pair.before, pair.after))
    pieces = pair.place(old.fillna(new).to_numpy(dtype="int64"), CHOICE)
    return pieces.assign(before=had[rows].to_numpy(dtype=float), after=has[rows].to_numpy(dtype=float))


def _share(pair: Pair) -> Split:
    pieces, needs = _orders(pair), max(1, len(_given(pair.before)))
    return split_sum(pieces.assign(before=pieces["before"] / needs, after=pieces["after"] / needs))


def _share_of_needs(run: Run) -> float:
    given = _given(run)
    return float(given.mean()) if len(given) else float("nan")


def _satisfaction(pair: Pair) -> Split:
    """Orders in both runs by stage and cause; orders in one run only change the mix."""
    old, new = (
        placed_in_window(run.records).set_index("order")["satisfaction"].dropna()
        for run in (pair.before, pair.after)
    )
    numbers = old.index.union(new.index)
    pieces = pair.place(numbers.to_numpy(dtype="int64"), SAME)
    for name, series in (("before", old), ("after", new)):
        pieces[name] = series.reindex(numbers).to_numpy(dtype="float64", na_value=np.nan)
    return split_mean(pieces)


ORDERS = (
    Quantity(kpi("orders"), lambda run: float(run.counts["orders"]), lambda pair: split_sum(_orders(pair))),
    Quantity(Kpi("share", N_("share of needs given to the firm"), "share", True), _share_of_needs, _share),
    Quantity(kpi("satisfaction"), lambda run: float(satisfaction(run.records)["value"]), _satisfaction),
)
