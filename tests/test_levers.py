"""No lever without a cost, no cost without an effect: each one moves the account and the record column that it names."""

from __future__ import annotations

from typing import Any

import pytest

from sim import Run, levers, load_case, run
from sim.model.ledger import ACCOUNTS
from sim.records import TABLES

TRIED: dict[str, Any] = {
    "desk.clerks": 3,
    "price.level": 1.2,
    "price.express_surcharge": 400,
    "promise.hours": 24,
    "order.minimum": 250,
    "stock.safety_factor": 3.0,
    "stock.review_days": 7,
    "stock.backorder_days": 0,
    "warehouse.pickers": 2,
    "warehouse.packers": 2,
    "warehouse.care": 60,
    "warehouse.slotting": "lift",
    "fleet.vehicles": 2,
    "fleet.consolidation_hours": 12,
    "fleet.express_vehicles": 0,
    "flex.capacity": 0,
    "emergency.plan": "basic",
    "complaints.handlers": 0,
    "complaints.compensation": 1.0,
    "complaints.return_visit": True,
    "survey.waves": 8,
    "survey.sample": 30,
    "brand.advertising": 400_000,
}


@pytest.fixture(scope="module")
def today() -> Run:
    return run("corner", weeks=30)


def test_every_lever_is_tried() -> None:
    assert list(TRIED) == list(levers())


@pytest.mark.parametrize("name", list(TRIED))
def test_a_lever_changes_its_account_and_its_column(name: str, today: Run) -> None:
    lever = levers()[name]
    case = load_case("corner")
    after = run(case, case.policy.replace(**{name: TRIED[name]}), weeks=30)
    assert after.money["accounts"][lever.account] != today.money["accounts"][lever.account]
    table, column = lever.column.split(".")
    before_cells, after_cells = today.records[table][column], after.records[table][column]
    assert len(before_cells) != len(after_cells) or not before_cells.equals(after_cells)


@pytest.mark.parametrize("name", list(TRIED))
def test_a_lever_says_what_it_is(name: str) -> None:
    lever = levers()[name]
    assert lever.unit
    assert lever.text
    assert lever.effects
    assert lever.account in ACCOUNTS
    table, column = lever.column.split(".")
    assert column in [c.name for c in TABLES[table]]
    assert lever.choices or (lever.low is not None and lever.high is not None)


def test_wages_by_hand() -> None:
    # 13 weeks of 7 days with one clerk from 8 to 20 o'clock at CNY 38, and the two settling weeks outside the window.
    result = run("corner", weeks=13)
    assert result.money["accounts"]["wages_desk"] == -13 * 7 * 12 * 3800


def test_a_policy_that_changes_nothing_changes_no_byte() -> None:
    from tests.fingerprint import fingerprint

    case = load_case("corner")
    same = case.policy.replace(**{"desk.clerks": case.policy["desk.clerks"]})
    assert fingerprint(run(case, same, weeks=2).records) == fingerprint(run(case, weeks=2).records)
    # One number of clerks is that many in each of the opening hours.
    hourly = case.policy.replace(**{"desk.clerks": [1 if 8 <= hour < 20 else 0 for hour in range(24)]})
    assert fingerprint(run(case, hourly, weeks=2).records) == fingerprint(run(case, weeks=2).records)
