"""One customer's life with the firm, told sentence by sentence from the records. No firm can see a customer's opinions
and orders elsewhere; the story tells them all the same, because students learn from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from sim.base.errors import InputError
from sim.base.i18n import N_, _
from sim.case.case import Case
from sim.explanations.life_events import life_events
from sim.measures.customer_orders import customer_orders, customer_row
from sim.measures.run import Run
from sim.measures.satisfaction import DISSATISFIED
from sim.measures.voices import leavers
from sim.measures.window import placed_in_window, within

SAME = 0.005
"""A smaller change of value is told as none."""
CLASSES = {
    "A": N_("a key customer (class A)"),
    "B": N_("a suitable customer (class B)"),
    "C": N_("a general customer (class C)"),
}
TYPES = {
    "economy": N_("It looks at the price first."),
    "ethics": N_("It looks at the firm's good name first."),
    "personality": N_("It wants to be treated as a special customer."),
    "convenience": N_("It wants speed and little trouble."),
}


def one_who_left(run: Run) -> int:
    """Find a customer with a story: the one who left after most failures.

    Parameters
    ----------
    run : Run
        The run.

    Returns
    -------
    int
        Number of the customer who left in the observed weeks after most failures (orders of satisfaction 1 or 2), the
        lowest number among several. If no customer left after a failure: of those who ordered, the one for whom the
        value of the firm fell most.

    Raises
    ------
    InputError
        If no customer ordered.

    Examples
    --------
    >>> from sim import one_who_left, run
    >>> one_who_left(run("corner", weeks=8))
    86
    """
    gone = leavers(run.records)
    ordered = placed_in_window(run.records)["customer"]
    gone = gone[(gone["failures"] > 0) & gone["customer"].isin(ordered)]
    if len(gone):
        return int(gone.sort_values(["failures", "customer"], ascending=[False, True])["customer"].iloc[0])
    customers = run.records["customers"]
    customers = customers[customers["customer"].isin(ordered)]
    if customers.empty:
        raise InputError(_("No customer ordered in these weeks."))
    change = (customers["value_end"] - customers["value_start"]).fillna(0.0)
    return int(customers["customer"].iloc[int(np.argmin(change.to_numpy()))])


def tell_life(run: Run, customer: int) -> list[str]:
    """Tell the story of a customer in the observed weeks.

    Parameters
    ----------
    run : Run
        The run.
    customer : int
        Number of the customer.

    Returns
    -------
    list of str
        One or two sentences each, in the current language.

    Raises
    ------
    InputError
        If there is no such customer.

    Examples
    --------
    >>> from sim import run, tell_life
    >>> print(*tell_life(run("corner", weeks=2), customer=0)[:4], sep="\\n")
    Customer 0 is a key customer (class A) in Chengdu North.
    It looks at the price first.
    It has something to ship about 254 times a year.
    Once a year its contract sets which share of that the firm gets.
    """
    row = customer_row(run.records, customer)
    orders = customer_orders(run.records, customer)
    return [*_opening(run, row), *life_events(run, row, orders), *_closing(run, row, orders)]


def _opening(run: Run, row: Any) -> Iterator[str]:
    """A sentence that introduces the customer."""
    yield _("Customer {number} is {klass} in {centre}.").format(
        number=int(row["customer"]),
        klass=_(CLASSES[str(row["klass"])]),
        centre=_centre(run.case, str(row["home"])),
    )
    yield _(TYPES[str(row["type"])])
    needs = round(float(row["needs_a_year"]))
    yield _("It has something to ship about {n} times a year.").format(n=needs)
    if str(row["klass"]) == "A":
        yield _("Once a year its contract sets which share of that the firm gets.")


def _closing(run: Run, row: Any, orders: Any) -> Iterator[str]:
    """The sum of all orders, and the customer's opinion at the end."""
    needs = run.records["needs"]
    needs = needs[(needs["customer"] == row["customer"]) & within(needs["time"], run.records)]
    away = int((needs["state"] == "elsewhere").sum())
    yield _("Of its {all} needs the firm got {ours}; {away} went elsewhere.").format(
        all=len(needs), ours=len(needs) - away, away=away
    )
    judged = orders["satisfaction"].dropna()
    disappointing = int((judged <= DISSATISFIED).sum())
    if len(judged):
        yield _("Of {n} orders that it judged, {bad} disappointed it.").format(
            n=len(judged), bad=disappointing
        )
    first, last = float(row["value_start"]), float(row["value_end"])
    if np.isnan(first) or np.isnan(last):
        yield _("In a frozen market it stays, whatever happens.")
        return
    if abs(last - first) < SAME:
        text = _("In its eyes the firm's value stayed at {last}.")
    elif last < first:
        text = _("In its eyes the firm's value fell from {first} to {last}.")
    else:
        text = _("In its eyes the firm's value rose from {first} to {last}.")
    yield text.format(first=f"{first:.2f}", last=f"{last:.2f}")


def _centre(case: Case, name: str) -> str:
    return next((str(centre.name) for centre in case.centres if centre.name.en == name), name)
