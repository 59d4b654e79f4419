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
from sim.model.engine.log import NOT_REACHED
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
        self.context, self.reputation = context, reputation
        self._recent, self._known = recent, state.knowledge
        self.contacts = Contacts()
        self.staff = Staff(context, self.contacts, state.people)
        self.knowledge: Knowledge | None = None
        self._system: Crm | None = None
        """The CRM system, also while it is given up."""
        self.crm: Crm | None = None
        """The CRM system in use."""
        self.relations: Relations | None = None
        self._events: list[ClientEvent] = []
        self.loyalty: Loyalty | None = None
        self.goods_returns: GoodsReturns | None = None
        self._weeks_run = False
        self._open_parts()

    def _open_parts(self) -> None:
        """Open the parts that the policy uses and that are not there yet."""
        context, reputation, contacts = self.context, self.reputation, self.contacts
        policy, tried = context.policies
        modules = policy.crm.operational or policy.crm.analytical or policy.crm.collaborative
        personal = any(
            one.relations.managers or one.loyalty.social_hours or one.event.budget for one in (policy, tried)
        )
        if (modules or personal) and self.knowledge is None:
            self.knowledge = Knowledge(context, self._known)
        if modules and self._system is None and self.knowledge:
            self._system = Crm(context, self.knowledge, contacts, self._recent)
        self.crm = self._system if modules else None
        if personal and self.relations is None and self.knowledge:
            self.relations = Relations(context, reputation, self.knowledge, self.staff, self.crm, contacts)
            self._plan_events()
        if (policy.loyalty.points or policy.loyalty.integration) and self.loyalty is None:
            self.loyalty = Loyalty(context, reputation, contacts)
        if policy.returns.service and self.goods_returns is None:
            self.goods_returns = GoodsReturns(context, reputation, contacts)
        notice = context.case.crm
        by_system = policy.crm.collaborative and policy.crm.backing and policy.crm.training_hours
        contacts.notice = notice.notice_automatic if by_system else notice.notice
        if not self._weeks_run and (self.staff.whole or self.knowledge or self.loyalty):
            self._weeks_run = True
            context.env.process(self._weeks())

    def adopt(self, before: Policy) -> None:
        """A new policy is in force. before: the one until now."""
        had_crm, policy = self.crm is not None, self.context.policy
        there = self.relations, self.loyalty, self.goods_returns, self._system
        self.staff.adopt()
        if self.knowledge is not None:
            self.knowledge.adopt(policy)
        self._open_parts()
        relations, loyalty, goods_returns, system = there
        if system is not None:
            system.adopt(again=not had_crm)
        if relations is not None:
            relations.adopt(self.crm)
            if policy.event != before.event:
                self._plan_events()
        if loyalty is not None:
            loyalty.adopt()
        if goods_returns is not None:
            goods_returns.adopt(policy)

    def state(self) -> OfficeState:
        """People and knowledge as data."""
        now = int(self.context.env.now)
        return OfficeState(self.staff.state(), self.knowledge.state(now) if self.knowledge else None)

    def manager(self, customer: int) -> int:
        """The person who manages a customer's account; NOT_REACHED: nobody does."""
        return NOT_REACHED if self.relations is None else self.relations.team.manager(customer)

    def has_no_manager(self, customer: int) -> bool:
        """Whether the manager of a customer's account has left and the seat is vacant."""
        if self.relations is None:
            return False
        team = self.relations.team
        seat = team.seat[customer]
        return seat is not None and team.is_vacant("manager", seat, int(self.context.env.now))

    def linked_at(self, customer: int) -> int:
        """When a customer's link is ready; NOT_REACHED: it has none."""
        return NOT_REACHED if self.loyalty is None else self.loyalty.linked_at[customer]

    def forget(self, customer: int) -> None:
        """A newcomer has taken the customer's place: what was known of the customer is of no use."""
        if self.knowledge is not None:
            self.knowledge.forget_all(customer)
        if self._system is not None:
            self._system.rating.pop(customer, None)

    def _plan_events(self) -> None:
        """Plan the client event. In a trial of its budget each arm has an event of its own."""
        context, trial = self.context, self.context.trial
        policy, tried = context.policies
        assert self.relations is not None
        for planned in self._events:
            planned.cancelled = True
        arms = [(policy.event, [True] * context.customers)]
        if trial and trial.lever == "event.budget":
            treated = trial.treated(context.luck, context.customers)
            arms = [(policy.event, [not one for one in treated]), (tried.event, treated)]
        for event, eligible in arms:
            if event.budget:
                self._events.append(ClientEvent(context, event, self.relations, self.contacts, eligible))

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
