"""Bookings of stock: purchase orders, checking, holding cost."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.base.streams import Ints, RandomStreams
from sim.base.units import DAY, FEN, HOUR, WEEK, YEAR_DAYS
from sim.case.case import Case
from sim.model.recording.ledger_rows import LedgerRows
from sim.policy.history import History
from sim.records.schema import Records


def book_stock(
    book: LedgerRows, case: Case, history: History, records: Records, weeks: Ints, start: int
) -> None:
    """Purchase orders, checking, and the cost of holding stock."""
    costs, stock, orders = case.costs, records["stock"], records["orders"]
    ordered = stock[stock["event"] == "ordered"]
    purchases = ordered.assign(supplier=ordered["good"] % case.goods.suppliers).drop_duplicates(
        ["supplier", "time"]
    )
    book.lever("purchasing", purchases["time"].to_numpy(), -costs.purchase_order * FEN, "stock.review_days")
    packed = orders["packed"].to_numpy(dtype="float64", na_value=np.nan)
    checked = ~np.isnan(packed)
    seconds_a_line = history.values(packed[checked].astype(np.int64), lambda policy: policy.warehouse.care)
    care = seconds_a_line * orders["lines"].to_numpy()[checked] / HOUR
    number = orders["order"].to_numpy()[checked]
    book.orders("checking", packed[checked], -costs.checking_hour * FEN * care, number)
    held = _unit_seconds(case, records, weeks, start)
    book.lever("holding", weeks, -costs.holding_year * FEN * held / (YEAR_DAYS * DAY), "stock.safety_factor")


def unit_values(case: Case) -> Any:
    """CNY a unit of each good; the same in every run of the case."""
    goods = np.arange(case.goods.families * case.goods.per_family)
    return case.goods.value * RandomStreams(0).of(goods).lognormal(case.goods.value_spread, "unit-value")


def _unit_seconds(case: Case, records: Records, weeks: Ints, start: int) -> Any:
    """CNY-seconds of goods in the warehouse in each week, exactly; goods leave when their order is released."""
    stock, lines, orders = records["stock"], records["lines"], records["orders"]
    value = unit_values(case)
    received = stock[stock["event"].isin(["opening", "receipt"])]
    row = np.searchsorted(orders["order"].to_numpy(), lines["order"].to_numpy())
    released = orders["released"]
    # Goods of an order that its customer cancelled never left.
    gone = (released.notna() & (orders["status"] != "cancelled")).to_numpy()[row]
    left_at = released.to_numpy(dtype="int64", na_value=0)[row][gone]
    left = lines["shipped"].to_numpy(dtype="int64", na_value=0)[gone] * value[lines["good"].to_numpy()[gone]]
    time = np.concatenate([received["time"].to_numpy(), left_at])
    amount = np.concatenate([received["quantity"].to_numpy() * value[received["good"].to_numpy()], -left])
    # In its own week an amount counts from its time to the end of the week; in later weeks it counts in full.
    time = np.maximum(time, start)
    week = (time - start) // WEEK
    inside = week < len(weeks)
    week, amount, time = week[inside], amount[inside], time[inside]
    own = np.bincount(week, amount * (start + (week + 1) * WEEK - time), len(weeks))
    before = np.concatenate(([0.0], np.cumsum(np.bincount(week, amount, len(weeks)))[:-1]))
    return own + before * WEEK
