"""Loyalty programmes: points, and built-in links (EDI) to customers.

1. Points lower the price that customers feel, while the programme runs.
2. Rivals copy the points `copy_weeks` after the start, and stop `copy_weeks` after the end. With several firms they copy
   the most valuable programme.
3. Links are built in the first weeks and are kept. An order by link needs no clerk.
"""

from __future__ import annotations

from collections.abc import Generator
from math import log
from typing import Any

import numpy as np

from sim.base.streams import threshold
from sim.base.units import WEEK
from sim.model.customers.reputation import Reputation
from sim.model.engine.context import RunContext
from sim.model.engine.log import NOT_REACHED
from sim.model.front_office.contacts import Contacts, is_active


class Loyalty:
    """Points and links of a firm. (Calls to loyal customers are in `Relations`.)"""

    def __init__(self, context: RunContext, reputation: Reputation | None, contacts: Contacts) -> None:
        self.env, self.end = context.env, context.end
        self.data, self.policy = context.case.loyalty, context.policy.loyalty
        self.reputation, self.contacts = reputation, contacts
        klass = context.demand.customers.klass
        self._members = (klass > 0).tolist()
        self.customer = context.as_list("customer")
        self._planned = self._links(context, klass)
        """The links to be built, as (time, customer), the next one last."""
        self.linked_at = [NOT_REACHED] * context.customers
        """When each customer's link is ready, once that is in this week or earlier; otherwise NOT_REACHED."""
        if self.policy.points and reputation is not None:
            self.env.process(self._points(reputation))

    def _links(self, context: RunContext, klass: np.ndarray) -> list[tuple[int, int]]:
        """The planned links with A and B customers as (time, customer), drawn for each customer independently."""
        numbers = np.arange(len(klass))
        one = context.luck.of(numbers)
        has = (context.traits.of(numbers).whole("link") < threshold(self.policy.integration)) & (klass < 2)
        time = (one.uniform("link-built") * self.data.build_weeks * WEEK).astype(np.int64)
        has &= time < min(self.policy.weeks * WEEK, self.end)
        return sorted(((int(time[c]), c) for c in np.flatnonzero(has).tolist()), reverse=True)

    def linked(self, order: int, now: int) -> bool:
        """Whether the order comes by link."""
        return NOT_REACHED < self.linked_at[self.customer[order]] <= now

    def begin_week(self, now: int) -> None:
        """Build the week's links with active customers, and pay for the upkeep of the others."""
        while self._planned and self._planned[-1][0] < now + WEEK:
            time, customer = self._planned.pop()
            if is_active(self.reputation, customer, now):
                self.linked_at[customer] = time
                self.contacts.pay(time, "integration", self.data.build, "loyalty.integration")
        count = sum(NOT_REACHED < time <= now for time in self.linked_at)
        if count:
            self.contacts.pay(now, "integration", self.data.keep_week * count, "loyalty.integration")

    def _points(self, reputation: Reputation) -> Generator[Any, Any, None]:
        """Points start; rivals copy them; points end; rivals stop."""
        env, copy, weeks = self.env, round(self.data.copy_weeks * WEEK), self.policy.weeks * WEEK
        cheaper = -log(1 - self.data.felt * self.policy.points)
        worth = [
            w.money * cheaper * member for w, member in zip(reputation.weights, self._members, strict=True)
        ]
        nothing = [0.0] * len(worth)
        steps = [(0, reputation.set_points, worth), (weeks, reputation.set_points, nothing)]
        steps += [
            (copy, reputation.set_rival_points, worth),
            (weeks + copy, reputation.set_rival_points, nothing),
        ]
        for time, set_points, value in sorted(steps, key=lambda step: step[0]):
            yield env.timeout(time - env.now)
            set_points(value)
