"""The order desk: channels, patience, handling, errors, special requests, and the promise."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from simpy import Environment

from sim.case import Case, Hours
from sim.luck import threshold
from sim.model.log import ABANDONED, CAUSE, TURNED_AWAY, Order
from sim.model.market import FEN, Wants
from sim.model.station import DAY, HOUR, Station
from sim.policy import CLASSES, Policy


def on_duty(staffing: Any, hours: Hours) -> list[int]:
    """Servers on duty by hour of the day. One number stands for the opening hours, nobody outside them."""
    if isinstance(staffing, int):
        return [staffing if hours.opens <= hour < hours.closes else 0 for hour in range(24)]
    return list(staffing)


class Desk:
    """Clerks who take orders by telephone, web and mail; orders by built-in link (EDI) need none."""

    def __init__(self, env: Environment, case: Case, policy: Policy, wants: Wants) -> None:
        self.env = env
        self.clerks = Station(env, on_duty(policy.desk.clerks, case.desk))
        self.handling = wants.handling.tolist()
        self.patience = wants.patience.tolist()
        self.channel = wants.channel.tolist()
        self.slip = wants.slip.tolist()
        self.special = wants.special.tolist()
        self.too_small = (wants.list_price < policy.order.minimum * FEN).tolist()
        self.capacity = policy.flex.capacity
        self._granted: dict[int, int] = {}
        channels = case.desk.channels.values()
        # One luck decides all three errors: below the first bound the quote, up to the second the invoice, then the address.
        self._quote = [threshold(c.quote_error) for c in channels]
        self._invoice = [threshold(min(1.0, c.quote_error + c.invoice_error)) for c in channels]
        self._any = [threshold(min(1.0, c.quote_error + c.invoice_error + c.address_error)) for c in channels]
        self.promise = _promises(case, policy, wants)

    def take(self, order: Order) -> Generator[Any, Any, bool]:
        """From the first contact to a promise, or to a customer who leaves or is turned away (False)."""
        n = order.n
        if self.handling[n]:
            served = self.clerks.serve(self.handling[n], self.patience[n])
            clerk = self.clerks.server
            wait = yield served
            if wait is None:
                order.status, order.cause = ABANDONED, CAUSE["desk"]
                return False
            order.answered, order.clerk = order.placed + wait, clerk
        else:
            order.answered = order.placed
        if self.too_small[n]:
            order.status, order.cause = TURNED_AWAY, CAUSE["minimum"]
            return False
        order.accepted = now = self.env.now
        order.promised = now + self.promise[n]
        slip, channel = self.slip[n], self.channel[n]
        if slip < self._any[channel]:
            if slip < self._quote[channel]:
                order.quote_slip = True
            elif slip < self._invoice[channel]:
                order.invoice_slip = True
            else:
                order.address_ok = False
        if self.special[n]:
            order.special_granted = self._grant(now // DAY)
        return True

    def _grant(self, day: int) -> bool:
        """Special requests are granted until the day's capacity is used up."""
        granted = self._granted.get(day, 0)
        if granted >= self.capacity:
            return False
        self._granted[day] = granted + 1
        return True


def _promises(case: Case, policy: Policy, wants: Wants) -> list[int]:
    """Promised seconds from acceptance by order: class and zone, shorter if urgent, longer by a delay that was asked for."""
    by_class = [getattr(policy.promise.hours, name) for name in CLASSES]
    zone = [case.zones[centre.zone].extra_hours for centre in case.centres]
    share = case.requests.expedite
    table = [[round((hours + extra) * HOUR) for extra in zone] for hours in by_class]
    urgent = [[round(promised * share) for promised in row] for row in table]
    return [
        (urgent if hurry else table)[klass][lane] + delay
        for klass, lane, hurry, delay in zip(
            wants.klass.tolist(), wants.lane.tolist(), wants.expedite.tolist(), wants.delay.tolist(), strict=True
        )
    ]
