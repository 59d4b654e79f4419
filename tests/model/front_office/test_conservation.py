"""Nothing appears and nothing gets lost in the front office either: contacts, facts, people, returns, and what they cost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim import Run, load_case, run
from tests.model.test_conservation import check
from tests.support.all_levers import EVERYTHING

SHARE = st.floats(0, 1)
VISITS = st.fixed_dictionaries(dict.fromkeys("ABC", st.floats(0, 52)))
RANKS = st.fixed_dictionaries(dict.fromkeys("ABC", st.integers(0, 2)))
POLICIES = st.fixed_dictionaries(
    {},
    optional={
        "staff.pay": st.floats(0.8, 1.3),
        "staff.training_hours": st.floats(0, 80),
        "relations.managers": st.integers(0, 8),
        "relations.visits": VISITS,
        "relations.priority": RANKS,
        "event.budget": st.floats(0, 100_000),
        "event.guests": st.one_of(
            st.sampled_from(["random", "largest", "file"]), st.lists(st.integers(0, 400), max_size=20)
        ),
        "event.invited": st.integers(1, 400),
        "event.week": st.integers(1, 6),
        "loyalty.points": st.floats(0, 0.3),
        "loyalty.social_hours": st.floats(0, 20),
        "loyalty.integration": SHARE,
        "loyalty.weeks": st.integers(1, 8),
        "crm.operational": st.booleans(),
        "crm.analytical": st.booleans(),
        "crm.collaborative": st.booleans(),
        "crm.backing": SHARE,
        "crm.training_hours": st.floats(0, 80),
        "crm.data_care": st.floats(0, 50),
        "delays.announced": st.booleans(),
        "returns.service": st.booleans(),
        "returns.capacity": st.integers(0, 5),
        "desk.clerks": st.integers(0, 3),
        "warehouse.pickers": st.integers(0, 2),
    },
)
CASES = st.fixed_dictionaries(
    {},
    optional={
        "knowledge.ages_weeks": st.floats(0.5, 500),
        "knowledge.heard": SHARE,
        "knowledge.misheard": SHARE,
        "knowledge.in_heads": SHARE,
        "knowledge.in_file": SHARE,
        "crm.rollout_weeks": st.floats(0.1, 10),
        "loyalty.build_weeks": st.floats(0.1, 10),
        "loyalty.copy_weeks": st.floats(0.1, 10),
        "returns.share": SHARE,
        "returns.after_days": st.floats(0.1, 20),
        "relations.vacancy_weeks": st.floats(0, 10),
        "staff": st.sampled_from([None, {}, {"turnover": 0.99, "most": 5}, {"turnover": 0.0}]),
        "settle_days": st.integers(0, 10),
    },
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(levers=POLICIES, changes=CASES, seed=st.integers(0, 5), market=st.sampled_from(["open", "frozen"]))
def test_everything_is_conserved(
    levers: dict[str, Any], changes: dict[str, Any], seed: int, market: Any
) -> None:
    case = load_case("corner").replace(**{"warmup_weeks": 1, **changes})
    result = run(case, case.policy.replace(**levers), weeks=5, seed=seed, market=market)
    check(result)
    check_office(result)


def test_a_year_with_everything_on_is_conserved() -> None:
    case = load_case("corner").replace(staff={})
    result = run(case, case.policy.replace(**EVERYTHING))
    check(result)
    check_office(result)


def check_office(result: Run) -> None:
    check_contacts(result)
    check_people(result)
    check_knowledge(result)
    check_returns(result)


def check_contacts(result: Run) -> None:
    contacts, end = result.records["contacts"], result.weeks * 7 * 86400
    assert contacts["time"].is_monotonic_increasing
    assert (contacts["time"] < end).all()
    kinds = contacts["kind"].value_counts()
    paid = _cost(result)
    data = result.case.relations
    if kinds["visit"]:
        assert paid["visits"] == kinds["visit"] * round(data.visit * 100)
    if kinds["call"]:
        assert abs(paid["social"] - kinds["call"] * data.call_hours * data.call_hour * 100) <= kinds["call"]
    told = result.records["orders"]["announced"]
    assert kinds["notice"] == told.notna().sum()
    assert (told.dropna() <= result.records["orders"]["dispatched"][told.notna()]).all()
    guests = contacts[contacts["kind"] == "event"]
    assert not guests["customer"].duplicated().any()
    assert len(guests) <= max(result.policy.event.invited, 20)


def _cost(result: Run) -> dict[str, int]:
    """Cost by account over all of the run, the settling days included."""
    ledger = result.records["ledger"]
    return {str(k): -int(v) for k, v in ledger.groupby("account", observed=False)["amount"].sum().items()}


def check_people(result: Run) -> None:
    staff = result.records["staff"]
    assert not staff.duplicated(["person", "week"]).any()
    assert staff["satisfaction"].between(1, 5).all()
    assert staff["skill"].between(0, 1.0001).all()
    data = result.case.staff or load_case("corner").replace(staff={}).staff
    assert data is not None
    assert (staff["errors"] <= data.most + 1e-9).all()
    # Who has left is not seen again; others do the hours of the seat until a new person takes it.
    last = staff.groupby("person")["week"].max()
    gone = staff[staff["left"]]
    assert (gone["week"].to_numpy() == last.loc[gone["person"]].to_numpy()).all()
    by_week = staff.groupby(["role", "week"], observed=True)
    people, hours = by_week.size().unstack("week", fill_value=0), by_week["hours"].sum().unstack("week")
    if staff.empty:
        assert _cost(result).get("hiring", 0) == 0
        return
    first, end = int(staff["week"].min()), result.weeks
    seats = people[first]
    assert (hours.max(axis=1) - hours.min(axis=1) < 0.01 * seats).all()
    # In every week those who are there and the vacant seats are all seats, and the seat of a leaver not yet replaced is vacant.
    for week in range(first, end):
        there = people[week] if week in people else 0 * seats
        assert (there + vacant(result, week).reindex(seats.index, fill_value=0) == seats).all()
    assert (
        staff["person"].nunique()
        == seats.sum() + len(gone[gone["week"] < end - 1]) - vacant(result, end - 1).sum()
    )
    hired, rest = divmod(_cost(result).get("hiring", 0), round(data.hiring * 100))
    assert rest == 0
    assert hired + vacant(result, end).sum() == len(gone)


def vacant(result: Run, week: int) -> pd.Series:
    """Seats in which nobody sits in a week, by role: left for less time than it takes to find somebody.

    The account team hires at once; the new person begins with the customers later.
    """
    staff, pay = result.records["staff"], result.policy.staff.pay
    gone = staff[staff["left"] & ~staff["role"].isin(["manager", "host"])]
    if result.case.staff is None:
        return gone.groupby("role", observed=True).size()
    weeks = round(result.case.staff.vacancy_weeks * pay**-result.case.staff.recruits)
    return gone[gone["week"].between(week - weeks, week - 1)].groupby("role", observed=True).size()


def check_knowledge(result: Run) -> None:
    knowledge = result.records["knowledge"]
    written = knowledge["holder"].isna()
    for rows in (knowledge[written], knowledge[~written]):
        assert not rows.duplicated(["customer", "field"]).any()
    needed = result.case.knowledge.fields
    klass = result.records["customers"].set_index("customer")["klass"].astype(str)
    counts = knowledge[written].groupby("customer").size()
    assert all(count <= needed[klass[customer]] for customer, count in counts.items())
    assert (knowledge["as_of"] < result.weeks * 7 * 86400).all()


def check_returns(result: Run) -> None:
    returns, orders = result.records["returns"], result.records["orders"].set_index("order")
    assert not returns["order"].duplicated().any()
    assert (orders.loc[returns["order"], "status"] == "delivered").all()
    assert (returns["ready"].to_numpy() >= orders.loc[returns["order"], "delivered"].to_numpy()).all()
    collected = returns.dropna(subset=["collected"])
    assert (collected["collected"] >= collected["ready"]).all()
    day = collected["collected"] // 86400
    assert (collected.groupby(day)["customer"].nunique() <= result.policy.returns.capacity).all()
    fees = -_cost(result).get("reverse_fees", 0)
    assert fees == len(collected) * round(result.case.returns.fee * 100)
    income = np.array(
        [result.money["accounts"].get(name, 0) for name in ("freight", "express", "reverse_fees")]
    )
    assert income.sum() == result.money["income"]
