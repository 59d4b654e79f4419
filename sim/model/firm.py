"""The firm: stations wired together, and an order's way through them."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from simpy import Environment

from sim.case import Case
from sim.luck import Luck
from sim.model.desk import Desk
from sim.model.fleet import Fleet
from sim.model.log import Log, Order
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
        self.log = Log(int(wants.baskets.lines.sum()))
        self.desk = Desk(env, case, policy, wants)
        self.stock = Stock(env, case, policy, luck, wants, self.log, state, end)
        self.warehouse = Warehouse(env, case, policy, luck, wants)
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
        env, orders = self.env, self.log.orders
        for n, time in enumerate(self.placed):
            if time > env.now:
                yield env.timeout(time - env.now)
            order = Order(n, time)
            orders.append(order)
            env.process(self._life(order))

    def _life(self, order: Order) -> Generator[Any, Any, None]:
        """An order's way: desk, stock, warehouse, and then the lane's lorries carry it."""
        if not (yield from self.desk.take(order)):
            return
        if not (yield from self.stock.fill(order)):
            return
        if self.delay[order.n]:
            yield self.env.timeout(self.delay[order.n])
        order.released = self.env.now
        yield from self.warehouse.prepare(order)
        self.fleet.ship(order)
