"""The table of customers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.streams import Ints
from sim.model.customers.memory import BASE, TERMS, Life
from sim.model.customers.population import first_renewals
from sim.model.customers.taste import buying_types
from sim.model.demand.wants import Wants
from sim.model.engine.log import MILLI, NOT_REACHED, Rows
from sim.model.firm import Firm
from sim.model.recording.facts import Facts
from sim.model.recording.nulls import NullableInts, or_null
from sim.policy.classes import CLASSES
from sim.records.tables import Coded, frame

GAPS = 4
"""A customer has lapsed after this many of its own mean gaps without an order."""


def customers(firm: Firm, facts: Facts, centres: tuple[str, ...]) -> pd.DataFrame:
    """One row per customer who was there by the end. In a frozen market none joins, leaves or changes its value of the firm."""
    context, succession = firm.context, firm.context.demand.succession
    case, customers, place = context.case, context.demand.customers, succession.place
    first = succession.generation == 0
    lives = _lives(firm)
    names = (*TERMS, "bond", "value")
    begin, end = (np.array([getattr(life, side) for life in lives]) for side in ("start", "end"))
    terms: dict[str, Any] = {}
    for at, term in enumerate(names):
        terms |= {f"{term}_start": begin[:, at], f"{term}_end": end[:, at]}
    treated, count = firm.complaints.treated, len(place)
    return frame(
        "customers",
        {
            "customer": succession.number,
            "klass": Coded(customers.klass[place], CLASSES),
            "type": Coded(buying_types(case, context.demand)[place], tuple(case.market.types)),
            "home": Coded(customers.home[place], centres),
            "needs_a_year": customers.needs_a_year[place],
            "contract_ends": (
                first_renewals(case, context.demand)[place],
                ~first | (customers.klass[place] > 0),
            ),
            "arrived": (np.where(first, 0, succession.arrives), first),
            "joined": _times([life.joined for life in lives]),
            "knows": np.array([life.knows for life in lives], dtype=bool),
            "left": _times([life.left for life in lives]),
            "moved": _until(firm.end, succession.moves),
            "lapsed": _lapsed(facts.wants, succession.number, firm.end),
            "treated": (
                np.array(treated or [False] * context.customers)[place],
                np.full(count, treated is None),
            ),
            "manager": or_null(_by_row(firm, 0)),
            "linked": _until(firm.end, _by_row(firm, 1)),
            **terms,
        },
    )


def _lives(firm: Firm) -> list[Life]:
    """The life of each customer with the firm, until it moved away or until the end."""
    reputation, succession = firm.reputation, firm.context.demand.succession
    if reputation is None:
        unknown = [np.nan] * (len(TERMS) + 2)
        return [Life(True, None, None, unknown, unknown)] * len(succession.place)
    return [
        reputation.lives.get(row) or reputation.life(place)
        for row, place in enumerate(succession.place.tolist())
    ]


def _by_row(firm: Firm, which: int) -> Ints:
    """Of each customer, until it moved away or until the end: the account manager (0), or when the link was ready (1)."""
    office, gone = firm.office, firm.gone
    find = (office.manager, office.linked_at)[which]
    place = firm.context.demand.succession.place.tolist()
    return np.array([gone[row][which] if row in gone else find(one) for row, one in enumerate(place)])


def customer_base(firm: Firm) -> pd.DataFrame:
    """One row per week and class; empty in a frozen market."""
    rows = (firm.reputation.base if firm.reputation is not None else Rows(*BASE)).table()
    return frame(
        "customer_base",
        {
            "time": rows["time"],
            "klass": Coded(rows["klass"], CLASSES),
            "customers": rows["customers"],
            "usual_orders": rows["usual"] / MILLI,
            "memory_orders": rows["memory"] / MILLI,
        },
    )


def _times(times: list[int | None]) -> NullableInts:
    """Times (s) as a column; None is null."""
    return or_null([NOT_REACHED if time is None else time for time in times])


def _until(end: int, times: Ints) -> NullableInts:
    """Times (s) before the end; later ones are null."""
    return or_null(np.where(times < end, times, NOT_REACHED))


def _lapsed(wants: Wants, numbers: Ints, end: int) -> NullableInts:
    """When a customer with two or more orders lapsed: GAPS times its own mean gap after its last order."""
    count = len(numbers)
    row = np.searchsorted(numbers, wants.customer)
    orders = np.bincount(row, minlength=count)
    first = np.full(count, end)
    np.minimum.at(first, row, wants.placed)
    last = np.full(count, NOT_REACHED)
    np.maximum.at(last, row, wants.placed)
    gap = np.where(orders > 1, (last - first) / np.maximum(orders - 1, 1), np.inf)
    seen = last + GAPS * np.where(np.isfinite(gap), gap, 0)
    lapsed = (orders > 1) & (seen < end)
    return np.where(lapsed, seen, 0).astype(np.int64), ~lapsed
