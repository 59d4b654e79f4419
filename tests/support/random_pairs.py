"""Pairs of runs of one case under policies that differ in one or two levers drawn at random."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from sim import Run, load_case, run
from tests.policy.test_levers import TRIED
from tests.support.shared_runs import shared_run

DRAWN: dict[str, tuple[Any, ...]] = {
    "desk.clerks": (1, 3, 6),
    "price.level": (0.8, 1.1, 1.5),
    "promise.hours": (24, 72, 96),
    "stock.safety_factor": (0.0, 1.0, 3.0),
    "warehouse.pickers": (1, 2, 5),
    "fleet.vehicles": (1, 2, 8),
    "fleet.consolidation_hours": (6, 12, 48),
}
"""Levers that act within a few weeks: other values than in TRIED."""


def random_pairs(count: int, seed: int, case: str = "corner", weeks: int = 4) -> Iterator[tuple[Run, Run]]:
    """Pairs of runs: the case's own policy or one with a lever changed, and a policy that differs in one or two levers."""
    data, draw = load_case(case), random.Random(seed)

    def levers(most: int) -> dict[str, Any]:
        names = draw.sample(sorted(DRAWN if draw.random() < 0.6 else TRIED), draw.randint(1, most))
        return {name: draw.choice((*DRAWN.get(name, ()), TRIED[name])) for name in names}

    for _number in range(count):
        base = data.policy if draw.random() < 0.7 else data.policy.replace(**levers(1))
        yield shared_run(data, base, weeks=weeks), run(data, base.replace(**levers(2)), weeks=weeks)
