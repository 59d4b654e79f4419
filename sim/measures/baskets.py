"""Basket analysis (CUS-09): which goods are ordered together, as rules "who orders this also orders that".

Of N orders, n(x) hold good x and n(x, y) hold both. Of the rule x -> y: support n(x, y) / N, confidence n(x, y) / n(x), lift
confidence / (n(y) / N): above 1, x makes y likelier (Agrawal, Imielinski and Swami, 1993; lift: Brin et al., 1997).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.measures.windows import placed_in_window
from sim.records.schema import Records

COLUMNS = ("good", "with", "count", "support", "confidence", "lift", "expected")


def pair_rules(records: Records, least: int = 10) -> pd.DataFrame:
    """All rules good -> with of two goods that at least `least` orders of the window hold together; two rows a pair.

    Columns: good, with; count n(x, y); support, confidence (shares), lift; expected: the count if the two had nothing to do with
    each other, n(x) n(y) / N. Sorted by lift, then count, both falling, then the goods. No rows if no pair is so common:
    rare pairs have great lift by luck alone.
    """
    order, good, orders = _baskets(records)
    single = np.bincount(good, minlength=1)
    one, two, count = _pairs(order, good)
    common = count >= max(1, least)
    one, two, count = one[common], two[common], count[common]
    first, second, both = np.append(one, two), np.append(two, one), np.append(count, count)
    expected = single[first] * single[second] / max(1, orders)
    table = pd.DataFrame(
        {
            "good": first,
            "with": second,
            "count": both,
            "support": both / max(1, orders),
            "confidence": both / single[first],
            "lift": both / expected,
            "expected": expected,
        },
        columns=list(COLUMNS),
    )
    ranks = np.lexsort((second, first, -both, -table["lift"].to_numpy().round(12)))
    return table.iloc[ranks].reset_index(drop=True)


def _baskets(records: Records) -> tuple[Any, Any, int]:
    """(order, good) of every good that an order of the window holds, each once, sorted; and the number of orders."""
    lines = records["lines"]
    lines = lines[lines["order"].isin(placed_in_window(records)["order"])]
    order, good = lines["order"].to_numpy(dtype="int64"), lines["good"].to_numpy(dtype="int64")
    goods = int(good.max()) + 1 if len(good) else 1
    keys = np.unique(order * goods + good)
    return keys // goods, keys % goods, len(np.unique(order))


def _pairs(order: Any, good: Any) -> tuple[Any, Any, Any]:
    """Every pair of goods (the smaller number first) that some order holds, and in how many orders."""
    goods = int(good.max()) + 1 if len(good) else 1
    found = []
    for step in range(
        1, len(order)
    ):  # goods of an order lie side by side: compare with the next, the next but one, ...
        together = order[step:] == order[:-step]
        if not together.any():
            break
        found.append(good[:-step][together] * goods + good[step:][together])
    keys = np.concatenate(found) if found else np.zeros(0, dtype=np.int64)
    pairs, count = np.unique(keys, return_counts=True)
    return pairs // goods, pairs % goods, count
