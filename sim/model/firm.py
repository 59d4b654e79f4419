"""The firm: stations wired together, and an order's way through them."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sim.model.customers.reputation import Reputation
from sim.model.customers.satisfaction import FIRST_SATISFACTION, Judge
from sim.model.engine.context import RunContext
from sim.model.engine.log import IN_PROGRESS
from sim.model.engine.process import Walk
from sim.model.front_office.complaints import Complaints
from sim.model.front_office.office import Office, OfficeState
from sim.model.front_office.staff import Staff
from sim.model.front_office.surveys import Surveys
from sim.model.operations.desk import Desk
from sim.model.operations.fleet import Fleet
from sim.model.operations.stock import Stock, StockState
from sim.model.operations.warehouse import Warehouse


@dataclass(frozen=True)
class FirmState:
    """Where a firm begins: its stock, its people, and what they know."""

    stock: StockState
    office: OfficeState = field(default_factory=OfficeState)


class Firm:
    """One firm in its market: what it does with the orders that it is given."""

    def __init__(
        self, setting: RunContext, standing: Reputation | None, state: FirmState, *, ideal: bool = False
    ) -> None:
        """standing: what customers think of it (None in a frozen market); state: where it begins."""
        self.setting = setting
        self.env = setting.env
        self.end = setting.end
        self.standing = standing
        self.delay = setting.viewed("delay")
        self.log = setting.log
        recent = [FIRST_SATISFACTION] * setting.customers
        self.office = office = Office(setting, standing, state.office, recent)
        self.complaints = Complaints(setting, standing, office.crm)
        self.judge = Judge(setting, standing, recent, self.complaints.consider, ideal)
        self.surveys = Surveys(setting, standing, self.judge, self.complaints)
        self.desk = Desk(setting, office.crm, office.loyalty)
        self.stock = Stock(setting, state.stock)
        self.warehouse = Warehouse(setting)
        self.fleet = Fleet(setting, self.warehouse, self.judge, office.contacts, office.reverse)
        if office.staff.whole:
            self._employ(office.staff)

    def _employ(self, staff: Staff) -> None:
        """The people at the stations are people."""
        for name, station in (
            ("clerk", self.desk.clerks),
            ("picker", self.warehouse.pickers),
            ("packer", self.warehouse.packers),
            ("handler", self.complaints.handlers),
        ):
            staff.add(name, 7 * sum(station.hourly), partial(getattr, station, "work"))
        self.desk.clerk, self.complaints.handler = staff.roles["clerk"], staff.roles["handler"]
        self.warehouse.picker, self.warehouse.packer = staff.roles["picker"], staff.roles["packer"]

    def state(self) -> FirmState:
        """Where the firm has come to, as data."""
        return FirmState(self.stock.state(), self.office.state())

    def take(self, order: int) -> None:
        """A customer gives an order."""
        self.log.status[order] = IN_PROGRESS
        Walk(self._life(order))

    def _life(self, order: int) -> Generator[Any, Any, None]:
        """An order's way: desk, stock, warehouse, and then the lane's lorries carry it."""
        env, log, desk = self.env, self.log, self.desk
        answered = now = env.now
        served = desk.serve(order, now)
        if served is not None:
            wait = yield served
            if wait is None:
                desk.give_up(order)
                self.judge.settle(order, env.now)
                return
            answered, now = answered + wait, env.now
        log.answered[order] = answered
        if not desk.accept(order, served, now):
            self.judge.settle(order, now)
            return
        missing = self.stock.allocate(order)
        if missing and not (yield from self.stock.wait_for(order, missing)):
            self.judge.settle(order, env.now)
            return
        if self.delay[order]:
            yield env.timeout(self.delay[order])
        log.released[order] = env.now
        yield self.warehouse.pick(order)
        log.picked[order] = env.now
        yield self.warehouse.pack(order)
        log.packed[order] = env.now
        self.fleet.ship(order)
