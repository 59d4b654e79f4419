"""Tables for basket analysis: order lines of half a year at a small firm, and pairs of goods ordered together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.course.assignments.customer_value.variant import Variant, build_case
from sim.course.data.columns import ids
from sim.course.fair_tables import Draw, Tables
from sim.experiments.simulate import run

LEAST = 15
"""Orders that a pair must be in."""
FEWEST_LINES = 4000
WEEKS, REPLICATIONS = 8, (0, 1, 2, 3)
"""Of the experiment in question 10."""
WAGE = 34
"""CNY an hour of a picker."""
TWICE = 0.03
"""Share of lines that stand on their order a second time."""


def make_lines(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """Order lines: goods under numbers of this student's own, some of them twice on an order."""
    records = run(build_case(variant), weeks=26, seed=draw.seed, replication=draw.attempt).records
    lines = records["lines"]
    number = _numbers(int(lines["good"].max()) + 1, draw)
    table = pd.DataFrame({"order": lines["order"].to_numpy(), "good": ids("G", number[lines["good"]], 2)})
    again = draw.streams.of(np.arange(len(table))).uniform("twice") < TWICE
    table = pd.concat([table, table[again]]).sort_values("order", kind="stable", ignore_index=True)
    return {"lines": table}


def _numbers(goods: int, draw: Draw) -> np.ndarray:
    """Another number for each good: else a good number would be a popular good for everybody."""
    return np.argsort(draw.streams.of(np.arange(goods)).uniform("good"), kind="stable") + 1


def is_fair_lines(variant: Variant, made: Tables) -> bool:
    """Whether the greatest lift, confidence and count belong to three different pairs, each with a clear lead."""
    found = pairs(made["lines"], LEAST)
    if len(found) < 10:
        return False
    best = {by: _best(found, by) for by in ("lift", "confidence", "count")}
    return len(made["lines"]) >= FEWEST_LINES and None not in best.values() and len(set(best.values())) == 3


def _best(found: pd.DataFrame, by: str) -> tuple[str, ...] | None:
    """The pair with the greatest value; None if another one comes close."""
    pair = pd.Series([tuple(sorted(one)) for one in zip(found["good"], found["with"], strict=True)])
    values = found[by].groupby(pair.to_numpy()).max().nlargest(2)
    return values.index[0] if values.iloc[0] > 1.01 * values.iloc[1] else None


def pairs(lines: pd.DataFrame, least: int) -> pd.DataFrame:
    """Pairs of goods in at least this many orders: count, confidence and lift, a row for each direction."""
    lines = lines.drop_duplicates()
    table = pd.crosstab(lines["order"], lines["good"]).to_numpy()
    together = table.T @ table
    goods, single, orders = np.sort(lines["good"].unique()), np.diag(together), len(table)
    one, two = np.nonzero((together >= least) & ~np.eye(len(goods), dtype=bool))
    count = together[one, two]
    return pd.DataFrame(
        {
            "good": goods[one],
            "with": goods[two],
            "count": count,
            "confidence": count / single[one],
            "lift": count * orders / (single[one] * single[two]),
        }
    )
