"""Customer equity and long-run profit: by customer class, what they usually give, and what contracts and memories change."""

from __future__ import annotations

from math import nan, sqrt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.base.units import FEN, WEEKS_A_YEAR
from sim.explanations.money_quantities import split_money
from sim.explanations.pair import Pair
from sim.explanations.quantity import Quantity
from sim.explanations.splits import MEMORY, PARTS, USUAL, Split, joined
from sim.measures.churn import ALL
from sim.measures.customer_equity import customer_equity
from sim.measures.kpis import kpi
from sim.measures.run import Run
from sim.measures.window import bounds
from sim.policy.classes import CLASSES


def _worth(run: Run, time: int | None = None) -> pd.DataFrame:
    """The worth of usual orders and memory orders of each class at a time, CNY; the columns add up to the equity."""
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
    """By class. The standard errors are those of its customers, see `_errors`."""
    changes = []
    for run in (pair.before, pair.after):
        worth = _worth(run)
        if since_start:
            worth = (worth - _worth(run, bounds(run.records)[0])).fillna(
                0.0
            )  # in a frozen market equity stays
        changes.append(worth)
    change = (changes[1] - changes[0]).dropna()
    errors = _errors(pair)
    rows = [
        (stage, klass, 0, 0, 0, size, errors[str(klass), stage])
        for stage in (USUAL, MEMORY)
        for klass, size in change[stage].to_dict().items()
        if size
    ]
    parts = pd.DataFrame(rows, columns=list(PARTS))
    return Split(parts, lambda: sqrt(float((parts["error"] ** 2).sum())))


def _errors(pair: Pair) -> dict[tuple[str, str], float]:
    """Standard errors of both parts by class, CNY: sqrt(sum of d squared), d the difference that one customer makes.

    Equity is recorded by class, so d is estimated: the worth of its usual orders for one who deals with the firm in one run
    only; else what the difference of its value at the end changes in its orders until newer ones, or the next contract, have
    replaced the memory.
    """
    case, (_start, end) = pair.before.case, bounds(pair.after.records)
    old, new = (run.records["customers"] for run in (pair.before, pair.after))
    deals, dealt = (_deals(table, end) for table in (new, old))
    found: dict[tuple[str, str], float] = {}
    for klass, data in case.classes.items():
        mine, years = (old["klass"] == klass).to_numpy(), case.margin_multiple(klass)
        margin = data.contribution if data.margin is None else data.margin
        usual = old["needs_a_year"].to_numpy() * data.wallet
        value = np.nan_to_num((new["value_end"] - old["value_end"]).to_numpy(dtype="float64"))
        newest = case.market.newest[klass]
        contract = case.market.contract_weeks / WEEKS_A_YEAR
        lasts = contract if klass == CLASSES[0] else 1 / np.maximum(newest * usual, 1 / years)
        usual_worth = margin * usual * years * (deals != dealt)
        memory_worth = margin * usual * (1 - data.wallet) * value * np.minimum(lasts, years) * (deals & dealt)
        for part, worth in ((USUAL, usual_worth), (MEMORY, memory_worth)):
            found[klass, part] = sqrt(float((worth[mine] ** 2).sum()))
    return found


def _deals(customers: pd.DataFrame, end: int) -> NDArray[np.bool_]:
    """The customers who deal with the firm at a time (s), by their last change."""
    knows = customers["knows"].to_numpy(dtype=bool) & ~(customers["joined"] > end).fillna(False).to_numpy()
    gone = [(customers[name] <= end).fillna(False).to_numpy(dtype=bool) for name in ("left", "moved")]
    return np.asarray(knows & ~gone[0] & ~gone[1], dtype=bool)


EQUITY = (
    Quantity(kpi("customer_equity"), _equity, lambda pair: _split(pair, since_start=False)),
    Quantity(
        kpi("long_run_profit"),
        lambda run: float(run.money["profit"]) / FEN + _change_of_equity(run),
        lambda pair: joined(split_money(pair), _split(pair, since_start=True)),
    ),
)
