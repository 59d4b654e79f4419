"""Account managers and personal contacts: whose customers they are, when they are seen, how well they are known.

A contact is as good as what the person knows of the customer. It moves the bond, and something is heard. Who leaves takes
along what was only in the head; the successor finds what is in the file.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from math import ceil
from typing import Any

import numpy as np

from sim.base.streams import Stream, threshold
from sim.base.units import DAY, HOUR, WEEK, WEEKS_A_YEAR
from sim.model.customers.reputation import Reputation
from sim.model.engine.context import RunContext
from sim.model.engine.log import NOT_REACHED
from sim.model.engine.process import Walk
from sim.model.front_office.contacts import CALL, VISIT, Contacts, dealing, deals
from sim.model.front_office.crm import Crm
from sim.model.front_office.knowledge import FIELD, Holder, Knowledge
from sim.model.front_office.staff import Role, Staff
from sim.policy.classes import CLASSES

REST_WEEKS = 4
"""Nobody is visited again, however important, within so many weeks."""

Heard = tuple[bool, bool, float]
"""Of one fact: whether it is heard, whether rightly, and the luck of writing it down."""


class Relations:
    """All personal contacts of a firm."""

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
        policy, trial = context.policy, context.trial
        self.klass = context.demand.customers.klass.tolist()
        treated = trial.treated(context.luck, context.customers) if trial else [False] * context.customers
        policies = [policy, trial.policy(policy) if trial else policy]
        self.visits = [
            getattr(policies[t].relations.visits, CLASSES[k])
            for k, t in zip(self.klass, treated, strict=True)
        ]
        """Visits a year by customer."""
        calls = 1 / self.data.call_hours
        self.calls = [policies[t].loyalty.social_hours * calls for t in treated]
        self.calls_end = policy.loyalty.weeks * WEEK
        managers = policy.relations.managers
        self.seat = self._portfolios(managers)
        self._accounts: list[list[int]] = [[] for _seat in range(managers)]
        for customer, seat in enumerate(self.seat):
            if seat is not None:
                self._accounts[seat].append(customer)
        calls_of_hosts = sum(
            a_year for a_year, seat in zip(self.calls, self.seat, strict=True) if seat is None
        )
        hours = calls_of_hosts * self.data.call_hours / WEEKS_A_YEAR
        self._worked = {"manager": 0.0, "host": 0.0}
        self.managers = self._employ(staff, "manager", managers)
        self.hosts = self._employ(staff, "host", ceil(hours / self.data.week_hours))
        self.back_at = {role: [0] * len(self._role(role).people) for role in ("manager", "host")}
        """When a seat is taken again."""
        one = context.luck.of(range(context.customers))
        self._visits_due = one.uniform("visit-phase").tolist()
        self._calls_due = one.uniform("call-phase").tolist()
        self._seen = [-REST_WEEKS] * context.customers
        """Week of the last visit."""

    def _employ(self, staff: Staff, name: str, seats: int) -> Role:
        """People with time for customers; who has no manager is called by a host."""
        return staff.add(name, seats * self.data.week_hours, lambda: self._worked[name], seats)

    def _role(self, name: str) -> Role:
        return self.managers if name == "manager" else self.hosts

    def _portfolios(self, managers: int) -> list[int | None]:
        """Each customer's manager: the larger customers are dealt out first; without a visit in view C customers have none."""
        needs = self.context.demand.customers.needs_a_year
        own = [c for c, k in enumerate(self.klass) if managers and (k < 2 or self.visits[c])]
        own.sort(key=lambda c: (-float(needs[c]), c))
        seat: list[int | None] = [None] * len(self.klass)
        for place, customer in enumerate(own):
            seat[customer] = place % managers
        return seat

    def person(self, customer: int) -> tuple[str, int] | None:
        """Who looks after a customer, as (role, seat): its manager, or whoever calls."""
        seat = self.seat[customer]
        if seat is not None:
            return "manager", seat
        hosts = len(self.hosts.people)
        return ("host", customer % hosts) if hosts else None

    def number(self, customer: int) -> int:
        """The person who looks after a customer; NOT_REACHED: nobody."""
        who = self.person(customer)
        return NOT_REACHED if who is None else self._role(who[0]).people[who[1]].number

    def begin_week(self, now: int) -> None:
        """Plan the week: visits by manager, calls to whom it is time."""
        week = now // WEEK
        due: dict[int, list[int]] = {}
        for customer in dealing(self.reputation, len(self.visits), now):
            a_year, seat = self.visits[customer], self.seat[customer]
            if a_year and seat is not None:
                self._visits_due[customer] = min(2.0, self._visits_due[customer] + a_year / WEEKS_A_YEAR)
                if self._visits_due[customer] >= 1:
                    due.setdefault(seat, []).append(customer)
        planned = [
            (customer, seat)
            for seat, customers in due.items()
            if self.back_at["manager"][seat] <= now
            for customer in self._in_time(self._chosen(seat, customers, now, week))
        ]
        if planned:
            self._visit_all(planned, now, week)
        if any(self.calls) and 0 <= now < self.calls_end:
            self.env.process(self._call_all(now))

    def _chosen(self, seat: int, due: list[int], now: int, week: int) -> list[int]:
        """Whom to visit: as planned, the larger first; or as many, by what the file says of all, as far as that is used."""
        plan = self._in_time(sorted(due, key=lambda c: (self.klass[c], -self._visits_due[c], c)))
        if self.crm is None or not self.crm.policy.analytical or not self.crm.adopted:
            return plan
        free = round(len(plan) * self.crm.adoption)
        fixed = plan[: len(plan) - free]
        others = [
            c
            for c in self._accounts[seat]
            if self.visits[c] and week - self._seen[c] >= REST_WEEKS and c not in fixed and self.ours(c)
        ]
        others.sort(key=lambda c: self.crm.score(c, now) if self.crm else (0.0, 0), reverse=True)
        return fixed + others[:free]

    def _in_time(self, customers: list[int]) -> list[int]:
        """The first of them, as far as a manager's hours reach in a week; the rest waits for another."""
        hours, found = self.data.week_hours, []
        for customer in customers:
            hours -= self.data.visit_hours[CLASSES[self.klass[customer]]]
            if hours < 0:
                break
            found.append(customer)
        return found

    def _visit_all(self, planned: list[tuple[int, int]], now: int, week: int) -> None:
        """The week's visits (customer, seat of the manager), each on its own day."""
        luck, knowledge = self.context.luck, self.knowledge
        customers = [customer for customer, _seat in planned]
        day_of = luck.of(customers, week).uniform("visit-day").tolist()
        needed = [knowledge.needed[customer] for customer in customers]
        first = np.cumsum(needed) - needed
        fields = np.arange(sum(needed)) - np.repeat(first, needed)
        heard = self.hearing(
            luck.of(np.repeat(customers, needed), week, fields), "visit", knowledge.data.heard
        )
        for (customer, seat), day, start, count in zip(planned, day_of, first.tolist(), needed, strict=True):
            self._visits_due[customer] -= 1
            self._seen[customer] = week
            time = now + int(day * 5) * DAY + 9 * HOUR + round((day * 5 % 1) * 8 * HOUR)
            Walk(self._visit(customer, seat, time, heard[start : start + count]))

    def _visit(self, customer: int, seat: int, time: int, heard: list[Heard]) -> Generator[Any, Any, None]:
        """See a customer."""
        yield self.env.timeout(time - self.env.now)
        hours = self.data.visit_hours[CLASSES[self.klass[customer]]]
        self._worked["manager"] += hours * HOUR
        self.contacts.pay(time, "visits", self.data.visit, "relations.visits")
        quality = self.quality(customer, time)
        if self.fact(customer, "own_days", time):
            quality = min(1.0, quality + self.data.own_day)
        self.move_bond(customer, quality, self.data.visit_weight)
        recorded = self.hear(customer, time, heard)
        self.contacts.add(VISIT, customer, time, self.managers.people[seat].number, recorded)

    def _call_all(self, now: int) -> Generator[Any, Any, None]:
        """Wednesday: calls and small attentions to everybody whose turn it is and who deals with the firm."""
        yield self.env.timeout(2 * DAY + 14 * HOUR)
        time, week = int(self.env.now), now // WEEK
        stream = self.context.luck.of(range(len(self.calls)), week, 0)
        heard = (stream.whole("call-hears") < threshold(self.knowledge.data.heard)).tolist()
        right = (stream.whole("call-right") >= threshold(self.knowledge.misheard)).tolist()
        writes = stream.uniform("call-writes").tolist()
        calls_due = self._calls_due
        for customer in dealing(self.reputation, len(self.calls), time):
            calls_due[customer] += self.calls[customer] / WEEKS_A_YEAR
            while calls_due[customer] >= 1:
                calls_due[customer] -= 1
                who = self.person(customer)
                if who is None or self.back_at[who[0]][who[1]] > time:
                    continue
                self._worked[who[0]] += self.data.call_hours * HOUR
                self.contacts.pay(
                    time, "social", self.data.call_hours * self.data.call_hour, "loyalty.social_hours"
                )
                self.move_bond(customer, self.quality(customer, time), self.data.call_weight)
                recorded = False
                if heard[customer]:
                    slot = self._unknown(customer)
                    self.knowledge.hear(self.knowledge.head, slot, time, right[customer])
                    recorded = self._write(customer, slot, time, right[customer], writes[customer])
                self.contacts.add(CALL, customer, time, self.number(customer), recorded)

    def _unknown(self, customer: int) -> int:
        """What the head lacks, or heard longest ago."""
        return min(self.knowledge.slots(customer), key=self.knowledge.head.as_of.__getitem__)

    def ours(self, customer: int) -> bool:
        """Whether the customer deals with the firm; in a frozen market all do."""
        return deals(self.reputation, customer, self.env.now)

    def holders(self, customer: int) -> Sequence[Holder]:
        """Where what is known of a customer stands: in the head of who looks after it, and in the file if one is used."""
        found = []
        if self.person(customer) is not None:
            found.append(self.knowledge.head)
        if self.crm is not None and self.crm.policy.operational and self.crm.adopted:
            found.append(self.knowledge.file)
        return found

    def fact(self, customer: int, name: str, now: int) -> bool:
        """Whether somebody knows a fact rightly."""
        if FIELD[name] >= self.knowledge.needed[customer]:
            return False
        slot = self.knowledge.first[customer] + FIELD[name]
        return any(self.knowledge.holds(holder, slot, now) for holder in self.holders(customer))

    def quality(self, customer: int, now: int) -> float:
        """How good a personal contact is: as that with a stranger, better by what is known, worse by what is known wrong."""
        right, wrong = self.knowledge.shares(customer, now, self.holders(customer))
        stranger = self.data.stranger
        return max(0.0, stranger + (1 - stranger) * (right - self.data.blunder * wrong))

    def move_bond(self, customer: int, quality: float, weight: float) -> None:
        """A personal contact."""
        if self.reputation is not None:
            self.reputation.move_bond(customer, quality, weight)

    def hearing(self, luck: Stream, purpose: str, share: float) -> list[Heard]:
        """What luck lets be heard of the facts of a stream, each with probability `share`."""
        heard = luck.whole(f"{purpose}-hears") < threshold(share)
        right = luck.whole(f"{purpose}-right") >= threshold(self.knowledge.misheard)
        writes = luck.uniform(f"{purpose}-writes")
        return list(zip(heard.tolist(), right.tolist(), writes.tolist(), strict=True))

    def hear(self, customer: int, now: int, heard: list[Heard]) -> bool:
        """What is heard at a contact, fact by fact, into head and file; whether anything was written."""
        recorded = False
        for slot, (hears, ok, writing) in zip(self.knowledge.slots(customer), heard, strict=True):
            if hears:
                self.knowledge.hear(self.knowledge.head, slot, now, ok)
                recorded |= self._write(customer, slot, now, ok, writing)
        return recorded

    def _write(self, customer: int, slot: int, now: int, right: bool, luck: float) -> bool:
        """Into the file, if there is one and it is used."""
        crm = self.crm
        if crm is None or not crm.policy.operational or luck >= crm.adoption:
            return False
        crm.note(customer, slot, now, right)
        return True

    def leave(self, role: str, seat: int, now: int) -> None:
        """Somebody has left: of what is not with the person that much of a bond is left as the file makes up for the head.

        Who has a contract looks at it anew sooner.
        """
        # It is the last second of the week that ends `now`; what is known passes on with the clock.
        asked = int(self.env.now)
        self.back_at[role][seat] = now + round(self.data.vacancy_weeks * WEEK) if role == "manager" else now
        for customer in range(len(self.klass)):
            if self.person(customer) != (role, seat):
                continue
            before = self.quality(customer, asked)
            self.knowledge.forget(customer)
            after = self.quality(customer, asked)
            if self.reputation is not None:
                kept = min(1.0, after / before) if before else 1.0
                self.reputation.weaken_bond(customer, (1 - self.data.personal) * kept)
                self.reputation.renew_sooner(customer, now, self.data.contract_left)
