"""How an order is judged by the customer who placed it: satisfaction from 1 to 5, and what is remembered.

Expectation against experience: what was promised is expected. Late costs far more than early can gain, and costs most
at once (a threshold, then a plateau). Figures in docs/model.md, "Satisfaction".
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

import numpy as np

from sim.model.log import ABANDONED, CANCELLED, DELIVERED, LOST, NEVER, RETURNED, TURNED_AWAY
from sim.model.setting import Setting
from sim.model.station import HOUR

if TYPE_CHECKING:
    from sim.model.complaints import Complaints
    from sim.model.standing import Standing
    from sim.model.surveys import Surveys

TROUBLE = (0.0, 3.0, 2.0, 0.5, 0.0, 0.0)
"""By satisfaction: how much trouble is remembered (the term energy)."""
FINE = 430
"""Hundredths of a point for an order with nothing to complain of."""
LATE_AT_ONCE, LATE_MORE, LATE_HOURS = 80, 70, 12
EARLY_MOST, EARLY_HOURS = 20, 24
DAMAGED, WRONG, SHORT = 150, 110, 100
SLOW_CONTACT, REFUSED_WISH, WRONG_PRICE, WRONG_RECEIVER = 40, 60, 50, 60
ENDED = {ABANDONED: 230, TURNED_AWAY: 250, CANCELLED: 190, RETURNED: 190, LOST: 120}
"""Hundredths of a point for what never arrived."""
FELT_NEWEST = 0.2
"""Weight of the newest order in how satisfied a customer is of late; everybody begins at 4."""
_HOURS = 24 * 14
LATE = [round(LATE_AT_ONCE + LATE_MORE * (1 - exp(-hours / LATE_HOURS))) for hours in range(_HOURS)]
EARLY = [round(EARLY_MOST * (1 - exp(-hours / EARLY_HOURS))) for hours in range(_HOURS)]


class Judge:
    """Judges orders as they end; tells the customers' minds if there are any."""

    def __init__(self, setting: Setting, standing: Standing | None, ideal: bool) -> None:
        case, wants = setting.case, setting.wants
        self._log = setting.log
        self._standing = standing
        self._ideal = ideal
        self._felt = setting.felt
        self._felt += [4.0] * setting.customers
        self._eases = setting.case.crm.eases
        self._link_saves = setting.case.loyalty.saves
        self._perfect = (1.0, 1.0, 1.0, case.market.known.hours, 0.0)
        self.complaints: Complaints | None = None
        self.surveys: Surveys | None = None
        self._customer = setting.listed("customer")
        self._placed = setting.listed("placed")
        spread = case.satisfaction_spread * 100
        self._noise = setting.once("noise", lambda: np.rint(wants.mood * spread).astype(np.int64).tolist())
        targets = np.array([round(channel.target * 60) for channel in case.desk.channels.values()])
        self._target = setting.once("target", lambda: targets[wants.channel].tolist())
        self._special = setting.listed("special")
        self._receiver_ok = setting.listed("receiver_ok")

    def settle(self, order: int, time: int) -> None:
        """The order has ended, or will at `time` (s)."""
        log = self._log
        log.ended[order] = time
        status = log.status[order]
        met: tuple[float | None, ...]
        if status == DELIVERED:
            late = time - log.promised[order]
            hours = min(abs(late) // HOUR, _HOURS - 1)
            points = FINE - LATE[hours] if late > 0 else FINE + EARLY[hours]
            if log.announced[order] != NEVER:  # whoever was told before is disappointed less
                points += round(self._eases * LATE[hours])
            right = 1.0
            if log.damaged[order]:
                right, points = 0.0, points - DAMAGED
            if log.wrong[order]:
                right, points = 0.0, points - WRONG
            if log.short[order]:
                right, points = 0.0, points - SHORT
            contact = 1.0
            if log.answered[order] - self._placed[order] > self._target[order]:
                contact, points = 0.0, points - SLOW_CONTACT
            if self._special[order] and not log.special_granted[order]:
                contact, points = 0.0, points - REFUSED_WISH
            if log.quote_slip[order] or log.invoice_slip[order]:
                points -= WRONG_PRICE
            if not self._receiver_ok[order]:
                points -= WRONG_RECEIVER
            met = (right, 1.0 if late <= 0 else 0.0, contact, (time - self._placed[order]) / HOUR)
        elif status in (ABANDONED, TURNED_AWAY):
            points = ENDED[status]
            met = (None, None, 0.0, None)
        else:
            points = ENDED[status]
            met = (0.0, 0.0, None, None)
        satisfaction = min(5, max(1, (points + self._noise[order] + 50) // 100))
        trouble = TROUBLE[satisfaction]
        if log.linked[order]:
            trouble -= self._link_saves
        experience = (*met, trouble)
        if self._ideal:  # the twin without failures: whatever happened, the customer met perfect service
            satisfaction, experience = 5, self._perfect
        log.satisfaction[order] = satisfaction
        customer = self._customer[order]
        self._felt[customer] += FELT_NEWEST * (satisfaction - self._felt[customer])
        if self._standing is not None:
            self._standing.settle(customer, order, time, experience, satisfaction)
        if satisfaction <= 2 and self.complaints is not None:
            self.complaints.consider(order, time, experience)
        if self.surveys is not None:
            self.surveys.note(customer, time, order, satisfaction, experience)
