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
        self.context, self.env = context, context.env
        self.data, self.policy = context.case.loyalty, context.policy.loyalty
        self.reputation, self.contacts = reputation, contacts
        self._members = (context.demand.customers.klass > 0).tolist()
        self.customer = context.as_list("customer")
        begin = max(0, int(context.env.now))
        self.points_paid: list[tuple[int, int, float]] = []
        """When points were paid, as (from, to, share of the price); the last one is in force."""
        self._begin_points(begin)
        self._planned = self._links(begin)
        """The links to be built, as (time, customer), the next one last."""
        self.linked_at = [NOT_REACHED] * context.customers
        """When each customer's link is ready, once that is in this week or earlier; otherwise NOT_REACHED."""

    def adopt(self) -> None:
        """A new policy is in force. Points and links that differ from those so far are a new programme, which begins now."""
        before, self.policy = self.policy, self.context.policy.loyalty
        now, new = int(self.env.now), self.policy
        if (new.points, new.weeks) != (before.points, before.weeks):
            begin, _end, _share = self.points_paid[-1]
            self._begin_points(begin if new.points == before.points else now)
        if (new.integration, new.weeks) != (before.integration, before.weeks):
            self._planned = [link for link in self._links(now) if self.linked_at[link[1]] == NOT_REACHED]

    def _links(self, begin: int) -> list[tuple[int, int]]:
        """The planned links with A and B customers as (time, customer), drawn for each customer independently."""
        context, policy = self.context, self.policy
        klass = context.demand.customers.klass
        numbers = np.arange(len(klass))
        has = (context.demand.traits_by_place().whole("link") < threshold(policy.integration)) & (klass < 2)
        luck = context.luck.of(numbers).uniform("link-built")
        time = begin + (luck * self.data.build_weeks * WEEK).astype(np.int64)
        has &= time < begin + policy.weeks * WEEK
        return sorted(((int(time[c]), c) for c in np.flatnonzero(has).tolist()), reverse=True)

    def unlink(self, customer: int) -> None:
        """The customer moves away, and its link is taken down."""
        self.linked_at[customer] = NOT_REACHED

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

    def _begin_points(self, begin: int) -> None:
        """Begin a programme; the one before it ends."""
        now, end = int(self.env.now), begin + self.policy.weeks * WEEK
        if self.points_paid:
            since, until, share = self.points_paid.pop()
            self.points_paid.append((since, min(until, now), share))
        self.points_paid.append((max(begin, now), end, self.policy.points))
        if self.reputation is not None and (self.policy.points or len(self.points_paid) > 1):
            self.env.process(self._points(self.reputation, begin, end, len(self.points_paid)))

    def _points(
        self, reputation: Reputation, begin: int, end: int, programme: int
    ) -> Generator[Any, Any, None]:
        """Points start; rivals copy them; points end; rivals stop. A later programme takes the place of this one."""
        env, copy = self.env, round(self.data.copy_weeks * WEEK)
        cheaper = -log(1 - self.data.felt * self.policy.points)
        worth = [
            w.money * cheaper * member for w, member in zip(reputation.weights, self._members, strict=True)
        ]
        nothing = [0.0] * len(worth)
        steps = [(begin, reputation.set_points, worth), (end, reputation.set_points, nothing)]
        steps += [
            (begin + copy, reputation.set_rival_points, worth),
            (end + copy, reputation.set_rival_points, nothing),
        ]
        for time, set_points, value in sorted(steps, key=lambda step: step[0]):
            if time > env.now:
                yield env.timeout(time - env.now)
            if programme != len(self.points_paid):
                return
            set_points(value)
