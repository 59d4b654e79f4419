"""The ledger: what every fact earns or costs, to the fen. Each lever has its account.

Wages, leases and other weekly costs are booked at the end of each week of the run, what belongs to an order or a
trip when it happens.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.base.streams import Ints, RandomStreams
from sim.base.units import DAY, FEN, HOUR, WEEK, YEAR_DAYS
from sim.case.case import Case
from sim.model.demand.demand import Wants
from sim.model.engine.shifts import on_duty
from sim.model.firm import Firm
from sim.policy.classes import CLASSES
from sim.policy.policy import Policy
from sim.records import labels
from sim.records.schema import Records
from sim.records.tables import Coded, frame

ACCOUNTS = tuple(labels.ACCOUNTS)


class _Book:
    """Rows of the ledger, collected in blocks."""

    def __init__(self) -> None:
        self.blocks: list[tuple[Ints, int, Ints, Ints, str]] = []

    def orders(self, account: str, time: Any, fen: Any, order: Any) -> None:
        """One row an order."""
        time = np.asarray(time, dtype=np.int64)
        amount = np.broadcast_to(np.rint(fen).astype(np.int64), time.shape)
        self.blocks.append((time, ACCOUNTS.index(account), amount, np.asarray(order, dtype=np.int64), ""))

    def lever(self, account: str, time: Any, fen: Any, lever: str) -> None:
        """Rows that belong to a lever or to the case."""
        time = np.asarray(time, dtype=np.int64)
        amount = np.broadcast_to(np.rint(fen).astype(np.int64), time.shape)
        self.blocks.append((time, ACCOUNTS.index(account), amount, np.full(time.shape, -1), lever))

    def table(self) -> pd.DataFrame:
        """The ledger in order of time; rows of amount 0 say nothing and are left out."""
        names = tuple(dict.fromkeys(block[4] for block in self.blocks if block[4]))
        time = np.concatenate([block[0] for block in self.blocks])
        account = np.concatenate([np.full(len(block[0]), block[1]) for block in self.blocks])
        amount = np.concatenate([block[2] for block in self.blocks])
        order = np.concatenate([block[3] for block in self.blocks])
        lever = np.concatenate(
            [np.full(len(block[0]), names.index(block[4]) if block[4] else -1) for block in self.blocks]
        )
        kept = np.flatnonzero(amount)
        # One number says time, account and order, which is quicker to sort than the three: for ten years and ten million
        # orders it stays below 2^58.
        place = (time[kept] * len(ACCOUNTS) + account[kept]) * (order.max(initial=0) + 2) + order[kept] + 1
        kept = kept[np.argsort(place, kind="stable")]
        return frame(
            "ledger",
            {
                "time": time[kept],
                "account": Coded(account[kept], ACCOUNTS),
                "amount": amount[kept],
                "order": (np.maximum(order[kept], 0), order[kept] < 0),
                "lever": Coded(lever[kept], names),
            },
        )


def ledger(firm: Firm, records: Records, wants: Wants, redeliveries: Ints) -> pd.DataFrame:
    """All bookings of a run, from its facts."""
    book = _Book()
    case, policy = firm.setting.case, firm.setting.policy
    end = int(records["window"]["end"].iloc[0])
    start = -case.settle_days * DAY
    weeks = np.arange(start + WEEK, end + 1, WEEK) if end > start else np.zeros(0, dtype=np.int64)
    _book_orders(book, case, policy, records["orders"], wants)
    _book_people(book, case, policy, records, weeks)
    _book_trips(book, case, policy, records["trips"], weeks)
    _book_stock(book, case, policy, records, weeks, start)
    _book_weeks(book, case, policy, weeks)
    book.lever("redelivery", redeliveries, -case.costs.redelivery * FEN, "fleet.redelivery_hours")
    _book_office(book, firm, records["orders"], weeks)
    return book.table()


def _book_orders(book: _Book, case: Case, policy: Policy, orders: pd.DataFrame, wants: Wants) -> None:
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
    book.orders("express", delivered_at[met], policy.price.express_surcharge * FEN, number[met])
    late = done & (delivered_at > promised)
    book.orders("penalties", delivered_at[late], -costs.penalty_late * fee[late], number[late])
    damaged = done & orders["damaged"].to_numpy(dtype=bool, na_value=False)
    book.orders("claims", delivered_at[damaged], -costs.penalty_damage * fee[damaged], number[damaged])
    lost = status == "lost"
    book.orders("claims", packed[lost], -costs.penalty_damage * fee[lost], number[lost])
    back = status == "returned"
    book.orders("returns", packed[back], -costs.return_trip * FEN, number[back])
    wrong = orders["wrong"].to_numpy(dtype="int64", na_value=0)
    amiss = (wrong > 0) & ~np.isnan(packed)
    book.orders("corrections", packed[amiss], -costs.wrong_line * FEN * wrong[amiss], number[amiss])
    accepted = orders["accepted"].to_numpy(dtype="float64", na_value=np.nan)
    released = orders["released"].to_numpy(dtype="float64", na_value=np.nan)
    waited = released - accepted - wants.delay
    waits = np.nan_to_num(waited) > 0
    cost = costs.backorder_day * FEN * waited / DAY
    book.orders("backorders", released[waits], -cost[waits], number[waits])


def _book_trips(book: _Book, case: Case, policy: Policy, trips: pd.DataFrame, weeks: Ints) -> None:
    costs, plan = case.costs, getattr(case.plans, policy.emergency.plan)
    km = np.array([centre.km for centre in case.centres])[trips["lane"].cat.codes.to_numpy()]
    kind, departed = trips["kind"].to_numpy(), trips["departed"].to_numpy()
    for name, per_km, account, lever in (
        ("lorry", costs.lorry_km, "haulage", "fleet.consolidation_hours"),
        ("hired", costs.lorry_km, "haulage", "fleet.consolidation_hours"),
        ("van", costs.van_km, "vans", "fleet.express_vehicles"),
    ):
        own = kind == name
        book.lever(account, departed[own], -2 * per_km * FEN * km[own], lever)
    air = kind == "air"
    book.lever("air", departed[air], -costs.air_order * FEN * trips["orders"].to_numpy()[air], "centres")
    around = trips["detour"].to_numpy()
    book.lever("emergency", departed[around], -plan.trip * FEN, "emergency.plan")
    book.lever("emergency", weeks, -plan.week * FEN, "emergency.plan")
    book.lever("lorries", weeks, -costs.lorry_week * FEN * policy.fleet.vehicles, "fleet.vehicles")
    book.lever("vans", weeks, -costs.van_week * FEN * policy.fleet.express_vehicles, "fleet.express_vehicles")


def _book_weeks(book: _Book, case: Case, policy: Policy, weeks: Ints) -> None:
    costs = case.costs
    for account, lever, hourly, hours in (
        ("wages_desk", "desk.clerks", costs.clerk_hour, on_duty(policy.desk.clerks, case.desk)),
        (
            "wages_warehouse",
            "warehouse.pickers",
            costs.warehouse_hour,
            on_duty(policy.warehouse.pickers, case.warehouse),
        ),
        (
            "wages_warehouse",
            "warehouse.packers",
            costs.warehouse_hour,
            on_duty(policy.warehouse.packers, case.warehouse),
        ),
    ):
        book.lever(account, weeks, -hourly * policy.staff.pay * FEN * 7 * sum(hours), lever)
    book.lever("flex", weeks, -costs.flex_day * FEN * 7 * policy.flex.capacity, "flex.capacity")
    book.lever("slotting", weeks, -costs.slotting_week[policy.warehouse.slotting] * FEN, "warehouse.slotting")
    book.lever("overhead", weeks, -costs.overhead_week * FEN, "overhead")


def _book_people(book: _Book, case: Case, policy: Policy, records: Records, weeks: Ints) -> None:
    """Complaints, surveys, advertising."""
    costs = case.costs
    duty = on_duty(policy.complaints.handlers, case.desk)
    wage = costs.handler_hour * policy.staff.pay * FEN
    book.lever("wages_complaints", weeks, -wage * 7 * sum(duty), "complaints.handlers")
    complaints = records["complaints"]
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
        -costs.return_visit * FEN,
        called["order"].to_numpy(),
    )
    surveys = records["surveys"]
    book.lever("surveys", surveys["time"].to_numpy(), -costs.survey_call * FEN, "survey.sample")
    book.lever("advertising", weeks, -policy.brand.advertising / 52 * FEN, "brand.advertising")


def _book_office(book: _Book, firm: Firm, orders: pd.DataFrame, weeks: Ints) -> None:
    """Account managers, key accounts, points, and the bills of the front office."""
    case, policy = firm.setting.case, firm.setting.policy
    hours = policy.relations.managers * firm.office.staff.data.week_hours
    wage = case.relations.manager_hour * policy.staff.pay
    book.lever("wages_managers", weeks, -wage * hours * FEN, "relations.managers")
    priorities = [getattr(policy.relations.priority, name) for name in CLASSES]
    ranked = sum(rank > min(priorities) for rank in priorities)
    book.lever("key_accounts", weeks, -case.relations.priority_week * ranked * FEN, "relations.priority")
    if policy.loyalty.points:
        delivered = orders["delivered"]
        member = (orders["klass"] != "A") & (delivered >= 0) & (delivered < policy.loyalty.weeks * WEEK)
        paid = orders[member.fillna(False).to_numpy(dtype=bool)]
        book.orders(
            "points",
            paid["delivered"].to_numpy(dtype="int64"),
            -policy.loyalty.points * paid["invoiced"].to_numpy(dtype="float64"),
            paid["order"].to_numpy(),
        )
    for (account, lever), rows in firm.office.contacts.bills.items():
        bills = rows.table()
        due = bills["time"] <= firm.end
        if due.any():  # the table knows a lever only if something was paid for it
            book.lever(account, bills["time"][due], -bills["fen"][due], lever)


def _book_stock(book: _Book, case: Case, policy: Policy, records: Records, weeks: Ints, start: int) -> None:
    costs, stock, orders = case.costs, records["stock"], records["orders"]
    ordered = stock[stock["event"] == "ordered"]
    purchases = ordered.assign(supplier=ordered["good"] % case.goods.suppliers).drop_duplicates(
        ["supplier", "time"]
    )
    book.lever("purchasing", purchases["time"].to_numpy(), -costs.purchase_order * FEN, "stock.review_days")
    packed = orders["packed"].to_numpy(dtype="float64", na_value=np.nan)
    checked = ~np.isnan(packed)
    care = policy.warehouse.care * orders["lines"].to_numpy()[checked] / HOUR
    number = orders["order"].to_numpy()[checked]
    book.orders("checking", packed[checked], -costs.checking_hour * FEN * care, number)
    held = _unit_seconds(case, records, weeks, start)
    book.lever("holding", weeks, -costs.holding_year * FEN * held / (YEAR_DAYS * DAY), "stock.safety_factor")


def unit_values(case: Case) -> Any:
    """CNY a unit of each good: the same in every run of the case."""
    goods = np.arange(case.goods.families * case.goods.per_family)
    return case.goods.value * RandomStreams(0).of(goods).lognormal(case.goods.value_spread, "unit-value")


def _unit_seconds(case: Case, records: Records, weeks: Ints, start: int) -> Any:
    """CNY-seconds of goods in the warehouse in each week: exact; goods leave when their order is released."""
    stock, lines, orders = records["stock"], records["lines"], records["orders"]
    value = unit_values(case)
    came = stock[stock["event"].isin(["opening", "receipt"])]
    row = np.searchsorted(orders["order"].to_numpy(), lines["order"].to_numpy())
    released = orders["released"]
    gone = released.notna().to_numpy()[row]
    left_at = released.to_numpy(dtype="int64", na_value=0)[row][gone]
    left = lines["shipped"].to_numpy(dtype="int64", na_value=0)[gone] * value[lines["good"].to_numpy()[gone]]
    time = np.concatenate([came["time"].to_numpy(), left_at])
    amount = np.concatenate([came["quantity"].to_numpy() * value[came["good"].to_numpy()], -left])
    # In its own week an amount counts from its time to the week's end, in all later weeks in full.
    week = np.maximum((time - start) // WEEK, 0)
    inside = week < len(weeks)
    week, amount, time = week[inside], amount[inside], time[inside]
    own = np.bincount(week, amount * (start + (week + 1) * WEEK - time), len(weeks))
    before = np.concatenate(([0.0], np.cumsum(np.bincount(week, amount, len(weeks)))[:-1]))
    return own + before * WEEK
