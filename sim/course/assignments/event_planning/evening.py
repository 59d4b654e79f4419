"""The simulated evening: a year of the student's Tianye with and without it, under the same luck."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.base.units import FEN
from sim.course.data.kept import kept
from sim.experiments.simulate import run

REPLICATIONS = tuple(range(30))
WEEKS = 53
"""The week of the evening, and the 52 weeks after it."""


def year_with_and_without(case: Any, guests: list[str], number: int) -> dict[str, float]:
    """Simulate the year of the evening twice under the same luck: without the evening, and with these guests.

    Parameters
    ----------
    case : MyCase
        The student's own firm.
    guests : list of str
        Customers who are invited, such as ["T03", "T17"].
    number : int
        Number of the replication: which luck.

    Returns
    -------
    dict of str to float
        orders_none, orders_evening: orders of the year; profit_none, profit_evening: profit of the year, CNY.
    """
    names = list(guests)
    cost = case.table("guests").set_index("customer")["cost"]
    places = tuple(int(name[1:]) for name in names)
    evening = {"event.week": 1, "event.guests": places, "event.budget": float(cost[names].sum())}
    found: dict[str, float] = {}
    for name, policy in (("none", {}), ("evening", evening)):
        year = _year(case.firm, policy, case.facts["seed"], int(number))
        found |= {f"{what}_{name}": value for what, value in year.items()}
    return found


def _year(firm: Any, policy: dict[str, Any], seed: int, number: int) -> dict[str, float]:
    """Orders and profit (CNY) of one year; kept, so that a second list of guests needs no further year without an evening."""

    def make() -> dict[str, float]:
        year = run(firm, policy, weeks=WEEKS, seed=seed, replication=number)
        return {"orders": year.counts["orders"], "profit": year.money["profit"] / FEN}

    found: dict[str, float] = kept("evening", firm.model_dump_json(), policy, seed, number, make=make)
    return found


def differences(runs: Any) -> pd.DataFrame:
    """Orders and profit with the evening less those without it, a row for each replication."""
    table = pd.DataFrame(runs).T
    return pd.DataFrame(
        {name: table[f"{name}_evening"] - table[f"{name}_none"] for name in ("orders", "profit")}
    )
