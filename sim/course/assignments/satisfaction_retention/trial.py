"""Trials in the model: programmes that bind customers, and a picker who goes home earlier or later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from sim.base.units import FEN, WEEK
from sim.case.case import Case
from sim.course.assignments.satisfaction_retention.variant import Variant, build_case
from sim.course.data.kept import kept
from sim.course.data.trials import Results, try_each
from sim.experiments.simulate import run
from sim.measures.run import Run

BONDS = ("points", "social", "links")
ACCOUNTS = ("points", "social", "integration")
NUMBERS = tuple(range(5))
PROGRAMME_WEEKS, BOND_WEEKS, PICKER_WEEKS = 52, 78, 26
PERIODS = {"first_six_weeks": (0, 6), "half_1": (0, 26), "half_2": (26, 52), "half_3": (52, 78)}
"""Column -> weeks from, up to."""
HOURS = (7, 10, 12, 14)
"""Hours a day that are worked at picking; after twelve a second picker helps in the morning rush."""
OPENS, DAY, RUSH = 8, 12, 9


def bond_years(case: Any, numbers: Iterable[int] = NUMBERS) -> Results:
    """Simulate the branch for 78 weeks, without and with each bond, which runs for 52: number -> bond -> figures.

    Figures: first_six_weeks, half_1, half_2, half_3 (orders placed), cost (of the programme) and profit, CNY.
    """
    branch, variant = build_case(case.variant), case.variant
    return try_each(("none", *BONDS), numbers, lambda bond, number: _bond(branch, variant, bond, number))


def picker_half_years(case: Any, numbers: Iterable[int] = NUMBERS) -> Results:
    """Simulate half a year of the branch with so many hours of picking a day: number -> hours -> figures.

    Figures: load (hours of work that came / hours on duty), staff (satisfaction of the pickers, 1 to 5), errors (times the
    usual), customer (satisfaction with orders, 1 to 5), left (customers who left), wages (of the warehouse) and profit, CNY.
    """
    branch, luck = build_case(case.variant), case.variant.luck
    return try_each(HOURS, numbers, lambda hours, number: _picker(branch, luck, hours, number))


def _levers(variant: Variant, bond: str) -> dict[str, Any]:
    levers: dict[str, dict[str, Any]] = {
        "none": {},
        "points": {"loyalty.points": variant.points},
        "social": {"loyalty.social_hours": variant.social},
        "links": {"loyalty.integration": 1.0},
    }
    return {**levers[bond], "loyalty.weeks": PROGRAMME_WEEKS}


def _simulate(branch: Case, levers: dict[str, Any], weeks: int, luck: int, number: int) -> Run:
    return run(branch, branch.policy.replace(**levers), weeks=weeks, seed=luck, replication=number)


def _bond(branch: Case, variant: Variant, bond: str, number: int) -> dict[str, float]:
    levers = _levers(variant, bond)

    def make() -> dict[str, float]:
        year = _simulate(branch, levers, BOND_WEEKS, variant.luck, number)
        week, ledger = year.records["orders"]["placed"] // WEEK, year.records["ledger"]
        booked = ledger.loc[ledger["account"].isin(ACCOUNTS), "amount"].sum()
        return {
            **{name: float(week.between(start, end - 1).sum()) for name, (start, end) in PERIODS.items()},
            "cost": 0.0 - float(booked) / FEN,
            "profit": float(year.money["profit"]) / FEN,
        }

    return dict(kept("bond", branch.model_dump_json(), variant.luck, levers, number, make=make))


def _picker(branch: Case, luck: int, hours: int, number: int) -> dict[str, float]:
    levers = {"warehouse.pickers": pickers(hours)}

    def make() -> dict[str, float]:
        year = _simulate(branch, levers, PICKER_WEEKS, luck, number)
        staff, orders = year.records["staff"], year.records["orders"]
        staff = staff[(staff["role"] == "picker") & (staff["week"] >= 0)]
        means = {name: float(staff[name].astype(float).mean()) for name in ("load", "satisfaction", "errors")}
        ledger = year.records["ledger"].groupby("account")["amount"].sum()
        return {
            "load": means["load"],
            "staff": means["satisfaction"],
            "errors": means["errors"],
            "customer": float(orders.loc[orders["placed"] >= 0, "satisfaction"].astype(float).mean()),
            "left": float(year.records["customers"]["left"].notna().sum()),
            "wages": -float(ledger["wages_warehouse"]) / FEN,
            "profit": float(year.money["profit"]) / FEN,
        }

    return dict(kept("picker", branch.model_dump_json(), luck, hours, number, make=make))


def pickers(hours: int) -> list[int]:
    """People at picking in each hour of the day.

    Examples
    --------
    >>> sum(pickers(7)), sum(pickers(14)), max(pickers(14))
    (7, 14, 2)
    """
    clock = np.arange(24)
    one = (clock >= OPENS) & (clock < OPENS + min(hours, DAY))
    second = (clock >= RUSH) & (clock < RUSH + hours - DAY)
    return (one.astype(int) + second.astype(int)).tolist()
