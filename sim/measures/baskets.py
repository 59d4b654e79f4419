"""Basket analysis (CUS-09): which goods are ordered together, as rules "customers who order this also order that"."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.measures.window import placed_in_window
from sim.records.schema import Records

COLUMNS = ("good", "with", "count", "support", "confidence", "lift", "expected")


def pair_rules(records: Records, least: int = 10) -> pd.DataFrame:
    """Find goods that are ordered together.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders (placed in the window) and lines.
    least : int, optional
        Only pairs that occur in at least this many orders: rare pairs have a high lift by luck alone.

    Returns
    -------
    DataFrame
        Two rows a pair: good, with, count (orders with both), support and confidence (shares), lift, expected (the
        count if the two goods had nothing to do with each other). Sorted by lift, then count, both falling. No rows if
        no pair is common enough.

    Notes
    -----
    Of N orders, n(x) hold good x and n(x, y) hold both. The rule x -> y has support n(x, y) / N, confidence
    n(x, y) / n(x) and lift confidence / (n(y) / N): above 1, orders with x hold y more often than others.

    References
    ----------
    Agrawal, Imielinski and Swami (1993), Mining association rules between sets of items in large databases. Lift: Brin,
    Motwani, Ullman and Tsur (1997), Dynamic itemset counting and implication rules for market basket data.

    Examples
    --------
    >>> from sim import run
    >>> pair_rules(run("corner", weeks=8).records, least=5)[["good", "with", "count"]].head(2)
       good  with  count
    0    58    59      8
    1    59    58      8
    """
    order, good, orders = _baskets(records)
    single = np.bincount(good, minlength=1)
    one, other, count = _pairs(order, good)
    common = count >= max(1, least)
    one, other, count = one[common], other[common], count[common]
    first, second, both = np.append(one, other), np.append(other, one), np.append(count, count)
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
    pair_keys = []
    # The goods of an order are next to each other: compare with the next, the next but one, ...
    for step in range(1, len(order)):
        together = order[step:] == order[:-step]
        if not together.any():
            break
        pair_keys.append(good[:-step][together] * goods + good[step:][together])
    keys = np.concatenate(pair_keys) if pair_keys else np.zeros(0, dtype=np.int64)
    pairs, count = np.unique(keys, return_counts=True)
    return pairs // goods, pairs % goods, count
