"""Which values of each lever the page shows."""

from __future__ import annotations

from collections.abc import Iterator

from sim.policy.policy import Policy
from tools.dimensions import Dimension, dimensions
from tools.lever_effects.settings import LARGE, Settings


def changes(today: Policy, settings: Settings) -> Iterator[tuple[str, Policy]]:
    """The levers in order, each with the policies in which it alone is changed. All classes are changed together.

    A policy that is the same as another of its lever, because a bound or a whole number is in the way, comes once.
    """
    for dimension in dimensions(today):
        if len(dimension.classes) == 1:
            continue
        seen = {today}
        for policy in _policies(dimension, today, settings):
            if policy not in seen:
                seen.add(policy)
                yield dimension.lever, policy


def _policies(dimension: Dimension, today: Policy, settings: Settings) -> Iterator[Policy]:
    if dimension.choices is not None:
        yield from (dimension.choose(today, choice) for choice in dimension.choices)
        return
    if max(dimension.values(today)) > dimension.low:
        yield from (dimension.times(today, factor) for factor in settings.factors)
        if dimension.at_bound(today):
            yield dimension.towards(today, -1 / 2)
        return
    large = dimension.high - dimension.low >= LARGE
    yield from (dimension.towards(today, share) for share in (settings.budgets if large else settings.shares))
