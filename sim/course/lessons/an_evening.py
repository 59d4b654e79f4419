"""Material of lesson 6: scenes, a small plan, a few customers, and an evening at Tianye."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

import pandas as pd

from sim.base.files import from_yaml
from sim.base.i18n import language

FAIR = 1500
"""What a guest costs at Tianye, CNY."""


def _texts(table: str, column: str) -> list[str]:
    path = files(__package__) / "an_evening.yaml"
    rows: list[dict[str, str]] = from_yaml(path.read_text(encoding="utf-8"))[table][column]
    return [row[language()] for row in rows]


def what_is_missing() -> dict[str, str]:
    """The trait of deep communication that each of the six scenes lacks.

    Examples
    --------
    >>> what_is_missing()["scene_1"]
    'two_way'
    """
    traits = ("two_way", "planned", "deep", "formal", "equal", "deep")
    return {f"scene_{number}": trait for number, trait in enumerate(traits, 1)}


def seven_tasks() -> pd.DataFrame:
    """A small plan: task, work, days (working days), before (tasks that must be done first), owner.

    Examples
    --------
    >>> seven_tasks()["days"].sum()
    np.int64(25)
    """
    return pd.DataFrame(
        {
            "task": list("ABCDEFG"),
            "work": _texts("tasks", "work"),
            "days": [2, 3, 5, 4, 3, 7, 1],
            "before": [None, "A", "A", "A", "B C D", "E", "F"],
            "owner": _texts("tasks", "owner"),
        }
    )


def four_customers() -> pd.DataFrame:
    """Four customers who may be invited, as in assignment 4: what each brings a year, its chance to come, its cost.

    Examples
    --------
    >>> four_customers().columns.tolist()
    ['customer', 'where', 'a_year', 'chance', 'known', 'more', 'cost']
    """
    return pd.DataFrame(
        {
            "customer": ["T1", "T2", "T3", "T4"],
            "where": _texts("customers", "where"),
            "a_year": [900_000, 260_000, 30_000, 700_000],
            "chance": [0.8, 0.7, 0.6, 0.8],
            "known": ["no", "yes", "yes", "yes"],
            "more": [0.01, 0.02, 0.03, 0.02],
            "cost": [3300, 1500, 1500, 1500],
        }
    )


def evening_for(customers: Sequence[int]) -> dict[str, Any]:
    """The levers of an evening in the first week of a run, for the customers with these numbers, with money enough.

    Examples
    --------
    >>> evening_for([3, 4])["event.budget"]
    3000
    """
    names = tuple(int(customer) for customer in customers)
    return {"event.week": 1, "event.guests": names, "event.budget": FAIR * len(names)}
