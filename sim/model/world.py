"""The market with its firms on one clock: at each need its customer chooses, and the firm chosen does the rest."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any

from simpy import Environment

from sim.base.units import WEEK
from sim.case.case import Case
from sim.model.customers.choice import CustomerChoice
from sim.model.demand.demand import Drawn
from sim.model.engine.context import RunContext
from sim.model.engine.log import Log
from sim.model.engine.process import Walk
from sim.model.firm import Firm, FirmState
from sim.policy.policy import Policy
from sim.policy.trial import Trial


class World:
    """All firms from `start` to `end` (seconds). Customers choose at each need; in a frozen market a list names the needs."""

    def __init__(
        self,
        case: Case,
        policies: Sequence[Policy],
        drawn: Drawn,
        choices: CustomerChoice | list[int],
        state: FirmState,
        start: int,
        end: int,
        *,
        trial: Trial | None = None,
        ideal: bool = False,
    ) -> None:
        """choices: minds of as many firms as there are policies, or in a frozen market the needs that the one firm is given."""
        self.env = env = Environment(start)
        self.end = end
        self.placed = placed = drawn.listed("placed")
        lines = int(drawn.wants.baskets.lines.sum())
        standings = [None] if isinstance(choices, list) else choices.firms
        self.firms = [
            Firm(
                RunContext(env, case, policy, drawn, Log(len(placed), lines), end, trial),
                standing,
                state,
                ideal=ideal,
            )
            for policy, standing in zip(policies, standings, strict=True)
        ]
        if isinstance(choices, list):
            Walk(self._given(choices))
        else:
            Walk(self._needs(choices))
            env.process(self._weeks(choices))

    def run(self, progress: Callable[[int], None] | None = None) -> None:
        """Run to the end; progress is told the time (s) once a simulated week."""
        while self.env.now < self.end:
            self.env.run(until=min(self.env.now + WEEK, self.end))
            if progress:
                progress(int(self.env.now))
        for firm in self.firms:
            firm.stock.close()

    def _given(self, given: list[int]) -> Generator[Any, Any, None]:
        """The market is frozen: these needs become orders at their time."""
        env, now, (firm,) = self.env, self.env.now, self.firms
        for need in given:
            time = self.placed[need]
            if time > now:
                yield env.timeout(time - now)
                now = time
            firm.take(need)

    def _needs(self, minds: CustomerChoice) -> Generator[Any, Any, None]:
        """At each need its customer chooses; a need that goes to a firm becomes its order."""
        env, now, firms = self.env, self.env.now, self.firms
        choose, count = minds.choose, len(self.firms)
        for need, time in enumerate(self.placed):
            if time > now:
                yield env.timeout(time - now)
                now = time
            chosen = choose(need, now)
            if 0 <= chosen < count:
                firms[chosen].take(need)

    def _weeks(self, minds: CustomerChoice) -> Generator[Any, Any, None]:
        """What is told of the firms, week by week."""
        while True:
            yield self.env.timeout(WEEK)
            minds.end_week(self.env.now)
