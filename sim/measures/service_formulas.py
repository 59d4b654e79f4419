"""The formula of each service measure: one function of records (and policy) for each measure of the registry.

The exact definitions are in docs/model.md, "Measures". Orders count if their promised time falls in the window and
their fate is known by its end; the others are censored, and counted as such. An order overdue at the end has broken
its promise. An empty denominator gives NaN.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.units import HOUR
from sim.measures.measured_value import NAN, Value, share
from sim.measures.orders import (
    allocated_lines,
    answered_in_time,
    delivered_on_time,
    delivered_orders,
    failed_rights,
    hours_between,
    needs_given,
    order_contacts,
    shipped_complete,
    timing_met,
)
from sim.measures.window import bounds, fate_known, placed_in_window, promised_in_window
from sim.policy.policy import Policy
from sim.records.labels import RIGHTS
from sim.records.schema import Records

CHANNEL_WEIGHTS = {"telephone": 0.4, "web": 0.3, "mail": 0.2, "edi": 0.1}
"""Fixed weights of m12, over the channels that were used."""
OTHER_CHANNEL = 0.1
"""Weight of a channel with another name, which an order log may have."""


def availability(records: Records, policy: Policy | None) -> Value:
    """m01: lines whose full quantity was on hand at allocation, of all lines allocated."""
    lines = allocated_lines(records)
    return share((lines["on_hand_at_allocation"] >= lines["quantity"]).sum(), len(lines))


def items_in_stock(records: Records, policy: Policy | None) -> Value:
    """m02: share of goods with stock on hand, averaged over time; n: goods."""
    start, end = bounds(records)
    stock = records["stock"]
    stock = stock[stock["event"] != "ordered"].sort_values(["good", "time"], kind="stable")
    goods, time = stock["good"].to_numpy(), stock["time"].to_numpy().clip(start, end)
    if not len(stock) or start == end:
        return {"value": NAN, "n": 0}
    until = np.append(time[1:], end)
    until[np.append(goods[1:] != goods[:-1], True)] = end
    seconds = ((until - time) * (stock["on_hand"].to_numpy() > 0)).sum()
    count = len(np.unique(goods))
    return {"value": float(seconds) / (count * (end - start)), "n": count}


def undamaged(records: Records, policy: Policy | None) -> Value:
    """m03: orders delivered without damage, of those delivered or lost."""
    orders = fate_known(records)
    delivered = orders["status"] == "delivered"
    intact = delivered & ~orders["damaged"].fillna(True)
    return share(intact.sum(), int(delivered.sum() + (orders["status"] == "lost").sum()))


def order_cycle(records: Records, policy: Policy | None) -> Value:
    """m04: hours from acceptance to delivery; also sd, p95, reliability (at most a tenth longer than promised)."""
    orders = delivered_orders(records)
    accepted = orders["accepted"].to_numpy(dtype="int64")
    cycle = orders["delivered"].to_numpy(dtype="int64") - accepted
    if not len(cycle):
        return dict.fromkeys(("value", "sd", "p95", "reliability"), NAN) | {"n": 0}
    return {
        "value": float(cycle.mean()) / HOUR,
        "n": len(cycle),
        "sd": float(cycle.std(ddof=1)) / HOUR if len(cycle) > 1 else NAN,
        "p95": float(np.percentile(cycle, 95)) / HOUR,
        "reliability": _reliability(orders, cycle, accepted),
    }


def _reliability(orders: pd.DataFrame, cycle: np.ndarray, accepted: np.ndarray) -> float:
    """Share of the orders with a promise (an order log may lack some) that took at most a tenth longer than promised."""
    if "promised" not in orders or orders["promised"].isna().all():
        return NAN
    has_promise = orders["promised"].notna().to_numpy(dtype=bool)
    promised = orders["promised"][has_promise].to_numpy(dtype="int64") - accepted[has_promise]
    return float((10 * cycle[has_promise] <= 11 * promised).mean())


def order_to_delivery(records: Records, policy: Policy | None) -> Value:
    """m05: median hours from first contact to delivery."""
    hours = hours_between(delivered_orders(records), "placed", "delivered")
    return {"value": float(np.median(hours)) if len(hours) else NAN, "n": len(hours)}


def preparation(records: Records, policy: Policy | None) -> Value:
    """m06: mean hours from release to packed."""
    orders = fate_known(records)
    # An order log may lack one of the two times.
    orders = orders[orders["packed"].notna() & orders["released"].notna()]
    hours = hours_between(orders, "released", "packed")
    return {"value": float(hours.mean()) if len(hours) else NAN, "n": len(hours)}


def shipped_of_received(records: Records, policy: Policy | None) -> Value:
    """m07: orders shipped complete, of all received."""
    orders = fate_known(records)
    return share(shipped_complete(orders).sum(), len(orders))


def on_time(records: Records, policy: Policy | None) -> Value:
    """m08: promises kept, of all that fell due in the window."""
    orders = promised_in_window(records)
    return share(delivered_on_time(orders).sum(), len(orders))


def turned_away(records: Records, policy: Policy | None) -> Value:
    """m09: needs turned away by the minimum order, of those given to the firm; also the minimum (CNY)."""
    given = needs_given(records)
    away = share((given["state"] == "turned_away").sum(), len(given))
    return away | {"minimum": None if policy is None else policy.order.minimum}


def flexibility(records: Records, policy: Policy | None) -> Value:
    """m10: special requests granted, of all made."""
    orders = fate_known(records)
    asked = orders[orders["special_asked"].astype(bool)]
    return share(asked["special_granted"].fillna(False).sum(), len(asked))


def expedite_and_delay(records: Records, policy: Policy | None) -> Value:
    """m11: requests to deliver sooner or later that were met, of all made."""
    orders = promised_in_window(records)
    return share(timing_met(orders).sum(), int((orders["expedite_asked"] | orders["delay_asked"]).sum()))


def ordering_convenience(records: Records, policy: Policy | None) -> Value:
    """m12: order contacts answered in time, channels weighted; also by_channel."""
    contacts = order_contacts(records)
    by_channel = answered_in_time(contacts).groupby(contacts["channel"].astype(str)).mean()
    if not len(by_channel):
        return {"value": NAN, "n": 0, "by_channel": {}}
    weights = pd.Series(
        {name: CHANNEL_WEIGHTS.get(str(name), OTHER_CHANNEL) for name in by_channel.index}, dtype=float
    )
    return {
        "value": float((by_channel * weights).sum() / weights.sum()),
        "n": len(contacts),
        "by_channel": {str(name): float(value) for name, value in by_channel.items()},
    }


def perfect_orders(records: Records, policy: Policy | None) -> Value:
    """Orders that failed none of the seven rights; also the share that failed each right."""
    failed = failed_rights(records)
    rights = failed[list(RIGHTS)]
    result = share((~rights.any(axis=1)).sum(), len(failed))
    shares = rights.mean() if len(failed) else rights.mean() * np.nan
    return result | {"failed_rights": {name: float(shares[name]) for name in RIGHTS}}


def still_open(records: Records, policy: Policy | None) -> Value:
    """Orders placed in the window whose fate is not known by its end; n: all orders placed in it."""
    _start, end = bounds(records)
    orders = placed_in_window(records)
    # A promise that is overdue at the end is broken, and counted as such.
    not_due = orders["status"] == "in_progress"
    if "promised" in orders:
        not_due &= ~(orders["promised"] < end).fillna(False)
    return {"value": float(not_due.sum()), "n": len(orders)}
