"""From the log to records: facts become tables. Nothing is decided here."""

from __future__ import annotations

from array import array
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from sim.base.streams import Ints
from sim.case.case import Case
from sim.model.demand.baskets import NO_GOOD
from sim.model.demand.demand import Needs, Wants
from sim.model.engine.log import (
    CAUSE,
    CAUSES,
    DELIVERED,
    ELSEWHERE,
    MARKS,
    NO_CAUSE,
    NOT_REACHED,
    RETURNED,
    STATES,
    STOCK_EVENTS,
    TRIP_KINDS,
    TURNED_AWAY,
    Trip,
)
from sim.model.firm import Firm
from sim.model.recording.customers import all_contacts, complaints, customer_table, surveys
from sim.model.recording.ledger import ledger
from sim.model.recording.office import knowledge, returns, staff
from sim.policy.classes import CLASSES
from sim.records.schema import Records
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
)


def keep_books(firm: Firm) -> Records:
    """All tables of one firm's run."""
    case, policy, drawn = firm.setting.case, firm.setting.policy, firm.setting.drawn
    luck, customers, needs, wants = drawn.luck, drawn.customers, drawn.needs, drawn.wants
    ours = _column(firm.log.status) != ELSEWHERE
    number = np.flatnonzero(ours)
    trips = _trip_facts(firm)
    facts = _facts(firm, number, np.flatnonzero(np.repeat(ours, wants.baskets.lines)), trips)
    wants = wants.take(number).priced(policy.price.level)
    centres = tuple(centre.name.en for centre in case.centres)
    orders = _orders(case, wants, facts, firm, number, centres)
    records = {
        "window": frame("window", {"start": [0], "end": [firm.end]}),
        "needs": _needs(needs, facts, number),
        "orders": orders,
        "lines": _lines(wants, firm, facts, number),
        "stock": _stock(firm),
        "contacts": _contacts(case, wants, facts, number),
        "complaints": complaints(firm),
        "surveys": surveys(firm),
        "customers": customer_table(case, luck, customers, wants, firm, centres),
        "trips": _trips(firm, trips, centres),
        "knowledge": knowledge(firm),
        "staff": staff(firm),
        "returns": returns(firm),
    }
    records["contacts"] = all_contacts(firm, records, facts["ended"])
    records["ledger"] = ledger(firm, records, wants, np.asarray(firm.log.redeliveries, dtype=np.int64))
    return records


BY_LINE = ("on_hand_at_allocation", "shipped")
"""Facts of the log with a cell a line."""


def _column(cells: array[int]) -> Ints:
    """A column of the log as it is kept."""
    return np.frombuffer(cells, dtype=cells.typecode)


def _facts(firm: Firm, orders: Ints, lines: Ints, trips: dict[str, Ints]) -> dict[str, Ints]:
    """The columns of the log for the firm's own orders and lines."""
    facts = {
        name: _column(column)[lines if name in BY_LINE else orders].astype(np.int64)
        for name, column in vars(firm.log).items()
        if isinstance(column, array) and len(column)
    }
    marks = np.frombuffer(firm.log.marks, dtype=np.uint8)[orders]
    facts |= {name: (marks >> bit & 1).astype(np.int64) for bit, name in enumerate(MARKS)}
    facts["dispatched"] = _of_trip(facts["trip"], trips["departed"])
    facts["clerk"] = np.where(facts["answered"] == NOT_REACHED, NOT_REACHED, facts["clerk"])
    facts["delivered"] = np.where(facts["status"] == DELIVERED, facts["door"], NOT_REACHED)
    return facts


def _trip_facts(firm: Firm) -> dict[str, Ints]:
    """The trips as columns."""
    cells = np.fromiter(chain.from_iterable(firm.log.trips), dtype=np.int64).reshape(-1, len(Trip._fields))
    return {name: cells[:, index] for index, name in enumerate(Trip._fields)}


def _of_trip(trip: Ints, values: Ints) -> Ints:
    """For each order, the value of its trip; NOT_REACHED where there is none."""
    return np.append(values, NOT_REACHED)[np.where(trip == NOT_REACHED, len(values), trip)]


def _reached(values: Ints) -> tuple[Ints, Any]:
    """A column whose NOT_REACHED is null."""
    never = values == NOT_REACHED
    return np.where(never, 0, values), never


