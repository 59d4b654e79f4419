"""Satisfaction surveys: a sample is asked, some answer, and who is found dissatisfied is looked after like who complains."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np

from sim.luck import threshold
from sim.model.complaints import Complaints
from sim.model.memory import Experience
from sim.model.setting import Setting
from sim.model.standing import Standing
from sim.model.station import DAY

YEAR = 364 * DAY
MANY = 12
"""Orders of a customer from which on it pays to forget some."""


@dataclass(frozen=True)
class Answer:
    """One customer asked in one wave; satisfaction None: did not answer."""

    customer: int
    wave: int
    time: int
    satisfaction: int | None
    order: int


class Surveys:
    """Waves spread evenly over the year; a wave's sample is drawn by luck of (customer, wave)."""

    def __init__(self, setting: Setting, standing: Standing | None, complaints: Complaints) -> None:
        self.env = setting.env
        self.data = setting.case.complaints
        policy = setting.policy.survey
        self.sample = policy.sample
        self.luck = setting.luck
        self.customers = setting.customers
        self.standing = standing
        self.complaints = complaints
        self._asked: set[int] = set()
        """Orders that somebody has been asked about."""
        self.ended: dict[int, list[tuple[int, int, int, Experience]]] = {}
        """Orders of each customer that may be asked about: (time of its end, order, satisfaction, experience)."""
        self.all: list[Answer] = []
        if policy.waves and policy.sample:
            self.env.process(self._waves(YEAR // policy.waves))

    def note(self, customer: int, time: int, order: int, satisfaction: int, experience: Experience) -> None:
        """An order has ended, or will at `time`."""
        ended = self.ended.setdefault(customer, [])
        ended.append((time, order, satisfaction, experience))
        if (
            len(ended) > MANY
        ):  # only the newest that has ended by now can be asked about, and those still to end
            now = self.env.now
            newest = max((one for one in ended if one[0] <= now), key=itemgetter(0), default=None)
            self.ended[customer] = [one for one in ended if one is newest or one[0] > now]

    def _waves(self, every: int) -> Generator[Any, Any, None]:
        yield self.env.timeout((every // 2 - self.env.now) % every)
        while True:
            self._ask(int(self.env.now) // every)
            yield self.env.timeout(every)

    def _ask(self, wave: int) -> None:
        now = int(self.env.now)
        stream = self.luck.of(np.arange(self.customers), wave)
        by_luck = np.argsort(stream.whole("survey-sample"), kind="stable").tolist()
        last = {customer: found for customer in by_luck if (found := self._last(customer, now)) is not None}
        answers = stream.whole("survey-answers") < threshold(self.data.response)
        for customer in sorted(list(last)[: self.sample]):
            _time, order, satisfaction, experience = last[customer]
            self._asked.add(order)
            answered = bool(answers[customer])
            self.all.append(Answer(customer, wave, now, satisfaction if answered else None, order))
            if answered and satisfaction <= 2:
                self.complaints.found(order, experience)

    def _last(self, customer: int, now: int) -> tuple[int, int, int, Experience] | None:
        """The last order that has ended of who still deals with the firm; None if it was asked about before."""
        if self.standing is not None and self.standing.left[customer]:
            return None
        ended = [one for one in self.ended.get(customer, []) if one[0] <= now]
        newest = max(ended, key=itemgetter(0), default=None)
        return None if newest is None or newest[1] in self._asked else newest
