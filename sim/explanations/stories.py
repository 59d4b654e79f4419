"""One customer's life with the firm, told sentence by sentence from the records.

What a customer thinks and does elsewhere no firm can see; the story says it all the same, because students learn from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.formatting import yuan
from sim.base.i18n import N_, _, ngettext
from sim.base.units import DAY, WEEKS_A_YEAR
from sim.case.case import Case
from sim.measures.lives import customer_row, faults, life_orders
from sim.measures.run import Run
from sim.measures.satisfaction import DISSATISFIED
from sim.measures.service import bounds
from sim.measures.voices import leavers
from sim.measures.windows import placed_in_window, within
from sim.records.schema import Records

TOLD = 3
"""Up to this satisfaction an order is told of."""
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
SAME = 0.005
"""A change of value too small to be told."""
CLASSES = {
    "A": N_("a key customer (class A)"),
    "B": N_("a suitable customer (class B)"),
    "C": N_("a general customer (class C)"),
}
TYPES = {
    "economy": N_("It looks at the price first."),
    "ethics": N_("It looks at the firm's good name first."),
    "personality": N_("It wants to be treated as somebody special."),
    "convenience": N_("It wants speed and little trouble."),
}


class Event(NamedTuple):
    """Something that happened; text: its sentence, None for an order of which there is nothing to tell."""

    time: int
    text: str | None


def one_who_left(run: Run) -> int:
    """The customer who left in the observed weeks after most failures (orders of satisfaction 1 or 2).

    Of several the one with the lowest number. Where nobody left after a failure: of those with an order, the one for whom the
    value of the firm fell most. Raises InputError if nobody ordered.
    """
    found = leavers(run.records)
    ordered = placed_in_window(run.records)["customer"]
    found = found[(found["failures"] > 0) & found["customer"].isin(ordered)]
    if len(found):
        return int(found.sort_values(["failures", "customer"], ascending=[False, True])["customer"].iloc[0])
    customers = run.records["customers"]
    customers = customers[customers["customer"].isin(ordered)]
    if customers.empty:
        raise InputError(_("Nobody ordered in these weeks."))
    change = (customers["value_end"] - customers["value_start"]).fillna(0.0)
    return int(customers["customer"].iloc[int(np.argmin(change.to_numpy()))])


def tell_life(run: Run, customer: int) -> list[str]:
    """The story of a customer in the observed weeks, one sentence or two a string, in the language in force.

    customer: its number. Raises InputError if there is no such customer.
    """
    row = customer_row(run.records, customer)
    orders = life_orders(run.records, customer)
    events = [
        *_orders(run, orders),
        *_mentions(run, customer),
        *_complaints(run, customer),
        *_surveys(run, customer),
        *_comings(run, row, orders),
    ]
    events.sort(key=lambda event: event.time)  # stable: an order stands before what it led to
    return [*_opening(run, row), *_joined(events), *_closing(run, row, orders)]


def _joined(events: list[Event]) -> Iterator[str]:
    """The events' sentences; orders in a row with nothing to tell become one."""
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


def _opening(run: Run, row: Any) -> Iterator[str]:
    yield _("Customer {number} is {klass} in {centre}.").format(
        number=int(row["customer"]),
        klass=_(CLASSES[str(row["klass"])]),
        centre=_centre(run.case, str(row["home"])),
    )
    yield _(TYPES[str(row["type"])])
    needs = round(float(row["needs_a_year"]))
    yield _("It has something to ship about {n} times a year.").format(n=needs)
    if str(row["klass"]) == "A":
        yield _("By contract it settles once a year which share of that the firm gets.")


def _orders(run: Run, orders: pd.DataFrame) -> Iterator[Event]:
    """What is told of each order: only of what disappointed, or is not over yet."""
    spoken = _spoken(run.records)
    for _index, order in orders.iterrows():
        placed, points = int(order["placed"]), order["satisfaction"]
        date = _date(run, placed)
        if pd.isna(points):
            yield Event(placed, _("The order of {date} was still under way at the end.").format(date=date))
            continue
        if points > TOLD:
            yield Event(placed, None)
            continue
        wrong = faults(order)
        text = (
            _("The order of {date} went wrong: {what}. The customer gave it {points} of 5.")
            if wrong
            else _("The order of {date} got only {points} of 5, and no record says why.")
        )
        yield Event(placed, text.format(date=date, what=_(", ").join(wrong), points=int(points)))
        if points <= DISSATISFIED and order["order"] not in spoken:
            yield Event(placed, _("It said nothing about it."))


