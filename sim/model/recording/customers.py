"""The table of customers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.model.customers.customer_base import MILLI
from sim.model.customers.memory import BASE, TERMS
from sim.model.customers.population import first_renewals
from sim.model.customers.taste import buying_types
from sim.model.demand.wants import Wants
from sim.model.engine.log import NOT_REACHED, Rows
from sim.model.firm import Firm
from sim.model.recording.facts import Facts
from sim.model.recording.nulls import NullableInts, or_null
from sim.policy.classes import CLASSES
from sim.records.tables import Coded, frame

GAPS = 4
"""A customer has lapsed after this many of its own mean gaps without an order."""


def customers(firm: Firm, facts: Facts, centres: tuple[str, ...]) -> pd.DataFrame:
    """One row a customer. In a frozen market no customer joins, leaves or changes its value of the firm."""
    context, reputation = firm.context, firm.reputation
    case, customers = context.case, context.demand.customers
    count = len(customers.klass)
    names = (*TERMS, "bond", "value")
    begin = end = np.full((count, len(names)), np.nan)
    if reputation is not None:
        begin, end = reputation.start, reputation.now()
    terms: dict[str, Any] = {}
    for at, term in enumerate(names):
        terms |= {f"{term}_start": begin[:, at], f"{term}_end": end[:, at]}
    treated = firm.complaints.treated
    return frame(
        "customers",
        {
            "customer": np.arange(count),
            "klass": Coded(customers.klass, CLASSES),
            "type": Coded(buying_types(case, context.traits, customers), tuple(case.market.types)),
            "home": Coded(customers.home, centres),
            "needs_a_year": customers.needs_a_year,
            "contract_ends": (first_renewals(case, context.demand), customers.klass > 0),
            "joined": _by_customer(reputation.joined_at if reputation else {}, count),
            "knows": np.array(reputation.knows if reputation else [True] * count),
            "left": _by_customer(reputation.left_at(firm.end) if reputation else {}, count),
            "lapsed": _lapsed(facts.wants, count, firm.end),
            "treated": (treated or [False] * count, np.full(count, treated is None)),
            "manager": _managers(firm, count),
            "linked": _links(firm, count),
            **terms,
        },
    )


def customer_base(firm: Firm) -> pd.DataFrame:
    """One row a week and class; empty in a frozen market."""
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


def _managers(firm: Firm, count: int) -> NullableInts:
    """The person who manages each customer's account at the end."""
    relations = firm.office.relations
    number = np.full(count, NOT_REACHED)
    if relations is not None:
        for customer, seat in enumerate(relations.team.seat):
            if seat is not None:
                number[customer] = relations.team.managers.people[seat].number
    return or_null(number)


def _links(firm: Firm, count: int) -> NullableInts:
    """When each customer's link was ready."""
    linked_at = firm.office.loyalty.linked_at if firm.office.loyalty else [NOT_REACHED] * count
    time = np.array(linked_at, dtype=np.int64)
    return or_null(np.where(time < firm.end, time, NOT_REACHED))


def _by_customer(times: dict[int, int], count: int) -> NullableInts:
    """Times (s) of some customers as a column."""
    values = np.full(count, NOT_REACHED)
    for customer, time in times.items():
        values[customer] = time
    return or_null(values)


def _lapsed(wants: Wants, count: int, end: int) -> NullableInts:
    """When a customer with two or more orders lapsed: GAPS times its own mean gap after its last order."""
    orders = np.bincount(wants.customer, minlength=count)
    first = np.full(count, end)
    np.minimum.at(first, wants.customer, wants.placed)
    last = np.full(count, NOT_REACHED)
    np.maximum.at(last, wants.customer, wants.placed)
    gap = np.where(orders > 1, (last - first) / np.maximum(orders - 1, 1), np.inf)
    seen = last + GAPS * np.where(np.isfinite(gap), gap, 0)
    lapsed = (orders > 1) & (seen < end)
    return np.where(lapsed, seen, 0).astype(np.int64), ~lapsed
