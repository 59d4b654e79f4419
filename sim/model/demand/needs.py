"""Customers with their traits, and the times of their needs.

1. Customers are drawn by class: size (needs a year) and own centre.
2. Each customer's needs follow a Poisson process whose rate changes with hour, weekday and season.
3. All needs are sorted by time.

A need exists whatever the firm does. Its random numbers belong to (customer, number of the need).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.base.streams import Floats, Ints, RandomStreams
from sim.base.units import DAY, HOUR, YEAR_DAYS
from sim.case.case import Case
from sim.case.demand import Calendar
from sim.model.demand.succession import Succession
from sim.policy.classes import CLASSES

_UNIT = 1 << 32
"""Exponential gaps are summed as whole numbers, so that the total does not depend on the order of summation."""


@dataclass(frozen=True)
class Customers:
    """Arrays by place (see `succession`): class (index), mean needs a year, own centre (index)."""

    klass: Ints
    needs_a_year: Floats
    home: Ints


def draw_customers(case: Case, traits: RandomStreams, firms: int = 1) -> Customers:
    """Customers by class, A first. The total needs a year of a class are exact; only their split is random.

    With several firms there are as many times the customers: a block of places for each firm, all alike.
    """
    klass = np.repeat(np.arange(3), [case.classes[name].customers for name in CLASSES])
    stream = traits.of(np.arange(len(klass)))
    needs = np.zeros(len(klass))
    for index, name in enumerate(CLASSES):
        data, members = case.classes[name], klass == index
        if members.any():
            spread = stream.lognormal(data.spread, "customer-size")[members]
            needs[members] = data.needs_a_year * spread / spread.mean()
    weights = [centre.weight for centre in case.centres]
    home = stream.choice(weights, "customer-home")
    return Customers(np.tile(klass, firms), np.tile(needs, firms), np.tile(home, firms))


@dataclass(frozen=True)
class Needs:
    """Arrays in order of time: customer (its place), number of the need within its place, time (s), and the generation of
    the customer who has it.
    """

    customer: Ints
    number: Ints
    time: Ints
    generation: Ints


def draw_needs(
    case: Case, luck: RandomStreams, customers: Customers, succession: Succession, start: int, end: int
) -> Needs:
    """The needs with start <= time < end (seconds), numbered from the start of the warm-up. A vacant place has none."""
    origin = -(case.warmup_weeks * 7 + case.settle_days) * DAY
    hours, cumulated = _cumulated_rate(case.calendar, origin, end)
    reach = customers.needs_a_year * cumulated[-1]
    margin = 6
    while True:
        counts = np.ceil(reach + margin * np.sqrt(reach) + 10).astype(np.int64)
        customer = np.repeat(np.arange(len(counts)), counts)
        firsts = np.cumsum(counts) - counts
        number = np.arange(len(customer)) - firsts[customer]
        gaps = np.rint(luck.of(customer, number).exponential("need-gap") * _UNIT).astype(np.int64)
        total = np.cumsum(gaps)
        total -= (total[firsts] - gaps[firsts])[customer]
        if (total[firsts + counts - 1] > reach * _UNIT).all():
            break
        margin *= 2
    passed = total / (_UNIT * customers.needs_a_year[customer])
    inside = passed < cumulated[-1]
    customer, number = customer[inside], number[inside]
    time = np.floor(np.interp(passed[inside], cumulated, hours)).astype(np.int64)
    inside = (time >= start) & (time < end)
    customer, number, time = customer[inside], number[inside], time[inside]
    row = customer.copy()  # those who are there first have the number of their place
    later = np.flatnonzero(time >= succession.moves[customer])
    row[later] = succession.rows_at(customer[later], time[later])
    there = time < succession.moves[row]
    customer, number, time, row = customer[there], number[there], time[there], row[there]
    stream = luck.of(customer, number)
    order = np.lexsort((stream.whole("tie"), time))
    generation = succession.generation[row]
    return Needs(customer[order], number[order], time[order], generation[order])


def _cumulated_rate(calendar: Calendar, start: int, end: int) -> tuple[Floats, Floats]:
    """Times (s) at full hours, and the cumulated needs up to each, as a share of a mean year's needs."""
    hours = np.arange(start // HOUR, -(-end // HOUR) + 1)
    days = hours // 24
    season = np.ones(YEAR_DAYS)
    for part in calendar.seasons:
        season[part.from_day : part.to_day + 1] *= part.factor
    by_day = season * np.resize(calendar.days, YEAR_DAYS)
    by_hour = np.asarray(calendar.hours)
    mean = by_day.mean() * by_hour.mean() * YEAR_DAYS * 24
    weight = by_day[days % YEAR_DAYS] * by_hour[hours % 24] / mean
    return hours * float(HOUR), np.concatenate(([0.0], np.cumsum(weight[:-1])))
