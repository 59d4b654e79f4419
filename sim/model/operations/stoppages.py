"""Stoppages of the warehouse: on some days the power fails, say. People are there and paid, and nobody begins anything."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from sim.base.units import DAY, HOUR, WEEK
from sim.case.stations import Stoppage
from sim.model.engine.context import RunContext

MINUTE = 60


def plan_stoppages(context: RunContext, pause: Callable[[int], None]) -> None:
    """Start a process for each kind of stoppage. pause: called with the second until which work stands still."""
    for number, stoppage in enumerate(context.case.warehouse.stoppages):
        context.env.process(_days(context, number, stoppage, pause))


def _days(
    context: RunContext, number: int, stoppage: Stoppage, pause: Callable[[int], None]
) -> Generator[Any, Any, None]:
    """Day by day: whether the work stands still, and from when on."""
    env = context.env
    day = int(env.now) // DAY
    while day * DAY < context.end:
        luck = context.luck.of(abs(day) * 2 + (day < 0), number)
        hours = stoppage.to - stoppage.from_
        begins = (
            day * DAY
            + stoppage.from_ * HOUR
            + round(float(luck.uniform("stoppage-begins")[0]) * hours * HOUR)
        )
        if begins >= env.now and float(luck.uniform("stoppage")[0]) < stoppage.share * _left(context, begins):
            yield env.timeout(begins - env.now)
            pause(begins + round(stoppage.minutes * MINUTE))
        day += 1
        yield env.timeout(max(0, day * DAY - env.now))


def _left(context: RunContext, time: int) -> float:
    """The share of stoppages that talks have left by then."""
    hooks = [hook for talk in context.talks for hook in talk.hooks if hook.stoppages is not None]
    left = 1.0
    for hook in sorted(hooks, key=lambda hook: hook.week):
        if (hook.week - 1) * WEEK <= time and hook.stoppages is not None:
            left = hook.stoppages.left
    return left
