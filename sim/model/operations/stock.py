"""Stock: allocating goods to orders, and backorders. Suppliers: see `replenishment`.

1. An order takes the goods that are on hand (first come, first served), except what is kept from its class.
2. If units are missing, the order becomes a backorder and waits up to `stock.backorder_days`.
3. Goods that come in go to the waiting lines first, in order of arrival, then into stock; what is kept from a class
   is not for its waiting lines either.
4. At the end of the wait the order ships what it has; if it has nothing, it is cancelled.
5. Goods of an order that its customer cancels come in again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np
from simpy import Event

from sim.base.units import DAY
from sim.model.demand.baskets import NO_GOOD
from sim.model.engine.context import RunContext
from sim.model.engine.log import CANCELLED, CAUSE, CLOSING, OPENING, OUT, PUT_BACK, RECEIPT, SHORT
from sim.policy.classes import CLASSES
from sim.policy.policy import Policy


@dataclass(frozen=True)
class StockState:
    """Stock as data: units on hand and forecast units a day by good; deliveries under way as (time, good, units)."""

    on_hand: list[int]
    forecast: list[float]
    on_order: list[tuple[int, int, int]]


class Backorder:
    """An order that waits for goods."""

    __slots__ = ("lines_short", "wait_over", "waiting")

    def __init__(self, wait_over: Event, lines_short: int) -> None:
        """wait_over: the event at which the order has all goods or its time is up; lines_short: lines with missing units."""
        self.wait_over = wait_over
        self.lines_short = lines_short
        self.waiting = True

    def end_wait(self, _event: Event | None = None) -> None:
        """Trigger the event, unless that has happened already or the customer has cancelled."""
        if self.waiting and not self.wait_over.triggered:
            self.wait_over.succeed()


class ShortLine:
    """A line of a backorder, with the class of its customer and the units that it still lacks."""

    __slots__ = ("backorder", "klass", "line", "missing")

    def __init__(self, backorder: Backorder, line: int, missing: int, klass: int) -> None:
        self.backorder, self.line, self.missing, self.klass = backorder, line, missing, klass


class Stock:
    """Goods on hand and the orders that wait for goods; lists by good."""

    def __init__(self, context: RunContext, state: StockState) -> None:
        self.env = context.env
        self.log = context.log
        self.on_hand = list(state.on_hand)
        self.on_order = [0] * len(self.on_hand)
        self.demand = [0] * len(self.on_hand)
        """Units demanded since the last review."""
        self.short_lines: list[deque[ShortLine]] = [deque() for _ in self.on_hand]
        self._backorders: dict[int, Backorder] = {}
        """Those that wait for goods, by order."""
        self._klass = context.as_view("klass")
        self._kept: list[list[int]] | None = None
        """Units kept from each class, by class and good; None: nothing is kept from anybody."""
        self._set_levers(context.policy)
        baskets = context.wants.baskets
        is_line = baskets.goods != NO_GOOD
        self.first_line = context.compute_once(
            "first line", lambda: np.concatenate(([0], np.cumsum(baskets.lines))).tolist()
        )
        self.goods = context.compute_once("goods", lambda: baskets.goods[is_line].tolist())
        self.quantity = context.compute_once("quantity", lambda: baskets.quantity[is_line].tolist())
        for good, units in enumerate(self.on_hand):
            self.log.stock.add(good, self.env.now, units, 0, units, OPENING)

    def adopt(self, policy: Policy) -> None:
        """A new policy is in force: orders that wait already wait no longer or shorter than they were to."""
        self._set_levers(policy)

    def _set_levers(self, policy: Policy) -> None:
        self.longest_wait = round(policy.stock.backorder_days * DAY)
        self._shares = [getattr(policy.stock.kept_from, name) for name in CLASSES]
        self._kept = [[0] * len(self.on_hand) for _class in CLASSES] if any(self._shares) else None

    @property
    def keeps_back(self) -> bool:
        """Whether safety stock is kept from a class."""
        return self._kept is not None

    def keep_back(self, good: int, safety: float) -> None:
        """The good's safety stock is so many units: keep each class's share of it, in whole units."""
        assert self._kept is not None
        for kept, share in zip(self._kept, self._shares, strict=True):
            kept[good] = int(share * safety)

    def allocate(self, order: int) -> list[tuple[int, int]]:
        """Take an order's goods, as far as they are on hand; returns (line, missing units) of each short line."""
        missing = []
        on_hand, demand, goods, quantity = self.on_hand, self.demand, self.goods, self.quantity
        seen, shipped = self.log.on_hand_at_allocation, self.log.shipped
        kept = None if self._kept is None else self._kept[self._klass[order]]
        for line in range(self.first_line[order], self.first_line[order + 1]):
            good, ordered = goods[line], quantity[line]
            demand[good] += ordered
            not_for_it = 0 if kept is None else min(kept[good], on_hand[good])
            seen[line] = units = on_hand[good] - not_for_it
            if units > ordered:
                on_hand[good] = not_for_it + units - ordered
                shipped[line] = ordered
                continue
            shipped[line] = units
            if units:
                on_hand[good] = not_for_it
                if not not_for_it:
                    self.log.stock.add(good, self.env.now, 0, self.on_order[good], 0, OUT)
            if units < ordered:
                missing.append((line, ordered - units))
        return missing

    def wait_for_goods(self, order: int, missing: list[tuple[int, int]]) -> Generator[Any, Any, bool]:
        """Wait for missing goods as long as the policy allows; False if nothing came and the order is cancelled."""
        backorder = Backorder(self.env.event(), len(missing))
        klass = self._klass[order]
        for line, units in missing:
            self.short_lines[self.goods[line]].append(ShortLine(backorder, line, units, klass))
        if self.longest_wait:
            timer = self.env.timeout(self.longest_wait)
            timer.callbacks.append(backorder.end_wait)
            self._backorders[order] = backorder
            yield backorder.wait_over
            del self._backorders[order]
        if backorder.lines_short:
            self.log.marks[order] |= SHORT
            backorder.waiting = False  # later receipts are for other orders
            if not any(self.log.shipped[self.first_line[order] : self.first_line[order + 1]]):
                self.log.status[order], self.log.cause[order] = CANCELLED, CAUSE["stock"]
                return False
        return True

    def owed(self, good: int) -> int:
        """Units of a good that waiting orders lack."""
        lines = self.short_lines[good]
        return sum(line.missing for line in lines if line.backorder.waiting) if lines else 0

    def receive(self, good: int, units: int) -> None:
        """A supplier's goods come in."""
        self.on_order[good] -= units
        self._take_in(good, units, RECEIPT)

    def put_back(self, order: int) -> None:
        """The customer has cancelled an order: it waits no longer, and its goods are free again."""
        backorder = self._backorders.pop(order, None)
        if backorder is not None:
            backorder.waiting = False  # its process is never resumed
        for line in range(self.first_line[order], self.first_line[order + 1]):
            if self.log.shipped[line]:
                self._take_in(self.goods[line], self.log.shipped[line], PUT_BACK)

    def _take_in(self, good: int, units: int, event: int) -> None:
        """Goods fill the waiting lines, in order of arrival; the rest goes into stock."""
        left = self.on_hand[good] + units
        lines = self.short_lines[good]
        must_wait = []
        """Lines that stay at the head of the queue."""
        while lines and left:
            line = lines[0]
            if not line.backorder.waiting:
                lines.popleft()
                continue
            free = left if self._kept is None else left - self._kept[line.klass][good]
            if free <= 0:  # what is left is for other classes
                must_wait.append(lines.popleft())
                continue
            allocated = min(free, line.missing)
            left -= allocated
            line.missing -= allocated
            self.log.shipped[line.line] += allocated
            if not line.missing:
                lines.popleft()
                line.backorder.lines_short -= 1
                if not line.backorder.lines_short:
                    line.backorder.end_wait()
            elif left:
                must_wait.append(lines.popleft())
        lines.extendleft(reversed(must_wait))
        self.on_hand[good] = left
        self.log.stock.add(good, self.env.now, left, self.on_order[good], units, event)

    def close(self) -> None:
        """Log the stock at the end of the run."""
        for good, units in enumerate(self.on_hand):
            self.log.stock.add(good, int(self.env.now), units, self.on_order[good], 0, CLOSING)
