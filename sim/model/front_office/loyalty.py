"""Programmes for loyal customers: points, which rivals copy, and links built into the customer's work, which stay.

The rivals' rule: `copy_weeks` after a points programme began they give their customers as much, `copy_weeks` after it ended
no more. Of several firms they copy the dearest.
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
from sim.model.front_office.contacts import Contacts, deals


class Loyalty:
    """Points and links of a firm; social time is the business of `Relations`."""

    def __init__(self, context: RunContext, reputation: Reputation | None, contacts: Contacts) -> None:
        self.env, self.end = context.env, context.end
        self.data, self.policy = context.case.loyalty, context.policy.loyalty
        self.reputation, self.contacts = reputation, contacts
        klass = context.demand.customers.klass
        self._members = (klass > 0).tolist()
        self.customer = context.as_list("customer")
        self._planned = self._links(context, klass)
        """(time, customer) of the links that are to be built, the next one last."""
        self.linked_at = [NOT_REACHED] * context.customers
        """When each customer's link was ready, or will be within the week; NOT_REACHED if there is none."""
        if self.policy.points and reputation is not None:
            self.env.process(self._points(reputation))

    def _links(self, context: RunContext, klass: np.ndarray) -> list[tuple[int, int]]:
        """Large and middling customers, over the first weeks; nobody's link depends on another's."""
        one = context.luck.of(np.arange(len(klass)))
        has = (one.whole("link") < threshold(self.policy.integration)) & (klass < 2)
        time = (one.uniform("link-built") * self.data.build_weeks * WEEK).astype(np.int64)
        has &= time < min(self.policy.weeks * WEEK, self.end)
        return sorted(((int(time[c]), c) for c in np.flatnonzero(has).tolist()), reverse=True)

    def linked(self, order: int, now: int) -> bool:
        """Whether the order comes by a link that the firm has built."""
        return NOT_REACHED < self.linked_at[self.customer[order]] <= now

    def begin_week(self, now: int) -> None:
        """The week's links are built, with customers who deal with the firm by then; all others are kept."""
        while self._planned and self._planned[-1][0] < now + WEEK:
            time, customer = self._planned.pop()
            if deals(self.reputation, customer, now):
                self.linked_at[customer] = time
                self.contacts.pay(time, "integration", self.data.build, "loyalty.integration")
        count = sum(NOT_REACHED < time <= now for time in self.linked_at)
        if count:
            self.contacts.pay(now, "integration", self.data.keep_week * count, "loyalty.integration")

    def _points(self, reputation: Reputation) -> Generator[Any, Any, None]:
        """From the first day; copied; ended; no longer copied."""
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
        for time, act, gives in sorted(steps, key=lambda step: step[0]):
            yield env.timeout(time - env.now)
            act(gives)
