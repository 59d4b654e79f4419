"""The table of contacts: orders, mentions, complaints, surveys, return visits, and contacts of the front office."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.streams import Ints, threshold
from sim.base.units import HOUR
from sim.model.engine.log import CAUSES, NO_CAUSE, NOT_REACHED, TURNED_AWAY
from sim.model.firm import Firm
from sim.model.front_office.contacts import KINDS
from sim.model.recording.facts import Facts
from sim.model.recording.nulls import all_null, or_null
from sim.records.tables import Coded, frame

CONTACT_KINDS = (
    "enquiry",
    "order",
    "mention",
    "complaint",
    "visit",
    "event",
    "survey",
    "notice",
    "return visit",
    "call",
    "talk",
)


def contacts(
    firm: Firm, facts: Facts, orders: pd.DataFrame, complaints: pd.DataFrame, surveys: pd.DataFrame
) -> pd.DataFrame:
    """All contacts in order of time."""
    opened = complaints[~complaints["asked"]]
    called_back = complaints[complaints["called_back"].notna()]
    tables = [
        _order_contacts(firm, facts),
        _enquiries(firm),
        _mentions(firm, facts, orders),
        _contacts_about(firm, opened, "complaint", opened["opened"]),
        _contacts_about(firm, surveys, "survey", surveys["time"]),
        _contacts_about(firm, called_back, "return visit", called_back["called_back"]),
        _office_contacts(firm),
    ]
    filled = [table for table in tables if len(table)] or tables[:1]
    return pd.concat(filled, ignore_index=True).sort_values("time", kind="stable", ignore_index=True)


def _order_contacts(firm: Firm, facts: Facts) -> pd.DataFrame:
    """One contact an order: the contact that placed it."""
    channels, wants, columns = firm.context.case.desk.channels, facts.wants, facts.columns
    count = len(facts.order)
    # A customer who is turned away has been served, too.
    turned_away = np.where(
        columns["status"] == TURNED_AWAY, columns["answered"] + wants.handling, NOT_REACHED
    )
    resolved = np.where(columns["accepted"] != NOT_REACHED, columns["accepted"], turned_away)
    targets = np.array([round(channel.target * 60) for channel in channels.values()])
    return frame(
        "contacts",
        {
            "customer": wants.customer,
            "order": or_null(facts.order),
            "channel": _channel(firm, wants.channel),
            "kind": _kind("order", count),
            "time": wants.placed,
            "target": targets[wants.channel],
            "answered": or_null(columns["answered"]),
            "resolved": or_null(resolved),
            "cause": _no_cause(count),
            "handler": or_null(columns["clerk"]),
            "recorded": all_null(count),
        },
    )


def _enquiries(firm: Firm) -> pd.DataFrame:
    """Customers who ask where their order is: by telephone, or by mail if it is late."""
    channels = firm.context.case.desk.channels
    names = list(channels)
    rows = firm.log.enquiries.table()
    in_time = np.argsort(rows["time"], kind="stable")
    rows = {name: column[in_time] for name, column in rows.items()}
    count = len(in_time)
    telephone, mail = (names.index(name) if name in names else 0 for name in ("telephone", "mail"))
    channel = np.where(rows["late"] > 0, mail, telephone)
    targets = np.array([round(one.target * 60) for one in channels.values()])
    return frame(
        "contacts",
        {
            "customer": firm.context.demand.customer_numbers[rows["order"]],
            "order": or_null(rows["order"]),
            "channel": _channel(firm, channel),
            "kind": _kind("enquiry", count),
            "time": rows["time"],
            "target": targets[channel],
            "answered": or_null(rows["answered"]),
            "resolved": or_null(rows["resolved"]),
            "cause": _no_cause(count),
            "handler": all_null(count),
            "recorded": all_null(count),
        },
    )


def _mentions(firm: Firm, facts: Facts, orders: pd.DataFrame) -> pd.DataFrame:
    """Dissatisfied customers who do not complain, but mention it at their next contact."""
    data = firm.context.case.complaints
    dissatisfied = (orders["satisfaction"] <= 2).fillna(False).to_numpy(dtype=bool)
    orders = orders[dissatisfied]
    stream = firm.context.demand.stream.take(orders["order"].to_numpy())
    complains = stream.whole("complains") < threshold(data.formal)
    mentions = (stream.whole("mentions") < threshold(data.mention)) & ~complains
    delay = (data.delay_hours * HOUR * stream.exponential("mentions-after")).astype(np.int64)
    time = facts.columns["ended"][dissatisfied] + delay
    chosen = mentions & (time < firm.end)
    table = _contacts_about(firm, orders[chosen], "mention", pd.Series(time[chosen]))
    if firm.complaints.crm is not None:
        written = table["order"].isin(firm.complaints.recorded).to_numpy(dtype=bool)
        table["recorded"] = pd.arrays.BooleanArray(written, np.zeros(len(written), dtype=bool))
    return table


def _contacts_about(firm: Firm, table: pd.DataFrame, kind: str, time: pd.Series) -> pd.DataFrame:
    """One contact a row of a table with customers and orders; it is answered at once."""
    count = len(table)
    answered = time.to_numpy(dtype="int64")
    return frame(
        "contacts",
        {
            "customer": table["customer"].to_numpy(),
            "order": or_null(table["order"].to_numpy()),
            "channel": _channel(firm, np.zeros(count)),
            "kind": _kind(kind, count),
            "time": answered,
            "target": np.zeros(count),
            "answered": or_null(answered),
            "resolved": all_null(count),
            "cause": _no_cause(count),
            "handler": all_null(count),
            "recorded": all_null(count),
        },
    )


def _office_contacts(firm: Firm) -> pd.DataFrame:
    """Visits, calls, guests of the client event, and notices."""
    rows = firm.office.contacts.rows.table()
    rows = {name: column[rows["time"] < firm.end] for name, column in rows.items()}
    count = len(rows["time"])
    kinds = np.array([CONTACT_KINDS.index(name) for name in KINDS])
    demand, order = firm.context.demand, rows["order"]
    customer = demand.succession.numbers_at(rows["customer"], rows["time"])
    about = order != NOT_REACHED
    customer[about] = demand.customer_numbers[order[about]]
    return frame(
        "contacts",
        {
            "customer": customer,
            "order": or_null(order),
            "channel": _channel(firm, np.full(count, -1)),
            "kind": Coded(kinds[rows["kind"]], CONTACT_KINDS),
            "time": rows["time"],
            "target": np.zeros(count),
            "answered": or_null(rows["time"]),
            "resolved": or_null(rows["time"]),
            "cause": _no_cause(count),
            "handler": or_null(rows["handler"]),
            "recorded": (rows["recorded"], np.zeros(count, dtype=bool)),
        },
    )


def _channel(firm: Firm, codes: Any) -> Coded:
    return Coded(codes, tuple(firm.context.case.desk.channels))


def _kind(kind: str, count: int) -> Coded:
    return Coded(np.full(count, CONTACT_KINDS.index(kind)), CONTACT_KINDS)


def _no_cause(count: int) -> Coded:
    causes: Ints = np.full(count, NO_CAUSE)
    return Coded(causes, CAUSES)
