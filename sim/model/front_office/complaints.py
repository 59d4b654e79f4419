"""Complaints.

1. Few dissatisfied customers complain formally. Others mention it at their next contact; a mention is lost unless it is
   written into the CRM file.
2. A formal complaint, a recorded mention or a dissatisfied answer to a survey goes through the course's seven steps.
   In each step a handler works on it, and it may then wait for other departments.
3. Justice follows from compensation (distributive), treatment (interactional) and speed (procedural).
4. Justice decides how much of the bad memory is taken back. It can be all of it, or less than nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from simpy import Event

from sim.base.streams import threshold
from sim.base.units import DAY, HOUR
from sim.case.complaints import STEPS
from sim.model.customers.memory import Experience
from sim.model.customers.reputation import Reputation
from sim.model.engine.context import RunContext
from sim.model.engine.fast_cells import flags, view
from sim.model.engine.process import Walk
from sim.model.engine.shifts import on_duty
from sim.model.engine.station import Station
from sim.model.front_office.complaint_sources import ComplaintSources
from sim.model.front_office.crm import Crm
from sim.model.front_office.staff import Role
from sim.policy.policy import Policy
from sim.roleplay.hooks import Treatment

DISTRIBUTIVE, INTERACTIONAL, PROCEDURAL = 0.5, 0.35, 0.15
"""Weights of justice; their order follows Orsingher, Valentini and de Angelis (2010)."""
SLOW_DAYS = 14
"""Days after which more time makes no difference to the customer."""


@dataclass
class Complaint:
    """One formal complaint. customer: its number; times in seconds, compensation in fen."""

    customer: int
    order: int
    source: str
    opened: int
    asked: bool
    """Whether the firm asked, in a survey or a call back, instead of the customer complaining."""
    times: dict[str, int] = field(default_factory=dict)
    compensation: int = 0
    overdue: bool = False
    """Whether the customer has had no answer for so long that it expects none."""
    share_restored: float | None = None
    """Share of the bad memory that was taken back; None while the complaint is open."""


class Complaints:
    """The complaint desk: a station of handlers."""

    def __init__(self, context: RunContext, reputation: Reputation | None, crm: Crm | None = None) -> None:
        luck, trial = context.luck, context.trial
        self.context = context
        self.env = context.env
        self.log = context.log
        self.data = data = context.case.complaints
        self.reputation = reputation
        self.handlers = Station(self.env, on_duty(context.policy.complaints.handlers, context.case.desk))
        self.handler = Role.steady("handler")
        """Speed of the handlers."""
        stream = context.demand.stream
        compute_once = context.compute_once
        self._formal = compute_once(
            "complains", lambda: flags(stream.whole("complains") < threshold(data.formal))
        )
        self.sources = ComplaintSources(context)
        delay = data.delay_hours * HOUR
        self._after = compute_once(
            "complains after",
            lambda: view((delay * stream.exponential("complains-after")).astype("int64")),
        )
        self._manner = compute_once("manner", lambda: view(stream.uniform("manner")))
        self._pace = compute_once("pace", lambda: view(stream.lognormal(data.pace_spread, "pace")))
        self._fee = context.as_view("list_price")
        self.customer, self._number = context.as_list("customer"), context.numbers()
        self.treated = trial.treated(luck, context.customers) if trial else None
        self._set_levers(crm)
        self.recorded: set[int] = set()
        """Orders with a mention that was written into the file."""
        self.complained_before: set[int] = set()
        """Customers who have complained before: they forgive less easily."""
        self.all: list[Complaint] = []
        self.treatment = Treatment()
        """How complaints are treated, as a talk has left it."""
        self.felt: Callable[[int, float], None] = lambda _customer, _share: None
        """Called with the customer (its place) and the share of the bad memory taken back; set by the firm."""
        self._raised: set[int] = set()
        """Orders with a complaint, or found by a survey."""

    def _set_levers(self, crm: Crm | None) -> None:
        """Take over the levers of the policy in force, apart from staffing."""
        self._terms = [policy.complaints for policy in self.context.policies]
        # Mentions of failures are written down only with an operational CRM system.
        self.crm = crm if self.context.policy.crm.operational else None
        if self.crm is not None:
            stream, data = self.context.demand.stream, self.data
            not_formal = ~(stream.whole("complains") < threshold(data.formal))
            self._mentions = flags((stream.whole("mentions") < threshold(data.mention)) & not_formal)
            after = data.delay_hours * HOUR * stream.exponential("mentions-after")
            self._mentions_after = view(after.astype("int64"))

    def adopt(self, policy: Policy, crm: Crm | None) -> None:
        """A new policy is in force; open complaints go on under the terms that they were opened under."""
        self.handlers.change_staffing(on_duty(policy.complaints.handlers, self.context.case.desk))
        self._set_levers(crm)

    def consider(self, order: int, time: int, experience: Experience) -> None:
        """A dissatisfied customer may complain some time after the order has ended."""
        if self._formal[order]:
            self._raised.add(order)
            Walk(self._complaint(order, time + self._after[order], experience, asked=False))
        elif self.crm is not None and self._mentions[order] and self.crm.calls_back(order, self.env.now):
            self.recorded.add(order)
            Walk(self._mention(order, time + self._mentions_after[order], experience))

    def _mention(self, order: int, time: int, experience: Experience) -> Generator[Any, Any, None]:
        """A mention was written down: it is handled like a dissatisfied answer to a survey."""
        yield self.env.timeout(time - self.env.now)
        self.found(order, experience)

    def found(self, order: int, experience: Experience) -> None:
        """The firm has found a dissatisfied customer who did not complain."""
        if order not in self._raised:
            self._raised.add(order)
            Walk(self._complaint(order, self.env.now, experience, asked=True))

    def trace(self, seconds: int, patience: int) -> Event:
        """The handlers find out where a late order is: an event whose value is the wait (s), None if it took too long."""
        return self.handlers.serve(round(seconds * self.handler.pace), patience)

    def _complaint(
        self, order: int, opened: int, experience: Experience, asked: bool
    ) -> Generator[Any, Any, None]:
        """The process of a complaint, from its opening at `opened` (s) through all steps."""
        env, data = self.env, self.data
        customer, number = self.customer[order], self._number[order]
        yield env.timeout(opened - env.now)
        complaint = Complaint(number, order, self.sources.of(order), env.now, asked)
        self.all.append(complaint)
        timer: Any = env.timeout(SLOW_DAYS * DAY)
        timer.callbacks.append(lambda _event: self._no_answer(complaint, experience))
        terms = self._terms[self.treated[customer] if self.treated else 0]
        price = self.context.terms(order).price.level
        for step in STEPS:
            if step == "called_back" and not terms.return_visit:
                continue
            work = round(data.work_minutes[step] * 60 * self.handler.pace)
            yield self.handlers.serve(work, 1 << 40)
            waiting = data.wait_hours.get(step, 0.0)
            if step == "explained":
                waiting *= self.treatment.explained
            if waiting:
                yield env.timeout(round(waiting * HOUR * self._pace[order]))
            complaint.times[step] = env.now
            if step == "agreed":
                complaint.compensation = round(terms.compensation * self._fee[order] * price)
        days = (env.now - complaint.opened) / DAY
        justice = (
            DISTRIBUTIVE * min(1.0, terms.compensation / data.fair)
            + INTERACTIONAL
            * min(1.0, self._manner_of(order) + (data.visit_warms if terms.return_visit else 0.0))
            + PROCEDURAL * max(0.0, 1.0 - days / SLOW_DAYS)
        )
        share_restored = min(1.0, data.mends * justice - data.hurts * min(1.0, days / SLOW_DAYS))
        if number in self.complained_before and share_restored > 0:
            share_restored *= data.again
        self.complained_before.add(number)
        complaint.share_restored = share_restored
        felt = share_restored + data.hurts if complaint.overdue else share_restored
        self._restore(complaint, experience, felt)

    def _manner_of(self, order: int) -> float:
        """How kindly a complaint is treated: luck with this mean, which is uniform if the mean is 1/2."""
        mean = self.treatment.manner or self.data.manner
        manner: float = self._manner[order] ** ((1 - mean) / mean)
        return manner

    def _no_answer(self, complaint: Complaint, experience: Experience) -> None:
        """No answer within SLOW_DAYS is bad handling, whether or not one comes later: the memory gets worse."""
        if complaint.share_restored is None:
            complaint.overdue = True
            self._restore(complaint, experience, -self.data.hurts)

    def _restore(self, complaint: Complaint, experience: Experience, share: float) -> None:
        """Take back a share of the bad memory of the customer, unless it has moved away."""
        order = complaint.order
        if self.context.is_replaced(order):
            return
        self.felt(self.customer[order], share)
        if self.reputation is not None:
            self.reputation.restore(self.customer[order], order, experience, share, self.env.now)
