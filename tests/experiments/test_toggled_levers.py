"""Levers that are changed to and fro on the way: what was closed opens again, and nothing runs twice or stops for good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from sim import Run, load_case
from sim.base.units import WEEK
from sim.experiments.simulate import simulate
from sim.policy.history import History
from sim.policy.policy import Policy
from sim.records.packed import pack

CASE = load_case("corner")
BASE = CASE.policy
SURVEYS = {"survey.waves": 4, "survey.sample": 20}


def with_steps(*steps: tuple[dict[str, Any] | Policy, int]) -> Run:
    """The run of these levers, each for some weeks."""
    policies: Sequence[tuple[Policy, int]] = [
        (levers if isinstance(levers, Policy) else BASE.replace(**levers), weeks) for levers, weeks in steps
    ]
    (found,) = simulate(CASE, [History.of(policies)], 0, 0)
    return found


@pytest.mark.parametrize("lever", ["warehouse.pickers", "warehouse.packers"])
def test_orders_that_nobody_could_handle_are_handled_when_people_are_back(lever: str) -> None:
    orders = with_steps(({}, 1), ({lever: 0}, 1), ({}, 6)).records["orders"]
    closed = orders[(orders["placed"] >= WEEK) & (orders["placed"] < 2 * WEEK)]
    assert len(closed) > 100
    assert (closed["status"] != "in_progress").all()


def test_a_firm_that_dismisses_its_pickers_gets_no_work_for_nothing() -> None:
    one_hour = [0] * 8 + [1] + [0] * 15
    orders = with_steps(({"warehouse.pickers": one_hour}, 3), ({"warehouse.pickers": 0}, 2)).records["orders"]
    assert (orders["picked"] < 3 * WEEK + 3600).all()


def test_more_pickers_work_off_a_backlog() -> None:
    one_hour = [0] * 8 + [1] + [0] * 15
    orders = with_steps(({"warehouse.pickers": one_hour}, 3), ({"warehouse.pickers": 8}, 2)).records["orders"]
    late = orders[(orders["released"] >= 4 * WEEK) & orders["picked"].notna()]
    assert len(late) > 50
    assert (late["picked"] - late["released"]).mean() < 12 * 3600


def waves(result: Run) -> list[tuple[int, int]]:
    surveys = result.records["surveys"]
    return [(int(time), len(rows)) for time, rows in surveys.groupby("time")]


def test_surveys_go_on_when_other_levers_change() -> None:
    changed = with_steps((SURVEYS, 1), (SURVEYS | {"desk.clerks": 3}, 24))
    assert [time for time, _asked in waves(changed)] == [
        time for time, _asked in waves(with_steps((SURVEYS, 25)))
    ]


def test_surveys_that_begin_again_are_not_held_twice() -> None:
    policy = BASE.replace(**SURVEYS)
    again = with_steps((policy, 1), ({"survey.waves": 0}, 1), (policy, 23))
    assert waves(again) == [(13 * WEEK // 2, 20), (39 * WEEK // 2, 20)]


@pytest.mark.parametrize("before", [{}, {"event.budget": 5000, "event.week": 50}])
def test_new_managers_are_newcomers_and_their_hiring_is_paid(before: dict[str, Any]) -> None:
    result = with_steps((before, 2), (before | {"relations.managers": 2}, 1))
    ledger, staff = result.records["ledger"], result.records["staff"]
    hiring = ledger[(ledger["account"] == "hiring") & (ledger["time"] == 2 * WEEK)]
    assert len(hiring) == 2
    assert (staff.loc[staff["role"] == "manager", "skill"] < 0.8).all()


def test_goods_delivered_after_the_end_of_the_service_are_no_returns() -> None:
    service = {"returns.service": True, "returns.capacity": 3}
    records = with_steps((service, 4), ({}, 12)).records
    returned, orders = records["returns"], records["orders"].set_index("order")
    assert len(returned) > 20
    assert (orders.loc[returned["order"], "delivered"] < 4 * WEEK).all()


def test_it_makes_no_difference_whether_steps_share_a_policy_object() -> None:
    levers = SURVEYS | {"survey.waves": 12, "crm.operational": True, "event.budget": 5000, "event.week": 4}
    one, equal = BASE.replace(**levers), BASE.replace(**levers)
    shared, apart = (with_steps((one, 1), ({}, 1), (last, 6)) for last in (one, equal))
    assert pack([shared.records]) == pack([apart.records])
