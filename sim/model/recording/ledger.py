"""The ledger: what every fact earns or costs, to the fen.

1. Bookings of an order or a trip are made when it happens.
2. Wages, leases and other weekly costs are booked in the last second of each week.
3. All bookings are sorted by time. Each lever has its account.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.streams import Ints
from sim.base.units import FEN, WEEK
from sim.case.case import Case
from sim.model.engine.shifts import on_duty
from sim.model.firm import Firm
from sim.model.recording.facts import Facts
from sim.model.recording.ledger_rows import LedgerRows
from sim.model.recording.order_bookings import book_complaints, book_orders, book_points
from sim.model.recording.stock_bookings import book_stock
from sim.policy.classes import CLASSES
from sim.policy.history import History
from sim.policy.policy import Policy
from sim.records.schema import Records


def ledger(firm: Firm, facts: Facts, records: Records) -> pd.DataFrame:
    """All bookings of a run, from its facts and its other tables."""
    book = LedgerRows()
    case, history = firm.context.case, firm.context.history
    first_monday = -(case.settle_days // 7) * WEEK  # what is left of a week before it is not paid for
    weeks = np.arange(first_monday + WEEK, firm.end + 1, WEEK) - 1
    redeliveries = np.asarray(firm.log.redeliveries, dtype=np.int64)
    book_orders(book, case, history, records["orders"], facts.wants, facts.columns["door"])
    book_complaints(book, case, records["complaints"], records["orders"], firm.end)
    book_points(book, firm.office.loyalty, records["orders"])
    for policy, policy_weeks in history.by_policy(weeks):
        _book_service(book, case, policy, policy_weeks)
    book.lever(
        "surveys", records["surveys"]["time"].to_numpy(), -case.costs.survey_call * FEN, "survey.sample"
    )
    _book_trips(book, case, history, records["trips"])
    book_stock(book, case, history, records, weeks, first_monday)
    for policy, policy_weeks in history.by_policy(weeks):
        _book_vehicles(book, case, policy, policy_weeks)
        _book_wages_and_overhead(book, case, policy, policy_weeks)
        _book_account_management(book, firm, policy, policy_weeks)
    book.lever("redelivery", redeliveries, -case.costs.redelivery * FEN, "fleet.redelivery_hours")
    _book_bills(book, firm)
    return book.table()


def _book_trips(book: LedgerRows, case: Case, history: History, trips: pd.DataFrame) -> None:
    """Trips, and those that go around a closed road."""
    costs = case.costs
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
    detours = trips["detour"].to_numpy()
    trip = history.values(departed[detours], lambda policy: getattr(case.plans, policy.emergency.plan).trip)
    book.lever("emergency", departed[detours], -trip * FEN, "emergency.plan")


def _book_vehicles(book: LedgerRows, case: Case, policy: Policy, weeks: Ints) -> None:
    """Leases of vehicles, and the emergency plan."""
    costs, plan = case.costs, getattr(case.plans, policy.emergency.plan)
    book.lever("emergency", weeks, -plan.week * FEN, "emergency.plan")
    book.lever("lorries", weeks, -costs.lorry_week * FEN * policy.fleet.vehicles, "fleet.vehicles")
    book.lever("vans", weeks, -costs.van_week * FEN * policy.fleet.express_vehicles, "fleet.express_vehicles")


def _book_wages_and_overhead(book: LedgerRows, case: Case, policy: Policy, weeks: Ints) -> None:
    """Wages of desk and warehouse, flexible capacity, slotting, overhead."""
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


def _book_service(book: LedgerRows, case: Case, policy: Policy, weeks: Ints) -> None:
    """Complaint handlers and advertising."""
    costs = case.costs
    duty = on_duty(policy.complaints.handlers, case.desk)
    wage = costs.handler_hour * policy.staff.pay * FEN
    book.lever("wages_complaints", weeks, -wage * 7 * sum(duty), "complaints.handlers")
    book.lever("advertising", weeks, -policy.brand.advertising / 52 * FEN, "brand.advertising")


def _book_account_management(book: LedgerRows, firm: Firm, policy: Policy, weeks: Ints) -> None:
    """Account managers and key accounts."""
    case = firm.context.case
    hours = policy.relations.managers * firm.office.staff.data.week_hours
    wage = case.relations.manager_hour * policy.staff.pay
    book.lever("wages_managers", weeks, -wage * hours * FEN, "relations.managers")
    priorities = [getattr(policy.relations.priority, name) for name in CLASSES]
    ranked = sum(rank > min(priorities) for rank in priorities)
    book.lever("key_accounts", weeks, -case.relations.priority_week * ranked * FEN, "relations.priority")


def _book_bills(book: LedgerRows, firm: Firm) -> None:
    """The bills of the front office."""
    for (account, lever), rows in firm.office.contacts.bills.items():
        bills = rows.table()
        due = bills["time"] < firm.end
        if due.any():  # a lever without payments is no category of the table
            book.lever(account, bills["time"][due], -bills["fen"][due], lever)
