"""Positions of an express firm between its rivals: price and speed, also with a newcomer in the market."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd

from sim.base.units import FEN
from sim.case.case import Case
from sim.case.load import load_case
from sim.experiments.simulate import run

PRICES = (10, 13, 15, 18, 22)
LIST_PRICE = 15
"""CNY of an ordinary parcel at today's price level."""
SPEEDS = {"slow": (72, 36, 12), "middle": (44, 16, 18), "fast": (24, 8, 30)}
"""Hours promised, hours between departures, lorries."""
NOBODY = "nobody"
NEWCOMERS: dict[str, dict[str, float]] = {
    "fast 22": {
        "price": 22 / 15,
        "hours": 29,
        "product": 0.985,
        "service": 0.94,
        "personnel": 0.97,
        "energy": 0.07,
    },
    "slow 10": {
        "price": 10 / 15,
        "hours": 50,
        "product": 0.975,
        "service": 0.94,
        "personnel": 0.95,
        "energy": 0.09,
    },
    "middle 15": {
        "price": 1.0,
        "hours": 39.5,
        "product": 0.98,
        "service": 0.94,
        "personnel": 0.97,
        "energy": 0.08,
    },
}
"""A further rival, in the format of `market.rivals`, without a reputation yet."""
FIVE = ((22, "fast"), (18, "fast"), (10, "slow"), (13, "middle"), (15, "middle"))
"""Positions that are tried against the newcomers as well."""
NUMBERS = (0, 1)


def jobs() -> Iterator[dict[str, Any]]:
    """A position and a newcomer."""
    for newcomer in (NOBODY, *NEWCOMERS):
        for price in PRICES:
            for speed in SPEEDS:
                if newcomer == NOBODY or (price, speed) in FIVE:
                    for number in NUMBERS:
                        yield {"price": price, "speed": speed, "newcomer": newcomer, "number": number}


@cache
def _market(newcomer: str) -> Case:
    case = load_case("express")
    if newcomer == NOBODY:
        return case
    rivals = list(case.model_dump(mode="json")["market"]["rivals"])
    rivals.append({"name": {"en": "Newcomer", "zh": "新进入者"}, "image": 0.0, **NEWCOMERS[newcomer]})
    return case.replace(**{"market.rivals": rivals})


def profit_by_newcomer(case: Any) -> pd.DataFrame:
    """Mean profit, CNY, at the student's own factors: a row for each place, a column for each newcomer."""
    table, facts = case.read("positions"), case.facts
    lorries, carriage = facts["lorry_factor"] * table["lorries"], facts["carriage_factor"] * table["carriage"]
    profit = table["income"] - lorries - carriage - table["other"]
    return profit.groupby([table["place"], table["newcomer"]]).mean().unstack()


def simulate(price: int, speed: str, newcomer: str, number: int) -> dict[str, float]:
    """A year at the position: orders, share on time, and CNY of income, lorries, carriage and everything else."""
    case = _market(newcomer)
    promise, hours, lorries = SPEEDS[speed]
    policy = case.policy.replace(
        **{
            "price.level": price / LIST_PRICE,
            "promise.hours": dict.fromkeys("ABC", promise),
            "fleet.consolidation_hours": hours,
            "fleet.vehicles": lorries,
        }
    )
    year = run(case, policy, replication=number)
    accounts = year.money["accounts"]
    paid = {name: -amount / FEN for name, amount in accounts.items()}
    lorry, carriage = paid["lorries"], paid["haulage"]
    income = year.money["income"] / FEN
    return {
        "orders": year.counts["orders"],
        "on_time": float(year.measures["m08"]["value"]),
        "income": income,
        "lorries": lorry,
        "carriage": carriage,
        "other": income - lorry - carriage - year.money["profit"] / FEN,
    }
