"""The cost of service (SVC-09): visible in the books, and hidden in the orders that customers take elsewhere.

Visible: handling orders, carrying them out, support and returns. Hidden: the contribution of orders lost because the service
disappoints, measured against a twin run of the same luck in which every customer remembers perfect service (`ideal_twin`).
What fails on the way itself (nobody answers, the goods are lost) fails in the twin as well and is no part of it.
Carriage is in neither: the freight in the price pays for it, and a contribution is what is left without that freight. A lost
order saves its carriage, so counting it as visible cost would make poor service look cheap.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.case.case import Case
from sim.measures.contribution import zone_freight
from sim.measures.money import INCOME, booked
from sim.measures.service import Value, bounds
from sim.measures.windows import NAN, is_frozen, said, within
from sim.policy.classes import CLASSES
from sim.records.schema import Records

VISIBLE: Mapping[str, tuple[str, ...]] = {
    "order handling": ("wages_desk", "integration", "crm", "crm_training", "crm_data", "notices"),
    "execution": (
        "wages_warehouse",
        "checking",
        "slotting",
        "holding",
        "purchasing",
        "lorries",
        "vans",
        "flex",
        "emergency",
        "key_accounts",
        "training",
        "hiring",
    ),
    "support and returns": (
        "redelivery",
        "penalties",
        "claims",
        "returns",
        "corrections",
        "backorders",
        "wages_complaints",
        "compensation",
        "return_visits",
        "surveys",
        "wages_managers",
        "visits",
        "social",
        "reverse",
    ),
}
"""Accounts by the course's three parts of visible cost. The grouping within them is assumed."""
CARRIAGE = ("haulage", "air", "couriers")
"""Accounts paid by the kilometre or the order, which the freight in the price covers."""
NOT_SERVICE = ("overhead", "advertising", "event", "points")
"""Accounts of cost that no level of service changes: buildings, and what is done to sell."""
PRESENT, POSSIBLE = "present", "possible"
"""Customers who knew the firm at the start, and those who did not yet."""


class Ran(Protocol):
    """What is needed of a Run."""

    @property
    def case(self) -> Case:
        """Its case."""

    @property
    def records(self) -> Records:
        """Its records."""


def visible_cost(records: Records) -> Value:
    """value: visible cost of service in the window, fen, above 0; n: bookings; parts: fen by part of VISIBLE (they add up to
    value); other: carriage, and cost that is not of service. Income - value - other is the profit of `money`. NaN without
    any booking."""
    rows = booked(records)
    rows = rows[~rows["account"].isin(INCOME)]
    sums = (-rows["amount"]).groupby(rows["account"].astype(str)).sum()
    parts = {name: int(sums.reindex(accounts).fillna(0).sum()) for name, accounts in VISIBLE.items()}
    value = float(sum(parts.values())) if len(rows) else NAN
    other = int(sums.sum()) - sum(parts.values())
    return said({"value": value, "n": len(rows), "parts": parts, "other": other}, "fen")


def delivered_contribution(run: Ran) -> pd.DataFrame:
    """Needs of the window that were delivered by its end, by (customer, need): klass, contribution (fen: invoiced less its zone's
    freight, which stands for the cost of the way; surcharges and penalties are left out)."""
    orders = run.records["orders"]
    orders = orders[within(orders["placed"], run.records) & (orders["status"] == "delivered")]
    freight = orders["lane"].astype(str).map(zone_freight(run.case)).to_numpy(dtype="float64")
    table = orders[["customer", "need", "klass"]].assign(
        contribution=orders["invoiced"].to_numpy(dtype="float64") - freight
    )
    return table.set_index(["customer", "need"])


def hidden_cost(run: Ran, ideal: Ran) -> Value:
    """Contribution that the twin without failures earned and the run did not.

    value: lost - won, fen; n: orders lost; lost: contribution of the needs that the twin delivered and the run did not; won: of
    those that the run delivered and the twin did not (queues differ, and who is kept in one place is not free in another),
    without which mere luck would count as cost; table: rows (class, present or possible): orders_lost, orders_won,
    lost, won, hidden; the rows add up. NaN in a frozen market, where nobody can choose. Raises InputError if the two are not
    of the same needs.
    """
    ours, theirs = run.records, ideal.records
    same = bounds(ours) == bounds(theirs) and ours["needs"][["customer", "need", "time"]].equals(
        theirs["needs"][["customer", "need", "time"]]
    )
    if not same:
        raise InputError(_("The two runs are not twins: their needs differ."))
    mine, perfect = delivered_contribution(run), delivered_contribution(ideal)
    lost = perfect[~perfect.index.isin(mine.index)]
    won = mine[~mine.index.isin(perfect.index)]
    knew = _knew(ours)
    rows = {}
    for klass in CLASSES:
        for kind in (PRESENT, POSSIBLE):
            parts = [
                part[
                    (part["klass"] == klass).to_numpy()
                    & (part.index.get_level_values("customer").isin(knew) == (kind == PRESENT))
                ]
                for part in (lost, won)
            ]
            sums = [float(part["contribution"].sum()) for part in parts]
            rows[klass, kind] = (len(parts[0]), len(parts[1]), *sums, sums[0] - sums[1])
    columns = ["orders_lost", "orders_won", "lost", "won", "hidden"]
    table = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    table.index = pd.MultiIndex.from_tuples(list(rows), names=["klass", "customers"])
    found = {"value": float(table["hidden"].sum()), "n": len(lost)}
    why = ""
    if is_frozen(ours) or is_frozen(theirs) or not len(perfect):
        found["value"] = NAN
        why = _("in a frozen market nobody leaves") if len(perfect) else ""
    return said(
        found | {"lost": float(table["lost"].sum()), "won": float(table["won"].sum()), "table": table},
        "fen",
        why,
    )


def _knew(records: Records) -> np.ndarray:
    """Customers who knew the firm at the start."""
    start, _end = bounds(records)
    customers = records["customers"]
    knew = customers["knows"] & ~(customers["joined"] >= start).fillna(False)
    return customers.loc[knew, "customer"].to_numpy()


def cost_of_service(run: Ran, ideal: Ran) -> Value:
    """value: visible + hidden cost, fen; n: orders lost; visible, hidden: the two; share_hidden: of the total.

    Along a path of service levels the best level is where value is least.
    """
    visible, hidden = visible_cost(run.records), hidden_cost(run, ideal)
    total = visible["value"] + hidden["value"]
    found = {"value": total, "n": hidden["n"], "visible": visible["value"], "hidden": hidden["value"]}
    known = total > 0
    why = visible.get("why") or hidden.get("why") or ""
    return said(found | {"share_hidden": hidden["value"] / total if known else NAN}, "fen", why)
