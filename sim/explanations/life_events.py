"""The events of one customer in the observed weeks, as sentences in order of time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.base.formatting import yuan
from sim.base.i18n import N_, _, ngettext
from sim.base.units import DAY, WEEKS_A_YEAR
from sim.measures.customer_orders import problems
from sim.measures.run import Run
from sim.measures.satisfaction import DISSATISFIED
from sim.measures.window import bounds, within
from sim.records.schema import Records

TOLD = 3
"""Orders up to this satisfaction are told of."""
MONTHS = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


class Event(NamedTuple):
    """An event in a customer's life; text: its sentence, None for an order that went well."""

    time: int
    text: str | None


def life_events(run: Run, row: Any, orders: pd.DataFrame) -> Iterator[str]:
    """The sentences about a customer. row: of customers; orders: as `customer_orders` returns them."""
    customer = int(row["customer"])
    events = [
        *_orders(run, orders),
        *_mentions(run, customer),
        *_complaints(run, customer),
        *_surveys(run, customer),
        *_coming_and_going(run, row, orders),
    ]
    events.sort(key=lambda event: event.time)  # stable: an order comes before its consequences
    return _sentences(events)


def _sentences(events: list[Event]) -> Iterator[str]:
    """The events' sentences; consecutive orders that went well become one."""
    quiet, first = 0, True
    for event in [*events, Event(0, "")]:
        if event.text is None:
            quiet += 1
            continue
        if quiet:
            text = (
                ngettext("At first one order went well.", "At first {n} orders went well.", quiet)
                if first
                else ngettext("Then one order went well.", "Then {n} orders went well.", quiet)
            )
            yield text.format(n=quiet)
        if event.text:
            yield event.text
        quiet, first = 0, False


def _orders(run: Run, orders: pd.DataFrame) -> Iterator[Event]:
    """Orders that disappointed, or are not over yet."""
    spoken = _spoken_of(run.records)
    for _index, order in orders.iterrows():
        placed, points = int(order["placed"]), order["satisfaction"]
        date = _date(run, placed)
        if pd.isna(points):
            yield Event(placed, _("The order of {date} was still under way at the end.").format(date=date))
            continue
        if points > TOLD:
            yield Event(placed, None)
            continue
        wrong = problems(order)
        text = (
            _("The order of {date} went wrong: {what}. The customer gave it {points} of 5.")
            if wrong
            else _("The order of {date} got only {points} of 5, and no record says why.")
        )
        yield Event(placed, text.format(date=date, what=_(", ").join(wrong), points=int(points)))
        if points <= DISSATISFIED and order["order"] not in spoken:
            yield Event(placed, _("It said nothing about it."))


def _spoken_of(records: Records) -> set[int]:
    """Orders with a formal complaint that was not asked for, or mentioned to staff."""
    complaints, contacts = records["complaints"], records["contacts"]
    formal = complaints.loc[~complaints["asked"].astype(bool), "order"]
    return {*formal.tolist(), *contacts.loc[contacts["kind"] == "mention", "order"].dropna().tolist()}


def _mentions(run: Run, customer: int) -> Iterator[Event]:
    table = run.records["contacts"]
    mine = (table["customer"] == customer) & (table["kind"] == "mention")
    table = table[mine & within(table["time"], run.records)]
    for time, recorded in zip(table["time"], table["recorded"], strict=True):
        text = (
            _("It mentioned the trouble to our staff, and they wrote it down.")
            if not pd.isna(recorded) and recorded
            else _("It mentioned the trouble to our staff, but nobody wrote it down.")
        )
        yield Event(int(time), text)


def _complaints(run: Run, customer: int) -> Iterator[Event]:
    table = run.records["complaints"]
    table = table[(table["customer"] == customer) & within(table["opened"], run.records)]
    for _index, complaint in table.iterrows():
        opened = int(complaint["opened"])
        if not complaint["asked"]:
            yield Event(opened, _("On {date} it complained formally.").format(date=_date(run, opened)))
        else:
            yield Event(opened, _("So the firm learned of the trouble, and took it up like a complaint."))
        if pd.isna(complaint["outcome"]):
            yield Event(bounds(run.records)[1], _("At the end the complaint was still open."))
            continue
        steps = [complaint[step] for step in ("agreed", "called_back") if not pd.isna(complaint[step])]
        closed = int(max(steps))
        days = max(1, round((closed - opened) / DAY))
        text = ngettext(
            "It was closed after one day, with CNY {amount}: {outcome}.",
            "It was closed after {n} days, with CNY {amount}: {outcome}.",
            days,
        )
        paid, outcome = yuan(int(complaint["compensation"])), _outcome(float(complaint["outcome"]))
        yield Event(closed, text.format(n=days, amount=paid, outcome=outcome))


def _outcome(share: float) -> str:
    if share < 0:
        return _("too slowly, which made it worse")
    if share < 0.25:
        return _("little of the bad memory was taken back")
    if share < 0.75:
        return _("about half of the bad memory was taken back")
    return _("most of the bad memory was taken back")


def _surveys(run: Run, customer: int) -> Iterator[Event]:
    table = run.records["surveys"]
    table = table[(table["customer"] == customer) & within(table["time"], run.records)]
    for time, points in zip(table["time"], table["satisfaction"], strict=True):
        date = _date(run, int(time))
        if pd.isna(points):
            yield Event(int(time), _("On {date} a survey asked it, but it did not answer.").format(date=date))
        else:
            text = _("On {date} a survey asked it: {points} of 5.")
            yield Event(int(time), text.format(date=date, points=int(points)))


def _coming_and_going(run: Run, row: Any, orders: pd.DataFrame) -> Iterator[Event]:
    """Events of the customer: came, came to know the firm, left, moved away, and was seen to be gone."""
    start, end = bounds(run.records)
    arrived, joined, left, moved, lapsed = (
        None if pd.isna(row[name]) or not start <= row[name] < end else int(row[name])
        for name in ("arrived", "joined", "left", "moved", "lapsed")
    )
    if arrived is not None:
        text = _("On {date} it took the place of a customer who had moved away.")
        yield Event(arrived, text.format(date=_date(run, arrived)))
    if joined is not None:
        yield Event(joined, _("On {date} it came to know the firm.").format(date=_date(run, joined)))
    if moved is not None:
        text = _("On {date} it closed or moved away, whatever the service.")
        yield Event(moved, text.format(date=_date(run, moved)))
    if left is not None and left != moved and (joined is None or left >= joined):
        if str(row["klass"]) == "A":
            text = _("On {date} it did not renew the contract: it left for good.")
        else:
            text = _("On {date} it left for good, without telling anybody.")
        yield Event(left, text.format(date=_date(run, left)))
        before = orders.loc[orders["placed"] <= left, "satisfaction"]
        if not (before <= DISSATISFIED).any():
            yield Event(left, _("No order of these weeks had disappointed it: it found a better firm."))
    if lapsed is not None:
        if left is None:
            text = _("By {date} it had paused so long that it seemed lost.")
        else:
            text = _("By {date} the firm could have seen it: no order for four usual gaps.")
        yield Event(lapsed, text.format(date=_date(run, lapsed)))


def _date(run: Run, seconds: int) -> str:
    """A time of the run as a day of the case's calendar; with its year if there are several."""
    day = np.datetime64(run.case.calendar.start, "D") + seconds // DAY
    year, month, number = str(day).split("-")
    text = _("{day} {month}") if run.weeks <= WEEKS_A_YEAR else _("{day} {month} {year}")
    return text.format(day=int(number), month=_(MONTHS[int(month) - 1]), year=year)
