"""Effects of talks with customers: contacts, mended memory, contracts, promises, and the manner at the complaint desk.

1. Each takes place on the Monday of its week, at ten.
2. A promise is looked at at the end of each week: the first order that does not keep it breaks it. A broken promise is a
   contact of quality 0.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.units import HOUR, WEEK
from sim.model.customers.reputation import Reputation
from sim.model.engine.context import RunContext
from sim.model.engine.log import DELIVERED, INVOICE, NOT_REACHED, QUOTE
from sim.model.front_office.complaints import Complaints
from sim.model.front_office.contacts import NO_ONE, TALK, Contacts
from sim.policy.classes import CLASSES
from sim.roleplay.hooks import Hook, Promise

BROKEN_WEIGHT = 0.2
"""The weight with which a broken promise moves the bond: that of a visit."""
BEGINS = 10 * HOUR


@dataclass
class Promised:
    """A promise; times in seconds. broken_at: NOT_REACHED as long as it is kept."""

    place: int
    number: int
    promise: Promise
    since: int
    broken_at: int = NOT_REACHED


class Talks:
    """The effects of the talks of a run."""

    def __init__(
        self,
        context: RunContext,
        reputation: Reputation | None,
        contacts: Contacts,
        complaints: Complaints,
    ) -> None:
        self.context, self.env = context, context.env
        self.reputation, self.contacts, self.complaints = reputation, contacts, complaints
        self.promised: list[Promised] = []
        hooks = [hook for talk in context.talks for hook in talk.hooks]
        if hooks:
            context.env.process(self._take_place(sorted(hooks, key=lambda hook: hook.week)))
        if any(hook.promise is not None for hook in hooks):
            context.env.process(self._look_at_promises())

    def _take_place(self, hooks: Sequence[Hook]) -> Generator[Any, Any, None]:
        """Each hook at its time; those whose time has passed do nothing."""
        for hook in hooks:
            time = (hook.week - 1) * WEEK + BEGINS
            if time >= self.env.now:
                yield self.env.timeout(time - self.env.now)
                self._do(hook, int(self.env.now))

    def _do(self, hook: Hook, now: int) -> None:
        if hook.contact is not None:
            self._meet(self._place(hook.contact.customer), now, hook.contact.quality, hook.contact.weight)
        if hook.promise is not None:
            place = self._place(hook.promise.customer)
            number = place + self.context.customers * self.context.residents[place]
            self.promised.append(Promised(place, number, hook.promise, now))
        if hook.treatment is not None:
            self.complaints.treatment = hook.treatment
        if self.reputation is None:  # in a frozen market customers have no memory
            return
        if hook.mend is not None:
            self.reputation.mend(self._place(hook.mend.customer), hook.mend.share, now)
        if hook.contract is not None:
            place = self._place(hook.contract.customer)
            if hook.contract.left is not None:
                self.reputation.renew_sooner(place, now, hook.contract.left)
            else:
                assert hook.contract.lost_weeks is not None
                self.reputation.lose_contract(place, now, now + hook.contract.lost_weeks * WEEK)

    def _meet(self, place: int, now: int, quality: float, weight: float) -> None:
        if self.reputation is not None:
            self.reputation.move_bond(place, quality, weight)
        self.contacts.add(TALK, place, now, NO_ONE, False)

    def _place(self, name: str) -> int:
        """The place of a customer by size: "A1" is the largest of class A. With fewer customers, the smallest there is."""
        customers = self.context.demand.customers
        members = np.flatnonzero(customers.klass == CLASSES.index(name[0]))
        by_size = members[np.argsort(-customers.needs_a_year[members], kind="stable")]
        return int(by_size[min(int(name[1:]), len(by_size)) - 1])

    def _look_at_promises(self) -> Generator[Any, Any, None]:
        """At the end of each week, find promises that were broken."""
        while True:
            now = int(self.env.now)
            yield self.env.timeout((now // WEEK + 1) * WEEK - 1 - now)
            for promised in self.promised:
                if promised.broken_at == NOT_REACHED:
                    self._look_at(promised, int(self.env.now))
            yield self.env.timeout(1)

    def _look_at(self, promised: Promised, now: int) -> None:
        for order in self._orders(promised, now):
            if self._breaks(order, promised.promise, now):
                promised.broken_at = now
                self._meet(promised.place, now, 0.0, BROKEN_WEIGHT)
                return

    def _orders(self, promised: Promised, now: int) -> list[int]:
        """The customer's orders with this firm since the promise."""
        wants, log = self.context.wants, self.context.log
        placed = np.asarray(wants.placed)
        mine = (np.asarray(wants.customer) == promised.place) & (placed >= promised.since) & (placed <= now)
        return [
            order
            for order in np.flatnonzero(mine).tolist()
            if log.accepted[order] != NOT_REACHED and not self.context.is_replaced(order)
        ]

    def _breaks(self, order: int, promise: Promise, now: int) -> bool:
        """Whether an order breaks a promise, by what is known now; an order that never came breaks promises about time."""
        log = self.context.log
        is_over = log.status[order] == DELIVERED and log.ended[order] <= now
        by_now = log.ended[order] if is_over else now
        if promise.what == "hours":
            return bool(by_now - self.context.as_list("placed")[order] > promise.value * HOUR)
        if promise.what == "invoice":
            return is_over and bool(log.marks[order] & (INVOICE | QUOTE))
        told = log.announced[order]
        return bool(by_now > log.promised[order] and not NOT_REACHED < told <= log.promised[order])
