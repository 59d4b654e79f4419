"""Why some customers chose differently in two runs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd


def choice_reasons(explanation: Any, customers: Collection[int]) -> pd.Series:
    """Count the orders that only one of two runs got, by what mattered most to the customer.

    Parameters
    ----------
    explanation : Explanation
        What `sim.explain` returned.
    customers : collection of int
        Whose orders count.

    Returns
    -------
    Series
        Number of orders by term of customer value ("term_bond", ...), the most frequent first.

    Examples
    --------
    >>> from sim import explain, run
    >>> one, two = run("corner", weeks=8), run("corner", {"price.level": 1.1}, weeks=8)
    >>> choice_reasons(explain(one, two), range(200)).index[0]
    'term_money'
    """
    orders = explanation.orders
    chosen = orders[orders["customer"].isin(list(customers)) & (orders["stage"] == "choice")]
    counts = chosen["cause"].value_counts()
    return counts[counts > 0].rename("orders").rename_axis("reason")
