"""Policies of a branch, spread over four levers: cost and punctuality."""

from __future__ import annotations

import numpy as np

from sim.base.streams import RandomStreams
from sim.base.units import FEN
from sim.case.case import Case
from sim.course.assignments.service_strategy.branch import RATED
from sim.experiments.simulate import run
from sim.policy.policy import Policy

POLICIES = 48
NUMBERS = (10, 11)
WEEKS = 13
SAFETY, HOURS, CARE = (1.0, 5.0), (14, 34), (0, 60)


def policy_of(case: Case, number: int) -> Policy:
    """The policy of this number."""
    stream = RandomStreams(77).of(np.array([number]))
    safety, hours, care, clerks = (
        float(stream.uniform(name)[0]) for name in ("safety", "hours", "care", "clerks")
    )
    return case.policy.replace(
        **{
            "stock.safety_factor": round(SAFETY[0] + (SAFETY[1] - SAFETY[0]) * safety, 2),
            "fleet.consolidation_hours": round(HOURS[0] + (HOURS[1] - HOURS[0]) * hours),
            "warehouse.care": round(CARE[0] + (CARE[1] - CARE[0]) * care),
            "desk.clerks": 2 if clerks < 0.7 else 3,
        }
    )


def policy_year(case: Case, seed: int, number: int) -> dict[str, float]:
    """Visible cost of a quarter with carriage, CNY, and the share on time: means of a few numbers."""
    found = []
    for replication in NUMBERS:
        quarter = run(case, policy_of(case, number), weeks=WEEKS, seed=seed, replication=replication)
        accounts = quarter.money["accounts"]
        found.append(
            {
                "cost": -sum(amount for name, amount in accounts.items() if amount < 0) / FEN,
                "service": float(quarter.measures["m08"]["value"]),
                **{account: -accounts.get(account, 0) / FEN for account in RATED},
            }
        )
    return {name: float(np.mean([one[name] for one in found])) for name in found[0]}
