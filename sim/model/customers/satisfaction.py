"""Satisfaction: how a customer judges an order when it has ended (1 to 5), and what it remembers.

1. The customer compares the promise with what happened, and points are taken off for each failure.
2. A delay costs most at once, and little more with each hour; an early delivery gains far less.
3. Silence makes a delay worse: nobody told the customer of it.
4. A price above the fair one costs points, one below gains half as many; a customer whom the firm knows well is milder.
   A random mood is added, and the points are rounded to 1 to 5.
5. The customer remembers the experience. A dissatisfied customer may complain.
6. An order that does not come is remembered as late before it has ended, and judged at its end.

All figures: docs/model.md, "Satisfaction".
"""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from typing import Any

import numpy as np

from sim.base.units import HOUR
from sim.model.customers.memory import Experience
from sim.model.customers.reputation import Reputation
from sim.model.engine.context import RunContext
from sim.model.engine.fast_cells import flags, view
from sim.model.engine.log import (
    ABANDONED,
    CANCELLED,
    DAMAGED,
    DELIVERED,
    GRANTED,
    INVOICE,
    LINKED,
    LOST,
    NOT_REACHED,
    QUOTE,
    RETURNED,
    SHORT,
    TURNED_AWAY,
    WRONG,
)

TROUBLE = (0.0, 3.0, 2.0, 0.5, 0.0, 0.0)
"""Trouble that is remembered (the term energy), by satisfaction."""
FINE = 430
"""Hundredths of a point for an order without failures."""
LATE_AT_ONCE, LATE_MORE, LATE_HOURS = 75, 70, 12
SILENT, LONG_SILENT = 5, 10
"""Hundredths of a point for a delay that nobody announced: at once, and once more when the order is overdue."""
EARLY_MOST, EARLY_HOURS = 20, 24
HURT, MIXED_UP, INCOMPLETE = 150, 110, 100
SLOW_CONTACT, REFUSED_WISH, WRONG_PRICE, WRONG_RECEIVER = 40, 60, 50, 60
ENDED = {ABANDONED: 230, TURNED_AWAY: 250, CANCELLED: 190, RETURNED: 190, LOST: 120}
"""Hundredths of a point for an order that was not delivered, by its final state."""
GOODWILL_KEPT = 0.5
"""The share of the goodwill after a complaint that is left for the order after the next."""
FIRST_SATISFACTION = 4.0
RECENT_NEWEST = 0.2
"""Weight of the newest order in a customer's recent satisfaction, which starts at FIRST_SATISFACTION."""
_HOURS = 24 * 14
LATE = [round(LATE_AT_ONCE + LATE_MORE * (1 - exp(-hours / LATE_HOURS))) for hours in range(_HOURS)]
EARLY = [round(EARLY_MOST * (1 - exp(-hours / EARLY_HOURS))) for hours in range(_HOURS)]


