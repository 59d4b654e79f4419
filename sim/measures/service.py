"""The twelve service measures of the course and the perfect order rate: pure functions of records.

Exact definitions stand in docs/model.md, "Measures". Orders count if their promised time falls in the window and
their fate is known by its end; the others are censored, and counted. An order overdue at the end has broken its
promise. An empty denominator gives NaN.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import N_, _
from sim.base.units import HOUR
from sim.policy.policy import Policy
from sim.records.labels import RIGHTS
from sim.records.schema import Records
from sim.records.tables import as_recorded

CHANNEL_WEIGHTS = {"telephone": 0.4, "web": 0.3, "mail": 0.2, "edi": 0.1}
"""Fixed weights of measure m12, over the channels that were used; a channel of another name weighs 0.1."""

Value = dict[str, Any]


@dataclass(frozen=True)
class Measure:
    """A measure: what it is called, its unit, which columns it is read from, and how."""

    id: str
    name: str
    unit: str
    reads: tuple[tuple[str, str], ...]
    compute: Callable[[Records, Policy | None], Value]
    better: int
    """1: more is better; -1: less is better; 0: it depends."""


def service_measures(records: Records, policy: Policy | None = None) -> dict[str, Value]:
    """All measures of the window: id -> {"value", "unit", "n"} and, where a measure has more to say, further fields.

    value: shares 0 to 1, times in hours; n: the denominator. Where records lack a column, or nothing counts, value is NaN and
    "why" says so. m04 has sd, p95, reliability; m09 minimum; perfect failed_rights. "censored" counts the orders left out.
    """
    records = as_recorded(records)
    return {measure.id: _one(measure, records, policy) for measure in MEASURES}


def _one(measure: Measure, records: Records, policy: Policy | None) -> Value:
    lacking = [f"{t}.{c}" for t, c in measure.reads if t not in records or c not in records[t].columns]
    if lacking:
        return {
            "value": float("nan"),
            "unit": measure.unit,
            "n": 0,
            "why": _("the records have no {columns}").format(columns=", ".join(lacking)),
        }
    found = measure.compute(records, policy)
    value = {"value": found.pop("value"), "unit": measure.unit, **found}
    if np.isnan(value["value"]):
        value["why"] = _("nothing to count in the window")
    return value


def bounds(records: Records) -> tuple[int, int]:
    """Start and end of the window, seconds."""
    window = records["window"]
    return int(window["start"].iloc[0]), int(window["end"].iloc[0])


def promised_in_window(records: Records) -> pd.DataFrame:
    """Orders whose promised time falls in the window."""
    start, end = bounds(records)
    orders = records["orders"]
    promised = orders["promised"]
    return orders[(promised >= start).fillna(False) & (promised < end).fillna(False)]


def fate_known(records: Records) -> pd.DataFrame:
    """Of these, the orders whose fate is known by the end of the window."""
    orders = promised_in_window(records)
    return orders[orders["status"] != "in_progress"]


def share(good: Any, of: int) -> Value:
    """A share and its denominator; NaN where the denominator is 0."""
    return {"value": float(good) / of if of else float("nan"), "n": int(of)}


def _availability(records: Records, policy: Policy | None) -> Value:
    lines = records["lines"]
    lines = lines[lines["order"].isin(fate_known(records)["order"]) & lines["on_hand_at_allocation"].notna()]
    return share((lines["on_hand_at_allocation"] >= lines["quantity"]).sum(), len(lines))


def _in_stock(records: Records, policy: Policy | None) -> Value:
    start, end = bounds(records)
    stock = records["stock"]
    stock = stock[stock["event"] != "ordered"].sort_values(["good", "time"], kind="stable")
    goods, time = stock["good"].to_numpy(), stock["time"].to_numpy().clip(start, end)
    if not len(stock) or start == end:
        return {"value": float("nan"), "n": 0}
    until = np.append(time[1:], end)
    until[np.append(goods[1:] != goods[:-1], True)] = end
    seconds = ((until - time) * (stock["on_hand"].to_numpy() > 0)).sum()
    count = len(np.unique(goods))
    return {"value": float(seconds) / (count * (end - start)), "n": count}


def _undamaged(records: Records, policy: Policy | None) -> Value:
    orders = fate_known(records)
    delivered = orders["status"] == "delivered"
    sound = delivered & ~orders["damaged"].fillna(True)
    return share(sound.sum(), int(delivered.sum() + (orders["status"] == "lost").sum()))


def _delivered(records: Records) -> pd.DataFrame:
    orders = fate_known(records)
    return orders[orders["status"] == "delivered"]


STAGE_TIMES = (
    ("desk", "placed", "accepted"),
    ("stock", "accepted", "released"),
    ("picking", "released", "picked"),
    ("packing", "picked", "packed"),
    ("dispatch", "packed", "dispatched"),
    ("road", "dispatched", "delivered"),
)
"""Stages of an order's way, from which time to which."""


