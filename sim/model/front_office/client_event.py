"""The client event: whom it is for, who comes, what is talked, what it leaves behind."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

import numpy as np

from sim.base.streams import threshold
from sim.base.units import DAY, HOUR, WEEK
from sim.model.engine.context import RunContext
from sim.model.engine.log import ELSEWHERE
from sim.model.front_office.contacts import EVENT, NO_ONE, Contacts
from sim.model.front_office.relations import Relations
from sim.policy.classes import CLASSES
from sim.policy.levers.relations import EventLevers


class ClientEvent:
    """One evening, on the Wednesday of its week."""

    def __init__(
        self,
        context: RunContext,
        policy: EventLevers,
        relations: Relations,
        contacts: Contacts,
        eligible: Sequence[bool],
    ) -> None:
        """eligible: which customers can be invited; in a trial those of one arm."""
        self.context = context
        self.data, self.policy = context.case.event, policy
        self.relations, self.contacts = relations, contacts
        one = context.luck.of(np.arange(context.customers))
        self._chance = one.whole("event-guest").tolist()
        self._comes = one.whole("event-comes").tolist()
        self._eligible = eligible
        context.env.process(self._evening())

    def _evening(self) -> Generator[Any, Any, None]:
        env = self.context.env
        yield env.timeout((self.policy.week - 1) * WEEK + 2 * DAY + 18 * HOUR - env.now)
        now = int(env.now)
        self.contacts.pay(now, "event", self.policy.budget, "event.budget")
        invited = self.invited(now)
        comfort = min(1.0, self.policy.budget / max(len(invited), 1) / self.data.fair)
        guests = [customer for customer in invited if self._accepts(customer, comfort, now)]
        hosts = self.data.hosts + len(self.relations.managers.people)
        attention = min(1.0, hosts * self.data.talks / max(len(guests), 1))
        for customer in guests:
            self.contacts.pay(now, "event", self.data.gift, "event.guests")
            talk = self.relations.quality(customer, now)
            quality = (0.5 + 0.5 * talk) * (0.4 + 0.6 * comfort)
            self.relations.move_bond(customer, quality, self.data.weight * attention)
            luck = self.context.luck.of(customer, range(self.relations.knowledge.needed[customer]))
            heard = self.relations.knowledge.data.heard * attention
            recorded = self.relations.hear(customer, now, self.relations.hearing(luck, "event", heard))
            self.contacts.add(EVENT, customer, now, NO_ONE, recorded)

    def invited(self, now: int) -> list[int]:
        """The guest list."""
        rule = self.policy.guests
        ours = [c for c in range(self.context.customers) if self._eligible[c] and self.relations.ours(c)]
        if isinstance(rule, tuple):
            known = set(ours)
            return [customer for customer in dict.fromkeys(rule) if customer in known]
        if rule == "largest":
            orders = self._orders()
            ours.sort(key=lambda c: (-orders[c], self._chance[c]))
            return ours[: self.policy.invited]
        chosen = self._by_file(ours, now) if rule == "file" else []
        ours = [c for c in ours if c not in set(chosen)]
        ours.sort(key=lambda c: self._chance[c])
        return chosen + ours[: self.policy.invited - len(chosen)]

    def _by_file(self, ours: list[int], now: int) -> list[int]:
        """As much of the list as the file is used for; the rest is left to chance."""
        crm = self.relations.crm
        if crm is None or not crm.policy.analytical:
            return []
        best = sorted(ours, key=lambda c: crm.score(c, now), reverse=True)
        return best[: round(self.policy.invited * crm.adoption)]

    def _orders(self) -> list[int]:
        """Orders of each customer so far."""
        given = np.frombuffer(self.context.log.status, dtype=np.int8) != ELSEWHERE
        counts = np.bincount(self.context.wants.customer[given], minlength=self.context.customers)
        return [int(count) for count in counts]

    def _accepts(self, customer: int, comfort: float, now: int) -> bool:
        """Whether who is invited comes: if the right person is asked, and the evening is worth it."""
        share = self.data.comes[CLASSES[self.relations.klass[customer]]] * (0.5 + 0.5 * comfort)
        if not self.relations.fact(customer, "contact", now):
            share *= self.data.reached
        return bool(self._comes[customer] < threshold(share))
