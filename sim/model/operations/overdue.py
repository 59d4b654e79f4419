"""Orders that do not come: the customer notices it, and at last cancels.

1. An order that is not delivered `overdue_hours` after its promise is remembered as late from then on.
2. `cancel_days` after the promise the customer cancels it, unless it is on a vehicle. Its goods go back into stock.

Most orders are delivered long before. So accepted orders are collected by the day on which they would be overdue, and
only those that are still under way when that day begins get a timer of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator
from typing import Any

from simpy import Event, Timeout

from sim.base.units import DAY, HOUR
from sim.model.customers.satisfaction import Judge
from sim.model.engine.context import RunContext
from sim.model.engine.log import CANCELLED, CAUSE, IN_PROGRESS, NOT_REACHED
from sim.model.engine.process import Walk
from sim.model.operations.fleet import Fleet
from sim.model.operations.stock import Stock


class Overdue:
    """Watches over accepted orders for their customers."""

    def __init__(self, context: RunContext, judge: Judge, stock: Stock, fleet: Fleet) -> None:
        self.env, self.log = context.env, context.log
        self.judge, self.stock, self.fleet = judge, stock, fleet
        self._noticed_after = round(context.case.patience.overdue_hours * HOUR)
        self._cancelled_after = context.cancelled_after
        self.accepted: list[int] = []
        """Orders accepted today. None of them is overdue within a day."""
        self._orders_of: defaultdict[int, list[int]] = defaultdict(list)
        """Orders accepted before today, by the day on which they would be overdue."""
        Walk(self._days())

    def _days(self) -> Generator[Any, Any, None]:
        """At the beginning of each day, set a timer for the orders under way that will be overdue on it."""
        env, log = self.env, self.log
        yield env.timeout(-env.now % DAY)
        while True:
            accepted, self.accepted = self.accepted, []
            for order in accepted:
                if log.status[order] == IN_PROGRESS:
                    self._orders_of[(log.promised[order] + self._noticed_after) // DAY].append(order)
            for order in self._orders_of.pop(env.now // DAY, ()):
                if log.status[order] == IN_PROGRESS:
                    overdue_at = log.promised[order] + self._noticed_after
                    Timeout(env, overdue_at - env.now, order).callbacks.append(self._notice)
            yield env.timeout(DAY)

    def _notice(self, event: Event) -> None:
        """An order is overdue: the customer remembers it as late, and will cancel it if it does not leave in time."""
        order: int = event.value
        if self.log.status[order] == IN_PROGRESS:
            self.judge.order_overdue(order, self.env.now)
            Timeout(self.env, self._cancelled_after - self._noticed_after, order).callbacks.append(
                self._cancel
            )

    def _cancel(self, event: Event) -> None:
        """The customer cancels the order, unless it has ended or is on a vehicle."""
        order, log, now = event.value, self.log, self.env.now
        if log.status[order] != IN_PROGRESS or log.trip[order] != NOT_REACHED:
            return
        log.status[order], log.cause[order] = CANCELLED, CAUSE[self._held_by(order, now)]
        self.stock.put_back(order)
        self.judge.order_ended(order, now)

    def _held_by(self, order: int, now: int) -> str:
        """The stage that holds an order, as a cause."""
        for stage, reached in (
            ("stock", self.log.released),
            ("picking", self.log.picked),
            ("packing", self.log.packed),
        ):
            if reached[order] == NOT_REACHED:
                return stage
        return self.fleet.held_by(order, now)