def delivered_times(records: Records) -> pd.DataFrame:
    """Hours that each delivered order of the window spent in each stage, by order number; a row adds up to order to delivery."""
    orders = _delivered(records)
    hours = {
        stage: (orders[end].to_numpy(dtype="int64") - orders[start].to_numpy(dtype="int64")) / HOUR
        for stage, start, end in STAGE_TIMES
    }
    return pd.DataFrame(hours, index=pd.Index(orders["order"], name="order"))


def _cycle(records: Records, policy: Policy | None) -> Value:
    orders = _delivered(records)
    accepted = orders["accepted"].to_numpy(dtype="int64")
    cycle = orders["delivered"].to_numpy(dtype="int64") - accepted
    promised = orders["promised"].to_numpy(dtype="int64") - accepted
    if not len(cycle):
        return dict.fromkeys(("value", "sd", "p95", "reliability"), float("nan")) | {"n": 0}
    return {
        "value": float(cycle.mean()) / HOUR,
        "n": len(cycle),
        "sd": float(cycle.std(ddof=1)) / HOUR if len(cycle) > 1 else float("nan"),
        "p95": float(np.percentile(cycle, 95)) / HOUR,
        "reliability": float((10 * cycle <= 11 * promised).mean()),
    }


def _order_to_delivery(records: Records, policy: Policy | None) -> Value:
    orders = _delivered(records)
    hours = (orders["delivered"].to_numpy(dtype="int64") - orders["placed"].to_numpy()) / HOUR
    return {"value": float(np.median(hours)) if len(hours) else float("nan"), "n": len(hours)}


def _preparation(records: Records, policy: Policy | None) -> Value:
    orders = fate_known(records)
    orders = orders[orders["packed"].notna() & orders["released"].notna()]  # a log may lack one of them
    hours = (orders["packed"].to_numpy(dtype="int64") - orders["released"].to_numpy(dtype="int64")) / HOUR
    return {"value": float(hours.mean()) if len(hours) else float("nan"), "n": len(hours)}


def _shipped(records: Records, policy: Policy | None) -> Value:
    orders = fate_known(records)
    complete = (orders["shipped"] == orders["ordered"]).fillna(False) & orders["dispatched"].notna()
    return share(complete.sum(), len(orders))


def _on_time(records: Records, policy: Policy | None) -> Value:
    orders = promised_in_window(records)
    return share((orders["delivered"] <= orders["promised"]).fillna(False).sum(), len(orders))


def _minimum(records: Records, policy: Policy | None) -> Value:
    start, end = bounds(records)
    needs = records["needs"]
    chose_us = needs[(needs["time"] >= start) & (needs["time"] < end) & (needs["state"] != "elsewhere")]
    away = share((chose_us["state"] == "turned_away").sum(), len(chose_us))
    return away | {"minimum": None if policy is None else policy.order.minimum}


def _flexibility(records: Records, policy: Policy | None) -> Value:
    orders = fate_known(records)
    asked = orders[orders["special_asked"].astype(bool)]
    return share(asked["special_granted"].fillna(False).sum(), len(asked))


def _timing(records: Records, policy: Policy | None) -> Value:
    orders = promised_in_window(records)
    met = orders["expedite_met"].fillna(False) | orders["delay_met"].fillna(False)
    return share(met.sum(), int((orders["expedite_asked"] | orders["delay_asked"]).sum()))


def _convenience(records: Records, policy: Policy | None) -> Value:
    start, end = bounds(records)
    contacts = records["contacts"]
    contacts = contacts[contacts["kind"] == "order"]
    contacts = contacts[(contacts["time"] >= start) & (contacts["time"] + contacts["target"] <= end)]
    served = served_in_time(contacts)
    by_channel = served.groupby(contacts["channel"].astype(str)).mean()
    weights = pd.Series({name: CHANNEL_WEIGHTS.get(str(name), 0.1) for name in by_channel.index}, dtype=float)
    if not len(by_channel):
        return {"value": float("nan"), "n": 0, "by_channel": {}}
    return {
        "value": float((by_channel * weights).sum() / weights.sum()),
        "n": len(contacts),
        "by_channel": {str(name): float(value) for name, value in by_channel.items()},
    }


def served_in_time(contacts: pd.DataFrame) -> pd.Series:
    """Whether each contact was taken up within its channel's target."""
    return (contacts["answered"] - contacts["time"] <= contacts["target"]).fillna(False).astype(bool)


