"""The order desk: channels, patience, handling, errors, special requests, and the promise."""

from __future__ import annotations

from typing import Any

from simpy import Timeout

from sim.case import Case
from sim.casedata.stations import Hours
from sim.classes import CLASSES
from sim.luck import threshold
from sim.model.log import ABANDONED, CAUSE, TURNED_AWAY
from sim.model.market import FEN, Wants
from sim.model.setting import Setting
from sim.model.station import DAY, HOUR, Station
from sim.policy import Policy


def on_duty(staffing: Any, hours: Hours) -> list[int]:
    """Servers on duty by hour of the day. One number stands for the opening hours, nobody outside them."""
    if isinstance(staffing, int):
        return [staffing if hours.opens <= hour < hours.closes else 0 for hour in range(24)]
    return list(staffing)


class Desk:
    """Clerks who take orders by telephone, web and mail; orders by built-in link (EDI) need none."""

    def __init__(self, setting: Setting) -> None:
        case, policy, wants = setting.case, setting.policy, setting.wants
        self.log = setting.log
        self.clerks = Station(setting.env, on_duty(policy.desk.clerks, case.desk))
        self.handling = wants.handling.tolist()
        self.patience = wants.patience.tolist()
        self.channel = wants.channel.tolist()
        self.slip = wants.slip.tolist()
        self.special = wants.special.tolist()
        self.too_small = (wants.list_price * policy.price.level < policy.order.minimum * FEN).tolist()
        self.capacity = policy.flex.capacity
        self._granted: dict[int, int] = {}
        channels = case.desk.channels.values()
        # One luck decides all three errors: below the first bound the quote, up to the second the invoice, then the address.
        self._quote = [threshold(c.quote_error) for c in channels]
        self._invoice = [threshold(min(1.0, c.quote_error + c.invoice_error)) for c in channels]
        self._any = [threshold(min(1.0, c.quote_error + c.invoice_error + c.address_error)) for c in channels]
        self.promise = _promises(case, policy, wants)

    def serve(self, order: int) -> Timeout:
        """Wait for a clerk and be served: the event's value is the wait (s), None if the customer leaves."""
        served = self.clerks.serve(self.handling[order], self.patience[order])
        if (clerk := self.clerks.server) is not None:
            self.log.clerk[order] = clerk
        return served

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
        slip, channel = self.slip[order], self.channel[order]
        if slip < self._any[channel]:
            self._slip(order, slip, channel)
        if self.special[order]:
            log.special_granted[order] = self._grant(now // DAY)
        return True

    def _slip(self, order: int, slip: int, channel: int) -> None:
        """A slip of the desk: in the quote, the invoice or the address."""
        if slip < self._quote[channel]:
            self.log.quote_slip[order] = 1
        elif slip < self._invoice[channel]:
            self.log.invoice_slip[order] = 1
        else:
            self.log.address_slip[order] = 1

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
            wants.klass.tolist(),
            wants.lane.tolist(),
            wants.expedite.tolist(),
            wants.delay.tolist(),
            strict=True,
        )
    ]
