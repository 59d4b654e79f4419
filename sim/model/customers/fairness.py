"""Fairness of price: what is charged, against what customers regard as a fair price.

1. Fair is the case's own price, moved by a share of the firm's price changes as customers get used to them.
2. What an order is charged (price, and surcharge if it is sent express) is compared with the fair price and the case's own
   surcharge.
3. A price above costs points of satisfaction, with diminishing effect; one below gains fewer (loss aversion).

The value of an offer does not depend on it: there, the price itself counts.
"""

from __future__ import annotations

from math import log
from typing import Any

import numpy as np

from sim.base.streams import Floats
from sim.base.units import FEN, WEEK
from sim.case.market import FairPrice
from sim.model.engine.context import RunContext
from sim.policy.policy import Policy


def points(data: FairPrice, above: Floats) -> Floats:
    """Hundredths of a point for logarithms of price to fair price."""
    size = 100 * data.unfair * (1 - np.exp(-np.abs(above) / data.scale))
    return np.asarray(np.where(above > 0, -size, size / data.aversion))


class Fairness:
    """The prices that customers of a firm regard as fair, and the points of satisfaction by order that follow."""

    def __init__(self, context: RunContext) -> None:
        self.context, self.data = context, context.case.market.fair_price
        own = context.case.policy.price
        self._own_level, self._own_surcharge = own.level, own.express_surcharge
        self._since, self._habit, self._level = int(context.env.now), 0.0, 0.0
        """Since when (s) the present price is in force; how used customers were then to another price than the case's own,
        and the present price; both as logarithms relative to the case's own."""
        self.by_order: Any = None
        """Hundredths of a point by order; None while all prices are fair."""
        self._set(context.policy)

    def adopt(self, policy: Policy) -> None:
        """Another price and surcharge are in force."""
        now = int(self.context.env.now)
        self._habit = float(self._used_to(np.array([now]))[0])
        self._since = now
        self._set(policy)

    def _used_to(self, times: Any) -> Floats:
        """The price that customers are used to at each time (s): it moves towards the present one."""
        left = np.exp2(-(times - self._since) / (self.data.weeks * WEEK))
        return np.asarray(self._level + (self._habit - self._level) * left)

    def _set(self, policy: Policy) -> None:
        """The points of all orders that are placed from now on."""
        self._level = log(policy.price.level / self._own_level)
        new = self._points(policy)
        if new is None and self.by_order is None:
            return
        nothing = np.zeros(len(self.context.wants.placed), dtype=np.int64)
        before, after = (nothing if one is None else one for one in (self.by_order, new))
        self.by_order = self.context.from_now(before, after)

    def _points(self, policy: Policy) -> Any:
        """The points of every order at the present price; None if it is fair for all."""
        surcharge = policy.price.express_surcharge
        if not self._level and not self._habit and surcharge == self._own_surcharge:
            return None
        wants = self.context.wants
        fair = self._own_level * np.exp(self.data.own * self._used_to(wants.placed))
        express = self.context.express(policy)
        charged = wants.list_price * policy.price.level + express * surcharge * FEN
        usual = wants.list_price * fair + express * self._own_surcharge * FEN
        return np.rint(points(self.data, np.log(charged / usual))).astype(np.int64)
