"""Taking goods back from retailers: years of the branch with and without the service, with more or fewer returned goods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.base.units import FEN
from sim.course.assignments.service_strategy.branch import base_case
from sim.course.assignments.service_strategy.variant import BRANCHES
from sim.course.assignments.service_strategy.years import NUMBERS
from sim.experiments.simulate import run

SHARES = (0.05, 0.1, 0.2, 0.35, 0.5)
"""Of a retailer's orders: goods of so many go back."""
RETAILERS = {"A": 0.6, "B": 0.5, "C": 0.2}
STOPS = 2
"""Retailers that can be visited on a day."""
WEEKS = 52
FEWER = 6
"""How many of the numbers are simulated."""


def jobs() -> Iterator[dict[str, Any]]:
    """A share, with and without collecting."""
    for branch in BRANCHES:
        for share in SHARES:
            for number in NUMBERS[:FEWER]:
                for collect in ("no", "yes"):
                    yield {"branch": branch, "share": share, "collect": collect, "number": number}


def simulate(branch: int, share: float, collect: str, number: int) -> dict[str, float]:
    """Profit of the year without the weekly cost of the service, and the number of lots that went back."""
    case = base_case().replace(**{"returns.share": share, "returns.retailers": RETAILERS, "returns.week": 0})
    levers = {"returns.service": collect == "yes", "returns.capacity": STOPS if collect == "yes" else 0}
    year = run(case, case.policy.replace(**levers), weeks=WEEKS, seed=branch, replication=number)
    asked = year.records["returns"]
    return {
        "profit": year.money["profit"] / FEN,
        "orders": year.counts["orders"],
        "returns": len(asked),
    }
