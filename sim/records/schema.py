"""The schema of the records: every table, its columns, their types and units, and the meaning of an empty cell.

Times are whole seconds from the start of observation (negative before it), money is whole fen. The columns of `orders`
are in causal order: a column that can differ earlier between two policies comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from sim.base.i18n import N_

Records = dict[str, pd.DataFrame]
"""Table name -> table."""


@dataclass(frozen=True)
class Column:
    """A column. dtype: int, bool, float or category; null: the meaning of an empty cell ("" if no cell is empty).

    stage: in `orders`, the part of the firm where the fact arises (None: known with the need, or bookkeeping).
    """

    name: str
    dtype: str
    unit: str
    text: str
    null: str = ""
    stage: str | None = None


_NOT_REACHED = N_("not reached")
_NOT_ASKED = N_("not asked")

STAGES = (
    "desk",
    "promise",
    "flex",
    "stock",
    "picking",
    "packing",
    "dispatch",
    "road",
    "door",
    "billing",
)
"""The parts of the firm where the facts of an order arise, in causal order."""

TABLES: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "window": (
            Column("start", "int", "s", N_("start of observation")),
            Column("end", "int", "s", N_("end of observation")),
        ),
        "needs": (
            Column("customer", "int", "", N_("customer number")),
            Column("need", "int", "", N_("number of the need within the customer")),
            Column("time", "int", "s", N_("when the need arose")),
            Column("state", "category", "", N_("how it ended")),
            Column("order", "int", "", N_("its order"), N_("not given to this firm")),
        ),
        "orders": (
            Column("order", "int", "", N_("order number")),
            Column("customer", "int", "", N_("customer number")),
            Column("need", "int", "", N_("number of the need within the customer")),
            Column("klass", "category", "", N_("customer class A, B or C")),
            Column("lane", "category", "", N_("destination centre")),
            Column("channel", "category", "", N_("how it was placed")),
            Column("lines", "int", "", N_("order lines")),
            Column("ordered", "int", "units", N_("units ordered")),
            Column("special_asked", "bool", "", N_("special request asked")),
            Column("expedite_asked", "bool", "", N_("asked to expedite")),
            Column("delay_asked", "bool", "", N_("asked to deliver later")),
            Column("placed", "int", "s", N_("first contact")),
            Column("answered", "int", "s", N_("answered by a clerk or the system"), _NOT_REACHED, "desk"),
            Column("accepted", "int", "s", N_("accepted"), _NOT_REACHED, "desk"),
            Column("quoted", "int", "fen", N_("price quoted"), N_("never quoted"), "desk"),
            Column("address_ok", "bool", "", N_("address recorded correctly"), _NOT_REACHED, "desk"),
            Column("promised", "int", "s", N_("promised delivery"), _NOT_REACHED, "promise"),
            Column("special_granted", "bool", "", N_("special request granted"), _NOT_ASKED, "flex"),
            Column(
                "released",
                "int",
                "s",
                N_("goods allocated, released to the warehouse"),
                _NOT_REACHED,
                "stock",
            ),
            Column(
                "shipped",
                "int",
                "units",
                N_("units allocated; shipped unless cancelled"),
                _NOT_REACHED,
                "stock",
            ),
            Column("picked", "int", "s", N_("picked"), _NOT_REACHED, "picking"),
            Column("wrong", "int", "lines", N_("lines with the wrong goods"), _NOT_REACHED, "picking"),
            Column("packed", "int", "s", N_("packed"), _NOT_REACHED, "packing"),
            Column("dispatched", "int", "s", N_("left the gate"), _NOT_REACHED, "dispatch"),
            Column(
                "announced",
                "int",
                "s",
                N_("customer notified of a delay"),
                N_("no delay notified"),
                "dispatch",
            ),
            Column("unanswered", "int", "", N_("enquiries about it that nobody answered"), "", "desk"),
            Column("damaged", "bool", "", N_("damaged on arrival"), _NOT_REACHED, "road"),
            Column("delivered", "int", "s", N_("delivered"), N_("not delivered"), "road"),
            Column(
                "receiver_ok", "bool", "", N_("accepted by the right receiver"), N_("not delivered"), "door"
            ),
            Column("expedite_met", "bool", "", N_("urgent order delivered in time"), _NOT_ASKED, "door"),
            Column(
                "delay_met",
                "bool",
                "",
                N_("delayed order delivered in time, not too early"),
                _NOT_ASKED,
                "door",
            ),
            Column("status", "category", "", N_("how it ended"), "", "door"),
            Column("invoiced", "int", "fen", N_("amount invoiced"), N_("not delivered"), "billing"),
            Column(
                "cause", "category", "", N_("cause of what went wrong"), N_("nothing went wrong"), "billing"
            ),
            Column("trip", "int", "", N_("trip that carried it"), _NOT_REACHED),
            Column("satisfaction", "int", "1-5", N_("satisfaction"), N_("none yet")),
        ),
        "lines": (
            Column("order", "int", "", N_("order number")),
            Column("good", "int", "", N_("good")),
            Column("quantity", "int", "units", N_("units ordered")),
            Column(
                "on_hand_at_allocation",
                "int",
                "units",
                N_("units on hand at first allocation"),
                N_("never allocated"),
            ),
            Column("shipped", "int", "units", N_("units shipped"), N_("never allocated")),
        ),
        "stock": (
            Column("good", "int", "", N_("good")),
            Column("time", "int", "s", N_("when")),
            Column("on_hand", "int", "units", N_("on hand afterwards")),
            Column("on_order", "int", "units", N_("on order afterwards")),
            Column("quantity", "int", "units", N_("units received, ordered, counted or put back")),
            Column(
                "event",
                "category",
                "",
                N_("opening, out (none left), ordered, receipt, closing, put back (of a cancelled order)"),
            ),
        ),
        "contacts": (
            Column("customer", "int", "", N_("customer number")),
            Column("order", "int", "", N_("its order"), N_("about no order")),
            Column("channel", "category", "", N_("channel")),
            Column("kind", "category", "", N_("kind of contact")),
            Column("time", "int", "s", N_("when it began")),
            Column("target", "int", "s", N_("wait within which a contact counts as served in time")),
            Column(
                "answered", "int", "s", N_("answered by a person or the system"), N_("left, or still waiting")
            ),
            Column("resolved", "int", "s", N_("completed"), N_("left, or still open")),
            Column("cause", "category", "", N_("cause"), N_("none")),
            Column("handler", "int", "", N_("clerk on the shift"), N_("no clerk involved")),
            Column("recorded", "bool", "", N_("recorded in the customer file"), N_("no file is kept")),
        ),
        "complaints": (
            Column("complaint", "int", "", N_("complaint number")),
            Column("customer", "int", "", N_("customer number")),
            Column("order", "int", "", N_("order that the complaint is about")),
            Column("cause", "category", "", N_("source of the error, one of six")),
            Column("asked", "bool", "", N_("found by a survey, not brought by the customer")),
            Column("opened", "int", "s", N_("complaint made")),
            Column("recorded", "int", "s", N_("recorded"), _NOT_REACHED),
            Column("passed", "int", "s", N_("passed to the person responsible"), _NOT_REACHED),
            Column("explained", "int", "s", N_("cause and remedy explained in writing"), _NOT_REACHED),
            Column("approved", "int", "s", N_("remedy approved"), _NOT_REACHED),
            Column("acted", "int", "s", N_("acted upon"), _NOT_REACHED),
            Column("agreed", "int", "s", N_("agreed with the customer"), _NOT_REACHED),
            Column("called_back", "int", "s", N_("called back"), N_("not called back")),
            Column("compensation", "int", "fen", N_("paid to the customer"), N_("still open")),
            Column(
                "outcome", "float", "share", N_("share of the bad memory taken back; below 0: made worse")
            ),
        ),
        "promises": (
            Column("customer", "int", "", N_("customer number")),
            Column("what", "category", "", N_("what was promised")),
            Column("value", "float", "", N_("hours, if hours were promised")),
            Column("time", "int", "s", N_("when it was promised")),
            Column("broken", "int", "s", N_("end of the week in which it was broken"), N_("kept")),
        ),
        "surveys": (
            Column("customer", "int", "", N_("customer number")),
            Column("wave", "int", "", N_("wave")),
            Column("time", "int", "s", N_("asked")),
            Column("order", "int", "", N_("order it is about")),
            Column("satisfaction", "int", "1-5", N_("satisfaction"), N_("did not answer")),
        ),
        "customers": (
            Column("customer", "int", "", N_("customer number")),
            Column("klass", "category", "", N_("customer class A, B or C")),
            Column("type", "category", "", N_("buying type")),
            Column("home", "category", "", N_("its own centre")),
            Column("needs_a_year", "float", "needs", N_("mean needs a year")),
            Column(
                "contract_ends",
                "int",
                "s",
                N_("end of the contract in force at time 0; the next one is settled then"),
                N_("orders without a contract (classes B and C), or came later"),
            ),
            Column("arrived", "int", "s", N_("took the place of one who moved away"), N_("was there before")),
            Column(
                "joined", "int", "s", N_("came to know the firm"), N_("knew it before, or does not know it")
            ),
            Column("knows", "bool", "", N_("knows the firm at the end")),
            Column(
                "left",
                "int",
                "s",
                N_("left the firm for good (not visible to the firm)"),
                N_("has not left"),
            ),
            Column(
                "moved", "int", "s", N_("closed or moved away, whatever the service"), N_("is still there")
            ),
            Column("lapsed", "int", "s", N_("no order for four times its usual gap"), N_("has not lapsed")),
            Column("treated", "bool", "", N_("treated in the trial"), N_("no trial")),
            Column("manager", "int", "", N_("its account manager (person)"), N_("has none")),
            Column("linked", "int", "s", N_("its built-in link was ready"), N_("no link from the programme")),
            *(
                Column(f"{term}_{when}", "float", unit, text)
                for term, unit, text in (
                    ("product", "share", N_("remembered: right goods")),
                    ("service", "share", N_("remembered: on time")),
                    ("personnel", "share", N_("remembered: contact as wished")),
                    ("hours", "hours", N_("remembered: hours to delivery")),
                    ("energy", "0-3", N_("remembered: trouble")),
                    ("bond", "share", N_("bond: how well the firm's people know it")),
                    ("value", "utility", N_("value of the firm")),
                )
                for when in ("start", "end")
            ),
        ),
        "customer_base": (
            Column("time", "int", "s", N_("end of the week")),
            Column("klass", "category", "", N_("customer class A, B or C")),
            Column("customers", "int", "", N_("customers that deal with the firm")),
            Column(
                "usual_orders", "float", "orders a year", N_("orders they give at the firm's usual service")
            ),
            Column(
                "memory_orders",
                "float",
                "orders",
                N_("orders more than usual (below 0: fewer) because of what they remember today"),
            ),
        ),
        "knowledge": (
            Column("customer", "int", "", N_("customer number")),
            Column("field", "category", "", N_("what is known")),
            Column("holder", "int", "", N_("the person who knows it"), N_("recorded in the file")),
            Column("correct", "bool", "", N_("correct at the end")),
            Column("as_of", "int", "s", N_("when it was heard")),
        ),
        "staff": (
            Column("person", "int", "", N_("person")),
            Column("role", "category", "", N_("role")),
            Column("week", "int", "", N_("week of the run, from 0; below 0: before observation")),
            Column("hours", "float", "hours", N_("hours on duty")),
            Column("load", "float", "share", N_("hours of work to be done / hours on duty, of the role")),
            Column("skill", "float", "share", N_("skill; 1 is full skill")),
            Column("satisfaction", "float", "1-5", N_("satisfaction of the person")),
            Column("errors", "float", "times", N_("errors of the role, relative to normal")),
            Column("left", "bool", "", N_("left at the end of the week")),
        ),
        "returns": (
            Column("customer", "int", "", N_("customer number")),
            Column("order", "int", "", N_("order from which goods are returned")),
            Column("ready", "int", "s", N_("ready to be collected")),
            Column(
                "collected",
                "int",
                "s",
                N_("collected"),
                N_("sent back by the retailer itself, or not yet collected"),
            ),
        ),
        "ledger": (
            Column("time", "int", "s", N_("when it was booked")),
            Column("account", "category", "", N_("account")),
            Column("amount", "int", "fen", N_("income above 0, cost below 0")),
            Column("order", "int", "", N_("order it belongs to"), N_("belongs to a lever")),
            Column(
                "lever",
                "category",
                "",
                N_("lever or part of the case it belongs to"),
                N_("belongs to an order"),
            ),
        ),
        "trips": (
            Column("kind", "category", "", N_("lorry, van, air, hired")),
            Column("vehicle", "int", "", N_("vehicle"), N_("not the firm's own")),
            Column("lane", "category", "", N_("destination centre")),
            Column("gate", "int", "s", N_("due to leave")),
            Column("departed", "int", "s", N_("left the gate")),
            Column("arrived", "int", "s", N_("reached the centre"), N_("still on the way")),
            Column("orders", "int", "", N_("orders on board")),
            Column("incident", "bool", "", N_("had an incident")),
            Column("held", "bool", "", N_("the road was closed when it was due")),
            Column("detour", "bool", "", N_("took a detour around a closed road")),
        ),
    }
)

KEY = ("customer", "need")
"""The columns that identify an order in runs under different policies."""


def causal_columns() -> tuple[Column, ...]:
    """The columns of `orders` that a policy can change, in causal order."""
    return tuple(column for column in TABLES["orders"] if column.stage)
