"""The market: its firms and customers on one SimPy clock.

1. A need arises at its time.
2. The customer chooses a firm, a rival or neither. In a frozen market a list of needs replaces the choice.
3. The chosen firm receives the need as an order.
4. At the end of each week reputations change by word of mouth.
5. Customers move away, and newcomers take their places.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import Any

import numpy as np
from simpy import Environment

from sim.base.units import WEEK
from sim.case.case import Case
from sim.model.customers.choice import CustomerChoice
from sim.model.demand.demand import Demand
from sim.model.engine.context import RunContext
from sim.model.engine.log import Log
from sim.model.engine.process import Walk
from sim.model.firm import Firm, FirmState
from sim.policy.history import History
from sim.policy.trial import Trial
from sim.roleplay.hooks import TalkEffects


class World:
    """All firms of a market from `start` to `end` (seconds)."""

    def __init__(
        self,
        case: Case,
        histories: Sequence[History],
        demand: Demand,
        choices: CustomerChoice | list[int],
        state: FirmState,
        start: int,
        end: int,
        *,
        trial: Trial | None = None,
        ideal: bool = False,
        talks: tuple[TalkEffects, ...] = (),
    ) -> None:
        """choices: between as many firms as there are histories; in a frozen market, the needs that the only firm gets."""
        self.env = env = Environment(start)
        self.end = end
        self.placed = placed = demand.as_list("placed")
        lines = int(demand.wants.baskets.lines.sum())
        self.succession = demand.succession
        self.residents = [0] * demand.succession.places
        reputations = [None] if isinstance(choices, list) else choices.firms
        first_places = [0] if isinstance(choices, list) else choices.first_places
        self.firms = [
            Firm(
                RunContext(
                    env,
                    case,
                    history,
                    demand,
                    Log(len(placed), lines),
                    end,
                    trial,
                    first_place,
                    talks,
                    self.residents,
                ),
                reputation,
                state,
                ideal=ideal,
            )
            for history, reputation, first_place in zip(histories, reputations, first_places, strict=True)
        ]
        self.choices = None if isinstance(choices, list) else choices
        env.process(self._replace_customers())
        if isinstance(choices, list):
            Walk(self._place_listed_needs(choices))
        else:
            Walk(self._place_needs(choices))
            env.process(self._end_weeks(choices))

    def run(self, progress: Callable[[int], None] | None = None) -> None:
        """Run to the end. progress: called with the time (s) after each simulated week."""
        now = int(self.env.now)
        while now < self.end:
            if now >= 0:
                self._count_customers(now)
            for firm in self.firms:
                if now in firm.context.history.changes:
                    firm.adopt()
            now = min((now // WEEK + 1) * WEEK, self.end)
            self.env.run(until=now)
            if progress:
                progress(now)
        if now >= 0:
            self._count_customers(now)
        for firm in self.firms:
            firm.stock.close()

    def _count_customers(self, now: int) -> None:
        """At the end of a week, count the customers of each firm; in a frozen market nobody comes or goes."""
        if self.choices is not None:
            self.choices.base.count(now)

    def _replace_customers(self) -> Generator[Any, Any, None]:
        """Customers move away, and newcomers take their places."""
        succession, env = self.succession, self.env
        moving, coming = np.flatnonzero(succession.moves < self.end), succession.newcomers()
        times = np.concatenate([succession.moves[moving], succession.arrives[coming]])
        order = np.argsort(times, kind="stable").tolist()
        rows = np.concatenate([moving, coming]).tolist()
        for one in order:
            yield env.timeout(int(times[one]) - env.now)
            if one < len(moving):
                self._move_away(rows[one])
            else:
                self._arrive(rows[one])

    def _move_away(self, row: int) -> None:
        place = int(self.succession.place[row])
        for firm in self.firms:
            firm.move_away(place, row)
        if self.choices is not None:
            self.choices.move_away(place)

    def _arrive(self, row: int) -> None:
        place = int(self.succession.place[row])
        self.residents[place] = int(self.succession.generation[row])
        if self.choices is not None:
            self.choices.arrive(row, int(self.env.now))
        for firm in self.firms:
            firm.arrive(place)

    def _place_listed_needs(self, needs: list[int]) -> Generator[Any, Any, None]:
        """Frozen market: the only firm receives the listed needs at their times."""
        env, now, (firm,) = self.env, self.env.now, self.firms
        for need in needs:
            time = self.placed[need]
            if time > now:
                yield env.timeout(time - now)
                now = time
            firm.receive(need)

    def _place_needs(self, choices: CustomerChoice) -> Generator[Any, Any, None]:
        """Open market: the customer of each need chooses who gets it."""
        env, now, firms = self.env, self.env.now, self.firms
        choose, count = choices.choose, len(self.firms)
        for need, time in enumerate(self.placed):
            if time > now:
                yield env.timeout(time - now)
                now = time
            chosen = choose(need, now)
            if 0 <= chosen < count:
                firms[chosen].receive(need)

    def _end_weeks(self, choices: CustomerChoice) -> Generator[Any, Any, None]:
        """Update the reputations at the end of each week."""
        while True:
            yield self.env.timeout(WEEK)
            choices.end_week(self.env.now)
