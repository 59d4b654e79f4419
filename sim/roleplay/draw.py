"""Draws a student's version: the variant, the numbers in the texts, and the order in which lines are shown."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from sim.base.streams import RandomStreams
from sim.roleplay.scenario import Move, Product, Scenario


@dataclass(frozen=True)
class Draw:
    """A student's own version of a scenario."""

    seed: int
    variant: str
    numbers: Mapping[str, int]

    def shuffled(self, moves: list[Move]) -> list[Move]:
        """The moves in an order that gives nothing away, the same in every sitting of the student."""
        place = RandomStreams(self.seed).of(0)
        return sorted(moves, key=lambda move: (int(place.whole(f"order of {move.id}")[0]), move.id))


def draw(scenario: Scenario, seed: int, variant: str | None = None) -> Draw:
    """Draw for a seed; variant: take this one.

    Examples
    --------
    >>> from sim.roleplay.load import load_scenario
    >>> draw(load_scenario("r1_shunda"), seed=1, variant="V2").numbers["cost_three"]
    54000
    """
    luck = RandomStreams(seed).of(0)

    def one_of(count: int, purpose: str) -> int:
        return int(luck.choice([1] * count, purpose)[0])

    if variant is None:
        variant = scenario.variants[one_of(len(scenario.variants), "variant")]
    numbers: dict[str, int] = {}
    for name, values in scenario.draws.items():
        if isinstance(values, Product):
            numbers[name] = math.prod(
                numbers[part] if isinstance(part, str) else part for part in values.times
            )
        else:
            numbers[name] = values[one_of(len(values), name)]
    return Draw(seed, variant, numbers)
