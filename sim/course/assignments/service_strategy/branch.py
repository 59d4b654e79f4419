"""The branches of the assignment, the meaning of a level of service there, and the cost of a year at it."""

from __future__ import annotations

from functools import cache
from typing import Any

from sim.base.units import FEN
from sim.case.case import Case
from sim.case.load import load_case
from sim.experiments.simulate import ideal_twin, run
from sim.measures.cost import booked_carriage, cost_of_service
from sim.measures.run import Run
from sim.policy.policy import Policy

LEVELS = tuple(range(1, 10))
RATED = ("holding", "flex", "checking")
"""Accounts whose rates differ between students. No cost changes what anybody in the model does."""
RATES = {"holding": "costs.holding_year", "flex": "costs.flex_day", "checking": "costs.checking_hour"}
"""Account -> the rate of a case that determines the whole account."""


@cache
def base_case() -> Case:
    """The case of which every branch is a variant."""
    return load_case("corner")


def level_policy(case: Case, level: float) -> Policy:
    """The branch at a level of service, 0 to 10: only levers that can be moved in small steps."""
    return case.policy.replace(
        **{
            "stock.safety_factor": 0.4 + 0.4 * level,
            "fleet.consolidation_hours": round(36 - 2 * level),
            "warehouse.care": 5 * level,
            "flex.capacity": round(0.6 * level),
        }
    )


def base_rates() -> dict[str, float]:
    """The rates of the case that the branches are made of, by account."""
    costs = base_case().costs
    return {account: float(getattr(costs, name.split(".")[1])) for account, name in RATES.items()}


def cost_of_level(case: Case, seed: int, level: float, number: int, *, weeks: int = 52) -> dict[str, float]:
    """Costs of a level of service in a year or less, CNY: visible cost, hidden cost, carriage, total and profit."""
    half = run(case, level_policy(case, level), weeks=weeks, seed=seed, replication=number)
    return costs_of(half, ideal_twin(half))


def costs_of(year: Run, twin: Run) -> dict[str, float]:
    """The costs of a year whose twin is known, CNY; on_time: share."""
    cost = cost_of_service(year, twin)
    found: dict[str, float] = {name: cost[name] / FEN for name in ("visible", "hidden", "carriage")}
    accounts: dict[str, Any] = year.money["accounts"]
    return {
        **found,
        "total": cost["value"] / FEN,
        "profit": year.money["profit"] / FEN,
        "on_time": float(year.measures["m08"]["value"]),
        "own_carriage": booked_carriage(year.records) / FEN,
        **{account: -accounts.get(account, 0) / FEN for account in RATED},
    }
