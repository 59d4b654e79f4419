"""Goods on hand: allocation to orders, backorders, and replenishment from suppliers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator
from dataclasses import dataclass
from math import ceil, sqrt
from typing import Any

import numpy as np
from simpy import Event

from sim.base.streams import RandomStreams
from sim.base.units import DAY, YEAR_DAYS
from sim.case.case import Case
from sim.case.goods import Goods
from sim.model.demand.baskets import NO_GOOD, mean_quantity, popularity
from sim.model.demand.demand import seconds
from sim.model.engine.context import RunContext
from sim.model.engine.log import CANCELLED, CAUSE, CLOSING, OPENING, ORDERED, OUT, RECEIPT, SHORT
from sim.model.engine.process import Walk
from sim.policy.policy import Policy

REVIEW_HOUR = 6
"""Suppliers are ordered from early in the morning, before the day's orders."""


@dataclass(frozen=True)
class StockState:
    """Stock as data: units on hand and forecast units a day by good; deliveries under way as (time, good, units)."""

    on_hand: list[int]
    forecast: list[float]
    on_order: list[tuple[int, int, int]]


def expected_demand(case: Case) -> list[float]:
    """Units a day of each good in a mean week, by the case's own figures."""
    orders = sum(c.customers * c.needs_a_year * c.wallet for c in case.classes.values()) / YEAR_DAYS
    weights = np.asarray(case.goods.lines)
    lines = (weights * (1 + np.arange(len(weights)))).sum() / weights.sum()
    family = np.repeat(
        popularity(case).reshape(-1, case.goods.per_family).sum(axis=1) / case.goods.per_family,
        case.goods.per_family,
    )
    # The first line goes by popularity, a share of the others by the first line's family.
    kin = case.goods.together * (lines - 1) / lines
    share = (1 - kin) * popularity(case) + kin * family
    return [float(x) for x in orders * lines * mean_quantity(case)[0] * share]


def order_up_to(data: Goods, factor: float, days: int, lumpiness: float) -> Callable[[float], int]:
    """Units a day -> units that cover review and lead time with `factor` standard deviations of safety.

    Var of demand over the cover = cover x daily x lumpiness (E[q^2] / E[q] of a line's units, Poisson lines), plus the
    lead time's own variance (Silver, Pyke and Thomas 2017, ch. 6, compound Poisson demand).
    """
    cover = days + data.lead_days
    lead = data.lead_spread * data.lead_days

    def level(daily: float) -> int:
        spread = lead * daily
        return ceil(daily * cover + factor * sqrt(cover * daily * lumpiness + spread * spread))

    return level


def opening_stock(case: Case, policy: Policy) -> StockState:
    """Full shelves, before anything happened."""
    forecast = expected_demand(case)
    mean, square = mean_quantity(case)
    level = order_up_to(case.goods, policy.stock.safety_factor, policy.stock.review_days, square / mean)
    return StockState([level(daily) for daily in forecast], forecast, [])


class Shortage:
    """A line that waits for goods."""

    __slots__ = ("line", "missing", "order")

    def __init__(self, order: Pending, line: int, missing: int) -> None:
        self.order, self.line, self.missing = order, line, missing


class Pending:
    """An order that waits for goods: how many lines lack some, and the event that ends its wait, filled or given up."""

    __slots__ = ("filled", "lines", "waits")

    def __init__(self, filled: Event, lines: int) -> None:
        self.filled = filled
        self.lines = lines
        self.waits = True

    def give_up(self, timer: Event) -> None:
        """The patience is over."""
        if not self.filled.triggered:
            self.filled.succeed()


