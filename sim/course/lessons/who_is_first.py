"""Lesson 9, step 3: ranks in every queue, and who waits for whom."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.base.units import HOUR
from sim.measures.run import Run

PICKER_HOURS = range(9, 20)
ALIKE = 0.1
"""Waits that differ by less than this share count as equal."""


def first_served(ranks: str) -> dict[str, Any]:
    """The levers by which classes have ranks in every queue.

    Parameters
    ----------
    ranks : str
        Rank of A, B and C, such as "210": a higher rank is served first.

    Returns
    -------
    dict
        For `compare`.

    Examples
    --------
    >>> first_served("200")["relations.priority"]
    {'A': 2, 'B': 0, 'C': 0}
    """
    picker = [int(hour in PICKER_HOURS) for hour in range(24)]
    return {
        "relations.priority": {klass: int(rank) for klass, rank in zip("ABC", ranks, strict=True)},
        "warehouse.pickers": picker,
    }


def waiting(klass: str) -> Any:
    """A quantity for `compare`: hours from release to packed, of a class.

    Examples
    --------
    >>> from sim import run
    >>> waiting("A")(run("corner", weeks=2)) > 0
    True
    """
    return Waiting(klass)


class Waiting:
    """See `waiting`."""

    def __init__(self, klass: str) -> None:
        self.klass = klass

    def __call__(self, half: Run) -> float:
        """The hours in a run."""
        orders = half.records["orders"]
        orders = orders[(orders["klass"] == self.klass) & (orders["placed"] >= 0)]
        return float((orders["packed"] - orders["released"]).astype("Float64").mean()) / HOUR


def who_waits(hours: pd.DataFrame) -> dict[str, str]:
    """Whether A and C wait shorter or longer than where nobody is first.

    Parameters
    ----------
    hours : DataFrame
        Rows: nobody first, A first, all first; columns: A, C.

    Returns
    -------
    dict of str to str
        The rows of the prediction "who_waits".

    Examples
    --------
    >>> who_waits(pd.DataFrame({"A": [4.0, 1.0, 4.1], "C": [4.0, 6.0, 4.0]}))
    {'a_first': 'shorter', 'c_first': 'longer', 'a_all': 'same'}
    """
    before, first, everybody = (hours.iloc[place] for place in range(3))
    pairs = {
        "a_first": (before.iloc[0], first.iloc[0]),
        "c_first": (before.iloc[1], first.iloc[1]),
        "a_all": (before.iloc[0], everybody.iloc[0]),
    }
    return {name: _word(old, new) for name, (old, new) in pairs.items()}


def _word(old: float, new: float) -> str:
    if abs(new - old) < ALIKE * old:
        return "same"
    return "longer" if new > old else "shorter"
