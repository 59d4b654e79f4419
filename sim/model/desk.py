"""The order desk: channels, patience, handling, errors, special requests, and the promise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from simpy import Event

from sim.case import Case
from sim.casedata.stations import Hours
from sim.classes import CLASSES
from sim.luck import threshold
from sim.model.crm import Crm
from sim.model.log import ABANDONED, CAUSE, TURNED_AWAY
from sim.model.loyalty import Loyalty
from sim.model.market import FEN, Wants
from sim.model.priority import PriorityStation, Service
from sim.model.setting import Setting
from sim.model.staff import Role
from sim.model.station import DAY, HOUR, Station

ADDRESS, QUOTE, INVOICE = "address_slip", "quote_slip", "invoice_slip"
RANKS_APART = 4
"""Key accounts come before others whatever the channel."""


def ranks(setting: Setting) -> list[int]:
    """The rank of each order by its customer's class, above the lowest."""
    by_class = [getattr(setting.policy.relations.priority, name) for name in CLASSES]
    above = [rank - min(by_class) for rank in by_class]
    ranked: list[int] = setting.once(("rank", *above), lambda: [above[k] for k in setting.listed("klass")])
    return ranked


def on_duty(staffing: Any, hours: Hours) -> list[int]:
    """Servers on duty by hour of the day. One number stands for the opening hours, nobody outside them."""
    if isinstance(staffing, int):
        return [staffing if hours.opens <= hour < hours.closes else 0 for hour in range(24)]
    return list(staffing)


class Desk:
    """Clerks who take orders by telephone, web and mail; orders by built-in link (EDI) need none."""

    def __init__(self, setting: Setting, crm: Crm | None = None, loyalty: Loyalty | None = None) -> None:
        case, policy, wants = setting.case, setting.policy, setting.wants
        self.env = setting.env
        self.log = setting.log
        self.crm, self.loyalty = crm, loyalty
        self.clerk = Role.usual("clerk")
        """How fast and how carefully the clerks work."""
        staffing = on_duty(policy.desk.clerks, case.desk)
        self._rank = ranks(setting)
        ranked = any(self._rank) or (crm is not None and policy.crm.collaborative)
        self.clerks: Station | PriorityStation = (PriorityStation if ranked else Station)(
            setting.env, staffing
        )
        self.handling = setting.listed("handling")
        self.patience = setting.listed("patience")
        self.channel = setting.listed("channel")
        self.slip = setting.listed("slip")
        self.special = setting.listed("special")
        level, least = policy.price.level, policy.order.minimum * FEN
        self.too_small = setting.once(
            ("too small", level, least), lambda: (wants.list_price * level < least).tolist()
        )
        self.capacity = policy.flex.capacity
        self._granted: dict[int, int] = {}
        channels = case.desk.channels.values()
        # One luck decides all three errors: below the first bound the quote, up to the second the invoice, then the address.
        self._quote = [threshold(c.quote_error) for c in channels]
        self._invoice = [threshold(min(1.0, c.quote_error + c.invoice_error)) for c in channels]
        self._any = [threshold(min(1.0, c.quote_error + c.invoice_error + c.address_error)) for c in channels]
        promised = tuple(getattr(policy.promise.hours, name) for name in CLASSES)
        self.promise = setting.once(("promise", *promised), lambda: _promises(case, promised, wants))

    def serve(self, order: int) -> Event:
        """Wait for a clerk and be served: the event's value is the wait (s), None if the customer leaves."""
        seconds, now = self.handling[order], self.env.now
        if self.crm is not None:
            seconds = self.crm.handling(order, seconds, now)
        if self.clerk.pace != 1:
            seconds = round(seconds * self.clerk.pace)
        rank = self._rank[order] * RANKS_APART + (self.crm.rank(order) if self.crm is not None else 0)
        served = self.clerks.serve(seconds, self.patience[order], rank)
        if (clerk := self.clerks.server) is not None:
            self.log.clerk[order] = clerk
        return served

    def needs_clerk(self, order: int) -> bool:
        """Whether a clerk must take the order: not if it comes by a built-in link."""
        if not self.handling[order]:
            return False
        if self.loyalty is not None and self.loyalty.linked(order, self.env.now):
            self.log.linked[order] = 1
            return False
        return True

    def answered(self, order: int, served: Event, now: int) -> None:
        """The clerk who took the order has heard something."""
        if isinstance(served, Service) and served.server is not None:
            self.log.clerk[order] = served.server
        if self.crm is not None:
            self.crm.hear(order, now)

    def give_up(self, order: int) -> None:
        """The customer has left without being served."""
        self.log.status[order], self.log.cause[order] = ABANDONED, CAUSE["desk"]

    def accept(self, order: int, now: int) -> bool:
        """Promise a delivery to who has been served; False: the order is too small and turned away."""
        log = self.log
        if self.too_small[order]:
            log.status[order], log.cause[order] = TURNED_AWAY, CAUSE["minimum"]
            return False
        log.accepted[order] = now
        log.promised[order] = now + self.promise[order]
        if not self.log.linked[order]:
            self._slips(order, now)
        if self.special[order]:
            log.special_granted[order] = self._grant(now // DAY)
        return True

    def _slips(self, order: int, now: int) -> None:
        """A slip of the desk: in the quote, the invoice or the address; the file may prevent it, or make one."""
        slip, channel = self.slip[order], self.channel[order]
        if self.clerk.errors != 1:
            slip = int(slip / self.clerk.errors)
        kind = None
        if slip < self._any[channel]:
            kind = (
                ADDRESS
                if slip >= self._invoice[channel]
                else QUOTE
                if slip < self._quote[channel]
                else INVOICE
            )
        if self.crm is not None:
            kind = self._by_file(self.crm, order, kind, now)
        if kind is not None:
            getattr(self.log, kind)[order] = 1

    def _by_file(self, crm: Crm, order: int, kind: str | None, now: int) -> str | None:
        """The slip that is left when the file is looked into."""
        for name, slips in (("address", (ADDRESS,)), ("terms", (QUOTE, INVOICE))):
            says = crm.slips(order, name, now)
            if says is False and kind in slips:
                return None
            if says and kind is None:
                return slips[-1]
        return kind

    def _grant(self, day: int) -> bool:
        """Special requests are granted until the day's capacity is used up."""
        granted = self._granted.get(day, 0)
        if granted >= self.capacity:
            return False
        self._granted[day] = granted + 1
        return True


def _promises(case: Case, by_class: Sequence[float], wants: Wants) -> list[int]:
    """Promised seconds from acceptance by order: class and zone, shorter if urgent, longer by a delay that was asked for."""
    zone = [case.zones[centre.zone].extra_hours for centre in case.centres]
    share = case.requests.expedite
    table = [[round((hours + extra) * HOUR) for extra in zone] for hours in by_class]
    urgent = [[round(promised * share) for promised in row] for row in table]
    return [
        (urgent if hurry else table)[klass][lane] + delay
        for klass, lane, hurry, delay in zip(
            wants.klass.tolist(),
            wants.lane.tolist(),
            wants.expedite.tolist(),
            wants.delay.tolist(),
            strict=True,
        )
    ]