def failed_rights(records: Records) -> pd.DataFrame:
    """For each order whose promise fell in the window, which of the seven rights failed: order, then one column a right.

    What never arrived fails product and time. A right that the records of an order say nothing about has not failed.
    """
    orders = promised_in_window(records)
    delivered = orders["delivered"].notna()
    contacts = records["contacts"]
    late_contact = contacts.loc[~served_in_time(contacts) & (contacts["kind"] == "order"), "order"]
    short = (orders["shipped"] != orders["ordered"]).fillna(True)
    wrong = (orders["wrong"] > 0).fillna(False)
    return pd.DataFrame(
        {
            "order": orders["order"],
            "product": ~delivered | short | wrong | orders["damaged"].fillna(False),
            "want": orders["special_asked"] & ~orders["special_granted"].fillna(False),
            "time": ~delivered | (orders["delivered"] > orders["promised"]).fillna(False),
            "place": ~orders["address_ok"].fillna(True),
            "price": (orders["invoiced"] != orders["quoted"]).fillna(False),
            "channel": orders["order"].isin(late_contact),
            "customer": ~orders["receiver_ok"].fillna(True),
        }
    ).astype(dict.fromkeys(RIGHTS, bool))


def _perfect(records: Records, policy: Policy | None) -> Value:
    failed = failed_rights(records)
    rights = failed[list(RIGHTS)]
    result = share((~rights.any(axis=1)).sum(), len(failed))
    shares = rights.mean() if len(failed) else rights.mean() * np.nan
    return result | {"failed_rights": {name: float(shares[name]) for name in RIGHTS}}


def _censored(records: Records, policy: Policy | None) -> Value:
    start, end = bounds(records)
    orders = records["orders"]
    # A promise that is overdue at the end is broken, and counted as such.
    open_ = (orders["status"] == "in_progress") & ~(orders["promised"] < end).fillna(False)
    placed = (orders["placed"] >= start) & (orders["placed"] < end)
    return {"value": float((open_ & placed).sum()), "n": int(placed.sum())}


def _orders(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple(("orders", name) for name in ("promised", "status", *names))


_CONTACTS = tuple(("contacts", name) for name in ("kind", "time", "target", "answered"))
_LINES = tuple(("lines", name) for name in ("order", "on_hand_at_allocation", "quantity"))
_STOCK = tuple(("stock", name) for name in ("good", "time", "on_hand", "event"))
_NEEDS = (("needs", "state"), ("needs", "time"))
_TIMING = ("expedite_asked", "expedite_met", "delay_asked", "delay_met")
_RIGHTS = (
    "order",
    "shipped",
    "ordered",
    "wrong",
    "damaged",
    "special_asked",
    "special_granted",
    "delivered",
    "address_ok",
    "invoiced",
    "quoted",
    "receiver_ok",
)

MEASURES: tuple[Measure, ...] = (
    Measure("m01", N_("availability"), "share", (*_orders("order"), *_LINES), _availability, 1),
    Measure("m02", N_("items in stock"), "share", _STOCK, _in_stock, 1),
    Measure("m03", N_("undamaged"), "share", _orders("damaged"), _undamaged, 1),
    Measure("m04", N_("order cycle"), "hours", _orders("accepted", "delivered"), _cycle, -1),
    Measure("m05", N_("order to delivery"), "hours", _orders("placed", "delivered"), _order_to_delivery, -1),
    Measure("m06", N_("preparation"), "hours", _orders("released", "packed"), _preparation, -1),
    Measure(
        "m07", N_("shipped of received"), "share", _orders("shipped", "ordered", "dispatched"), _shipped, 1
    ),
    Measure("m08", N_("on time"), "share", _orders("delivered"), _on_time, 1),
    Measure("m09", N_("turned away by the minimum order"), "share", _NEEDS, _minimum, -1),
    Measure("m10", N_("flexibility"), "share", _orders("special_asked", "special_granted"), _flexibility, 1),
    Measure("m11", N_("expedite and delay"), "share", _orders(*_TIMING), _timing, 1),
    Measure(
        "m12", N_("ordering convenience"), "share", (*_CONTACTS, ("contacts", "channel")), _convenience, 1
    ),
    Measure(
        "perfect",
        N_("perfect orders"),
        "share",
        (*_orders(*_RIGHTS), *_CONTACTS, ("contacts", "order")),
        _perfect,
        1,
    ),
    Measure("censored", N_("orders still open at the end"), "orders", _orders("placed"), _censored, 0),
)
BY_ID = {measure.id: measure for measure in MEASURES}
