"""Policies drawn at random: some levers of a case's policy are changed, to values near today's or anywhere in their range."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from sim import Case, Policy, levers
from sim.policy.classes import CLASSES

FROM_HERE = {
    "price.level": (0.7, 1.4),
    "price.express_surcharge": (0, 400),
    "promise.hours": (12, 120),
    "order.minimum": (0, 400),
    "complaints.compensation": (0, 1),
    "brand.advertising": (0, 200_000),
    "staff.pay": (0.85, 1.2),
    "staff.training_hours": (0, 40),
    "relations.managers": (0, 4),
    "relations.visits": (0, 12),
    "relations.priority": (0, 2),
    "event.budget": (0, 20_000),
    "event.week": (1, 12),
    "event.invited": (0, 40),
    "loyalty.points": (0, 0.05),
    "loyalty.social_hours": (0, 4),
    "loyalty.weeks": (1, 20),
    "loyalty.integration": (0, 0.8),
    "crm.training_hours": (0, 24),
    "crm.data_care": (0, 10),
    "returns.capacity": (0, 6),
    "survey.sample": (0, 60),
    "warehouse.care": (0, 60),
}
"""Ranges narrower than the lever's own, so that most firms stay alive."""
STAFF = ("desk.clerks", "warehouse.pickers", "warehouse.packers", "complaints.handlers")


def random_policy(rng: random.Random, case: Case, names: Sequence[str] | None = None) -> Policy:
    """The case's policy with these levers changed; without names, one to eight levers."""
    if names is None:
        names = rng.sample(sorted(levers()), rng.randint(1, 8))
    return case.policy.replace(**{name: _value(rng, name, case.policy[name]) for name in names})


def _value(rng: random.Random, name: str, today: Any) -> Any:
    """A value other than today's."""
    while True:
        value = _draw(rng, name, today)
        if value != today:
            return value


def _draw(rng: random.Random, name: str, today: Any) -> Any:
    lever = levers()[name]
    if name in STAFF:
        if rng.random() < 0.3:
            return [rng.randint(0, 4) for _hour in range(24)]
        return max(1, (max(today) if isinstance(today, list) else today) + rng.choice((-1, 1, 2)))
    if name == "event.guests":
        return rng.choice(("largest", "random", "file", [3, 1, 4]))
    if lever.choices:
        word = rng.choice(lever.choices)
        return {"true": True, "false": False}.get(word, word)
    if name in FROM_HERE:
        low, high = FROM_HERE[name]
    else:
        low, high = (
            lever.low or 0,
            min(lever.high or 10, max(2 * today, 3) if not isinstance(today, dict) else 10),
        )

    def number() -> float:
        return rng.randint(int(low), int(high)) if lever.whole else round(rng.uniform(low, high), 3)

    return {name: number() for name in CLASSES} if isinstance(today, dict) else number()
