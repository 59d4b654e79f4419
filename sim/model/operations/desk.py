"""The order desk: channels, patience, handling, errors, special requests, and the promise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from simpy import Event

from sim.base.streams import Ints, threshold
from sim.base.units import DAY, FEN, HOUR
from sim.case.case import Case
from sim.model.demand.demand import Wants
from sim.model.engine.columns import flags, view
from sim.model.engine.context import RunContext
from sim.model.engine.log import ABANDONED, ADDRESS, CAUSE, GRANTED, INVOICE, LINKED, QUOTE, TURNED_AWAY
from sim.model.engine.priority_station import PriorityStation, QueuedService
from sim.model.engine.shifts import on_duty, ranks
from sim.model.engine.station import Station
from sim.model.front_office.crm import Crm
from sim.model.front_office.loyalty import Loyalty
from sim.model.front_office.staff import Role
from sim.policy.classes import CLASSES

RANKS_APART = 4
"""Key accounts come before others whatever the channel."""


class Desk:
    """Clerks who take orders by telephone, web and mail; orders by built-in link (EDI) need none."""

    def __init__(self, setting: RunContext, crm: Crm | None = None, loyalty: Loyalty | None = None) -> None:
        case, policy, wants = setting.case, setting.policy, setting.wants
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
        self.handling = setting.viewed("handling")
        self.patience = setting.viewed("patience")
        self.channel = setting.viewed("channel")
        self.special = flags(wants.special)
        least = policy.order.minimum * FEN
        self.too_small = flags(wants.list_price * policy.price.level < least)
        self.capacity = policy.flex.capacity
        self._granted: dict[int, int] = {}
        channels = case.desk.channels.values()
        # One luck decides all three errors: below the first bound the quote, up to the second the invoice, then the address.
        self._quote = [threshold(c.quote_error) for c in channels]
        self._invoice = [threshold(min(1.0, c.quote_error + c.invoice_error)) for c in channels]
        self._any = [threshold(min(1.0, c.quote_error + c.invoice_error + c.address_error)) for c in channels]
        self.slip = setting.viewed("slip")
        may_slip = wants.slip < np.array(self._any)[wants.channel] * setting.most_errors
        self._may_slip = flags(may_slip | crm.misled if crm is not None else may_slip)
        promised = tuple(getattr(policy.promise.hours, name) for name in CLASSES)
        self.promise = setting.once(("promise", *promised), lambda: view(_promises(case, promised, wants)))

    def serve(self, order: int, now: int) -> Event | None:
        """Wait for a clerk and be served: the event's value is the wait (s), None if the customer leaves.

        No event at all if none must take the order, as it comes by a built-in link.
        """
        seconds = self.handling[order]
        if not seconds:
            return None
        if self.loyalty is not None and self.loyalty.linked(order, now):
            self.log.marks[order] |= LINKED
            return None
        rank = self._rank[order] * RANKS_APART
        if self.crm is not None:
            seconds, before = self.crm.handling(order, seconds, now)
            rank += before
        if self.clerk.pace != 1:
            seconds = round(seconds * self.clerk.pace)
        served = self.clerks.serve(seconds, self.patience[order], rank)
        if self.clerks.server is not None:
            self.log.clerk[order] = self.clerks.server
        return served

    def give_up(self, order: int) -> None:
        """The customer has left without being served."""
        self.log.status[order], self.log.cause[order] = ABANDONED, CAUSE["desk"]

    def accept(self, order: int, served: Event | None, now: int) -> bool:
        """Promise a delivery to who has been served; False: the order is too small and turned away."""
        log = self.log
        if isinstance(served, QueuedService) and served.server is not None:
            log.clerk[order] = served.server
        if served is not None and self.crm is not None:
            self.crm.hear(order, now)
        if self.too_small[order]:
            log.status[order], log.cause[order] = TURNED_AWAY, CAUSE["minimum"]
            return False
        log.accepted[order] = now
        log.promised[order] = now + self.promise[order]
        if self._may_slip[order] and not log.marks[order] & LINKED:
            self._slips(order, now)
        if self.special[order] and self._grant(now // DAY):
            log.marks[order] |= GRANTED
        return True

    def _slips(self, order: int, now: int) -> None:
        """A slip of the desk: in the quote, the invoice or the address; the file may prevent it, or make one."""
        slip, channel = self.slip[order], self.channel[order]
        if self.clerk.errors != 1:
            slip = int(slip / self.clerk.errors)
        mark = 0
        if slip < self._any[channel]:
            mark = (
                ADDRESS
                if slip >= self._invoice[channel]
                else QUOTE
                if slip < self._quote[channel]
                else INVOICE
            )
        if self.crm is not None:
            mark = self._by_file(self.crm, order, mark, now)
        self.log.marks[order] |= mark

    def _by_file(self, crm: Crm, order: int, mark: int, now: int) -> int:
        """The slip that is left when the file is looked into."""
        for name, slips in (("address", ADDRESS), ("terms", QUOTE | INVOICE)):
            says = crm.slips(order, name, now)
            if says is False and mark & slips:
                return 0
            if says and not mark:
                return ADDRESS if slips == ADDRESS else INVOICE
        return mark

    def _grant(self, day: int) -> bool:
        """Special requests are granted until the day's capacity is used up."""
        granted = self._granted.get(day, 0)
        if granted >= self.capacity:
            return False
        self._granted[day] = granted + 1
        return True


def _promises(case: Case, by_class: Sequence[float], wants: Wants) -> Ints:
    """Promised seconds from acceptance by order: class and zone, shorter if urgent, longer by a delay that was asked for."""
    zone = [case.zones[centre.zone].extra_hours for centre in case.centres]
    table = np.array([[round((hours + extra) * HOUR) for extra in zone] for hours in by_class])
    usual = table[wants.klass, wants.lane]
    urgent = np.rint(usual * case.requests.expedite).astype(np.int64)
    return np.where(wants.expedite, urgent, usual) + wants.delay
