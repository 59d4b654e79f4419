"""Relations: the visits and calls of the account team.

1. Each Monday visits are planned: customers whose visit is due, as far as the managers' hours reach. An analytical CRM
   replaces part of the plan by the customers with the highest score.
2. Each visit takes place on its day. On Wednesday the customers whose call is due are called.
3. When a person leaves, what only that person knew is lost; the successor has only the file.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import numpy as np

from sim.base.streams import threshold
from sim.base.units import DAY, HOUR, WEEK, WEEKS_A_YEAR
from sim.model.customers.reputation import Reputation
from sim.model.engine.context import RunContext
from sim.model.engine.process import Walk
from sim.model.front_office.account_team import AccountTeam
from sim.model.front_office.contacts import CALL, VISIT, Contacts, active_customers, is_active
from sim.model.front_office.crm import Crm
from sim.model.front_office.knowledge import Knowledge
from sim.model.front_office.personal_contact import Heard, PersonalContact
from sim.model.front_office.staff import Staff
from sim.policy.classes import CLASSES

REST_WEEKS = 4
"""Fewest weeks between two visits to the same customer that the CRM proposes."""


class Relations:
    """All visits and calls of a firm; lists by customer."""

    def __init__(
        self,
        context: RunContext,
        reputation: Reputation | None,
        knowledge: Knowledge,
        staff: Staff,
        crm: Crm | None,
        contacts: Contacts,
    ) -> None:
        self.context = context
        self.env = context.env
        self.data = context.case.relations
        self.reputation, self.knowledge, self.crm, self.contacts = reputation, knowledge, crm, contacts
        trial = context.trial
        self.klass = context.demand.customers.klass.tolist()
        self._treated = (
            trial.treated(context.luck, context.customers) if trial else [False] * context.customers
        )
        self.calls: list[float] = []
        """Calls a year."""
        self._set_levers()
        self.team = AccountTeam(context, staff, self.visits, self.calls)
        self.contact = PersonalContact(context, reputation, knowledge, crm, self.team)
        stream = context.luck.of(range(context.customers))
        self._visits_due = stream.uniform("visit-phase").tolist()
        self._calls_due = stream.uniform("call-phase").tolist()
        self._last_visit = [-REST_WEEKS] * context.customers
        """Week of the last visit."""

    def _set_levers(self) -> None:
        """Take over the levers of the policy in force."""
        policies, called = self.context.policies, any(self.calls)
        self.visits = [
            getattr(policies[t].relations.visits, CLASSES[k])
            for k, t in zip(self.klass, self._treated, strict=True)
        ]
        """Visits a year."""
        calls_an_hour = 1 / self.data.call_hours
        self.calls = [policies[t].loyalty.social_hours * calls_an_hour for t in self._treated]
        if not called:
            self._calls_begin = max(0, int(self.env.now))

    def adopt(self, crm: Crm | None) -> None:
        """A new policy is in force. A customer who gets another person is a stranger to that person, apart from the file."""
        self.crm = self.contact.crm = crm
        self._set_levers()
        clock = int(self.env.now)
        before = [self.contact.quality(customer, clock) for customer in range(len(self.klass))]
        for customer in self.team.adopt(self.visits, self.calls):
            self._lose_person(customer, before[customer], clock)

    def is_active(self, customer: int) -> bool:
        """Whether the customer deals with the firm; in a frozen market all do."""
        return is_active(self.reputation, customer, self.env.now)

    def begin_week(self, now: int) -> None:
        """Plan the visits and calls of the week."""
        week = now // WEEK
        due: dict[int, list[int]] = {}
        for customer in active_customers(self.reputation, len(self.visits), now):
            a_year, seat = self.visits[customer], self.team.seat[customer]
            if a_year and seat is not None:
                self._visits_due[customer] = min(2.0, self._visits_due[customer] + a_year / WEEKS_A_YEAR)
                if self._visits_due[customer] >= 1:
                    due.setdefault(seat, []).append(customer)
        planned = [
            (customer, seat)
            for seat, customers in due.items()
            if not self.team.is_vacant("manager", seat, now)
            for customer in self._within_hours(self._plan(seat, customers, now, week))
        ]
        if planned:
            self._start_visits(planned, now, week)
        since_begin = now - self._calls_begin
        if any(self.calls) and 0 <= since_begin < self.context.policy.loyalty.weeks * WEEK:
            self.env.process(self._call_all(now))

    def _plan(self, seat: int, due: list[int], now: int, week: int) -> list[int]:
        """A manager's visits: the due customers, larger classes first; a part of them replaced by the CRM's proposals."""
        plan = self._within_hours(sorted(due, key=lambda c: (self.klass[c], -self._visits_due[c], c)))
        crm = self.crm
        if crm is None or not crm.policy.analytical or not crm.adopted:
            return plan
        replaced = round(len(plan) * crm.adoption)
        kept = plan[: len(plan) - replaced]
        candidates = [
            c
            for c in self.team.accounts[seat]
            if self.visits[c]
            and week - self._last_visit[c] >= REST_WEEKS
            and c not in kept
            and self.is_active(c)
        ]
        candidates.sort(key=lambda c: crm.score(c, now), reverse=True)
        return kept + candidates[:replaced]

    def _within_hours(self, customers: list[int]) -> list[int]:
        """The first customers of the list, as far as a manager's hours of a week reach."""
        hours, found = self.data.week_hours, []
        for customer in customers:
            hours -= self.data.visit_hours[CLASSES[self.klass[customer]]]
            if hours < 0:
                break
            found.append(customer)
        return found

    def _start_visits(self, planned: list[tuple[int, int]], now: int, week: int) -> None:
        """Start the process of each visit (customer, manager's seat) of the week."""
        luck, knowledge = self.context.luck, self.knowledge
        customers = [customer for customer, _seat in planned]
        day_of = luck.of(customers, week).uniform("visit-day").tolist()
        needed = [knowledge.needed[customer] for customer in customers]
        first = np.cumsum(needed) - needed
        fields = np.arange(sum(needed)) - np.repeat(first, needed)
        heard = self.contact.draw_heard(
            luck.of(np.repeat(customers, needed), week, fields), "visit", knowledge.data.heard
        )
        for (customer, seat), day, start, count in zip(planned, day_of, first.tolist(), needed, strict=True):
            self._visits_due[customer] -= 1
            self._last_visit[customer] = week
            time = now + int(day * 5) * DAY + 9 * HOUR + round((day * 5 % 1) * 8 * HOUR)
            Walk(self._visit(customer, seat, time, heard[start : start + count]))

    def _visit(self, customer: int, seat: int, time: int, heard: list[Heard]) -> Generator[Any, Any, None]:
        """Visit a customer at `time` (s)."""
        yield self.env.timeout(time - self.env.now)
        self.team.work("manager", self.data.visit_hours[CLASSES[self.klass[customer]]])
        self.contacts.pay(time, "visits", self.data.visit, "relations.visits")
        quality = self.contact.quality(customer, time)
        if self.contact.knows_fact(customer, "own_days", time):
            quality = min(1.0, quality + self.data.own_day)
        self.contact.move_bond(customer, quality, self.data.visit_weight)
        recorded = self.contact.hear_all(customer, time, heard)
        self.contacts.add(VISIT, customer, time, self.team.managers.people[seat].number, recorded)

    def _call_all(self, now: int) -> Generator[Any, Any, None]:
        """On Wednesday, call the customers whose call is due."""
        yield self.env.timeout(2 * DAY + 14 * HOUR)
        time, week = int(self.env.now), now // WEEK
        stream = self.context.luck.of(range(len(self.calls)), week, 0)
        hears = (stream.whole("call-hears") < threshold(self.knowledge.data.heard)).tolist()
        right = (stream.whole("call-right") >= threshold(self.knowledge.misheard)).tolist()
        writes = stream.uniform("call-writes").tolist()
        calls_due = self._calls_due
        for customer in active_customers(self.reputation, len(self.calls), time):
            calls_due[customer] += self.calls[customer] / WEEKS_A_YEAR
            while calls_due[customer] >= 1:
                calls_due[customer] -= 1
                person = self.team.person(customer)
                if person is None or self.team.is_vacant(*person, time):
                    continue
                self.team.work(person[0], self.data.call_hours)
                cost = self.data.call_hours * self.data.call_hour
                self.contacts.pay(time, "social", cost, "loyalty.social_hours")
                self.contact.move_bond(customer, self.contact.quality(customer, time), self.data.call_weight)
                recorded = False
                if hears[customer]:
                    slot = self.knowledge.oldest(customer, self.knowledge.head)
                    recorded = self.contact.hear(customer, slot, time, right[customer], writes[customer])
                self.contacts.add(CALL, customer, time, self.team.number(customer), recorded)

    def person_left(self, role: str, seat: int, now: int) -> None:
        """A person has left. The customers' bonds weaken, less so the more the file knows; contracts end sooner."""
        # This runs in the last second of the week that ends at `now`; knowledge must not be asked ahead of the clock.
        clock = int(self.env.now)
        self.team.vacate(role, seat, now)
        for customer in range(len(self.klass)):
            if self.team.person(customer) != (role, seat):
                continue
            self._lose_person(customer, self.contact.quality(customer, clock), now)

    def _lose_person(self, customer: int, before: float, now: int) -> None:
        """The person who knew the customer is gone. before: the quality of a contact until then."""
        self.knowledge.forget(customer)
        after = self.contact.quality(customer, int(self.env.now))
        if self.reputation is not None:
            kept = min(1.0, after / before) if before else 1.0
            self.reputation.weaken_bond(customer, (1 - self.data.personal) * kept)
            self.reputation.renew_sooner(customer, now, self.data.contract_left)
