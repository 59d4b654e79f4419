"""The front office: staff, contacts, knowledge, CRM, relations, loyalty programmes and goods returns.

Each week: training is paid, adoption of the CRM and links are updated, visits and calls are planned; at the end of the
week some people leave.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from sim.base.units import WEEK, WEEKS_A_YEAR
from sim.model.customers.reputation import Reputation
from sim.model.engine.context import RunContext
from sim.model.engine.shifts import on_duty
from sim.model.front_office.client_event import ClientEvent
from sim.model.front_office.contacts import Contacts
from sim.model.front_office.crm import Crm
from sim.model.front_office.goods_returns import GoodsReturns
from sim.model.front_office.knowledge import Knowledge, KnowledgeState
from sim.model.front_office.loyalty import Loyalty
from sim.model.front_office.relations import Relations
from sim.model.front_office.staff import People, Staff
from sim.policy.policy import Policy


@dataclass(frozen=True)
class OfficeState:
    """People and knowledge when a run starts; empty: as the case says."""

    people: People = field(default_factory=dict)
    knowledge: KnowledgeState | None = None


class Office:
    """The parts of the front office. A part that the policy does not use is None."""

    def __init__(
        self, context: RunContext, reputation: Reputation | None, state: OfficeState, recent: list[float]
    ) -> None:
        """recent: each customer's recent satisfaction, 1 to 5."""
        self.context = context
        policy, trial = context.policy, context.trial
        tried = trial.policy(policy) if trial else policy
        self.contacts = contacts = Contacts()
        self.staff = Staff(context, contacts, state.people)
        modules = policy.crm.operational or policy.crm.analytical or policy.crm.collaborative
        personal = any(
            one.relations.managers or one.loyalty.social_hours or one.event.budget for one in (policy, tried)
        )
        self.knowledge = Knowledge(context, state.knowledge) if modules or personal else None
        self.crm = Crm(context, self.knowledge, contacts, recent) if modules and self.knowledge else None
        self.relations: Relations | None = None
        if personal and self.knowledge:
            self.relations = Relations(context, reputation, self.knowledge, self.staff, self.crm, contacts)
            self._plan_events(policy, tried)
        programmes = policy.loyalty.points or policy.loyalty.integration
        self.loyalty = Loyalty(context, reputation, contacts) if programmes else None
        self.goods_returns = GoodsReturns(context, reputation, contacts) if policy.returns.service else None
        notice = context.case.crm
        self._by_system = policy.crm.collaborative and policy.crm.backing and policy.crm.training_hours
        contacts.notice = notice.notice_automatic if self._by_system else notice.notice
        if self.staff.whole or self.knowledge or self.loyalty:
            context.env.process(self._weeks())

    def state(self) -> OfficeState:
        """People and knowledge as data."""
        now = int(self.context.env.now)
        return OfficeState(self.staff.state(), self.knowledge.state(now) if self.knowledge else None)

    def _plan_events(self, policy: Policy, tried: Policy) -> None:
        """Plan the client event. In a trial of its budget each arm has an event of its own."""
        context, trial = self.context, self.context.trial
        assert self.relations is not None
        arms = [(policy.event, [True] * context.customers)]
        if trial and trial.lever == "event.budget":
            treated = trial.treated(context.luck, context.customers)
            arms = [(policy.event, [not one for one in treated]), (tried.event, treated)]
        for event, eligible in arms:
            if event.budget:
                ClientEvent(context, event, self.relations, self.contacts, eligible)

    def _weeks(self) -> Generator[Any, Any, None]:
        """Begin and end each week."""
        env = self.context.env
        yield env.timeout(-env.now % WEEK)
        while True:
            now = int(env.now)
            self._pay_training(now)
            if self.crm is not None:
                self.crm.begin_week(now)
            if self.loyalty is not None:
                self.loyalty.begin_week(now)
            if self.relations is not None:
                self.relations.begin_week(now)
            yield env.timeout(WEEK - 1)  # Sunday's last second, so that the last week of a run ends, too
            for role, seat in self.staff.end_week(now + WEEK):
                if self.relations is not None and role in ("manager", "host"):
                    self.relations.person_left(role, seat, now + WEEK)
            yield env.timeout(1)

    def _pay_training(self, now: int) -> None:
        """Pay a week's training of all staff and of the users of the CRM."""
        case, policy = self.context.case, self.context.policy
        people = self.staff.whole * sum(len(role.people) for role in self.staff.roles.values())
        self.contacts.pay(
            now,
            "training",
            people * policy.staff.training_hours / WEEKS_A_YEAR * self.staff.data.hour,
            "staff.training_hours",
        )
        if self.crm is not None:
            users = policy.relations.managers + sum(
                ceil(7 * sum(on_duty(heads, case.desk)) / self.staff.data.week_hours)
                for heads in (policy.desk.clerks, policy.complaints.handlers)
            )
            self.contacts.pay(
                now,
                "crm_training",
                users * policy.crm.training_hours / WEEKS_A_YEAR * case.crm.hour,
                "crm.training_hours",
            )
