"""Fairness of price: what customers are used to, and what a price above or below it does to satisfaction."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim import Case, Run, continue_run, load_case, run
from sim.base.units import WEEK
from sim.case.market import FairPrice
from sim.model.customers.fairness import Fairness, points
from sim.model.customers.reputation import Reputation
from sim.model.front_office.complaints import Complaints


@pytest.fixture(scope="module")
def corner() -> Case:
    return load_case("corner")


def satisfaction(result: Run) -> float:
    orders = result.records["orders"]
    return float(orders.loc[orders["placed"] >= 0, "satisfaction"].mean())


def test_a_price_above_the_fair_one_counts_twice_as_much_as_one_below() -> None:
    above, below = (
        points(FairPrice(), np.array([0.2, 0.4, 1.1])),
        points(FairPrice(), -np.array([0.2, 0.4, 1.1])),
    )
    assert (above < 0).all() and (below > 0).all()
    assert above == pytest.approx(-2 * below)
    assert points(FairPrice(), np.array([0.0]))[0] == 0


def test_the_effect_diminishes_and_is_bounded() -> None:
    steps = -np.diff(points(FairPrice(), np.linspace(0, 5, 30)))
    assert (steps > 0).all() and (np.diff(steps) < 0).all()
    assert points(FairPrice(), np.array([1000.0]))[0] == pytest.approx(-80)


def test_customers_get_half_used_to_a_new_price_in_half_a_year_and_half_of_it_becomes_fair(
    corner: Case,
) -> None:
    levels = {0: 1.0, 10: 1.2}
    env = SimpleNamespace(now=0)
    wants = SimpleNamespace(
        placed=np.arange(0, 2000) * WEEK,
        list_price=np.full(2000, 10_000),
    )

    def policy(level: float) -> Any:
        return corner.policy.replace(**{"price.level": level})

    context: Any = SimpleNamespace(
        case=corner,
        env=env,
        policy=policy(1.0),
        wants=wants,
        express=lambda _policy: np.zeros(2000, dtype=bool),
        from_now=lambda old, new: np.concatenate(
            [np.asarray(old)[: env.now // WEEK], new[env.now // WEEK :]]
        ),
    )
    fairness = Fairness(context)
    assert fairness.by_order is None
    env.now = 10 * WEEK
    fairness.adopt(policy(levels[10]))
    felt = fairness.by_order
    assert (felt[:10] == 0).all()
    above = np.log(1.2)
    for weeks, used in ((0, 0.0), (26, 0.5), (52, 0.75), (1900, 1.0)):
        expected = points(FairPrice(), np.array([above * (1 - 0.5 * used)]))[0]
        assert felt[10 + weeks] == pytest.approx(expected, abs=0.51)
    # Back at the old price, customers are used to the higher one: it seems cheap for a while.
    env.now = 110 * WEEK
    fairness.adopt(policy(1.0))
    assert fairness.by_order[110] > 0
    assert fairness.by_order[1990] == 0


@pytest.mark.parametrize(("level", "least"), [(1.5, 0.25), (3.0, 0.4)])
def test_a_squeeze_lowers_satisfaction_clearly(corner: Case, level: float, least: float) -> None:
    """In a frozen market: the same orders, delivered in the same way."""
    usual = run(corner, weeks=26, market="frozen")
    high = run(corner, corner.policy.replace(**{"price.level": level}), weeks=26, market="frozen")
    assert satisfaction(high) < satisfaction(usual) - least


def test_a_lower_price_pleases_less_than_a_higher_one_annoys(corner: Case) -> None:
    usual = run(corner, weeks=26, market="frozen")
    low, high = (
        satisfaction(run(corner, corner.policy.replace(**{"price.level": level}), weeks=26, market="frozen"))
        - satisfaction(usual)
        for level in (1 / 1.1, 1.1)
    )
    assert 0 < low < -high


def test_a_surcharge_above_the_usual_annoys_those_who_pay_it(corner: Case) -> None:
    usual = run(corner, weeks=26, market="frozen")
    high = run(corner, corner.policy.replace(**{"price.express_surcharge": 200}), weeks=26, market="frozen")
    orders = [one.records["orders"].set_index("order") for one in (usual, high)]
    paid = high.records["ledger"].query("account == 'express' and amount > 0")["order"].astype("int64")
    common = orders[1].index.intersection(paid)
    change = (orders[1]["satisfaction"] - orders[0]["satisfaction"]).astype(float)
    assert change[common].mean() < -0.05
    # The others only where some urgent orders now go with the usual lorry, which makes others a little earlier or later.
    others = change[~orders[1]["expedite_asked"].astype(bool)].dropna()
    assert (others == 0).mean() > 0.95
    assert abs(others.mean()) < 0.01


def test_a_price_that_changes_on_the_way_is_judged_from_then_on(corner: Case) -> None:
    start = run(corner, weeks=4, market="frozen")
    same = continue_run(start, weeks=8)
    high = continue_run(start, {"price.level": 1.5}, weeks=8)
    old, new = (one.records["orders"].set_index("order") for one in (same, high))
    change = (new["satisfaction"] - old["satisfaction"]).astype(float)
    before = old["placed"] < 4 * WEEK
    assert change[before].dropna().abs().max() == 0
    assert change[~before].mean() < -0.25


def test_the_memory_of_trouble_leaves_price_and_bond_out(
    corner: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a price costs is in the value already; so is the bond."""
    seen: list[list[tuple[int, float | None]]] = []

    def remember(self: Any, customer: int, order: int, experience: Any, satisfaction: int) -> None:
        seen[-1].append((order, experience[4]))

    monkeypatch.setattr(Reputation, "remember", remember)
    monkeypatch.setattr(Complaints, "consider", lambda *_args: None)
    for level in (1.0, 1.04):  # contracts stay as they are
        seen.append([])
        run(corner, corner.policy.replace(**{"price.level": level}), weeks=2)
    first, second = (dict(one) for one in seen)
    both = [order for order in first if order in second]
    # Queues differ a little, as some needs go elsewhere.
    assert np.mean([first[order] == second[order] for order in both]) > 0.98


