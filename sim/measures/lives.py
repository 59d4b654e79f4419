"""One customer's orders, and what went wrong with each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import N_, _
from sim.base.units import HOUR
from sim.measures.service import served_in_time
from sim.measures.windows import placed_in_window
from sim.records.labels import CAUSES, word
from sim.records.schema import Records

ENDS = {
    "abandoned": N_("nobody answered in time, and the customer gave up"),
    "turned_away": N_("turned away as too small"),
    "cancelled": N_("cancelled, because no goods came"),
    "returned": N_("refused at the door and sent back"),
    "lost": N_("lost on the way"),
}
"""What is said of orders that never reached the customer."""


def life_orders(records: Records, customer: int) -> pd.DataFrame:
    """The orders a customer placed in the window, in time, with a column `wrong_contact`: not served within the target."""
    orders = placed_in_window(records)
    orders = orders[orders["customer"] == customer].sort_values("placed", kind="stable")
    contacts = records["contacts"]
    contacts = contacts[(contacts["kind"] == "order") & (contacts["customer"] == customer)]
    late = contacts["order"].astype("int64")[~served_in_time(contacts).astype(bool).to_numpy()]
    return orders.assign(wrong_contact=orders["order"].isin(late))


def customer_row(records: Records, customer: int) -> Any:
    """The row of a customer. Raises InputError if there is none."""
    customers = records["customers"]
    found = customers[customers["customer"] == customer]
    if found.empty:
        raise InputError(_("There is no customer {number} in these records.").format(number=customer))
    return found.iloc[0]


def faults(order: Any) -> list[str]:
    """What went wrong with an order (a row of `life_orders`), in words; empty if nothing did."""
    status = str(order["status"])
    if status in ENDS:
        return [_(ENDS[status])]
    if status != "delivered":
        return []
    found = []
    late = int(order["delivered"] - order["promised"])
    if late > 0:
        found.append(_late(late, order["cause"]))
    checks: list[tuple[str, Callable[[], Any]]] = [
        (N_("damaged"), lambda: order["damaged"]),
        (N_("wrong goods"), lambda: order["wrong"] > 0),
        (N_("goods missing"), lambda: order["shipped"] < order["ordered"]),
        (N_("a long wait at the order desk"), lambda: order["wrong_contact"]),
        (
            N_("a special request refused"),
            lambda: order["special_asked"] and not order["special_granted"],
        ),
        (N_("an invoice that differs from the quote"), lambda: order["invoiced"] != order["quoted"]),
        (N_("the wrong receiver"), lambda: not order["receiver_ok"]),
    ]
    return found + [_(text) for text, failed in checks if bool(failed())]


def _late(seconds: int, cause: Any) -> str:
    hours = f"{seconds / HOUR:.0f}" if seconds >= HOUR else f"{seconds / HOUR:.1f}"
    if pd.isna(cause):
        return _("{hours} hours late").format(hours=hours)
    return _("{hours} hours late ({cause})").format(hours=hours, cause=word(CAUSES, str(cause)))
