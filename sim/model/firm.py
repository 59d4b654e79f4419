"""The firm: stations wired together, and an order's way through them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from simpy import Environment

from sim.case import Case
from sim.luck import Luck
from sim.model.desk import Desk
from sim.model.fleet import Fleet
from sim.model.log import Log
from sim.model.market import Wants
from sim.model.station import DAY
from sim.model.stock import Stock, StockState
from sim.model.warehouse import Warehouse
from sim.policy import Policy


class Firm:
    """One firm from `start` to `end` (seconds), serving the wants given to it."""

    def __init__(
        self, case: Case, policy: Policy, luck: Luck, wants: Wants, state: StockState, start: int, end: int
    ) -> None:
        self.env = env = Environment(start)
        self.end = end
        self.placed = wants.placed.tolist()
        self.delay = wants.delay.tolist()
        self.log = Log(len(self.placed), int(wants.baskets.lines.sum()))
        self.desk = Desk(env, case, policy, wants, self.log)
        self.stock = Stock(env, case, policy, luck, wants, self.log, state, end)
        self.warehouse = Warehouse(env, case, policy, luck, wants, self.log)
        self.fleet = Fleet(env, case, policy, luck, wants, self.log, self.warehouse, end)
        env.process(self._customers())

    def run(self, progress: Callable[[int], None] | None = None) -> None:
        """Run to the end; progress is told the time (s) once a simulated week."""
        while self.env.now < self.end:
            self.env.run(until=min(self.env.now + 7 * DAY, self.end))
            if progress:
                progress(int(self.env.now))
        self.stock.close()

    def _customers(self) -> Generator[Any, Any, None]:
        """Every need given to the firm becomes an order at its time."""
        env, now = self.env, self.env.now
        for order, time in enumerate(self.placed):
            if time > now:
                yield env.timeout(time - now)
                now = time
            env.process(self._life(order))

    def _life(self, order: int) -> Generator[Any, Any, None]:
        """An order's way: desk, stock, warehouse, and then the lane's lorries carry it."""
        env, log, desk = self.env, self.log, self.desk
        answered = now = env.now
        if desk.handling[order]:  # by built-in link no clerk is needed
            wait = yield desk.serve(order)
            if wait is None:
                desk.give_up(order)
                return
            answered, now = answered + wait, env.now
        log.answered[order] = answered
        if not desk.accept(order, now):
            return
        missing = self.stock.allocate(order)
        if missing and not (yield from self.stock.wait_for(order, missing)):
            return
        if self.delay[order]:
            yield env.timeout(self.delay[order])
        log.released[order] = env.now
        yield self.warehouse.pick(order)
        log.picked[order] = env.now
        yield self.warehouse.pack(order)
        log.packed[order] = env.now
        self.fleet.ship(order)
