"""From the log to records: customers, their complaints, what they say when asked, and all contacts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.streams import Ints, RandomStreams, threshold
from sim.base.units import HOUR
from sim.case.case import Case
from sim.model.customers.memory import TERMS
from sim.model.customers.taste import buying_types
from sim.model.demand.demand import Customers, Wants
from sim.model.engine.log import CAUSES, NO_CAUSE, NOT_REACHED
from sim.model.firm import Firm
from sim.model.front_office.complaints import SIX, STEPS
from sim.model.front_office.contacts import KINDS, NO_ONE
from sim.policy.classes import CLASSES
from sim.records.schema import Records
from sim.records.tables import Coded, frame

GAPS = 4
"""A customer has lapsed after so many of its own mean gaps without an order."""


def complaints(firm: Firm) -> pd.DataFrame:
    """One row a formal complaint."""
    rows = firm.complaints.all
    none = np.zeros(0, dtype=np.int64)
    steps: dict[str, Any] = {}
    for step in STEPS:
        values = np.array([row.times.get(step, NOT_REACHED) for row in rows], dtype=np.int64)
        steps[step] = (np.where(values == NOT_REACHED, 0, values), values == NOT_REACHED)
    return frame(
        "complaints",
        {
            "complaint": np.arange(len(rows)),
            "customer": [row.customer for row in rows] or none,
            "order": [row.order for row in rows] or none,
            "cause": Coded([SIX.index(row.source) for row in rows], SIX),
            "asked": [row.asked for row in rows],
            "opened": [row.opened for row in rows] or none,
            **steps,
            "compensation": ([row.compensation for row in rows], steps["agreed"][1]),
            "outcome": [np.nan if row.mended is None else row.mended for row in rows],
        },
    )


def surveys(firm: Firm) -> pd.DataFrame:
    """One row a customer asked."""
    rows = firm.surveys.all
    return frame(
        "surveys",
        {
            "customer": [row.customer for row in rows],
            "wave": [row.wave for row in rows],
            "time": [row.time for row in rows],
            "order": [row.order for row in rows],
            "satisfaction": (
                [row.satisfaction or 0 for row in rows],
                [row.satisfaction is None for row in rows],
            ),
        },
    )


def customer_table(
    case: Case, luck: RandomStreams, customers: Customers, wants: Wants, firm: Firm, centres: tuple[str, ...]
) -> pd.DataFrame:
    """One row a customer. In a frozen market nobody comes, leaves or changes value."""
    count = len(customers.klass)
    standing = firm.standing
    names = (*TERMS, "bond", "value")
    begin = end = np.full((count, len(names)), np.nan)
    if standing is not None:
        begin, end = np.array(standing.start), np.array(standing.now())
    terms: dict[str, Any] = {}
    for at, term in enumerate(names):
        terms |= {f"{term}_start": begin[:, at], f"{term}_end": end[:, at]}
    treated = firm.complaints.treated
    return frame(
        "customers",
        {
            "customer": np.arange(count),
            "klass": Coded(customers.klass, CLASSES),
            "type": Coded(buying_types(case, luck, customers), tuple(case.market.types)),
            "home": Coded(customers.home, centres),
            "needs_a_year": customers.needs_a_year,
            "joined": _by_customer(standing.joined_at if standing else {}, count),
            "knows": np.array(standing.knows if standing else [True] * count),
            "left": _by_customer(standing.left_at(firm.end) if standing else {}, count),
            "lapsed": _lapsed(wants, count, firm.end),
            "treated": (treated or [False] * count, np.full(count, treated is None)),
            "manager": _managers(firm, count),
            "linked": _links(firm, count),
            **terms,
        },
    )


def _managers(firm: Firm, count: int) -> tuple[Ints, Any]:
    """The person who manages each customer's account at the end."""
    relations = firm.office.relations
    number = np.full(count, NOT_REACHED)
    if relations is not None:
        for customer, seat in enumerate(relations.seat):
            if seat is not None:
                number[customer] = relations.managers.people[seat].number
    return np.where(number == NOT_REACHED, 0, number), number == NOT_REACHED


def _links(firm: Firm, count: int) -> tuple[Ints, Any]:
    """When each customer's link was ready."""
    time = np.array(
        firm.office.loyalty.linked_at if firm.office.loyalty else [NOT_REACHED] * count, dtype=np.int64
    )
    none = (time == NOT_REACHED) | (time >= firm.end)
    return np.where(none, 0, time), none


def _by_customer(times: dict[int, int], count: int) -> tuple[Ints, Any]:
    values = np.full(count, NOT_REACHED)
    for customer, time in times.items():
        values[customer] = time
    return np.where(values == NOT_REACHED, 0, values), values == NOT_REACHED


