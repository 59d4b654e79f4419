"""The client event.

1. The guest list is chosen: the largest customers, those with the highest CRM scores, a given list, or at random.
2. Invited customers accept or decline; it helps to know the right contact person.
3. Each guest gets attention, as far as there are hosts, and comfort, as far as the budget reaches.
4. The talk moves the guest's bond, and facts are heard.
"""

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
        """eligible: which customers can be invited; in a trial, those of one arm.

        An evening whose time has passed already does not take place.
        """
        self.context = context
        self.data, self.policy = context.case.event, policy
        self.relations, self.contacts = relations, contacts
        one = context.luck.of(np.arange(context.customers))
        self._chance = one.whole("event-guest").tolist()
        self._comes = one.whole("event-comes").tolist()
        self._eligible = eligible
        self._time = (policy.week - 1) * WEEK + 2 * DAY + 18 * HOUR
        self.cancelled = False
        if self._time >= context.env.now:
            context.env.process(self._evening())

    def _evening(self) -> Generator[Any, Any, None]:
        """The evening of the event."""
        env = self.context.env
        yield env.timeout(self._time - env.now)
        if self.cancelled:
            return
        now = int(env.now)
        self.contacts.pay(now, "event", self.policy.budget, "event.budget")
        invited = self.invited(now)
        comfort = min(1.0, self.policy.budget / max(len(invited), 1) / self.data.fair)
        guests = [customer for customer in invited if self._accepts(customer, comfort, now)]
        hosts = self.data.hosts + len(self.relations.team.managers.people)
        attention = min(1.0, hosts * self.data.talks / max(len(guests), 1))
        for customer in guests:
            self.contacts.pay(now, "event", self.data.gift, "event.guests")
            talk = self.relations.contact.quality(customer, now)
            quality = (0.5 + 0.5 * talk) * (0.4 + 0.6 * comfort)
            self.relations.contact.move_bond(customer, quality, self.data.weight * attention)
            luck = self.context.luck.of(customer, range(self.relations.knowledge.needed[customer]))
            heard = self.relations.knowledge.data.heard * attention
            recorded = self.relations.contact.hear_all(
                customer, now, self.relations.contact.draw_heard(luck, "event", heard)
            )
            self.contacts.add(EVENT, customer, now, NO_ONE, recorded)

    def invited(self, now: int) -> list[int]:
        """The guest list."""
        rule = self.policy.guests
        candidates = [
            c for c in range(self.context.customers) if self._eligible[c] and self.relations.is_active(c)
        ]
        if isinstance(rule, tuple):
            places, there = self.context.customers, self.context.residents
            available = {place + places * there[place]: place for place in candidates}
            return [available[number] for number in dict.fromkeys(rule) if number in available]
        if rule == "largest":
            orders = self._orders()
            candidates.sort(key=lambda c: (-orders[c], self._chance[c]))
            return candidates[: self.policy.invited]
        chosen = self._top_scores(candidates, now) if rule == "file" else []
        candidates = [c for c in candidates if c not in set(chosen)]
        candidates.sort(key=lambda c: self._chance[c])
        return chosen + candidates[: self.policy.invited - len(chosen)]

    def _top_scores(self, candidates: list[int], now: int) -> list[int]:
        """The customers with the highest CRM scores: the adopted share of the list, the rest is drawn at random."""
        crm = self.relations.crm
        if crm is None or not crm.policy.analytical:
            return []
        best = sorted(candidates, key=lambda c: crm.score(c, now), reverse=True)
        return best[: round(self.policy.invited * crm.adoption)]

    def _orders(self) -> list[int]:
        """Orders of each customer so far; those of the customers before it at its place do not count."""
        given = np.frombuffer(self.context.log.status, dtype=np.int8) != ELSEWHERE
        needs = self.context.demand.needs
        given &= needs.generation == np.array(self.context.residents)[needs.customer]
        counts = np.bincount(self.context.wants.customer[given], minlength=self.context.customers)
        return [int(count) for count in counts]

    def _accepts(self, customer: int, comfort: float, now: int) -> bool:
        """Whether an invited customer comes: more likely if the right contact is known and the evening is comfortable."""
        share = self.data.comes[CLASSES[self.relations.klass[customer]]] * (0.5 + 0.5 * comfort)
        if not self.relations.contact.knows_fact(customer, "contact", now):
            share *= self.data.reached
        return bool(self._comes[customer] < threshold(share))
