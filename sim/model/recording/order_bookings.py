"""Bookings that belong to an order, at the time when they arise."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.streams import Ints
from sim.base.units import DAY, FEN
from sim.case.case import Case
from sim.model.demand.wants import Wants
from sim.model.front_office.complaints import SLOW_DAYS
from sim.model.front_office.loyalty import Loyalty
from sim.model.recording.ledger_rows import LedgerRows
from sim.policy.history import History


def book_orders(
    book: LedgerRows, case: Case, history: History, orders: pd.DataFrame, wants: Wants, door: Ints
) -> None:
    """The income of each order, and the costs of its delivery and failures. door: when it was at the receiver's door."""
    costs = case.costs
    status = orders["status"].to_numpy()
    number, fee = orders["order"].to_numpy(), wants.list_price
    delivered_at = orders["delivered"].to_numpy(dtype="float64", na_value=np.nan)
    promised = orders["promised"].to_numpy(dtype="float64", na_value=np.nan)
    packed = orders["packed"].to_numpy(dtype="float64", na_value=np.nan)
    done = status == "delivered"
    book.orders(
        "freight",
        delivered_at[done],
        orders["invoiced"].to_numpy(dtype="int64", na_value=0)[done],
        number[done],
    )
    book.orders("couriers", delivered_at[done], -costs.courier_order * FEN, number[done])
    met = done & orders["expedite_met"].to_numpy(dtype=bool, na_value=False)
    surcharge = history.values(wants.placed[met], lambda policy: policy.price.express_surcharge)
    book.orders("express", delivered_at[met], surcharge * FEN, number[met])
    late = done & (delivered_at > promised)
    book.orders("penalties", delivered_at[late], -costs.penalty_late * fee[late], number[late])
    damaged = done & orders["damaged"].to_numpy(dtype=bool, na_value=False)
    book.orders("claims", delivered_at[damaged], -costs.penalty_damage * fee[damaged], number[damaged])
    lost = status == "lost"
    book.orders("claims", door[lost], -costs.penalty_damage * fee[lost], number[lost])
    back = status == "returned"
    book.orders("returns", door[back], -costs.return_trip * FEN, number[back])
    wrong = orders["wrong"].to_numpy(dtype="int64", na_value=0)
    wrong_packed = (wrong > 0) & ~np.isnan(packed)
    book.orders(
        "corrections",
        packed[wrong_packed],
        -costs.wrong_line * FEN * wrong[wrong_packed],
        number[wrong_packed],
    )
    accepted = orders["accepted"].to_numpy(dtype="float64", na_value=np.nan)
    released = orders["released"].to_numpy(dtype="float64", na_value=np.nan)
    waited = released - accepted - wants.delay
    waits = np.nan_to_num(waited) > 0
    cost = costs.backorder_day * FEN * waited / DAY
    book.orders("backorders", released[waits], -cost[waits], number[waits])


def book_complaints(
    book: LedgerRows, case: Case, complaints: pd.DataFrame, orders: pd.DataFrame, end: int
) -> None:
    """Compensation, deductions, and return visits."""
    invoiced = complaints["order"].map(orders.set_index("order")["invoiced"]).astype("Int64")
    late = complaints["opened"] + SLOW_DAYS * DAY
    answered = (complaints["agreed"] <= late).fillna(False)
    deducts = ~complaints["asked"] & ~answered & (late < end) & invoiced.notna()
    book.orders(
        "deductions",
        late[deducts].to_numpy(),
        -case.complaints.deducts * invoiced[deducts].to_numpy(dtype="float64"),
        complaints["order"][deducts].to_numpy(),
    )
    paid = complaints[(complaints["compensation"] > 0).fillna(False)]
    book.orders(
        "compensation",
        paid["agreed"].to_numpy(dtype="int64"),
        -paid["compensation"].to_numpy(dtype="float64"),
        paid["order"].to_numpy(),
    )
    called = complaints[complaints["called_back"].notna()]
    book.orders(
        "return_visits",
        called["called_back"].to_numpy(dtype="int64"),
        -case.costs.return_visit * FEN,
        called["order"].to_numpy(),
    )


def book_points(book: LedgerRows, loyalty: Loyalty | None, orders: pd.DataFrame) -> None:
    """Points paid to members for their delivered orders."""
    for since, until, share in loyalty.points_paid if loyalty else ():
        if not share:
            continue
        delivered = orders["delivered"]
        member = (orders["klass"] != "A") & (delivered >= since) & (delivered < until)
        paid = orders[member.fillna(False).to_numpy(dtype=bool)]
        book.orders(
            "points",
            paid["delivered"].to_numpy(dtype="int64"),
            -share * paid["invoiced"].to_numpy(dtype="float64"),
            paid["order"].to_numpy(),
        )