def _lapsed(wants: Wants, count: int, end: int) -> tuple[Ints, Any]:
    """When a firm could see that a customer has gone: GAPS of its own mean gaps after its last order (two orders at least)."""
    orders = np.bincount(wants.customer, minlength=count)
    first = np.full(count, end)
    np.minimum.at(first, wants.customer, wants.placed)
    last = np.full(count, NOT_REACHED)
    np.maximum.at(last, wants.customer, wants.placed)
    gap = np.where(orders > 1, (last - first) / np.maximum(orders - 1, 1), np.inf)
    seen = last + GAPS * np.where(np.isfinite(gap), gap, 0)
    lapsed = (orders > 1) & (seen < end)
    return np.where(lapsed, seen, 0).astype(np.int64), ~lapsed


def all_contacts(firm: Firm, records: Records, ended: Ints) -> pd.DataFrame:
    """Order contacts, mentions, complaints, surveys, return visits and what the front office does, in order of time."""
    mentions = _mentions(firm, records, ended)
    if firm.complaints.crm is not None:
        written = mentions["order"].isin(firm.complaints.recorded).to_numpy(dtype=bool)
        mentions["recorded"] = pd.arrays.BooleanArray(written, np.zeros(len(written), dtype=bool))
    tables = [records["contacts"], mentions]
    found, asked = records["complaints"], records["surveys"]
    channels, kinds = (
        records["contacts"]["channel"].cat.categories,
        records["contacts"]["kind"].cat.categories,
    )
    called = found[found["called_back"].notna()]
    for kind, table, time in (
        ("complaint", found[~found["asked"]], "opened"),
        ("survey", asked, "time"),
        ("return visit", called, "called_back"),
    ):
        tables.append(_rows(table, kind, table[time], channels, kinds))
    tables.append(_office_contacts(firm, channels, kinds))
    tables = [table for table in tables if len(table)]
    merged = pd.concat(tables, ignore_index=True) if len(tables) > 1 else records["contacts"]
    return merged.sort_values("time", kind="stable", ignore_index=True)


def _office_contacts(firm: Firm, channels: pd.Index, kinds: pd.Index) -> pd.DataFrame:
    """Visits, calls, guests of the event, notices."""
    rows = firm.office.contacts.rows.table()
    rows = {name: column[rows["time"] < firm.end] for name, column in rows.items()}
    count = len(rows["time"])
    kind = np.array([list(kinds).index(name) for name in KINDS])[rows["kind"]]
    sure = np.zeros(count, dtype=bool)
    return frame(
        "contacts",
        {
            "customer": rows["customer"],
            "order": (np.maximum(rows["order"], 0), rows["order"] == NOT_REACHED),
            "channel": Coded(np.full(count, -1), tuple(channels)),
            "kind": Coded(kind, tuple(kinds)),
            "time": rows["time"],
            "target": np.zeros(count),
            "answered": (rows["time"], sure),
            "resolved": (rows["time"], sure),
            "cause": Coded(np.full(count, NO_CAUSE), CAUSES),
            "handler": (np.maximum(rows["handler"], 0), rows["handler"] == NO_ONE),
            "recorded": (rows["recorded"], sure),
        },
    )


def _rows(
    table: pd.DataFrame, kind: str, time: pd.Series, channels: pd.Index, kinds: pd.Index
) -> pd.DataFrame:
    count = len(table)
    null = (np.zeros(count), np.ones(count, dtype=bool))
    answered = time.to_numpy(dtype="int64")
    return frame(
        "contacts",
        {
            "customer": table["customer"].to_numpy(),
            "order": (table["order"].to_numpy(), np.zeros(count, dtype=bool)),
            "channel": Coded(np.zeros(count), tuple(channels)),
            "kind": Coded(np.full(count, list(kinds).index(kind)), tuple(kinds)),
            "time": answered,
            "target": np.zeros(count),
            "answered": (answered, np.zeros(count, dtype=bool)),
            "resolved": null,
            "cause": Coded(np.full(count, NO_CAUSE), CAUSES),
            "handler": null,
            "recorded": null,
        },
    )


def _mentions(firm: Firm, records: Records, ended: Ints) -> pd.DataFrame:
    """Who is dissatisfied and does not complain mentions it at the next contact, to whoever is there; nobody writes it down."""
    data, contacts = firm.setting.case.complaints, records["contacts"]
    bad = (records["orders"]["satisfaction"] <= 2).fillna(False).to_numpy(dtype=bool)
    orders = records["orders"][bad]
    stream = firm.setting.drawn.stream.take(orders["order"].to_numpy())
    says = (stream.whole("mentions") < threshold(data.mention)) & ~(
        stream.whole("complains") < threshold(data.formal)
    )
    time = ended[bad] + (data.delay_hours * HOUR * stream.exponential("mentions-after")).astype(np.int64)
    rows = says & (time < firm.end)
    return _rows(
        orders[rows],
        "mention",
        pd.Series(time[rows]),
        contacts["channel"].cat.categories,
        contacts["kind"].cat.categories,
    )