def _orders(
    case: Case, wants: Wants, facts: dict[str, Ints], firm: Firm, number: Ints, centres: tuple[str, ...]
) -> pd.DataFrame:
    accepted = facts["accepted"] != NOT_REACHED
    delivered, status = facts["delivered"], facts["status"]
    firsts = np.cumsum(wants.baskets.lines) - wants.baskets.lines
    allocated = facts["on_hand_at_allocation"][firsts] >= 0 if len(number) else status
    shipped = np.add.reduceat(facts["shipped"], firsts) if len(number) else status
    at_door = np.isin(status, (DELIVERED, RETURNED)) & (facts["dispatched"] != NOT_REACHED)
    is_delivered = status == DELIVERED
    slip = 1 + case.income.invoice_slip
    quoted = np.where(facts["quote_slip"], np.rint(wants.list_price / slip), wants.list_price).astype(
        np.int64
    )
    invoiced = np.where(facts["invoice_slip"], np.rint(wants.list_price * slip), wants.list_price).astype(
        np.int64
    )
    in_time = is_delivered & (delivered <= facts["promised"])
    delay_asked = wants.delay > 0
    not_before = wants.placed + wants.delay
    quantity = wants.baskets.quantity.sum(axis=1)
    return frame(
        "orders",
        {
            "order": number,
            "customer": wants.customer,
            "need": wants.need,
            "klass": Coded(wants.klass, CLASSES),
            "lane": Coded(wants.lane, centres),
            "channel": Coded(wants.channel, tuple(case.desk.channels)),
            "lines": wants.baskets.lines,
            "ordered": quantity,
            "special_asked": wants.special,
            "expedite_asked": wants.expedite,
            "delay_asked": delay_asked,
            "placed": wants.placed,
            "answered": _reached(facts["answered"]),
            "accepted": _reached(facts["accepted"]),
            "quoted": (quoted, ~accepted),
            "address_ok": (facts["address_slip"] == 0, ~accepted),
            "promised": _reached(facts["promised"]),
            "special_granted": (facts["special_granted"], ~(wants.special & accepted)),
            "released": _reached(facts["released"]),
            "shipped": (shipped, ~allocated),
            "picked": _reached(facts["picked"]),
            "wrong": (facts["wrong"], facts["picked"] == NOT_REACHED),
            "packed": _reached(facts["packed"]),
            "dispatched": _reached(facts["dispatched"]),
            "announced": _reached(facts["announced"]),
            "damaged": (facts["damaged"], ~at_door),
            "delivered": _reached(delivered),
            "receiver_ok": (wants.receiver_ok, ~is_delivered),
            "expedite_met": (in_time, ~(wants.expedite & accepted)),
            "delay_met": (in_time & (delivered >= not_before), ~(delay_asked & accepted)),
            "status": Coded(status, STATES),
            "invoiced": (invoiced, ~is_delivered),
            "cause": Coded(
                _causes(wants, facts, is_delivered, shipped < quantity, quoted != invoiced), CAUSES
            ),
            "trip": _reached(facts["trip"]),
            "satisfaction": _reached(facts["satisfaction"]),
        },
    )


def _causes(wants: Wants, facts: dict[str, Ints], delivered: Any, short: Any, price: Any) -> Ints:
    """The model names what ended or delayed an order; what else went wrong is named here, the first that applies."""
    cause = facts["cause"].copy()
    for name, failed in (
        ("stock", short),
        ("picking", facts["wrong"] > 0),
        ("damage", facts["damaged"] > 0),
        ("address", facts["address_slip"] > 0),
        ("flex", wants.special & (facts["special_granted"] == 0)),
        ("invoice", price),
        ("receiver", ~wants.receiver_ok),
    ):
        cause[(cause == NO_CAUSE) & delivered & failed] = CAUSE[name]
    return cause


def _needs(needs: Needs, facts: dict[str, Ints], number: Ints) -> pd.DataFrame:
    state = np.full(len(needs.time), ELSEWHERE)
    state[number] = facts["status"]
    return frame(
        "needs",
        {
            "customer": needs.customer,
            "need": needs.number,
            "time": needs.time,
            "state": Coded(state, STATES),
            "order": (np.arange(len(needs.time)), state == ELSEWHERE),
        },
    )


def _lines(wants: Wants, firm: Firm, facts: dict[str, Ints], number: Ints) -> pd.DataFrame:
    seen = facts["on_hand_at_allocation"]
    return frame(
        "lines",
        {
            "order": np.repeat(number, wants.baskets.lines),
            "good": wants.baskets.goods[wants.baskets.goods != NO_GOOD],
            "quantity": wants.baskets.quantity[wants.baskets.goods != NO_GOOD],
            "on_hand_at_allocation": (seen, seen < 0),
            "shipped": (facts["shipped"], seen < 0),
        },
    )


def _stock(firm: Firm) -> pd.DataFrame:
    log = firm.log.stock.table()
    return frame("stock", log | {"event": Coded(log["event"], STOCK_EVENTS)})


def _contacts(case: Case, wants: Wants, facts: dict[str, Ints], number: Ints) -> pd.DataFrame:
    """One contact an order: the one that placed it."""
    count = len(number)
    # Who is turned away has been served as well: until the clerk was done.
    served = np.where(facts["status"] == TURNED_AWAY, facts["answered"] + wants.handling, NOT_REACHED)
    resolved = np.where(facts["accepted"] != NOT_REACHED, facts["accepted"], served)
    return frame(
        "contacts",
        {
            "customer": wants.customer,
            "order": (number, np.zeros(count, dtype=bool)),
            "channel": Coded(wants.channel, tuple(case.desk.channels)),
            "kind": Coded(np.full(count, CONTACT_KINDS.index("order")), CONTACT_KINDS),
            "time": wants.placed,
            "target": np.array([round(c.target * 60) for c in case.desk.channels.values()])[wants.channel],
            "answered": _reached(facts["answered"]),
            "resolved": _reached(resolved),
            "cause": Coded(np.full(count, NO_CAUSE), CAUSES),
            "handler": _reached(facts["clerk"]),
            "recorded": (np.zeros(count), np.ones(count, dtype=bool)),
        },
    )


def _trips(firm: Firm, trips: dict[str, Ints], centres: tuple[str, ...]) -> pd.DataFrame:
    ahead = trips["arrived"] >= firm.end  # known when it leaves, not yet true
    return frame(
        "trips",
        {
            "kind": Coded(trips["kind"], TRIP_KINDS),
            "vehicle": _reached(trips["vehicle"]),
            "lane": Coded(trips["lane"], centres),
            "gate": trips["gate"],
            "departed": trips["departed"],
            "arrived": (np.where(ahead, 0, trips["arrived"]), ahead),
            "orders": trips["orders"],
            "incident": trips["incident"],
            "held": trips["held"],
            "detour": trips["detour"],
        },
    )
