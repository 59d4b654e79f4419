"""Customer equity and long-run profit: by customer class, what they usually give, and what contracts and memories change."""

from __future__ import annotations

from math import nan

import numpy as np
import pandas as pd

from sim.base.units import FEN
from sim.explanations.money_quantities import split_money
from sim.explanations.pair import Pair
from sim.explanations.quantity import Quantity
from sim.explanations.splits import MEMORY, PARTS, USUAL, Split, joined
from sim.measures.churn import ALL
from sim.measures.customer_equity import customer_equity
from sim.measures.kpis import kpi
from sim.measures.run import Run
from sim.measures.window import bounds


def _worth(run: Run, time: int | None = None) -> pd.DataFrame:
    """What usual orders and memory orders of each class are worth at a time, CNY; the columns add up to the equity."""
    table = customer_equity(run.records, run.case, time).drop(index=ALL)
    usual, memory = table["usual_orders"] * table["multiple"], table["memory_orders"]
    return pd.DataFrame({USUAL: usual * table["margin"] / FEN, MEMORY: memory * table["margin"] / FEN})


def _equity(run: Run) -> float:
    """Customer equity at the end of the window; NaN in a frozen market."""
    return float(_worth(run).to_numpy().sum()) if len(run.records["customer_base"]) else nan


def _change_of_equity(run: Run) -> float:
    if not len(run.records["customer_base"]):
        return 0.0
    before, after = (float(_worth(run, time).to_numpy().sum()) for time in bounds(run.records))
    return after - before


def _split(pair: Pair, since_start: bool) -> Split:
    """By class. Its standard error is not known: equity is recorded for classes, not for customers."""
    changes = []
    for run in (pair.before, pair.after):
        worth = _worth(run)
        if since_start:
            worth = (worth - _worth(run, bounds(run.records)[0])).fillna(
                0.0
            )  # in a frozen market equity stays
        changes.append(worth)
    change = (changes[1] - changes[0]).dropna()
    rows = [
        (stage, klass, 0, 0, 0, size, np.nan)
        for stage in (USUAL, MEMORY)
        for klass, size in change[stage].to_dict().items()
        if size
    ]
    return Split(pd.DataFrame(rows, columns=list(PARTS)), lambda: nan)


EQUITY = (
    Quantity(kpi("customer_equity"), _equity, lambda pair: _split(pair, since_start=False)),
    Quantity(
        kpi("long_run_profit"),
        lambda run: float(run.money["profit"]) / FEN + _change_of_equity(run),
        lambda pair: joined(split_money(pair), _split(pair, since_start=True)),
    ),
)