class Judge:
    """Judges orders as they end, and updates the firm's reputation (None in a frozen market)."""

    def __init__(
        self,
        context: RunContext,
        reputation: Reputation | None,
        recent: list[float],
        dissatisfied: Callable[[int, int, Experience], None],
        ideal: bool,
    ) -> None:
        """recent: each customer's recent satisfaction (1 to 5), updated here.

        dissatisfied: called for each order judged 1 or 2; ideal: customers experience perfect service, whatever happens.
        """
        case, wants = context.case, context.wants
        self._log = context.log
        self._reputation = reputation
        self._dissatisfied = dissatisfied
        self._ideal = ideal
        self._recent = recent
        self._eases = context.case.crm.eases
        self._link_saves = context.case.loyalty.saves
        self._perfect = (1.0, 1.0, 1.0, case.market.known.hours, 0.0)
        self._customer = context.as_list("customer")
        self._placed = context.as_list("placed")
        self._generation, self._there = context.demand.generations(), context.residents
        spread = case.satisfaction_spread * 100
        self._noise = context.compute_once(
            "noise", lambda: view(np.rint(wants.mood * spread).astype(np.int64))
        )
        targets = np.array([round(channel.target * 60) for channel in case.desk.channels.values()])
        self._answer_by = context.compute_once(
            "answer by", lambda: view(wants.placed + targets[wants.channel])
        )
        self._overdue_after = round(case.patience.overdue_hours * HOUR)
        self._special = flags(wants.special)
        self.too_expensive = bytes(len(wants.placed))
        """Flags of urgent orders that are not sent as express, because of the surcharge; set by the firm."""
        self.price_felt: Any = None
        """Hundredths of a point by order for a price above or below the fair one, or None; set by the firm."""
        self.because_of_sales: set[int] = set()
        """Orders with which the customer would have been content without what sales did: quote and invoice, a wish that was
        refused, the price."""
        self._wrong_price_trouble = case.income.wrong_price_trouble
        self._wrong_receiver = flags(~wants.receiver_ok)
        self._bond = None if reputation is None else reputation.state.bond
        self._bond_warms = case.relations.bond_warms * 100
        self._goodwill_most = case.complaints.goodwill * 100
        self.goodwill: dict[int, float] = {}
        """Customer whose complaint was answered or ignored -> hundredths of a point by which the next order is judged better."""

    def order_ended(self, order: int, time: int) -> None:
        """Judge an order that has ended at `time` (s), and log it."""
        log = self._log
        log.ended[order] = time
        satisfaction, experience = self.judge(order, time)
        log.satisfaction[order] = satisfaction
        customer = self._customer[order]
        if customer in self.goodwill:
            self.goodwill[customer] *= GOODWILL_KEPT
        if self._generation[order] == self._there[customer]:  # no newcomer yet
            self._recent[customer] += RECENT_NEWEST * (satisfaction - self._recent[customer])
            if self._reputation is not None:
                self._reputation.remember(customer, order, experience, satisfaction)
        if satisfaction <= 2:
            self._dissatisfied(order, time, experience)

    def order_overdue(self, order: int, time: int) -> None:
        """An order has not come long after its promise: the customer remembers it as late, with the hours so far."""
        if self._reputation is not None and not self._ideal:
            hours = (time - self._placed[order]) / HOUR
            self._reputation.notice_late(self._customer[order], order, hours)

    def complaint_felt(self, customer: int, share: float) -> None:
        """Let the handling of a complaint (below 0: bad) colour the customer's judgement of the next orders."""
        self.goodwill[customer] = self._goodwill_most * share

    def judge(self, order: int, time: int) -> tuple[int, Experience]:
        """Satisfaction (1 to 5) with an order that ended at `time` (s), and the experience that is remembered."""
        if self._ideal:
            return 5, self._perfect
        log = self._log
        status, marks = log.status[order], log.marks[order]
        right = in_time = contact = hours = None
        if status == DELIVERED:
            right = in_time = contact = 1.0
            hours = (time - self._placed[order]) / HOUR
            late = time - log.promised[order]
            if late > 0:
                in_time, points = 0.0, FINE - self._lateness(order, late)
            else:
                early = -late // HOUR
                points = FINE + (EARLY[early] if early < _HOURS else EARLY[-1])
            if marks & (DAMAGED | WRONG | SHORT):
                right = 0.0
                points -= _goods_failures(marks)
            if log.answered[order] > self._answer_by[order] or log.unanswered[order]:
                contact, points = 0.0, points - SLOW_CONTACT
            if (self._special[order] and not marks & GRANTED) or self.too_expensive[order]:
                contact, points = 0.0, points - REFUSED_WISH
            if marks & (QUOTE | INVOICE):
                points -= WRONG_PRICE
            if self._wrong_receiver[order]:
                points -= WRONG_RECEIVER
        else:
            points = ENDED[status]
            if status == CANCELLED and log.announced[order] == NOT_REACHED:
                points -= SILENT + LONG_SILENT if time - log.promised[order] > self._overdue_after else 0
            if status in (ABANDONED, TURNED_AWAY):
                contact = 0.0
            else:
                right = in_time = 0.0
        points += self._noise[order]
        # The trouble that is remembered is that of the service: price and bond are terms of value themselves, and a complaint
        # handled well makes nobody more loyal than no failure.
        trouble = TROUBLE[_rounded(points)]
        if self._bond is not None:
            points += round(self._bond_warms * self._bond[self._customer[order]])
        if self.goodwill:
            points += round(self.goodwill.get(self._customer[order], 0.0))
        if self.price_felt is not None and status == DELIVERED:
            points += self.price_felt[order]
        satisfaction = _rounded(points)
        if satisfaction <= 2 and status == DELIVERED and _rounded(points + self._lost_by_sales(order)) > 2:
            self.because_of_sales.add(order)
        if status == DELIVERED and marks & (QUOTE | INVOICE):
            trouble = min(TROUBLE[1], trouble + self._wrong_price_trouble)
        if marks & LINKED:
            trouble -= self._link_saves
        return satisfaction, (right, in_time, contact, hours, trouble)

    def _lost_by_sales(self, order: int) -> int:
        """Hundredths of a point that a delivered order lost by what sales did."""
        marks, points = self._log.marks[order], 0
        if marks & (QUOTE | INVOICE):
            points += WRONG_PRICE
        if (self._special[order] and not marks & GRANTED) or self.too_expensive[order]:
            points += REFUSED_WISH
        if self.price_felt is not None:
            points += max(0, -self.price_felt[order])
        return points

    def _lateness(self, order: int, late: int) -> int:
        """Hundredths of a point for being late: fewer if the delay was announced, more for silence."""
        points = LATE[min(late // HOUR, _HOURS - 1)]
        if self._log.announced[order] != NOT_REACHED:
            return points - round(self._eases * points)
        return points + SILENT + (LONG_SILENT if late > self._overdue_after else 0)


def _rounded(points: int) -> int:
    """Hundredths of a point as satisfaction from 1 to 5."""
    whole = (points + 50) // 100
    return 5 if whole > 5 else whole if whole > 1 else 1


def _goods_failures(marks: int) -> int:
    """Hundredths of a point for damaged, wrong or missing goods."""
    return sum(
        points for mark, points in ((DAMAGED, HURT), (WRONG, MIXED_UP), (SHORT, INCOMPLETE)) if marks & mark
    )
