"""Tricks that once paid: what makes them lose is how customers and people react, not a bound of a lever."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from simpy import Environment

from sim import Case, Run, continue_run, load_case, run
from sim.base.units import DAY, WEEK
from sim.model.customers.choice import CustomerChoice
from sim.model.demand.demand import draw_demand
from sim.model.front_office.contacts import Contacts
from sim.model.front_office.staff import SLOWEST, Staff
from tests.support.paired_runs import account, falls, rises, runs
from tests.support.shared_runs import shared_run


@pytest.fixture(scope="module")
def corner() -> Case:
    return load_case("corner")


def profit(result: Run) -> float:
    return result.money["profit"] / 100


def orders(result: Run) -> float:
    return result.counts["orders"]


def test_an_urgent_customer_does_without_a_surcharge_that_is_too_high(corner: Case) -> None:
    usual = shared_run("corner", weeks=13)
    high = run(corner, corner.policy.replace(**{"price.express_surcharge": 3000}), weeks=13)
    assert account("express")(high) == 0 > account("express")(usual)  # income is a cost below 0
    asked = high.records["orders"].query("expedite_asked")
    assert not asked["expedite_met"].fillna(False).any()
    # Doing without is a wish refused.
    before = usual.records["orders"].query("expedite_met == True").set_index("order")["satisfaction"]
    after = asked.set_index("order")["satisfaction"].reindex(before.index)
    assert (after - before).mean() < -0.4


def test_more_customers_take_a_smaller_surcharge(corner: Case) -> None:
    demand = draw_demand(corner, 100, 0, 0, 52 * WEEK)
    choices = {}
    for surcharge in (0, 60, 120, 240, 480, 3000):
        policy = corner.policy.replace(**{"price.express_surcharge": surcharge})
        taken = demand.wants.expedite & (surcharge * 100 <= demand.wants.pays)
        choices[surcharge] = taken.sum()
        felt = np.asarray(CustomerChoice(corner, [policy], demand, None).firms[0].surcharge_felt)
        assert (felt[~demand.wants.expedite] == 0).all()
        assert ((felt >= 0) if surcharge > 120 else (felt <= 0)).all()
    assert list(choices.values()) == sorted(choices.values(), reverse=True)
    assert choices[0] == demand.wants.expedite.sum()
    assert choices[3000] == 0


@pytest.mark.thorough
def test_a_surcharge_far_above_what_customers_pay_loses_money_and_orders(corner: Case) -> None:
    hurried = corner.replace(**{f"classes.{klass}.expedite": 0.3 for klass in "ABC"})
    usual, high = (
        runs(hurried, {"price.express_surcharge": surcharge}, weeks=26, count=16) for surcharge in (120, 3000)
    )
    assert falls(usual, high, profit)
    assert falls(usual, high, orders)


@pytest.mark.parametrize("level", [1.5, 3.0])
def test_customers_with_a_contract_do_not_wait_for_its_end_when_the_price_jumps(
    corner: Case, level: float
) -> None:
    usual = shared_run("corner", weeks=13)
    high = run(corner, corner.policy.replace(**{"price.level": level}), weeks=13)
    shares = []
    for result in (usual, high):
        needs = result.records["needs"].query("time >= 0")
        klass = needs["customer"].map(result.records["customers"].set_index("customer")["klass"])
        shares.append((needs["state"] != "elsewhere")[klass == "A"].mean())
    assert shares[1] < {1.5: 0.7, 3.0: 0.2}[level] * shares[0]
    assert profit(high) < profit(usual)


def test_a_small_change_of_price_leaves_contracts_as_they_are(corner: Case) -> None:
    start = run(corner, weeks=2)
    for level, looked_at in ((1.04, False), (1.08, True)):
        longer = continue_run(start, {"price.level": level}, weeks=4)
        same = continue_run(start, weeks=4)
        needs = [
            one.records["needs"][lambda table: table["customer"] < 10]["state"].astype(str) != "elsewhere"
            for one in (longer, same)
        ]
        assert (needs[0].to_numpy() != needs[1].to_numpy()).any() == looked_at


def test_no_answer_is_bad_handling(corner: Case) -> None:
    case = corner.replace(**{"complaints.formal": 0.5})
    answered, silent = (
        run(case, case.policy.replace(**{"complaints.handlers": handlers}), weeks=16) for handlers in (1, 0)
    )
    complaints = silent.records["complaints"].query("not asked")
    assert complaints["agreed"].isna().all()
    # Fourteen days later the invoice is deducted.
    ledger = silent.records["ledger"].query("account == 'deductions'")
    due = complaints[complaints["opened"] + 14 * DAY < 16 * WEEK].set_index("order")
    paid = silent.records["orders"].set_index("order")["invoiced"].reindex(due.index).dropna()
    booked = ledger.astype({"order": "int64"}).set_index("order")
    pd.testing.assert_series_equal(
        -booked["amount"].sort_index(),
        paid.astype("int64").sort_index(),
        check_names=False,
        check_index_type=False,
    )
    assert (booked["time"] == due["opened"].reindex(booked.index) + 14 * DAY).all()
    assert account("deductions")(answered) == 0
    # And the customers remember it: a worse product, service or contact than with an answer.
    memory = [
        one.records["customers"]
        .loc[complaints["customer"].unique(), ["product_end", "service_end"]]
        .mean()
        .sum()
        for one in (answered, silent)
    ]
    assert memory[1] < memory[0]


@pytest.mark.thorough
def test_low_pay_leaves_seats_vacant(corner: Case) -> None:
    low, usual = (runs(corner, {"staff.pay": pay}, weeks=104, count=12) for pay in (0.8, 1.0))

    def vacant(result: Run) -> float:
        """Mean of the seats that nobody sits in."""
        seats = result.records["staff"].groupby(["role", "week"], observed=True).size().unstack("week")
        return float(seats.rsub(seats.max(axis=1), axis=0).mean(axis=1).sum())

    assert rises(usual, low, vacant)


def test_those_who_are_there_work_for_the_vacant_seats() -> None:
    corner = load_case("corner")
    context: Any = SimpleNamespace(case=corner, policy=corner.policy, luck=None, env=Environment())
    staff = Staff(context, Contacts(), {})
    role = staff.add("picker", 160, float)
    assert (len(role.people), role.pace) == (4, 1.0)
    role.vacant = {0: 9}
    staff.adopt()
    assert role.pace == pytest.approx(4 / 3)
    role.vacant = dict.fromkeys(range(4), 9)
    staff.adopt()
    assert role.pace == SLOWEST
