"""Customers and their needs, drawn in blocks before the clock starts.

A need exists whatever the firm does. Its time, goods, channel, patience and all other luck belong to (customer, need number).
Needs of a customer follow a Poisson process whose rate swings with hour, weekday and season.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from sim.base.streams import Floats, Ints, RandomStreams, Stream, threshold
from sim.base.units import DAY, FEN, HOUR, YEAR_DAYS
from sim.case.case import Case
from sim.case.demand import Calendar
from sim.model.demand.baskets import Baskets, draw_baskets
from sim.policy.classes import CLASSES

NEVER_LEAVES = 1 << 40
"""Seconds of patience of a customer who does not leave."""
_UNIT = 1 << 32
"""Exponential gaps are summed as whole numbers, so that a sum does not depend on how it is split up."""


@dataclass(frozen=True)
class Customers:
    """All customers; arrays by customer number: class index, mean needs a year, own centre (index)."""

    klass: Ints
    needs_a_year: Floats
    home: Ints


def draw_customers(case: Case, luck: RandomStreams) -> Customers:
    """Customers by class, A first. Class totals of needs a year are exact, whatever the luck."""
    klass = np.repeat(np.arange(3), [case.classes[name].customers for name in CLASSES])
    stream = luck.of(np.arange(len(klass)))
    needs = np.zeros(len(klass))
    for index, name in enumerate(CLASSES):
        data, members = case.classes[name], klass == index
        if members.any():
            spread = stream.lognormal(data.spread, "customer-size")[members]
            needs[members] = data.needs_a_year * spread / spread.mean()
    weights = [centre.weight for centre in case.centres]
    return Customers(klass, needs, stream.choice(weights, "customer-home"))


@dataclass(frozen=True)
class Needs:
    """Needs in order of time; arrays: customer, number within the customer, time (s)."""

    customer: Ints
    number: Ints
    time: Ints


def draw_needs(case: Case, luck: RandomStreams, customers: Customers, start: int, end: int) -> Needs:
    """The needs with start <= time < end (seconds). Numbers count from the beginning of the warm-up."""
    origin = -(case.warmup_weeks * 7 + case.settle_days) * DAY
    hours, swing = _swing(case.calendar, origin, end)
    reach = customers.needs_a_year * swing[-1]
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
    inside = passed < swing[-1]
    customer, number = customer[inside], number[inside]
    time = np.floor(np.interp(passed[inside], swing, hours)).astype(np.int64)
    inside = (time >= start) & (time < end)
    customer, number, time = customer[inside], number[inside], time[inside]
    stream = luck.of(customer, number)
    order = np.lexsort((stream.whole("tie"), time))
    return Needs(customer[order], number[order], time[order])


def _swing(calendar: Calendar, start: int, end: int) -> tuple[Floats, Floats]:
    """Times (s) at full hours, and the share of a mean year's needs that has come by then."""
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


@dataclass(frozen=True)
class Wants:
    """What the customers want who give a need to this firm, and the luck on its way: arrays by order, lists in the model.

    customer, klass, lane, channel: indices; placed, handling, patience, stop, delay: seconds; list_price: fen; slip,
    pick, damage, loss, refusal: luck as whole numbers; pick_speed, pack_speed, van_speed: factors of the mean.
    """

    customer: Ints
    need: Ints
    placed: Ints
    klass: Ints
    lane: Ints
    channel: Ints
    handling: Ints
    patience: Ints
    slip: Ints
    pick_speed: Floats
    pack_speed: Floats
    van_speed: Floats
    pick: Ints
    damage: Ints
    loss: Ints
    refusal: Ints
    stop: Ints
    receiver_ok: np.ndarray
    special: np.ndarray
    expedite: np.ndarray
    delay: Ints
    list_price: Ints
    mood: Floats
    baskets: Baskets

    def priced(self, level: float) -> Wants:
        """The same at another price level."""
        return replace(self, list_price=np.rint(self.list_price * level).astype(np.int64))

    def take(self, rows: Ints) -> Wants:
        """Those of the given rows."""
        columns = {one.name: getattr(self, one.name) for one in fields(self)}
        baskets: Baskets = columns.pop("baskets")
        return Wants(
            baskets=Baskets(baskets.goods[rows], baskets.quantity[rows]),
            **{name: column[rows] for name, column in columns.items()},
        )


