"""The only schema of the log: every table, its columns, their types, units and what an empty cell means.

Times are whole seconds from the start of observation (negative before it), money whole fen. The columns of `orders` stand
in causal order: what can differ first between two policies comes first.
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
    """A column. dtype: int, bool, text or category; null: what an empty cell means ("" if there is none).

    stage: for `orders`, where in the firm the fact arises (None: given with the need, or bookkeeping)."""

    name: str
    dtype: str
    unit: str
    text: str
    null: str = ""
    stage: str | None = None


def _c(name: str, dtype: str, unit: str, text: str, null: str = "", stage: str | None = None) -> Column:
    return Column(name, dtype, unit, text, null, stage)


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
"""Where in the firm a fact of an order arises, in causal order."""

TABLES: Mapping[str, tuple[Column, ...]] = MappingProxyType(
    {
        "window": (
            _c("start", "int", "s", N_("start of observation")),
            _c("end", "int", "s", N_("end of observation")),
        ),
        "needs": (
            _c("customer", "int", "", N_("customer number")),
            _c("need", "int", "", N_("number of the need within the customer")),
            _c("time", "int", "s", N_("when the need arose")),
            _c("state", "category", "", N_("how it ended")),
            _c("order", "int", "", N_("its order"), N_("not given to this firm")),
        ),
        "orders": (
            _c("order", "int", "", N_("order number")),
            _c("customer", "int", "", N_("customer number")),
            _c("need", "int", "", N_("number of the need within the customer")),
            _c("klass", "category", "", N_("customer class A, B or C")),
            _c("lane", "category", "", N_("centre it goes to")),
            _c("channel", "category", "", N_("how it was placed")),
            _c("lines", "int", "", N_("order lines")),
            _c("ordered", "int", "units", N_("units ordered")),
            _c("special_asked", "bool", "", N_("special request asked")),
            _c("expedite_asked", "bool", "", N_("asked to expedite")),
            _c("delay_asked", "bool", "", N_("asked to deliver later")),
            _c("placed", "int", "s", N_("first contact")),
            _c("answered", "int", "s", N_("a clerk, or the system, took it up"), _NOT_REACHED, "desk"),
            _c("accepted", "int", "s", N_("accepted"), _NOT_REACHED, "desk"),
            _c("quoted", "int", "fen", N_("price quoted"), N_("never quoted"), "desk"),
            _c("address_ok", "bool", "", N_("address taken down right"), _NOT_REACHED, "desk"),
            _c("promised", "int", "s", N_("promised delivery"), _NOT_REACHED, "promise"),
            _c("special_granted", "bool", "", N_("special request granted"), _NOT_ASKED, "flex"),
            _c(
                "released",
                "int",
                "s",
                N_("goods allocated, released to the warehouse"),
                _NOT_REACHED,
                "stock",
            ),
            _c("shipped", "int", "units", N_("units allocated and shipped"), _NOT_REACHED, "stock"),
            _c("picked", "int", "s", N_("picked"), _NOT_REACHED, "picking"),
            _c("wrong", "int", "lines", N_("lines with the wrong goods"), _NOT_REACHED, "picking"),
            _c("packed", "int", "s", N_("packed"), _NOT_REACHED, "packing"),
            _c("dispatched", "int", "s", N_("left the gate"), _NOT_REACHED, "dispatch"),
            _c("announced", "int", "s", N_("told of a delay"), N_("not told of any"), "dispatch"),
            _c("damaged", "bool", "", N_("damaged when it reached the door"), _NOT_REACHED, "road"),
            _c("delivered", "int", "s", N_("delivered"), N_("not delivered"), "road"),
            _c("receiver_ok", "bool", "", N_("taken by the right receiver"), N_("not delivered"), "door"),
            _c("expedite_met", "bool", "", N_("urgent order delivered in time"), _NOT_ASKED, "door"),
            _c(
                "delay_met",
                "bool",
                "",
                N_("delayed order delivered in time, not too early"),
                _NOT_ASKED,
                "door",
            ),
            _c("status", "category", "", N_("how it ended"), "", "door"),
            _c("invoiced", "int", "fen", N_("amount invoiced"), N_("not delivered"), "billing"),
            _c("cause", "category", "", N_("cause of what went wrong"), N_("nothing went wrong"), "billing"),
            _c("trip", "int", "", N_("trip that carried it"), _NOT_REACHED),
            _c("satisfaction", "int", "1-5", N_("satisfaction"), N_("none yet")),
        ),
        "lines": (
            _c("order", "int", "", N_("order number")),
            _c("good", "int", "", N_("good")),
            _c("quantity", "int", "units", N_("units ordered")),
            _c(
                "on_hand_at_allocation",
                "int",
                "units",
                N_("units on hand at first allocation"),
                N_("never allocated"),
            ),
            _c("shipped", "int", "units", N_("units shipped"), N_("never allocated")),
        ),
        "stock": (
            _c("good", "int", "", N_("good")),
            _c("time", "int", "s", N_("when")),
            _c("on_hand", "int", "units", N_("on hand afterwards")),
            _c("on_order", "int", "units", N_("on order afterwards")),
            _c("quantity", "int", "units", N_("units received, ordered or counted")),
            _c("event", "category", "", N_("opening, out (none left), ordered, receipt, closing")),
        ),
        "contacts": (
            _c("customer", "int", "", N_("customer number")),
            _c("order", "int", "", N_("its order"), N_("about no order")),
            _c("channel", "category", "", N_("channel")),
            _c("kind", "category", "", N_("kind of contact")),
            _c("time", "int", "s", N_("when it began")),
            _c("target", "int", "s", N_("wait within which the channel counts as served")),
            _c("answered", "int", "s", N_("taken up"), N_("left, or still waiting")),
            _c("resolved", "int", "s", N_("done"), N_("left, or still open")),
            _c("cause", "category", "", N_("cause"), N_("none")),
            _c("handler", "int", "", N_("clerk on the shift"), N_("no clerk needed, or nobody")),
            _c("recorded", "bool", "", N_("written into a file"), N_("no file is kept")),
        ),
        "complaints": (
            _c("complaint", "int", "", N_("complaint number")),
            _c("customer", "int", "", N_("customer number")),
            _c("order", "int", "", N_("order complained of")),
            _c("cause", "category", "", N_("whose error it was, of the six sources")),
            _c("asked", "bool", "", N_("found by a survey, not brought by the customer")),
            _c("opened", "int", "s", N_("brought forward")),
            _c("recorded", "int", "s", N_("recorded"), _NOT_REACHED),
            _c("passed", "int", "s", N_("passed to who is responsible"), _NOT_REACHED),
            _c("explained", "int", "s", N_("cause and remedy in writing"), _NOT_REACHED),
            _c("approved", "int", "s", N_("remedy approved"), _NOT_REACHED),
            _c("acted", "int", "s", N_("acted upon"), _NOT_REACHED),
            _c("agreed", "int", "s", N_("agreed with the customer"), _NOT_REACHED),
            _c("called_back", "int", "s", N_("called back"), N_("not called back")),
            _c("compensation", "int", "fen", N_("paid to the customer"), N_("still open")),
            _c("outcome", "float", "share", N_("share of the bad memory taken back; below 0: made worse")),
        ),
        "surveys": (
            _c("customer", "int", "", N_("customer number")),
            _c("wave", "int", "", N_("wave")),
            _c("time", "int", "s", N_("asked")),
            _c("order", "int", "", N_("order it is about")),
            _c("satisfaction", "int", "1-5", N_("satisfaction"), N_("did not answer")),
        ),
        "customers": (
            _c("customer", "int", "", N_("customer number")),
            _c("klass", "category", "", N_("customer class A, B or C")),
            _c("type", "category", "", N_("buying type")),
            _c("home", "category", "", N_("its own centre")),
            _c("needs_a_year", "float", "needs", N_("mean needs a year")),
            _c("joined", "int", "s", N_("came to know the firm"), N_("knew it before, or does not know it")),
            _c("knows", "bool", "", N_("knows the firm at the end")),
            _c(
                "left",
                "int",
                "s",
                N_("left the firm for good, as only the customer knows"),
                N_("has not left"),
            ),
            _c("lapsed", "int", "s", N_("four of its own gaps without an order"), N_("has not lapsed")),
            _c("treated", "bool", "", N_("treated in the trial"), N_("no trial")),
            _c("manager", "int", "", N_("its account manager, a person"), N_("has none")),
            _c("linked", "int", "s", N_("its built-in link was ready"), N_("has none by the programme")),
            *(
                _c(f"{term}_{when}", "float", unit, text)
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
        "knowledge": (
            _c("customer", "int", "", N_("customer number")),
            _c("field", "category", "", N_("what is known")),
            _c("holder", "int", "", N_("the person who knows it"), N_("it stands in the file")),
            _c("correct", "bool", "", N_("is right at the end")),
            _c("as_of", "int", "s", N_("when it was heard")),
        ),
        "staff": (
            _c("person", "int", "", N_("person")),
            _c("role", "category", "", N_("role")),
            _c("week", "int", "", N_("week of the run, from 0; below 0: before observation")),
            _c("hours", "float", "hours", N_("hours at work")),
            _c("load", "float", "share", N_("hours of work that came / hours at work, of the role")),
            _c("skill", "float", "share", N_("skill; 1 is that of the experienced")),
            _c("satisfaction", "float", "1-5", N_("satisfaction of the person")),
            _c("errors", "float", "times", N_("errors of the role, times the usual")),
            _c("left", "bool", "", N_("left at the end of the week")),
        ),
        "returns": (
            _c("customer", "int", "", N_("customer number")),
            _c("order", "int", "", N_("order whose goods go back")),
            _c("ready", "int", "s", N_("ready to be collected")),
            _c(
                "collected",
                "int",
                "s",
                N_("collected"),
                N_("sent back by the retailer itself, or not yet collected"),
            ),
        ),
        "ledger": (
            _c("time", "int", "s", N_("when it was booked")),
            _c("account", "category", "", N_("account")),
            _c("amount", "int", "fen", N_("income above 0, cost below 0")),
            _c("order", "int", "", N_("order it belongs to"), N_("belongs to a lever")),
            _c(
                "lever",
                "category",
                "",
                N_("lever or part of the case it belongs to"),
                N_("belongs to an order"),
            ),
        ),
        "trips": (
            _c("kind", "category", "", N_("lorry, van, air, hired")),
            _c("vehicle", "int", "", N_("vehicle"), N_("not the firm's own")),
            _c("lane", "category", "", N_("centre it goes to")),
            _c("gate", "int", "s", N_("due to leave")),
            _c("departed", "int", "s", N_("left the gate")),
            _c("arrived", "int", "s", N_("reached the centre"), N_("still on the way")),
            _c("orders", "int", "", N_("orders on board")),
            _c("incident", "bool", "", N_("met an incident")),
            _c("held", "bool", "", N_("the road was closed when it was due")),
            _c("detour", "bool", "", N_("took a detour around a closed road")),
        ),
    }
)

KEY = ("customer", "need")
"""What names an order across policies."""


def causal_columns() -> tuple[Column, ...]:
    """The columns of `orders` that a policy can change, in causal order."""
    return tuple(column for column in TABLES["orders"] if column.stage)
