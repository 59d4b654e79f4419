"""No lever without a cost, no cost without an effect: each one moves the account and the record column that it names."""

from __future__ import annotations

from typing import Any

import pytest

from sim import levers, load_case, run
from sim.model.recording.ledger_rows import ACCOUNTS
from sim.records.schema import TABLES
from tests.support.fingerprint import fingerprint
from tests.support.shared_runs import shared_run

TRIED: dict[str, Any] = {
    "desk.clerks": 3,
    "price.level": 1.2,
    "price.express_surcharge": 400,
    "promise.hours": 24,
    "order.minimum": 250,
    "stock.safety_factor": 2.0,
    "stock.review_days": 7,
    "stock.backorder_days": 0,
    "stock.kept_from": {"A": 0, "B": 0.5, "C": 1.0},
    "warehouse.pickers": 2,
    "warehouse.packers": 2,
    "warehouse.care": 60,
    "warehouse.slotting": "lift",
    "fleet.vehicles": 2,
    "fleet.consolidation_hours": 12,
    "fleet.first": {"A": 1, "B": 0, "C": 0},
    "fleet.express_vehicles": 0,
    "flex.capacity": 0,
    "emergency.plan": "basic",
    "complaints.handlers": 0,
    "complaints.compensation": 1.0,
    "complaints.return_visit": True,
    "survey.waves": 8,
    "survey.sample": 30,
    "brand.advertising": 400_000,
    "staff.pay": 1.3,
    "staff.training_hours": 40,
    "relations.managers": 1,
    "relations.visits": {"A": 12, "B": 4, "C": 0},
    "relations.priority": {"A": 2, "B": 1, "C": 0},
    "event.budget": 10_000,
    "event.guests": "random",
    "event.invited": 60,
    "event.week": 5,
    "loyalty.points": 0.1,
    "loyalty.social_hours": 6,
    "loyalty.integration": 0.5,
    "loyalty.weeks": 8,
    "crm.operational": True,
    "crm.analytical": True,
    "crm.collaborative": True,
    "crm.backing": 0.1,
    "crm.training_hours": 60.0,
    "crm.data_care": 20.0,
    "delays.announced": True,
    "returns.service": True,
    "returns.capacity": 1,
}
VISITED = {"relations.managers": 1, "relations.visits": {"A": 6, "B": 2, "C": 0}}
EVENING = {"event.budget": 10_000}
FILED = {"crm.operational": True}
BASE: dict[str, dict[str, Any]] = {
    "relations.visits": {"relations.managers": 1},
    "event.guests": EVENING,
    "event.invited": EVENING,
    "event.week": EVENING,
    "loyalty.weeks": {"loyalty.points": 0.1},
    "crm.analytical": VISITED | FILED,
    "crm.backing": FILED,
    "crm.training_hours": FILED,
    "crm.data_care": FILED,
    "returns.capacity": {"returns.service": True},
}
"""What else must be in use for a lever to act."""


def test_every_lever_is_tried() -> None:
    assert list(TRIED) == list(levers())


@pytest.mark.parametrize("name", list(TRIED))
def test_a_lever_changes_its_account_and_its_column(name: str) -> None:
    lever = levers()[name]
    case = load_case("corner")
    base = case.policy.replace(**BASE.get(name, {}))
    before = shared_run(case, base, weeks=30)
    after = run(case, base.replace(**{name: TRIED[name]}), weeks=30)
    assert after.money["accounts"][lever.account] != before.money["accounts"][lever.account]
    table, column = lever.column.split(".")
    before_cells, after_cells = before.records[table][column], after.records[table][column]
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
    # 13 weeks of 7 days with two clerks from 8 to 18 o'clock at CNY 38, and the two settling weeks outside the window.
    result = run("corner", weeks=13)
    assert result.money["accounts"]["wages_desk"] == -13 * 7 * 10 * 2 * 3800


def test_an_equal_policy_gives_the_same_bytes() -> None:
    case = load_case("corner")
    same = case.policy.replace(**{"desk.clerks": case.policy["desk.clerks"]})
    assert fingerprint(run(case, same, weeks=2).records) == fingerprint(run(case, weeks=2).records)
    # One number of clerks is that many in each of the opening hours.
    hourly = case.policy.replace(**{"desk.clerks": [2 if 8 <= hour < 18 else 0 for hour in range(24)]})
    assert fingerprint(run(case, hourly, weeks=2).records) == fingerprint(run(case, weeks=2).records)