def test_customers_with_a_bond_judge_more_mildly(corner: Case) -> None:
    levers = {"relations.managers": 3, "relations.visits": {"A": 12, "B": 6, "C": 0}}
    mild = corner.replace(**{"relations.bond_warms": 0.15})
    cold = corner.replace(**{"relations.bond_warms": 0})
    found = []
    for case in (cold, mild):
        result = run(case, case.policy.replace(**levers), weeks=26)
        orders = result.records["orders"]
        found.append(orders.loc[orders["klass"] == "A", "satisfaction"].mean())
    assert 0.02 < found[1] - found[0] < 0.15


def test_how_a_complaint_was_handled_colours_the_next_orders() -> None:
    from sim.model.customers.satisfaction import Judge

    corner = load_case("corner")
    judge = object.__new__(Judge)
    judge.goodwill, judge._goodwill_most = {}, corner.complaints.goodwill * 100
    judge.complaint_felt(3, 0.8)
    judge.complaint_felt(4, -0.5)
    assert judge.goodwill == {3: pytest.approx(24), 4: pytest.approx(-15)}


@pytest.mark.thorough
def test_after_a_complaint_handled_well_customers_judge_the_next_orders_better(corner: Case) -> None:
    many = corner.replace(**{"complaints.formal": 0.5})
    found = []
    for compensation in (0.0, 0.5):
        values = []
        for seed in range(100, 106):
            result = run(
                many, many.policy.replace(**{"complaints.compensation": compensation}), weeks=52, seed=seed
            )
            complaints = result.records["complaints"].dropna(subset="agreed")
            first = complaints.groupby("customer")["agreed"].min()
            orders = result.records["orders"]
            later = orders[orders["placed"] > orders["customer"].map(first).astype(float)]
            values.append(later.sort_values("placed").groupby("customer").head(2)["satisfaction"].mean())
        found.append(np.array(values))
    assert (found[1] - found[0]).mean() > 0.03


def test_a_survey_hears_the_judgement_of_the_time_when_the_order_ended(corner: Case) -> None:
    """Bond and goodwill have changed by the time of the survey, which must not make a new judgement of an old order."""
    case = corner.replace(
        **{
            "complaints.formal": 1,
            "complaints.goodwill": 2,
            "relations.bond_warms": 1,
            "complaints.response": 1,
        }
    )
    levers = {
        "relations.managers": 3,
        "relations.visits": {"A": 12, "B": 12, "C": 0},
        "survey.waves": 12,
        "survey.sample": 200,
    }
    result = run(case, case.policy.replace(**levers), weeks=26)
    answers = result.records["surveys"].dropna(subset="satisfaction")
    judged = result.records["orders"].set_index("order")["satisfaction"].reindex(answers["order"])
    assert len(answers) > 100
    assert (judged.to_numpy() == answers["satisfaction"].to_numpy()).all()