def draw_wants(case: Case, stream: Stream, customers: Customers, needs: Needs) -> Wants:
    """Everything about the needs, whoever gets them; stream: their luck."""
    customer = needs.customer
    klass = customers.klass[customer]
    lane = np.where(
        stream.whole("to-own-centre") < threshold(case.home_centre),
        customers.home[customer],
        stream.choice([centre.weight for centre in case.centres], "centre"),
    )
    channel = _channels(case, stream, klass)
    handling, patience = _contacts(case, stream, channel)
    special, expedite, delay = _requests(case, stream, klass)
    freight = np.array([case.zones[centre.zone].freight for centre in case.centres])
    service = np.array([case.classes[name].contribution for name in CLASSES])
    size = stream.lognormal(case.income.fee_spread, "size")
    warehouse, fleet = case.warehouse, case.fleet
    return Wants(
        customer=customer,
        need=needs.number,
        placed=needs.time,
        klass=klass,
        lane=lane,
        channel=channel,
        handling=handling,
        patience=patience,
        slip=stream.whole("slip"),
        pick_speed=stream.lognormal(warehouse.spread, "pick-time"),
        pack_speed=stream.lognormal(warehouse.spread, "pack-time"),
        van_speed=stream.lognormal(fleet.spread, "van-time"),
        pick=stream.whole("pick-error"),
        damage=stream.whole("damage"),
        loss=stream.whole("loss"),
        refusal=stream.whole("refusal"),
        stop=seconds(fleet.stop_minutes * 60 * stream.lognormal(fleet.stop_spread, "stop")),
        receiver_ok=stream.whole("receiver") >= threshold(fleet.wrong_receiver),
        special=special,
        expedite=expedite,
        delay=delay,
        list_price=np.rint((freight[lane] + service[klass]) * FEN * size).astype(np.int64),
        mood=stream.normal("mood"),
        baskets=draw_baskets(case, stream, klass),
    )


def seconds(values: Floats) -> Ints:
    """Durations as whole seconds, at least one."""
    return np.maximum(1, np.rint(values)).astype(np.int64)


def _channels(case: Case, stream: Stream, klass: Ints) -> Ints:
    names = list(case.desk.channels)
    channel = np.zeros(len(klass), dtype=np.int64)
    for index, name in enumerate(CLASSES):
        weights = [case.classes[name].channels.get(known, 0.0) for known in names]
        channel = np.where(klass == index, stream.choice(weights, "channel"), channel)
    return channel


def _contacts(case: Case, stream: Stream, channel: Ints) -> tuple[Ints, Ints]:
    """Seconds of handling (0: no clerk) and of patience by order."""
    data = list(case.desk.channels.values())
    handling = np.array([d.handling * 60 for d in data])[channel]
    spread = np.array([d.handling_spread for d in data])[channel]
    needed = seconds(handling * stream.lognormal(spread, "handling"))
    patience = np.array([(d.patience or 0) * 60 for d in data])[channel]
    spread = np.array([d.patience_spread for d in data])[channel]
    endured = seconds(patience * stream.lognormal(spread, "patience"))
    return np.where(handling > 0, needed, 0), np.where(patience > 0, endured, NEVER_LEAVES)


def _requests(case: Case, stream: Stream, klass: Ints) -> tuple[np.ndarray, np.ndarray, Ints]:
    """Flags of special and of urgent orders, and seconds of delay asked (0: none). Urgent and delayed exclude each other."""
    shares = {
        field: np.array([getattr(case.classes[name], field) for name in CLASSES])[klass]
        for field in ("special", "expedite", "delay")
    }
    special = stream.whole("special") < threshold(shares["special"])
    timing = stream.whole("timing")
    urgent = threshold(shares["expedite"])
    later = threshold(np.minimum(1.0, shares["expedite"] + shares["delay"]))
    low, high = case.requests.delay_hours
    asked = seconds((low + (high - low) * stream.uniform("delay")) * HOUR)
    return special, timing < urgent, np.where((timing >= urgent) & (timing < later), asked, 0)


@dataclass(frozen=True)
class Drawn:
    """Everything that is drawn before the clock starts."""

    luck: RandomStreams
    customers: Customers
    needs: Needs
    wants: Wants
    stream: Stream
    """The luck of the needs."""
    shared: dict[Hashable, Any] = field(default_factory=dict)
    """What is made of it only once."""

    def once(self, name: Hashable, make: Callable[[], Any]) -> Any:
        """What is made by the first who asks, and shared by all."""
        if name not in self.shared:
            self.shared[name] = make()
        return self.shared[name]

    def listed(self, column: str) -> list[Any]:
        """A column of what is wanted, as a list."""
        return self.once(column, lambda: getattr(self.wants, column).tolist())


def draw(case: Case, seed: int, replication: int, start: int, end: int) -> Drawn:
    """Customers, needs and wants from start to end (seconds)."""
    luck = RandomStreams(seed, replication)
    customers = draw_customers(case, luck)
    needs = draw_needs(case, luck, customers, start, end)
    stream = luck.of(needs.customer, needs.number)
    return Drawn(luck, customers, needs, draw_wants(case, stream, customers, needs), stream)
