"""The table of orders."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.streams import Ints
from sim.base.units import FEN
from sim.model.demand.wants import Wants
from sim.model.engine.log import CAUSE, CAUSES, DELIVERED, NO_CAUSE, NOT_REACHED, RETURNED, STATES
from sim.model.firm import Firm
from sim.model.recording.facts import Facts
from sim.model.recording.nulls import or_null
from sim.policy.classes import CLASSES
from sim.records.tables import Coded, frame


def orders(firm: Firm, facts: Facts, centres: tuple[str, ...]) -> pd.DataFrame:
    """One row per order."""
    case, wants, columns, number = firm.context.case, facts.wants, facts.columns, facts.order
    accepted = columns["accepted"] != NOT_REACHED
    delivered, status = columns["delivered"], columns["status"]
    first_line = np.cumsum(wants.baskets.lines) - wants.baskets.lines
    allocated = columns["on_hand_at_allocation"][first_line] >= 0 if len(number) else status
    shipped = np.add.reduceat(columns["shipped"], first_line) if len(number) else status
    reached_door = np.isin(status, (DELIVERED, RETURNED)) & (columns["dispatched"] != NOT_REACHED)
    is_delivered = status == DELIVERED
    slip = 1 + case.income.invoice_slip
    quoted = np.where(columns["quote_slip"], np.rint(wants.list_price / slip), wants.list_price).astype(
        np.int64
    )
    invoiced = np.where(columns["invoice_slip"], np.rint(wants.list_price * slip), wants.list_price).astype(
        np.int64
    )
    in_time = is_delivered & (delivered <= columns["promised"])
    history = firm.context.history
    surcharge = history.values(wants.placed, lambda policy: policy.price.express_surcharge * FEN)
    express = surcharge <= wants.pays
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
            "answered": or_null(columns["answered"]),
            "accepted": or_null(columns["accepted"]),
            "quoted": (quoted, ~accepted),
            "address_ok": (columns["address_slip"] == 0, ~accepted),
            "promised": or_null(columns["promised"]),
            "special_granted": (columns["special_granted"], ~(wants.special & accepted)),
            "released": or_null(columns["released"]),
            "shipped": (shipped, ~allocated),
            "picked": or_null(columns["picked"]),
            "wrong": (columns["wrong"], columns["picked"] == NOT_REACHED),
            "packed": or_null(columns["packed"]),
            "dispatched": or_null(columns["dispatched"]),
            "announced": or_null(columns["announced"]),
            "unanswered": columns["unanswered"],
            "damaged": (columns["damaged"], ~reached_door),
            "delivered": or_null(delivered),
            "receiver_ok": (wants.receiver_ok, ~is_delivered),
            "expedite_met": (in_time & express, ~(wants.expedite & accepted)),
            "delay_met": (in_time & (delivered >= not_before), ~(delay_asked & accepted)),
            "status": Coded(status, STATES),
            "invoiced": (invoiced, ~is_delivered),
            "cause": Coded(
                _causes(wants, columns, is_delivered, shipped < quantity, quoted != invoiced), CAUSES
            ),
            "trip": or_null(columns["trip"]),
            "satisfaction": or_null(columns["satisfaction"]),
        },
    )


def _causes(wants: Wants, columns: dict[str, Ints], delivered: Any, short: Any, price: Any) -> Ints:
    """The cause of each order. The model has set it if the order failed or was late; otherwise the first error in this list."""
    cause = columns["cause"].copy()
    for name, failed in (
        ("stock", short),
        ("picking", columns["wrong"] > 0),
        ("damage", columns["damaged"] > 0),
        ("address", columns["address_slip"] > 0),
        ("flex", wants.special & (columns["special_granted"] == 0)),
        ("invoice", price),
        ("receiver", ~wants.receiver_ok),
    ):
        cause[(cause == NO_CAUSE) & delivered & failed] = CAUSE[name]
    return cause
