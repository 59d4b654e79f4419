"""Succession: which customer is at which place, and when.

1. At time 0 a customer is at each place. Some day it closes or moves away, whatever the service.
2. For a while the place is vacant and has no needs. Then a newcomer takes it over: another customer of the same class,
   size and type, who may move away, too.

Class, size, centre, buying type and needs belong to the place; so the model keeps its lists by place. The number of a
customer is place + number of places x generation: those who are there first (generation 0) have the number of their
place. All this is luck of the replication, whatever the firm does and however long the run is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np

from sim.base.streams import Floats, Ints, RandomStreams
from sim.base.units import WEEK, YEAR
from sim.case.case import Case
from sim.policy.classes import CLASSES

NEVER = 10**15
"""A time (s) after the end of every run."""
BEGIN = -(1 << 38)
"""A time (s) before the beginning of every run: when the first customers arrived."""
_STEP = 1 << 40
"""Longer than any run: places and times as one axis, one place after the other."""


@dataclass(frozen=True)
class Succession:
    """All customers who are there before the end, by number: arrays of their number, place, generation, and when (s) they
    arrive and move away.

    A customer is there from the second after `arrives` until the second before `moves`.
    """

    places: int
    number: Ints
    place: Ints
    generation: Ints
    arrives: Ints
    moves: Ints

    @staticmethod
    def of_stayers(places: int) -> Succession:
        """Customers who never move."""
        number = np.arange(places)
        return Succession(
            places, number, number, np.zeros_like(number), np.full(places, BEGIN), np.full(places, NEVER)
        )

    @cached_property
    def _axis(self) -> tuple[Ints, Ints]:
        """Rows by place and time of arrival, and these as one axis."""
        rows = np.lexsort((self.generation, self.place))
        return rows, self.place[rows] * _STEP + (self.arrives[rows] - BEGIN)

    def rows_at(self, place: Ints, time: Ints) -> Ints:
        """The row of the customer who arrived last at each place before a time (s)."""
        rows, axis = self._axis
        return rows[np.searchsorted(axis, place * _STEP + (time - BEGIN)) - 1]

    def numbers_at(self, place: Ints, time: Ints) -> Ints:
        """The number of the customer who arrived last at each place before a time (s)."""
        return self.number[self.rows_at(place, time)]

    def newcomers(self) -> Ints:
        """The rows of customers who came later than the first."""
        return np.flatnonzero(self.generation > 0)


def draw_succession(case: Case, luck: RandomStreams, klass: Ints, end: int) -> Succession:
    """Draw who moves away and who comes, up to the end (s). klass: the class of each place."""
    risk = np.array([max(-log(1 - case.market.moves[name]), 1e-9) for name in CLASSES])[klass]
    vacant = case.market.replaced_weeks * WEEK
    place, generation = np.arange(len(klass)), 0
    arrives = np.full(len(klass), BEGIN)
    moves = _seconds(luck.of(place).exponential("moves") / risk * YEAR)
    rows = []
    while len(place):
        rows.append((place + generation * len(klass), place, np.full(len(place), generation), arrives, moves))
        generation += 1
        stream = luck.of(place, generation)
        arrives = moves + 1 + _seconds(vacant * stream.exponential("replaced"))
        moves = arrives + 1 + _seconds(stream.exponential("moves") / risk[place] * YEAR)
        in_time = arrives < end
        place, arrives, moves = place[in_time], arrives[in_time], moves[in_time]
    columns = [np.concatenate(column) for column in zip(*rows, strict=True)] if rows else [place] * 5
    return Succession(len(klass), *columns)


def _seconds(time: Floats) -> Ints:
    return np.minimum(time, NEVER).astype(np.int64)
