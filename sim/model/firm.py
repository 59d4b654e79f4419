"""The firm: stations wired together, and an order's way through them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from simpy import Environment

from sim.case import Case
from sim.model.complaints import Complaints
from sim.model.desk import Desk
from sim.model.fleet import Fleet
from sim.model.judging import Judge
from sim.model.log import ELSEWHERE, Log
from sim.model.market import Drawn
from sim.model.minds import US, Minds
from sim.model.setting import Setting
from sim.model.station import DAY
from sim.model.stock import Stock, StockState
from sim.model.surveys import Surveys
from sim.model.warehouse import Warehouse
from sim.policy import Policy
from sim.trial import Trial


class Firm:
    """One firm from `start` to `end` (seconds). Minds choose at each need; a list of needs instead is a frozen market."""

    def __init__(
        self,
        case: Case,
        policy: Policy,
        drawn: Drawn,
        choices: Minds | list[int],
        state: StockState,
        start: int,
        end: int,
        *,
        trial: Trial | None = None,
        ideal: bool = False,
    ) -> None:
        wants = drawn.wants
        self.env = env = Environment(start)
        self.end = end
        self.minds = minds = None if isinstance(choices, list) else choices
        self.placed = wants.placed.tolist()
        self.delay = wants.delay.tolist()
        self.log = Log(len(self.placed), int(wants.baskets.lines.sum()))
        setting = Setting(env, case, policy, drawn.luck, wants, self.log, end, trial)
        self.judge = Judge(setting, minds, ideal)
        self.complaints = Complaints(setting, minds)
        self.judge.complaints = self.complaints
        self.surveys = Surveys(setting, len(drawn.customers.klass), self.complaints)
        if policy.survey.waves and policy.survey.sample:
            self.judge.surveys = self.surveys
        self.desk = Desk(setting)
        self.stock = Stock(setting, state)
        self.warehouse = Warehouse(setting)
        self.fleet = Fleet(setting, self.warehouse, self.judge)
        if isinstance(choices, list):
            given = set(choices)
            for need in range(len(self.placed)):
                if need not in given:
                    self.log.status[need] = ELSEWHERE
            env.process(self._orders(choices))
        else:
            env.process(self._needs(choices))
            env.process(self._word_of_mouth(choices))

    def run(self, progress: Callable[[int], None] | None = None) -> None:
        """Run to the end; progress is told the time (s) once a simulated week."""
        while self.env.now < self.end:
            self.env.run(until=min(self.env.now + 7 * DAY, self.end))
            if progress:
                progress(int(self.env.now))
        self.stock.close()

    def _orders(self, given: list[int]) -> Generator[Any, Any, None]:
        """The market is frozen: these needs become orders at their time."""
        env, now = self.env, self.env.now
        for order in given:
            time = self.placed[order]
            if time > now:
                yield env.timeout(time - now)
                now = time
            env.process(self._life(order))

    def _needs(self, minds: Minds) -> Generator[Any, Any, None]:
        """At each need its customer chooses; the needs that choose this firm become orders."""
        env, now, status = self.env, self.env.now, self.log.status
        for need, time in enumerate(self.placed):
            if time > now:
                yield env.timeout(time - now)
                now = time
            if minds.choose(need, now) == US:
                env.process(self._life(need))
            else:
                status[need] = ELSEWHERE

    def _word_of_mouth(self, minds: Minds) -> Generator[Any, Any, None]:
        """What is told of the firm, week by week."""
        while True:
            yield self.env.timeout(7 * DAY)
            minds.end_week(self.env.now)

    def _life(self, order: int) -> Generator[Any, Any, None]:
        """An order's way: desk, stock, warehouse, and then the lane's lorries carry it."""
        env, log, desk = self.env, self.log, self.desk
        answered = now = env.now
        if desk.handling[order]:  # by built-in link no clerk is needed
            wait = yield desk.serve(order)
            if wait is None:
                desk.give_up(order)
                self.judge.settle(order, env.now)
                return
            answered, now = answered + wait, env.now
        log.answered[order] = answered
        if not desk.accept(order, now):
            self.judge.settle(order, now)
            return
        missing = self.stock.allocate(order)
        if missing and not (yield from self.stock.wait_for(order, missing)):
            self.judge.settle(order, env.now)
            return
        if self.delay[order]:
            yield env.timeout(self.delay[order])
        log.released[order] = env.now
        yield self.warehouse.pick(order)
        log.picked[order] = env.now
        yield self.warehouse.pack(order)
        log.packed[order] = env.now
        self.fleet.ship(order)