def _spoken(records: Records) -> set[int]:
    """Orders that were complained of unasked, or mentioned."""
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
    for _index, one in table.iterrows():
        opened = int(one["opened"])
        if not one["asked"]:
            yield Event(opened, _("On {date} it complained formally.").format(date=_date(run, opened)))
        else:
            yield Event(opened, _("So the firm learned of the trouble, and took it up like a complaint."))
        if pd.isna(one["outcome"]):
            yield Event(bounds(run.records)[1], _("At the end the complaint was still open."))
            continue
        done = int(max(one[step] for step in ("agreed", "called_back") if not pd.isna(one[step])))
        days = max(1, round((done - opened) / DAY))
        text = ngettext(
            "It was settled after one day, with CNY {amount}: {outcome}.",
            "It was settled after {n} days, with CNY {amount}: {outcome}.",
            days,
        )
        paid, outcome = yuan(int(one["compensation"])), _outcome(float(one["outcome"]))
        yield Event(done, text.format(n=days, amount=paid, outcome=outcome))


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
        text = (
            _("On {date} a survey asked it, but it did not answer.")
            if pd.isna(points)
            else _("On {date} a survey asked it: {points} of 5.")
        )
        yield Event(
            int(time),
            text.format(date=_date(run, int(time)), points="" if pd.isna(points) else int(points)),
        )


def _comings(run: Run, row: Any, orders: pd.DataFrame) -> Iterator[Event]:
    """How it came to know the firm, left, and was seen to be gone."""
    start, end = bounds(run.records)
    joined, left, lapsed = (
        None if pd.isna(row[name]) or not start <= row[name] < end else int(row[name])
        for name in ("joined", "left", "lapsed")
    )
    if joined is not None:
        yield Event(joined, _("On {date} it came to know the firm.").format(date=_date(run, joined)))
    if left is not None and (joined is None or left >= joined):
        if str(row["klass"]) == "A":
            text = _("On {date} it did not renew the contract: it left for good.")
        else:
            text = _("On {date} it left for good, and told nobody.")
        yield Event(left, text.format(date=_date(run, left)))
        before = orders.loc[orders["placed"] <= left, "satisfaction"]
        if not (before <= DISSATISFIED).any():
            yield Event(left, _("No order of these weeks had disappointed it: it moved, or found better."))
    if lapsed is not None:
        if left is None:
            text = _("By {date} it had paused so long that it seemed lost.")
        else:
            text = _("By {date} the firm could have seen it: no order for four usual gaps.")
        yield Event(lapsed, text.format(date=_date(run, lapsed)))


def _closing(run: Run, row: Any, orders: pd.DataFrame) -> Iterator[str]:
    """What came of it, and what the customer thinks in the end."""
    needs = run.records["needs"]
    needs = needs[(needs["customer"] == row["customer"]) & within(needs["time"], run.records)]
    away = int((needs["state"] == "elsewhere").sum())
    yield _("Of its {all} needs the firm got {ours}; {away} went elsewhere.").format(
        all=len(needs), ours=len(needs) - away, away=away
    )
    judged = orders["satisfaction"].dropna()
    bad = int((judged <= DISSATISFIED).sum())
    if len(judged):
        yield _("Of {n} orders that it judged, {bad} disappointed it.").format(n=len(judged), bad=bad)
    first, last = float(row["value_start"]), float(row["value_end"])
    if np.isnan(first) or np.isnan(last):
        yield _("In a frozen market it stays, whatever happens.")
    else:
        if abs(last - first) < SAME:
            text = _("In its eyes the firm's value stayed at {last}.")
        elif last < first:
            text = _("In its eyes the firm's value fell from {first} to {last}.")
        else:
            text = _("In its eyes the firm's value rose from {first} to {last}.")
        yield text.format(first=f"{first:.2f}", last=f"{last:.2f}")


def _centre(case: Case, name: str) -> str:
    return next((str(centre.name) for centre in case.centres if centre.name.en == name), name)


def _date(run: Run, seconds: int) -> str:
    """A time of the run as a day of the case's calendar; with its year if there are several."""
    day = np.datetime64(run.case.calendar.start, "D") + seconds // DAY
    year, month, number = str(day).split("-")
    text = _("{day} {month}") if run.weeks <= WEEKS_A_YEAR else _("{day} {month} {year}")
    return text.format(day=int(number), month=_(MONTHS[int(month) - 1]), year=year)
