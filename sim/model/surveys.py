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
from sim.model.station import DAY

YEAR = 364 * DAY


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

    def __init__(self, setting: Setting, complaints: Complaints) -> None:
        self.env = setting.env
        self.data = setting.case.complaints
        policy = setting.policy.survey
        self.sample = policy.sample
        self.luck = setting.luck
        self.customers = setting.customers
        self.complaints = complaints
        self.ended: dict[int, list[tuple[int, int, int, Experience]]] = {}
        """Orders of each customer that have ended, or will: (time, order, satisfaction, experience)."""
        self.all: list[Answer] = []
        if policy.waves and policy.sample:
            self.env.process(self._waves(YEAR // policy.waves))

    def note(self, customer: int, time: int, order: int, satisfaction: int, experience: Experience) -> None:
        """An order has ended, or will at `time`."""
        self.ended.setdefault(customer, []).append((time, order, satisfaction, experience))

    def _waves(self, every: int) -> Generator[Any, Any, None]:
        yield self.env.timeout((every // 2 - self.env.now) % every)
        while True:
            self._ask(int(self.env.now) // every)
            yield self.env.timeout(every)

    def _ask(self, wave: int) -> None:
        now = int(self.env.now)
        stream = self.luck.of(np.arange(self.customers), wave)
        asked = np.argsort(stream.whole("survey-sample"), kind="stable")[: self.sample]
        answers = stream.whole("survey-answers") < threshold(self.data.response)
        for customer in sorted(asked.tolist()):
            ended = [one for one in self.ended.get(customer, []) if one[0] <= now]
            if not ended:
                continue  # no customer of ours, or nothing has ended yet
            _time, order, satisfaction, experience = max(ended, key=itemgetter(0))
            answered = bool(answers[customer])
            self.all.append(Answer(customer, wave, now, satisfaction if answered else None, order))
            if answered and satisfaction <= 2:
                self.complaints.found(order, experience)
