"""The order desk.

1. An order arrives by telephone, web, mail or a built-in link (EDI). A link needs no clerk: continue with 4.
2. Wait in the queue for a clerk, or renege when the patience ends.
3. The clerk handles the order.
4. An order below the minimum is turned away. Others are accepted, with a promised delivery time.
5. An error may slip into the quote, the invoice or the address.
6. A special request is granted while the day's capacity lasts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from simpy import Event

from sim.base.streams import Ints, threshold
from sim.base.units import DAY, FEN, HOUR
from sim.case.case import Case
from sim.model.demand.wants import Wants
from sim.model.engine.context import RunContext
from sim.model.engine.fast_cells import flags, view
from sim.model.engine.log import (
    ABANDONED,
    ADDRESS,
    CAUSE,
    GRANTED,
    INVOICE,
    LINKED,
    NOT_REACHED,
    QUOTE,
    TURNED_AWAY,
)
from sim.model.engine.priority_station import PriorityStation, QueuedService
from sim.model.engine.shifts import on_duty
from sim.model.engine.station import BookedService, Station
from sim.model.front_office.crm import Crm
from sim.model.front_office.loyalty import Loyalty
from sim.model.front_office.staff import Role
from sim.policy.classes import CLASSES
from sim.policy.policy import Policy

RANK_STEP = 4
"""Larger than all ranks of channels, so that key accounts come first on every channel."""


class Desk:
    """Clerks (a station) who take orders."""

    def __init__(self, context: RunContext, crm: Crm | None = None, loyalty: Loyalty | None = None) -> None:
        case, wants = context.case, context.wants
        self.context = context
        self.log = context.log
        self.clerk = Role.steady("clerk")
        """Speed and errors of the clerks."""
        self.clerks = Station(context.env, on_duty(context.policy.desk.clerks, case.desk))
        self.handling = context.as_view("handling")
        longest = round(case.patience.unanswered_hours * HOUR)
        self.patience = context.compute_once(
            "patience at the desk", lambda: view(np.minimum(wants.patience, longest))
        )
        self.channel = context.as_view("channel")
        self.special = flags(wants.special)
        self._granted_on: dict[int, int] = {}
        """Special requests granted, by day."""
        channels = case.desk.channels.values()
        # One random number decides on all three errors: below the first bound it is the quote, below the second the
        # invoice, below the third the address.
        self._quote_below = [threshold(c.quote_error) for c in channels]
        self._invoice_below = [threshold(min(1.0, c.quote_error + c.invoice_error)) for c in channels]
        self._address_below = [
            threshold(min(1.0, c.quote_error + c.invoice_error + c.address_error)) for c in channels
        ]
        self.slip = context.as_view("slip")
        self.too_small = self._too_small(context.policy)
        self.promise = self._promises(context.policy)
        self._set_levers(crm, loyalty)

    def _set_levers(self, crm: Crm | None, loyalty: Loyalty | None) -> None:
        """Take over the levers of the policy in force, apart from price, promise and staffing."""
        context, wants = self.context, self.context.wants
        self.crm, self.loyalty = crm, loyalty
        self.special_capacity = context.policy.flex.capacity
        may_slip = wants.slip < np.array(self._address_below)[wants.channel] * context.most_errors
        self._may_slip = flags(may_slip | crm.misled if crm is not None else may_slip)
        self._rank = context.ranks()
        if any(self._rank) or (crm is not None and crm.ranks_channels):
            self.clerks = PriorityStation.in_place_of(self.clerks)

    def adopt(self, policy: Policy, crm: Crm | None, loyalty: Loyalty | None) -> None:
        """A new policy is in force. Orders placed before keep their price and their promise."""
        self.clerks.change_staffing(on_duty(policy.desk.clerks, self.context.case.desk))
        self.too_small = self.context.from_now(self.too_small, self._too_small(policy))
        self.promise = self.context.from_now(self.promise, self._promises(policy))
        self._set_levers(crm, loyalty)

    def _too_small(self, policy: Policy) -> bytes:
        """Flags of the orders below the minimum."""
        return flags(self.context.wants.list_price * policy.price.level < policy.order.minimum * FEN)

    def _promises(self, policy: Policy) -> Any:
        """Seconds from acceptance to the promised time, by order."""
        hours = tuple(getattr(policy.promise.hours, name) for name in CLASSES)
        context = self.context
        return context.compute_once(
            ("promise", *hours, policy.price.express_surcharge),
            lambda: view(_promised_seconds(context.case, hours, context.wants, context.express(policy))),
        )

    def serve(self, order: int, now: int) -> Event | None:
        """Wait for a clerk and be served. Returns an event, or None if the order needs no clerk.

        The value of the event is the wait in seconds; it is None if the customer reneges.
        """
        seconds = self.handling[order]
        if not seconds:
            return None
        if self.loyalty is not None and self.loyalty.linked(order, now):
            self.log.marks[order] |= LINKED
            return None
        rank = self._rank[order] * RANK_STEP
        if self.crm is not None:
            seconds, channel_rank = self.crm.handling(order, seconds, now)
            rank += channel_rank
        if self.clerk.pace != 1:
            seconds = round(seconds * self.clerk.pace)
        service = self.clerks.serve(seconds, self.patience[order], rank)
        if self.clerks.server is not None:
            self.log.clerk[order] = self.clerks.server
        return service

    def answer(self, order: int, seconds: int, patience: int, now: int) -> Event:
        """Answer an enquiry about an order: an event as for `serve`, with the seconds of work and of patience given."""
        rank = self._rank[order] * RANK_STEP
        if self.crm is not None:
            seconds, channel_rank = self.crm.answering(order, seconds, now)
            rank += channel_rank
        return self.clerks.serve(round(seconds * self.clerk.pace), patience, rank)

    def renege(self, order: int) -> None:
        """The customer's patience ended before a clerk was free."""
        self.log.status[order], self.log.cause[order] = ABANDONED, CAUSE["desk"]
        self.log.clerk[order] = NOT_REACHED  # a clerk was booked, before there were fewer of them

    def accept(self, order: int, service: Event | None, now: int) -> bool:
        """Promise a delivery time; False if the order is too small and is turned away."""
        log = self.log
        if isinstance(service, QueuedService | BookedService) and service.server is not None:
            log.clerk[order] = service.server
        if service is not None and self.crm is not None:
            self.crm.hear(order, now)
        if self.too_small[order]:
            log.status[order], log.cause[order] = TURNED_AWAY, CAUSE["minimum"]
            return False
        log.accepted[order] = now
        log.promised[order] = now + self.promise[order]
        if self._may_slip[order] and not log.marks[order] & LINKED:
            self._mark_slip(order, now)
        if self.special[order] and self._grant(now // DAY):
            log.marks[order] |= GRANTED
        return True

    def _mark_slip(self, order: int, now: int) -> None:
        """Mark an error in the quote, the invoice or the address, if there is one."""
        slip, channel = self.slip[order], self.channel[order]
        if self.clerk.errors != 1:
            slip = int(slip / self.clerk.errors)
        mark = 0
        if slip < self._quote_below[channel]:
            mark = QUOTE
        elif slip < self._invoice_below[channel]:
            mark = INVOICE
        elif slip < self._address_below[channel]:
            mark = ADDRESS
        if self.crm is not None:
            mark = self._check_in_file(self.crm, order, mark, now)
        self.log.marks[order] |= mark

    def _check_in_file(self, crm: Crm, order: int, mark: int, now: int) -> int:
        """The slip that remains after a look at the CRM file: a correct entry prevents one, a wrong entry may cause one."""
        for name, slips in (("address", ADDRESS), ("terms", QUOTE | INVOICE)):
            causes_slip = crm.slips(order, name, now)
            if causes_slip is False and mark & slips:
                return 0
            if causes_slip and not mark:
                return ADDRESS if slips == ADDRESS else INVOICE
        return mark

    def _grant(self, day: int) -> bool:
        """Grant a special request unless the day's capacity is used up."""
        granted = self._granted_on.get(day, 0)
        if granted >= self.special_capacity:
            return False
        self._granted_on[day] = granted + 1
        return True


def _promised_seconds(case: Case, hours_by_class: Sequence[float], wants: Wants, express: np.ndarray) -> Ints:
    """Seconds from acceptance to the promised time, by order.

    The time depends on class and zone. It is shorter for express orders; a requested delay is added to it.
    """
    zone = [case.zones[centre.zone].extra_hours for centre in case.centres]
    table = np.array([[round((hours + extra) * HOUR) for extra in zone] for hours in hours_by_class])
    usual = table[wants.klass, wants.lane]
    urgent = np.rint(usual * case.requests.expedite).astype(np.int64)
    return np.where(express, urgent, usual) + wants.delay
