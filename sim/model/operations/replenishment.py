"""Replenishment: ordering goods from suppliers (periodic review, order up to a level).

1. Review: every `stock.review_days`, each supplier's goods are reviewed in the morning.
2. Forecast: the demand since the last review updates the forecast by exponential smoothing.
3. Order: each good is ordered up to the level that covers review period and lead time.
4. Receive: the delivery comes in after the supplier's lead time, and `Stock` allocates it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from math import ceil, sqrt
from typing import Any

import numpy as np

from sim.base.streams import RandomStreams
from sim.base.units import DAY, HOUR, YEAR_DAYS
from sim.case.case import Case
from sim.case.goods import Goods
from sim.model.demand.baskets import mean_quantity, popularity
from sim.model.demand.wants import seconds
from sim.model.engine.context import RunContext
from sim.model.engine.log import ORDERED
from sim.model.engine.process import Walk
from sim.model.operations.stock import Stock, StockState
from sim.policy.policy import Policy

REVIEW_HOUR = 6
"""Reviews take place early in the morning, before the day's orders."""


def expected_demand(case: Case) -> list[float]:
    """Units a day of each good in a mean week, from the case's own data."""
    orders = sum(c.customers * c.needs_a_year * c.wallet for c in case.classes.values()) / YEAR_DAYS
    weights = np.asarray(case.goods.lines)
    lines = (weights * (1 + np.arange(len(weights)))).sum() / weights.sum()
    by_good = popularity(case)
    by_family = np.repeat(
        by_good.reshape(-1, case.goods.per_family).sum(axis=1) / case.goods.per_family,
        case.goods.per_family,
    )
    # The first line is drawn by popularity; a share of the other lines is drawn from the first line's family.
    from_family = case.goods.together * (lines - 1) / lines
    share = (1 - from_family) * by_good + from_family * by_family
    return [float(x) for x in orders * lines * mean_quantity(case)[0] * share]


def safety_stock(data: Goods, factor: float, days: int, lumpiness: float) -> Callable[[float], float]:
    """Units of safety stock as a function of daily demand: `factor` standard deviations.

    Variance of demand over review and lead time = time x daily x lumpiness, plus the variance of the lead time
    (Silver, Pyke and Thomas 2017, ch. 6, compound Poisson demand). lumpiness: E[q^2] / E[q] of a line's units.
    """
    cover = days + data.lead_days
    lead = data.lead_spread * data.lead_days

    def safety(daily: float) -> float:
        spread = lead * daily
        return factor * sqrt(cover * daily * lumpiness + spread * spread)

    return safety


def order_up_to(data: Goods, factor: float, days: int, lumpiness: float) -> Callable[[float], int]:
    """The order-up-to level as a function of daily demand: demand over review and lead time, and safety stock."""
    cover = days + data.lead_days
    safety = safety_stock(data, factor, days, lumpiness)
    return lambda daily: ceil(daily * cover + safety(daily))


def _policy_level(case: Case, policy: Policy) -> Callable[[float], int]:
    """The order-up-to level under a policy."""
    return order_up_to(*_terms(case, policy))


def _terms(case: Case, policy: Policy) -> tuple[Goods, float, int, float]:
    """The terms of safety stock and order-up-to level that depend on a policy."""
    mean, square = mean_quantity(case)
    return case.goods, policy.stock.safety_factor, policy.stock.review_days, square / mean


def opening_stock(case: Case, policy: Policy) -> StockState:
    """The state before the warm-up: each good's stock is at its order-up-to level."""
    forecast = expected_demand(case)
    level = _policy_level(case, policy)
    return StockState([level(daily) for daily in forecast], forecast, [])