class Stock:
    """Allocation is first come, first served; who lacks goods waits up to `stock.backorder_days`."""

    def __init__(self, setting: RunContext, state: StockState) -> None:
        self.env = env = setting.env
        self.log = log = setting.log
        self.policy = policy = setting.policy.stock
        self._data = data = setting.case.goods
        self.on_hand = list(state.on_hand)
        self.forecast = list(state.forecast)
        self.on_order = [0] * len(self.on_hand)
        self.demand = [0] * len(self.on_hand)
        """Units asked for since the last review."""
        self.backlog: list[deque[Shortage]] = [deque() for _ in self.on_hand]
        self.patience = round(policy.backorder_days * DAY)
        baskets = setting.wants.baskets
        lines = baskets.lines
        once, there = setting.once, baskets.goods != NO_GOOD
        self.first = once("first line", lambda: np.concatenate(([0], np.cumsum(lines))).tolist())
        self.goods = once("goods", lambda: baskets.goods[there].tolist())
        self.quantity = once("quantity", lambda: baskets.quantity[there].tolist())
        for good, units in enumerate(self.on_hand):
            log.stock.add(good, env.now, units, 0, units, OPENING)
        self._coming = list(state.on_order)
        for time, good, units in state.on_order:
            self.on_order[good] += units
            Walk(self._deliver(time, [(good, units)]))
        mean, square = mean_quantity(setting.case)
        self._level = order_up_to(data, policy.safety_factor, policy.review_days, square / mean)
        self._begin = env.now
        self._days = np.arange(env.now // DAY, setting.end // DAY + 1)
        for supplier in range(data.suppliers):
            goods = [g for g in range(len(self.on_hand)) if g % data.suppliers == supplier]
            if goods:
                env.process(self._replenish(supplier, goods, setting.luck))

    def allocate(self, order: int) -> list[tuple[int, int]]:
        """Take an order's goods, as far as they are on hand; returns (line, missing units) of the lines that lack any."""
        missing = []
        on_hand, demand, goods, quantity = self.on_hand, self.demand, self.goods, self.quantity
        seen, shipped = self.log.on_hand_at_allocation, self.log.shipped
        for line in range(self.first[order], self.first[order + 1]):
            good, wanted = goods[line], quantity[line]
            demand[good] += wanted
            seen[line] = units = on_hand[good]
            if units > wanted:
                on_hand[good] = units - wanted
                shipped[line] = wanted
                continue
            shipped[line] = units
            if units:
                on_hand[good] = 0
                self.log.stock.add(good, self.env.now, 0, self.on_order[good], 0, OUT)
            if units < wanted:
                missing.append((line, wanted - units))
        return missing

    def wait_for(self, order: int, missing: list[tuple[int, int]]) -> Generator[Any, Any, bool]:
        """Wait for missing goods, as long as the policy allows; False: nothing came, the order is cancelled."""
        pending = Pending(self.env.event(), len(missing))
        for line, units in missing:
            self.backlog[self.goods[line]].append(Shortage(pending, line, units))
        if self.patience:
            timer = self.env.timeout(self.patience)
            timer.callbacks.append(pending.give_up)
            yield pending.filled
        if pending.lines:
            self.log.marks[order] |= SHORT
            pending.waits = False  # the goods that still come are for others
            if not any(self.log.shipped[self.first[order] : self.first[order + 1]]):
                self.log.status[order], self.log.cause[order] = CANCELLED, CAUSE["stock"]
                return False
        return True

    def _receive(self, good: int, units: int) -> None:
        """Goods come in: first to the orders that wait for them, in their sequence."""
        self.on_order[good] -= units
        left = self.on_hand[good] + units
        backlog = self.backlog[good]
        while backlog and left:
            short = backlog[0]
            if not short.order.waits:
                backlog.popleft()
                continue
            given = min(left, short.missing)
            left -= given
            short.missing -= given
            self.log.shipped[short.line] += given
            if not short.missing:
                backlog.popleft()
                short.order.lines -= 1
                if not short.order.lines and not short.order.filled.triggered:
                    short.order.filled.succeed()
        self.on_hand[good] = left
        self.log.stock.add(good, self.env.now, left, self.on_order[good], units, RECEIPT)

    def _deliver(self, time: int, goods: list[tuple[int, int]]) -> Generator[Any, Any, None]:
        """A supplier's delivery, coming in at the given time."""
        yield self.env.timeout(time - self.env.now)
        for good, units in goods:
            self._receive(good, units)

    def _replenish(self, supplier: int, goods: list[int], luck: RandomStreams) -> Generator[Any, Any, None]:
        """Order up to the level that covers review and lead time (docs/model.md, "Replenishment")."""
        days = self.policy.review_days
        first = supplier % days * DAY + REVIEW_HOUR * 3600
        yield self.env.timeout((first - self.env.now) % (days * DAY))
        lead = self._lead_times(supplier, luck)
        while True:
            wanted = []
            for good in goods:
                units = self._to_order(good, days)
                if units > 0:
                    self.on_order[good] += units
                    self.log.stock.add(
                        good, self.env.now, self.on_hand[good], self.on_order[good], units, ORDERED
                    )
                    wanted.append((good, units))
            if wanted:
                due = self.env.now + lead[self.env.now // DAY]
                self._coming += [(due, good, units) for good, units in wanted]
                Walk(self._deliver(due, wanted))
            yield self.env.timeout(days * DAY)

    def _to_order(self, good: int, days: int) -> int:
        asked, self.demand[good] = self.demand[good], 0
        if self.env.now - self._begin >= days * DAY:  # a review that looks back on a whole period
            self.forecast[good] += self._data.smoothing * (asked / days - self.forecast[good])
        backlog = self.backlog[good]
        owed = sum(short.missing for short in backlog if short.order.waits) if backlog else 0
        return self._level(self.forecast[good]) - (self.on_hand[good] + self.on_order[good] - owed)

    def _lead_times(self, supplier: int, luck: RandomStreams) -> dict[int, int]:
        """Lead time (s) of an order to the supplier, by the day it is given."""
        factor = luck.of(supplier, self._days).lognormal(self._data.lead_spread, "lead-time")
        return dict(
            zip(self._days.tolist(), seconds(self._data.lead_days * DAY * factor).tolist(), strict=True)
        )

    def close(self) -> None:
        """Count the stock at the end."""
        for good, units in enumerate(self.on_hand):
            self.log.stock.add(good, int(self.env.now), units, self.on_order[good], 0, CLOSING)

    def state(self) -> StockState:
        """Stock as data; orders that wait for goods are not part of it."""
        coming = [delivery for delivery in self._coming if delivery[0] > self.env.now]
        return StockState(list(self.on_hand), list(self.forecast), coming)
