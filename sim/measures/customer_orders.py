"""One customer's orders, and what went wrong with each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import N_, _
from sim.base.units import HOUR
from sim.measures.orders import answered_in_time
from sim.measures.window import placed_in_window
from sim.records.labels import CAUSES, word
from sim.records.schema import Records

ENDS = {
    "abandoned": N_("nobody answered in time, and the customer gave up"),
    "turned_away": N_("turned away as too small"),
    "cancelled": N_("cancelled, because no goods came"),
    "returned": N_("refused at the door and sent back"),
    "lost": N_("lost on the way"),
}
"""What went wrong with orders that never reached the customer."""


def customer_row(records: Records, customer: int) -> Any:
    """Look up a customer.

    Parameters
    ----------
    records : dict of DataFrame
        Reads customers.
    customer : int
        Its number.

    Returns
    -------
    Series
        Its row of customers.

    Raises
    ------
    InputError
        If there is no such customer.

    Examples
    --------
    >>> from sim import run
    >>> str(customer_row(run("corner", weeks=2).records, 0)["klass"])
    'A'
    """
    customers = records["customers"]
    rows = customers[customers["customer"] == customer]
    if rows.empty:
        raise InputError(_("There is no customer {number} in these records.").format(number=customer))
    return rows.iloc[0]


def customer_orders(records: Records, customer: int) -> pd.DataFrame:
    """The orders that a customer placed in the window.

    Parameters
    ----------
    records : dict of DataFrame
        Reads orders and contacts.
    customer : int
        Its number.

    Returns
    -------
    DataFrame
        Rows of orders by the time they were placed, with a column late_contact: not answered within the target.

    Examples
    --------
    >>> from sim import run
    >>> customer_orders(run("corner", weeks=2).records, 0)["status"].tolist()
    ['delivered', 'delivered', 'delivered', 'delivered', 'delivered', 'delivered', 'delivered']
    """
    orders = placed_in_window(records)
    orders = orders[orders["customer"] == customer].sort_values("placed", kind="stable")
    contacts = records["contacts"]
    contacts = contacts[(contacts["kind"] == "order") & (contacts["customer"] == customer)]
    late = contacts["order"].astype("int64")[~answered_in_time(contacts).to_numpy()]
    return orders.assign(late_contact=orders["order"].isin(late))


def problems(order: Any) -> list[str]:
    """The failures of an order, in words.

    Parameters
    ----------
    order : Series
        A row of `customer_orders`.

    Returns
    -------
    list of str
        One text a problem, in the current language; empty if nothing went wrong, or the order is still open.

    Examples
    --------
    >>> from sim import run
    >>> orders = customer_orders(run("corner", weeks=2).records, 4)
    >>> problems(orders.iloc[12])
    []
    """
    status = str(order["status"])
    cause = order["cause"]
    if status == "cancelled" and not pd.isna(cause) and cause != "stock":
        return [_("cancelled, because it did not come ({cause})").format(cause=word(CAUSES, str(cause)))]
    if status in ENDS:
        return [_(ENDS[status])]
    if status != "delivered":
        return []
    late = int(order["delivered"] - order["promised"])
    checks: list[tuple[str, Callable[[], Any]]] = [
        (N_("damaged"), lambda: order["damaged"]),
        (N_("wrong goods"), lambda: order["wrong"] > 0),
        (N_("goods missing"), lambda: order["shipped"] < order["ordered"]),
        (N_("a long wait at the order desk"), lambda: order["late_contact"]),
        (
            N_("a special request refused"),
            lambda: order["special_asked"] and not order["special_granted"],
        ),
        (N_("an invoice that differs from the quote"), lambda: order["invoiced"] != order["quoted"]),
        (N_("the wrong receiver"), lambda: not order["receiver_ok"]),
    ]
    texts = [_(text) for text, failed in checks if bool(failed())]
    return [_late(late, cause), *texts] if late > 0 else texts


def _late(seconds: int, cause: Any) -> str:
    hours = f"{seconds / HOUR:.0f}" if seconds >= HOUR else f"{seconds / HOUR:.1f}"
    if pd.isna(cause):
        return _("{hours} hours late").format(hours=hours)
    return _("{hours} hours late ({cause})").format(hours=hours, cause=word(CAUSES, str(cause)))