class Replenishment:
    """Reviews, orders to suppliers, and their deliveries."""

    def __init__(self, context: RunContext, stock: Stock, state: StockState) -> None:
        self.context = context
        self.env = env = context.env
        self.log = context.log
        self.stock = stock
        self.review_days = context.policy.stock.review_days
        self.forecast = list(state.forecast)
        """Units a day, by good."""
        self._smoothing = context.case.goods.smoothing
        self._lead_days, self._lead_spread = context.case.goods.lead_days, context.case.goods.lead_spread
        self._level = _policy_level(context.case, context.policy)
        self._set_safety(context.policy)
        self._days = np.arange(env.now // DAY, context.end // DAY + 1)
        self._deliveries = list(state.on_order)
        """All deliveries so far, as (time, good, units)."""
        for time, good, units in state.on_order:
            stock.on_order[good] += units
            Walk(self._deliver(time, [(good, units)]))
        suppliers = context.case.goods.suppliers
        self._goods = {
            supplier: list(range(supplier, len(stock.on_hand), suppliers))
            for supplier in range(min(suppliers, len(stock.on_hand)))
        }
        """The goods of each supplier."""
        self._reviewed = dict.fromkeys(self._goods, int(env.now))
        """When the goods of each supplier were reviewed last."""
        self._start_reviews()

    def adopt(self, policy: Policy) -> None:
        """A new policy is in force."""
        self._level = _policy_level(self.context.case, policy)
        self._set_safety(policy)
        if policy.stock.review_days != self.review_days:
            self.review_days = policy.stock.review_days
            self._start_reviews()

    def _set_safety(self, policy: Policy) -> None:
        """Under a policy, keep back a part of the safety stock of all goods."""
        self._safety = safety_stock(*_terms(self.context.case, policy))
        if self.stock.keeps_back:
            for good, daily in enumerate(self.forecast):
                self.stock.keep_back(good, self._safety(daily))

    def _start_reviews(self) -> None:
        for supplier, goods in self._goods.items():
            self.env.process(self._review(supplier, goods, self.context.luck))

    def _review(self, supplier: int, goods: list[int], luck: RandomStreams) -> Generator[Any, Any, None]:
        """Review a supplier's goods and order, again and again, until the policy sets another period."""
        env, days = self.env, self.review_days
        period, first = days * DAY, supplier % days * DAY + REVIEW_HOUR * HOUR
        yield env.timeout((first - env.now) % period)
        lead_time = self._lead_times(supplier, luck)
        while self.review_days == days:
            since, self._reviewed[supplier] = self._reviewed[supplier], int(env.now)
            ordered = [(good, units) for good in goods if (units := self._order(good, env.now - since)) > 0]
            if ordered:
                due = env.now + lead_time[env.now // DAY]
                self._deliveries += [(due, good, units) for good, units in ordered]
                Walk(self._deliver(due, ordered))
            yield env.timeout(period)

    def _order(self, good: int, observed: int) -> int:
        """Update the forecast and order the good up to its level; returns the units ordered.

        observed: seconds since the last review.
        """
        stock = self.stock
        demand, stock.demand[good] = stock.demand[good], 0
        if observed >= self.review_days * DAY:  # a whole review period has been observed
            self.forecast[good] += self._smoothing * (demand / (observed / DAY) - self.forecast[good])
            if stock.keeps_back:
                stock.keep_back(good, self._safety(self.forecast[good]))
        position = stock.on_hand[good] + stock.on_order[good] - stock.owed(good)
        units = self._level(self.forecast[good]) - position
        if units > 0:
            stock.on_order[good] += units
            self.log.stock.add(good, self.env.now, stock.on_hand[good], stock.on_order[good], units, ORDERED)
        return units

    def _deliver(self, time: int, goods: list[tuple[int, int]]) -> Generator[Any, Any, None]:
        """A delivery of (good, units) comes in at the given time."""
        yield self.env.timeout(time - self.env.now)
        for good, units in goods:
            self.stock.receive(good, units)

    def _lead_times(self, supplier: int, luck: RandomStreams) -> dict[int, int]:
        """The supplier's lead time (s), by the day of the order."""
        factor = luck.of(supplier, self._days).lognormal(self._lead_spread, "lead-time")
        lead_times = seconds(self._lead_days * DAY * factor)
        return dict(zip(self._days.tolist(), lead_times.tolist(), strict=True))

    def state(self) -> StockState:
        """Stock as data; backorders are not part of it."""
        under_way = [delivery for delivery in self._deliveries if delivery[0] > self.env.now]
        return StockState(list(self.stock.on_hand), list(self.forecast), under_way)
