"""Satisfaction surveys.

1. Waves are spread evenly over the year. In each wave a random sample of customers is asked about their last order.
2. A share of them answers.
3. A dissatisfied answer is handled like a complaint.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.base.streams import threshold
from sim.base.units import YEAR
from sim.model.customers.reputation import Reputation
from sim.model.customers.satisfaction import Judge
from sim.model.engine.context import RunContext
from sim.model.engine.log import NOT_REACHED
from sim.model.front_office.complaints import Complaints
from sim.model.front_office.contacts import is_active
from sim.policy.policy import Policy


@dataclass(frozen=True)
class Answer:
    """A customer asked in a wave. customer: its number; satisfaction: None without an answer."""

    customer: int
    wave: int
    time: int
    satisfaction: int | None
    order: int


class Surveys:
    """All waves of surveys; random numbers by customer and wave."""

    def __init__(
        self, context: RunContext, reputation: Reputation | None, judge: Judge, complaints: Complaints
    ) -> None:
        self.context, self.env = context, context.env
        self.data = context.case.complaints
        self.policy = context.policy.survey
        self.luck = context.luck
        self.log = context.log
        self.customers = context.customers
        self.customer, self._number = context.wants.customer, context.numbers()
        self.reputation, self.judge, self.complaints = reputation, judge, complaints
        self._asked: set[int] = set()
        """Orders that customers have been asked about."""
        self.all: list[Answer] = []
        self._wave: int | None = None
        """The number of the last wave."""
        self._rhythms = 0
        """How many rhythms of waves have begun; the last one is in force."""
        self._start_waves()

    def adopt(self, policy: Policy) -> None:
        """A new policy is in force."""
        before, self.policy = self.policy, policy.survey
        if self.policy != before:
            self._start_waves()

    def _start_waves(self) -> None:
        self._rhythms += 1
        if self.policy.waves and self.policy.sample:
            self.env.process(self._waves(self._rhythms))

    def _waves(self, rhythm: int) -> Generator[Any, Any, None]:
        """Wave after wave, until the policy sets other waves."""
        every = YEAR // self.policy.waves
        yield self.env.timeout((every // 2 - self.env.now) % every)
        while self._rhythms == rhythm:
            wave = int(self.env.now) // every
            self._wave = wave if self._wave is None else max(wave, self._wave + 1)
            self._ask(self._wave)
            yield self.env.timeout(every)

    def _ask(self, wave: int) -> None:
        """Ask a sample about their last orders."""
        now = int(self.env.now)
        stream = self.luck.of(np.arange(self.customers), wave)
        sampling_order = np.argsort(stream.whole("survey-sample"), kind="stable").tolist()
        last = self._last_orders()
        answers = stream.whole("survey-answers") < threshold(self.data.response)
        for customer in sorted([c for c in sampling_order if c in last][: self.policy.sample]):
            order = last[customer]
            # The answer is the judgement of that time: bond and goodwill may have changed since.
            satisfaction = self.log.satisfaction[order]
            _now, experience = self.judge.judge(order, self.log.ended[order])
            self._asked.add(order)
            answered = bool(answers[customer])
            self.all.append(Answer(self._number[order], wave, now, satisfaction if answered else None, order))
            if answered and satisfaction <= 2:
                self.complaints.found(order, experience)

    def _last_orders(self) -> dict[int, int]:
        """The last ended order of each customer who deals with the firm and has not been asked about that order."""
        ended = np.frombuffer(self.log.ended, dtype=np.int64)
        orders = np.flatnonzero(ended != NOT_REACHED)
        in_time = orders[np.argsort(ended[orders], kind="stable")]
        last = dict(zip(self.customer[in_time].tolist(), in_time.tolist(), strict=True))
        now = int(self.env.now)
        return {
            customer: order
            for customer, order in last.items()
            if is_active(self.reputation, customer, now)
            and order not in self._asked
            and not self.context.is_replaced(order)
        }
