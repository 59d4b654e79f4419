"""Enquiries: customers ask where their order is.

1. Until the promised time a customer asks now and then, at random moments, if the order is still under way.
2. A clerk answers, or the customer gives up waiting and remembers a bad contact.
3. From the day after the promise it asks once a day, if the order is late and nobody has told the customer. The complaint
   handlers trace the order; if they do not get to it in time, the customer remembers a bad contact, too.

Nobody asks outside the opening hours, about an order whose delay was announced, or through a built-in link, which shows
where the order is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator
from functools import partial
from math import ceil
from typing import Any

import numpy as np
from simpy import Event, Timeout

from sim.base.units import DAY, HOUR
from sim.model.demand.wants import seconds
from sim.model.engine.context import RunContext
from sim.model.engine.fast_cells import view
from sim.model.engine.log import IN_PROGRESS, LINKED, NOT_REACHED
from sim.model.engine.process import Walk
from sim.model.front_office.complaints import Complaints
from sim.model.operations.desk import Desk

NOT_ASKED = -1.0


class Enquiries:
    """The customers' calls about orders under way."""

    def __init__(self, context: RunContext, desk: Desk, complaints: Complaints) -> None:
        self.env, self.log, self.desk, self.complaints = context.env, context.log, desk, complaints
        self.data = data = context.case.enquiries
        hours = context.case.desk
        self._opens, self._open_seconds = hours.opens * HOUR, (hours.closes - hours.opens) * HOUR
        stream, once = context.demand.stream, context.compute_once
        self._moments = [
            once(("enquiry", data.per_order, data.until, number), partial(self._share_of_way, stream, number))
            for number in range(ceil(data.per_order))
        ]
        """For each enquiry about an order: after which share of the promised time it is made, or NOT_ASKED."""
        self._hour = once("hour of an enquiry", lambda: view(stream.uniform("enquiry-hour")))
        self._handling = once(
            ("enquiry", data.handling, data.handling_spread),
            lambda: view(
                seconds(data.handling * 60 * stream.lognormal(data.handling_spread, "enquiry-handling"))
            ),
        )
        self._patience = once(
            ("patience of an enquiry", data.patience, data.patience_spread),
            lambda: view(
                seconds(data.patience * 60 * stream.lognormal(data.patience_spread, "enquiry-patience"))
            ),
        )
        self._due: defaultdict[int, list[int]] = defaultdict(list)
        """Orders by the day after their promise."""
        self._tracing, self._traced_within = round(data.tracing * 60), round(data.traced_within * HOUR)
        if data.tracing:
            Walk(self._days())

    def _share_of_way(self, stream: Any, number: int) -> Any:
        asked = stream.uniform(f"enquiry-{number}-asked") < self.data.per_order - number
        return view(np.where(asked, self.data.until * stream.uniform(f"enquiry-{number}"), NOT_ASKED))

    def accepted(self, order: int, now: int) -> None:
        """An order has been accepted: its customer will ask about it."""
        promised = self.log.promised[order]
        for moments in self._moments:
            share = moments[order]
            if share != NOT_ASKED:
                time = self._in_opening_hours(now + int(share * (promised - now)), order)
                if time < promised:
                    Timeout(self.env, time - now, order).callbacks.append(self._ask)
        if self._tracing:
            self._due[promised // DAY + 1].append(order)

    def _in_opening_hours(self, time: int, order: int) -> int:
        """The time itself if the desk is open then, else a moment of the next day on which it is open."""
        in_day = time % DAY - self._opens
        if 0 <= in_day < self._open_seconds:
            return time
        day = time - time % DAY + (DAY if in_day >= 0 else 0)
        return day + self._at_hour(order)

    def _at_hour(self, order: int) -> int:
        """Seconds from midnight to the moment of the day at which the customer of an order asks."""
        return self._opens + int(self._hour[order] * self._open_seconds)

    def _days(self) -> Generator[Any, Any, None]:
        """On each day, customers ask about the orders that have been due since the day before or longer."""
        env, log = self.env, self.log
        yield env.timeout(-env.now % DAY)
        while True:
            today = env.now // DAY
            for order in self._due.pop(today, ()):
                if log.status[order] == IN_PROGRESS:
                    self._due[today + 1].append(order)
                    Timeout(env, self._at_hour(order), order).callbacks.append(self._ask_for_late)
            yield env.timeout(DAY)

    def _ask(self, event: Event) -> None:
        """The customer of an order calls, if it does not know the state of its order."""
        order, now = event.value, int(self.env.now)
        if self._is_in_the_dark(order):
            service: Any = self.desk.answer(order, self._handling[order], self._patience[order], now)
            service.callbacks.append(partial(self._answered, order, now, False))

    def _ask_for_late(self, event: Event) -> None:
        """The customer of a late order asks where it is."""
        order, now = event.value, int(self.env.now)
        if self._is_in_the_dark(order):
            service: Any = self.complaints.trace(self._tracing, self._traced_within)
            service.callbacks.append(partial(self._answered, order, now, True))

    def _is_in_the_dark(self, order: int) -> bool:
        """Whether the order is under way and its customer does not know its state."""
        log = self.log
        told = log.announced[order] != NOT_REACHED or log.marks[order] & LINKED
        return log.status[order] == IN_PROGRESS and not told

    def _answered(self, order: int, asked: int, late: bool, event: Event) -> None:
        """The enquiry has ended: log it."""
        log, wait = self.log, event.value
        if wait is None:
            if log.status[order] == IN_PROGRESS:  # else the delivered order was the answer
                log.unanswered[order] += 1
            log.enquiries.add(order, late, asked, NOT_REACHED, NOT_REACHED)
        else:
            log.enquiries.add(order, late, asked, asked + wait, int(self.env.now))
