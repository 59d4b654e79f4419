"""Goods returns: collecting goods that retailers send back.

1. Some delivered orders of retailers have goods to return, which are ready after some time.
2. Each afternoon as many retailers are visited as capacity allows, the longest wait first. All goods that wait at one
   retailer are collected together.
3. A retailer who has waited too long sends the goods itself, and remembers the trouble.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

import numpy as np

from sim.base.streams import threshold
from sim.base.units import DAY, HOUR
from sim.model.customers.reputation import Reputation
from sim.model.engine.context import RunContext
from sim.model.engine.fast_cells import flags, view
from sim.model.engine.log import NOT_REACHED
from sim.model.front_office.contacts import Contacts
from sim.policy.classes import CLASSES
from sim.policy.policy import Policy

NEUTRAL = 3
"""Satisfaction with a return: it causes no word of mouth."""


@dataclass
class Return:
    """Goods of an order that go back: when they are ready, and when they are collected (NOT_REACHED: not collected).

    customer: its number.
    """

    customer: int
    order: int
    ready: int
    collected: int = NOT_REACHED
    closed: bool = False


class GoodsReturns:
    """Returns and their daily collection."""

    def __init__(self, context: RunContext, reputation: Reputation | None, contacts: Contacts) -> None:
        self.context, self.env = context, context.env
        self.data = context.case.returns
        self.adopt(context.policy)
        self.reputation, self.contacts = reputation, contacts
        wants, klass = context.wants, context.demand.customers.klass
        share = np.array([self.data.retailers[name] for name in CLASSES])[klass]
        retailer = context.demand.traits_by_place().whole("retailer") < threshold(share)
        stream = context.demand.stream
        self._goes_back = flags(
            retailer[wants.customer] & (stream.whole("goes-back") < threshold(self.data.share))
        )
        after = self.data.after_days * DAY * stream.exponential("goes-back-after")
        self._after = view(after.astype(np.int64))
        self.customer, self._number = context.as_list("customer"), context.numbers()
        self.all: list[Return] = []
        self._coming: list[tuple[int, int]] = []
        """Returns that are not ready yet, as (ready, index in `all`)."""
        self._waiting: dict[int, list[Return]] = {}
        self.env.process(self._collect_daily())

    def adopt(self, policy: Policy) -> None:
        """A new policy is in force. Without the service nothing is collected; goods that wait are sent by the retailer."""
        self.policy = policy.returns
        self.capacity = self.policy.capacity if self.policy.service else 0
        """Retailers visited in an afternoon."""

    def delivered(self, order: int, time: int) -> None:
        """An order is delivered at `time` (s): its goods may go back by the service, if there is one."""
        if self.policy.service and self._goes_back[order]:
            self.all.append(Return(self._number[order], order, time + self._after[order]))
            heappush(self._coming, (self.all[-1].ready, len(self.all) - 1))

    def _collect_daily(self) -> Generator[Any, Any, None]:
        yield self.env.timeout((17 * HOUR - self.env.now) % DAY)
        while True:
            self._collect(int(self.env.now))
            yield self.env.timeout(DAY)

    def _collect(self, now: int) -> None:
        """Collect the goods of one day."""
        data = self.data
        while self._coming and self._coming[0][0] <= now:
            back = self.all[heappop(self._coming)[1]]
            self._waiting.setdefault(back.customer, []).append(back)
        for customer, items in list(self._waiting.items()):
            for back in [one for one in items if now - one.ready > data.waits_days * DAY]:
                items.remove(back)
                back.closed = True
                self._remember(back, now, data.costs)
            if not items:
                del self._waiting[customer]
        if now // DAY % 7 == 0 and self.policy.service:
            self.contacts.pay(now, "reverse", data.week, "returns.service")
            self.contacts.pay(now, "reverse", data.stop_week * self.capacity, "returns.capacity")
        longest = sorted(self._waiting, key=lambda c: (self._waiting[c][0].ready, c))[: self.capacity]
        for customer in longest:
            self.contacts.pay(now, "reverse", data.collection, "returns.capacity")
            for back in self._waiting.pop(customer):
                back.collected, back.closed = now, True
                self.contacts.pay(now, "reverse", data.handling, "returns.service")
                self.contacts.pay(now, "reverse_fees", -data.fee, "returns.service")
                self._remember(back, now, -data.saves)

    def _remember(self, back: Return, now: int, trouble: float) -> None:
        """The customer remembers the trouble that it had (below 0: was saved)."""
        order = back.order
        if self.reputation is not None and not self.context.is_replaced(order):
            experience = (None, None, None, None, trouble)
            self.reputation.remember(self.customer[order], order, experience, NEUTRAL)
