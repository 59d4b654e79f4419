"""The firm: its stations, and the process of an order through them.

1. Desk: wait for a clerk, or renege. The clerk promises a delivery time, or turns the order away.
2. Stock: allocate goods. If some are missing, wait for them as a backorder.
3. If the customer asked for a later delivery: wait until then.
4. Warehouse: pick, then pack.
5. Fleet: the order waits for its lane's next trip, and is delivered, returned or lost.
6. When the order has ended, the customer judges it. One that does not come is cancelled by the customer.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sim.model.customers.fairness import Fairness
from sim.model.customers.reputation import Reputation
from sim.model.customers.satisfaction import FIRST_SATISFACTION, Judge
from sim.model.engine.context import RunContext
from sim.model.engine.log import IN_PROGRESS
from sim.model.engine.process import Walk
from sim.model.engine.station import Station
from sim.model.front_office.complaints import Complaints
from sim.model.front_office.contacts import active_customers
from sim.model.front_office.office import Office, OfficeState
from sim.model.front_office.staff import Staff
from sim.model.front_office.surveys import Surveys
from sim.model.front_office.talks import Talks
from sim.model.operations.desk import Desk
from sim.model.operations.enquiries import Enquiries
from sim.model.operations.fleet import Fleet
from sim.model.operations.overdue import Overdue
from sim.model.operations.replenishment import Replenishment
from sim.model.operations.stock import Stock, StockState
from sim.model.operations.stoppages import plan_stoppages
from sim.model.operations.warehouse import Warehouse


@dataclass(frozen=True)
class FirmState:
    """The state of a firm, from which a run can start: its stock, its people, and their knowledge of customers."""

    stock: StockState
    office: OfficeState = field(default_factory=OfficeState)


class Firm:
    """One firm in its market."""

    def __init__(
        self, context: RunContext, reputation: Reputation | None, state: FirmState, *, ideal: bool = False
    ) -> None:
        """Build the stations. reputation: None in a frozen market; ideal: every customer experiences perfect service."""
        self.context = context
        self.env = context.env
        self.end = context.end
        self.reputation = reputation
        self.requested_delay = context.as_view("delay")
        self.log = context.log
        self.gone: dict[int, tuple[int, int]] = {}
        """Manager and time of the built-in link of customers who moved away, by row of `succession`."""
        self.recent = recent = [FIRST_SATISFACTION] * context.customers
        self.office = office = Office(context, reputation, state.office, recent)
        self.complaints = Complaints(context, reputation, office.crm)
        self.judge = Judge(context, reputation, recent, self.complaints.consider, ideal)
        self.complaints.felt = self.judge.complaint_felt
        self.complaints.sources.because_of_sales = self.judge.because_of_sales
        self.complaints.sources.has_no_manager = office.has_no_manager
        self.judge.too_expensive = context.too_expensive(context.policy)
        self.fairness = Fairness(context)
        self.judge.price_felt = self.fairness.by_order
        self.surveys = Surveys(context, reputation, self.judge, self.complaints)
        self.desk = Desk(context, office.crm, office.loyalty)
        self.enquiries = Enquiries(context, self.desk, self.complaints)
        self.stock = Stock(context, state.stock)
        self.replenishment = Replenishment(context, self.stock, state.stock)
        self.warehouse = Warehouse(context)
        self.fleet = Fleet(context, self.warehouse, self.judge, office.contacts, office.goods_returns)
        self.overdue = Overdue(context, self.judge, self.stock, self.fleet)
        self.talks = Talks(context, reputation, office.contacts, self.complaints)
        plan_stoppages(context, self.warehouse.pause)
        if office.staff.whole:
            self._assign_staff(office.staff)

    def adopt(self) -> None:
        """Work under the next policy of the history from now on. Work that has begun is finished under the old one."""
        history, now = self.context.history, int(self.env.now)
        before, policy = history.at(now - 1), history.at(now)
        if self.reputation is not None:
            self.reputation.adopt(policy, now)
        office = self.office
        office.adopt(before)
        if policy.price.level != before.price.level:
            told = active_customers(self.reputation, self.context.customers, now)
            cost = self.context.case.costs.price_change * len(told)
            office.contacts.pay(now, "price_lists", cost, "price.level")
        self.complaints.adopt(policy, office.crm)
        self.surveys.adopt(policy)
        judge = self.judge
        judge.too_expensive = self.context.from_now(judge.too_expensive, self.context.too_expensive(policy))
        self.fairness.adopt(policy)
        judge.price_felt = self.fairness.by_order
        self.desk.adopt(policy, office.crm, office.loyalty)
        self.stock.adopt(policy)
        self.replenishment.adopt(policy)
        self.warehouse.adopt(policy)
        self.fleet.adopt(policy, office.goods_returns)
        if office.staff.whole:
            for name, station in self._stations().items():
                work = partial(getattr, station, "work")
                office.staff.resize(office.staff.roles[name], 7 * sum(station.hourly), work)

    def _stations(self) -> dict[str, Station]:
        """The stations by the role of those who work there."""
        return {
            "clerk": self.desk.clerks,
            "picker": self.warehouse.pickers,
            "packer": self.warehouse.packers,
            "handler": self.complaints.handlers,
        }

    def _assign_staff(self, staff: Staff) -> None:
        """Make the speed and errors of each station depend on the people who work there."""
        for name, station in self._stations().items():
            staff.add(name, 7 * sum(station.hourly), partial(getattr, station, "work"))
        self.desk.clerk, self.complaints.handler = staff.roles["clerk"], staff.roles["handler"]
        self.warehouse.picker, self.warehouse.packer = staff.roles["picker"], staff.roles["packer"]

    def state(self) -> FirmState:
        """The present state as data."""
        return FirmState(self.replenishment.state(), self.office.state())

    def move_away(self, place: int, row: int) -> None:
        """The customer at a place, a row of `succession`, closes or moves away."""
        self.gone[row] = self.office.manager(place), self.office.linked_at(place)
        if self.office.loyalty is not None:
            self.office.loyalty.unlink(place)

    def arrive(self, place: int) -> None:
        """A newcomer has taken over a place: the firm knows nothing of it."""
        self.recent[place] = FIRST_SATISFACTION
        self.judge.goodwill.pop(place, None)
        self.office.forget(place)

    def receive(self, order: int) -> None:
        """A customer places an order: start its process."""
        self.log.status[order] = IN_PROGRESS
        Walk(self._process(order))

    def _process(self, order: int) -> Generator[Any, Any, None]:
        """The process of an order, from the desk until the fleet takes it over."""
        env, log, desk = self.env, self.log, self.desk
        answered = now = env.now
        service = desk.serve(order, now)
        if service is not None:
            wait = yield service
            if wait is None:
                desk.renege(order)
                self.judge.order_ended(order, env.now)
                return
            answered, now = answered + wait, env.now
        log.answered[order] = answered
        if not desk.accept(order, service, now):
            self.judge.order_ended(order, now)
            return
        self.overdue.accepted.append(order)
        self.enquiries.accepted(order, now)
        missing = self.stock.allocate(order)
        if missing and not (yield from self.stock.wait_for_goods(order, missing)):
            self.judge.order_ended(order, env.now)
            return
        if self.requested_delay[order]:
            yield env.timeout(self.requested_delay[order])
            if log.status[order] != IN_PROGRESS:  # the customer has cancelled meanwhile
                return
        log.released[order] = now = env.now
        wait = yield self.warehouse.pick(order, now)
        if wait is None or log.status[order] != IN_PROGRESS:
            return
        log.picked[order] = now = env.now
        wait = yield self.warehouse.pack(order, now)
        if wait is None or log.status[order] != IN_PROGRESS:
            return
        log.packed[order] = env.now
        self.fleet.ship(order)
