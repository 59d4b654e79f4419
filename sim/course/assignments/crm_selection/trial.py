"""Trying a system in the model: years of the branch with each system, and the sales that managers who leave take along."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.base.units import FEN
from sim.case.case import Case
from sim.course.assignments.crm_selection.variant import build_case
from sim.course.data.kept import kept
from sim.course.data.trials import Results, try_each
from sim.experiments.simulate import run
from sim.measures.crm_yardsticks import bond_of_large, calls_given_up, minutes_a_call, wrong_addresses
from sim.measures.customer_file import use_of_file
from sim.measures.relations import accounts_of, managers_who_left
from sim.measures.run import Run

USE = {"crm.backing": 0.9, "crm.training_hours": 24, "crm.data_care": 6}
SYSTEMS: dict[str, dict[str, Any]] = {
    "none": {},
    "operational": {"crm.operational": True, **USE},
    "analytical": {"crm.analytical": True, **USE},
    "collaborative": {"crm.collaborative": True, **USE},
    "no care": {"crm.operational": True, **USE, "crm.data_care": 0},
    "no backing": {"crm.operational": True, **USE, "crm.backing": 0},
}
YARDSTICKS = ("minutes", "given_up", "wrong_address", "bond", "profit")
NUMBERS, LEAVER_NUMBERS = tuple(range(6)), tuple(range(4))
WEEKS, LEAVER_WEEKS = 52, 78
FIRST_LEAVER, LAST_LEAVER, WEEKS_AFTER = 8, 51, 26
"""Only managers who left in these weeks count, with the sales of this many weeks afterwards."""
WEEK_SECONDS = 7 * 86400


def years_of(case: Any, systems: Iterable[str], numbers: Iterable[int] = NUMBERS) -> Results:
    """Simulate a year of the branch with each system and each number of luck: number -> system -> yardsticks.

    Yardsticks: minutes (of a telephone order), given_up (share of calls), wrong_address (share of orders), bond (mean of A and
    B customers, 0 to 1), profit and bill (of the system), CNY.
    """
    branch, luck = build_case(case.variant), case.variant.luck
    return try_each(systems, numbers, lambda system, number: _year(branch, luck, system, number))


def sales_of_leavers(case: Any, numbers: Iterable[int] = LEAVER_NUMBERS) -> Results:
    """Simulate the branch as it is, and the same luck with nobody leaving: number -> system -> stayed, left.

    stayed, left: CNY invoiced to the customers of the managers who left, in the 26 weeks after, if nobody had left and as it
    was; systems: "none" and "operational".
    """
    branch, luck = build_case(case.variant), case.variant.luck
    systems = ("none", "operational")
    return try_each(systems, numbers, lambda system, number: _leavers(branch, luck, system, number))


def _simulate(branch: Case, luck: int, system: str, number: int, weeks: int) -> Run:
    policy = branch.policy.replace(**SYSTEMS[system])
    return run(branch, policy, weeks=weeks, seed=luck, replication=number)


def _year(branch: Case, luck: int, system: str, number: int) -> dict[str, float]:
    def make() -> dict[str, float]:
        year = _simulate(branch, luck, system, number, WEEKS)
        return {
            "minutes": minutes_a_call(year),
            "given_up": calls_given_up(year),
            "wrong_address": wrong_addresses(year),
            "bond": bond_of_large(year),
            "profit": float(year.money["profit"]) / FEN,
            "bill": float(use_of_file({system: year})[system]["system_cost"]),
        }

    return dict(kept("crm year", branch.model_dump_json(), luck, system, number, make=make))


def _leavers(branch: Case, luck: int, system: str, number: int) -> dict[str, float]:
    def make() -> dict[str, float]:
        as_it_was = _simulate(branch, luck, system, number, LEAVER_WEEKS)
        nobody = _simulate(branch.replace(**{"staff.turnover": 0}), luck, system, number, LEAVER_WEEKS)
        gone = managers_who_left(as_it_was.records)
        gone = gone[gone["week"].between(FIRST_LEAVER, LAST_LEAVER)].drop_duplicates("person")
        sums = {"stayed": 0.0, "left": 0.0}
        for person, week in zip(gone["person"], gone["week"], strict=True):
            customers = accounts_of(nobody.records, [person])
            sums["stayed"] += _sales(nobody, customers, int(week) + 1)
            sums["left"] += _sales(as_it_was, customers, int(week) + 1)
        return sums

    return dict(kept("crm leavers", branch.model_dump_json(), luck, system, number, make=make))


def _sales(year: Run, customers: list[int], first_week: int) -> float:
    orders = year.records["orders"]
    start = first_week * WEEK_SECONDS
    within = orders["placed"].between(start, start + WEEKS_AFTER * WEEK_SECONDS - 1)
    return float(orders.loc[within & orders["customer"].isin(customers), "invoiced"].fillna(0).sum()) / FEN
