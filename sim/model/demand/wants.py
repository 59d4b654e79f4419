"""Customers' wishes with each need, and the random numbers that decide what happens to the order."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from sim.base.streams import Floats, Ints, Stream, threshold
from sim.base.units import DAY, FEN, HOUR
from sim.case.case import Case
from sim.model.demand.baskets import Baskets, draw_baskets
from sim.model.demand.needs import Customers, Needs
from sim.policy.classes import CLASSES

NEVER_LEAVES = 1 << 40
"""Seconds of patience of a customer who never reneges."""


@dataclass(frozen=True)
class Wants:
    """Arrays by need: the order that the customer would place, and its random numbers.

    customer, klass, lane, channel: indices; placed, handling, patience, stop, delay: seconds; list_price: fen; pays: fen, the
    surcharge that an urgent customer pays at most; slip, pick, damage, loss, refusal: random whole numbers; pick_speed,
    pack_speed, van_speed: factors of the mean.
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
    pays: Ints
    delay: Ints
    list_price: Ints
    mood: Floats
    baskets: Baskets

    def priced(self, level: Floats) -> Wants:
        """A copy with the list price of each order multiplied by its level."""
        return replace(self, list_price=np.rint(self.list_price * level).astype(np.int64))

    def take(self, rows: Ints) -> Wants:
        """The given rows only."""
        columns = {one.name: getattr(self, one.name) for one in fields(self)}
        baskets: Baskets = columns.pop("baskets")
        return Wants(
            baskets=Baskets(baskets.goods[rows], baskets.quantity[rows]),
            **{name: column[rows] for name, column in columns.items()},
        )


def draw_wants(case: Case, stream: Stream, customers: Customers, needs: Needs) -> Wants:
    """Draw the wishes with each need; they are the same for every firm. stream: the random numbers of the needs."""
    customer = needs.customer
    klass = customers.klass[customer]
    lane = np.where(
        stream.whole("to-own-centre") < threshold(case.home_centre),
        customers.home[customer],
        stream.choice([centre.weight for centre in case.centres], "centre"),
    )
    channel = _when_open(case, _channels(case, stream, klass), needs.time)
    handling, patience = _handling_and_patience(case, stream, channel)
    special, expedite, delay = _requests(case, stream, klass)
    freight = np.array([case.zones[centre.zone].freight for centre in case.centres])
    requests = case.requests
    service = np.array([case.classes[name].contribution for name in CLASSES])
    size = stream.lognormal(case.income.fee_spread, "size")
    warehouse, fleet = case.warehouse, case.fleet
    list_price = np.rint((freight[lane] + service[klass]) * FEN * size).astype(np.int64)
    pays = list_price * requests.pays * stream.lognormal(requests.pays_spread, "pays")
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
        list_price=list_price,
        pays=np.rint(pays).astype(np.int64),
        mood=stream.normal("mood"),
        baskets=draw_baskets(case, stream, klass),
    )


def seconds(values: Floats) -> Ints:
    """Durations as whole seconds, at least one."""
    return np.maximum(1, np.rint(values)).astype(np.int64)


def _channels(case: Case, stream: Stream, klass: Ints) -> Ints:
    """The channel of each order, by the shares of its class."""
    names = list(case.desk.channels)
    channel = np.zeros(len(klass), dtype=np.int64)
    for index, name in enumerate(CLASSES):
        weights = [case.classes[name].channels.get(known, 0.0) for known in names]
        channel = np.where(klass == index, stream.choice(weights, "channel"), channel)
    return channel


def _when_open(case: Case, channel: Ints, time: Ints) -> Ints:
    """The channel of each order: callers outside the opening hours hear a recorded message and take another channel."""
    desk, names = case.desk, list(case.desk.channels)
    if desk.when_closed is None or "telephone" not in names:
        return channel
    hour = time % DAY // HOUR
    closed = (hour < desk.opens) | (hour >= desk.closes)
    return np.where(closed & (channel == names.index("telephone")), names.index(desk.when_closed), channel)


def _handling_and_patience(case: Case, stream: Stream, channel: Ints) -> tuple[Ints, Ints]:
    """Seconds of handling (0: no clerk is needed) and seconds of patience, by order."""
    data = list(case.desk.channels.values())
    handling = np.array([d.handling * 60 for d in data])[channel]
    spread = np.array([d.handling_spread for d in data])[channel]
    needed = seconds(handling * stream.lognormal(spread, "handling"))
    patience = np.array([(d.patience or 0) * 60 for d in data])[channel]
    spread = np.array([d.patience_spread for d in data])[channel]
    endured = seconds(patience * stream.lognormal(spread, "patience"))
    return np.where(handling > 0, needed, 0), np.where(patience > 0, endured, NEVER_LEAVES)


def _requests(case: Case, stream: Stream, klass: Ints) -> tuple[np.ndarray, np.ndarray, Ints]:
    """Special and urgent requests (flags), and seconds of requested delay (0: none). No order is both urgent and delayed."""
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
