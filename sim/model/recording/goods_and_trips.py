"""The tables of needs, order lines, stock and trips."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.model.demand.baskets import NO_GOOD
from sim.model.engine.log import ELSEWHERE, STATES, STOCK_EVENTS, TRIP_KINDS
from sim.model.firm import Firm
from sim.model.recording.facts import Facts
from sim.model.recording.nulls import or_null
from sim.records.tables import Coded, frame


def needs(firm: Firm, facts: Facts) -> pd.DataFrame:
    """One row per need of any customer, with its order if the firm got it."""
    needs = firm.context.demand.needs
    state = np.full(len(needs.time), ELSEWHERE)
    state[facts.order] = facts.columns["status"]
    return frame(
        "needs",
        {
            "customer": firm.context.demand.customer_numbers,
            "need": needs.number,
            "time": needs.time,
            "state": Coded(state, STATES),
            "order": (np.arange(len(needs.time)), state == ELSEWHERE),
        },
    )


def lines(facts: Facts) -> pd.DataFrame:
    """One row per order line."""
    baskets = facts.wants.baskets
    is_line = baskets.goods != NO_GOOD
    seen = facts.columns["on_hand_at_allocation"]
    return frame(
        "lines",
        {
            "order": np.repeat(facts.order, baskets.lines),
            "good": baskets.goods[is_line],
            "quantity": baskets.quantity[is_line],
            "on_hand_at_allocation": (seen, seen < 0),
            "shipped": (facts.columns["shipped"], seen < 0),
        },
    )


def stock(firm: Firm) -> pd.DataFrame:
    """One row per change of stock."""
    log = firm.log.stock.table()
    return frame("stock", log | {"event": Coded(log["event"], STOCK_EVENTS)})


def trips(firm: Firm, facts: Facts, centres: tuple[str, ...]) -> pd.DataFrame:
    """One row per trip."""
    trips = facts.trips
    after_end = trips["arrived"] >= firm.end
    return frame(
        "trips",
        {
            "kind": Coded(trips["kind"], TRIP_KINDS),
            "vehicle": or_null(trips["vehicle"]),
            "lane": Coded(trips["lane"], centres),
            "gate": trips["gate"],
            "departed": trips["departed"],
            "arrived": (np.where(after_end, 0, trips["arrived"]), after_end),
            "orders": trips["orders"],
            "incident": trips["incident"],
            "held": trips["held"],
            "detour": trips["detour"],
        },
    )
