"""A firm small enough to follow by hand: no spread, no errors, one lane, two goods.

Its orders are written down one by one (`order`) or drawn by column (`wants_of`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sim import Case, Policy, load_case
from sim.base.streams import ONE, RandomStreams
from sim.base.units import DAY, HOUR
from sim.model.demand.baskets import NO_GOOD, Baskets
from sim.model.demand.demand import Demand
from sim.model.demand.needs import Customers, Needs
from sim.model.demand.succession import Succession
from sim.model.demand.wants import NEVER_LEAVES, Wants
from sim.model.firm import FirmState
from sim.model.operations.stock import StockState
from sim.model.recording.bookkeeping import keep_books
from sim.model.world import World
from sim.policy.history import History
from sim.records.schema import Records


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> int:
    """Seconds from the start; day 0 is the first Monday."""
    return day * DAY + hour * HOUR + minute * 60 + second


ALWAYS_OPEN = {
    f"{place}.{name}": hour
    for place in ("desk", "warehouse", "fleet")
    for name, hour in {"opens": 0, "closes": 24}.items()
}
"""Changes of the case."""


def tiny_case(**changes: Any) -> Case:
    """Picking takes 300 s, packing 200 s, the way 1 hour; lorries leave at 20:00; suppliers need 2 days."""
    return load_case("corner").replace(
        staff=None,
        **{
            "settle_days": 0,
            "emergencies": [],
            "desk.closes": 20,
            "desk.when_closed": None,
            "enquiries.per_order": 0,
            "enquiries.tracing": 0,
            "centres": [{"name": {"en": "Near", "zh": "近"}, "zone": "city", "km": 60, "weight": 1}],
            "goods.families": 1,
            "goods.per_family": 2,
            "goods.suppliers": 1,
            "goods.lead_days": 2,
            "goods.lead_spread": 0,
            "goods.smoothing": 0,
            "warehouse.pick_order": 300,
            "warehouse.pick_line": 0,
            "warehouse.enter_aisle": 0,
            "warehouse.next_aisle": 0,
            "warehouse.pack_order": 200,
            "warehouse.pack_line": 0,
            "warehouse.spread": 0,
            "fleet.km_hour": 60,
            "fleet.spread": 0,
            "fleet.incident": 0,
            "fleet.capacity": 12,
            **changes,
        },
    )


TINY_POLICY: dict[str, Any] = {
    "desk.clerks": 1,
    "warehouse.pickers": 1,
    "warehouse.packers": 1,
    "warehouse.care": 0,
    "stock.review_days": 1,
    "stock.backorder_days": 7,
    "promise.hours": 48,
    "order.minimum": 0,
    "fleet.vehicles": 1,
    "fleet.consolidation_hours": 24,
}


PLAIN: dict[str, Any] = {
    "klass": 0,
    "lane": 0,
    "channel": 0,
    "handling": 600,
    "patience": NEVER_LEAVES,
    "delay": 0,
    "special": False,
    "expedite": False,
    "list_price": 10_000,
    "pays": 1 << 40,
    "stop": 1200,
    "pick_speed": 1.0,
    "pack_speed": 1.0,
    "van_speed": 1.0,
    "mood": 0.0,
    "slip": ONE - 1,
    "pick": ONE - 1,
    "damage": ONE - 1,
    "loss": ONE - 1,
    "refusal": ONE - 1,
    "receiver_ok": True,
}
"""An order by telephone, 600 s of handling, patience for ever, no mishap."""


def order(placed: int, lines: list[tuple[int, int]], **more: Any) -> dict[str, Any]:
    """An order of (good, units) lines; plain unless said otherwise."""
    return {"placed": placed, "lines": lines} | PLAIN | more


def wants(orders: list[dict[str, Any]]) -> Wants:
    """The orders as the model takes them."""
    count, widest = len(orders), max(len(one["lines"]) for one in orders)
    goods = np.full((count, widest), NO_GOOD)
    quantity = np.zeros((count, widest), dtype=np.int64)
    for row, one in enumerate(orders):
        for slot, (good, units) in enumerate(one["lines"]):
            goods[row, slot], quantity[row, slot] = good, units
    columns = {name: np.array([one[name] for one in orders]) for name in ("placed", *PLAIN)}
    return wants_of(baskets=Baskets(goods, quantity), **columns)


def wants_of(placed: np.ndarray, baskets: Baskets | None = None, **columns: Any) -> Wants:
    """Many orders at once, by column: an array, or one value for all. Else plain, of one unit of good 0."""
    count = len(placed)
    if baskets is None:
        baskets = Baskets(np.zeros((count, 1), dtype=np.int64), np.ones((count, 1), dtype=np.int64))
    return Wants(
        customer=np.arange(count),
        need=np.zeros(count, dtype=np.int64),
        placed=placed,
        baskets=baskets,
        **{name: np.broadcast_to(np.asarray(value), count) for name, value in (PLAIN | columns).items()},
    )


def run_tiny(
    orders: list[dict[str, Any]],
    *,
    on_hand: tuple[int, int] = (100, 100),
    forecast: tuple[float, float] = (0.0, 0.0),
    days: int = 14,
    case: Case | None = None,
    **levers: Any,
) -> Records:
    """The records of these orders at the tiny firm, from time 0 on."""
    state = StockState(list(on_hand), list(forecast), [])
    return run_wants(wants(orders), state, days * DAY, case or tiny_case(), **levers)


def run_wants(asked: Wants, state: StockState, end: int, case: Case, **levers: Any) -> Records:
    """The records of whatever is wanted, from time 0 to the end (seconds)."""
    policy = Policy(**TINY_POLICY).replace(**levers)
    count = len(asked.placed)
    customers = Customers(asked.klass, np.ones(count), np.zeros(count, dtype=np.int64))
    luck = RandomStreams(0)
    needs = Needs(np.arange(count), asked.need, asked.placed, np.zeros(count, dtype=np.int64))
    stream = luck.of(asked.customer, asked.need)
    drawn = Demand(luck, luck, customers, needs, asked, stream, Succession.of_stayers(count))
    world = World(
        case, [History.of([(policy, 1)])], drawn, list(range(count)), FirmState(state), 0, end
    )  # a frozen market: all are ours
    world.run()
    return keep_books(world.firms[0])
