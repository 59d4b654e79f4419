"""Customers' own deadlines: who is lost to a longer promise, and who is won by a shorter one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from sim import Case, load_case
from sim.base.units import DAY
from sim.case.value_weights import Weights, expected_hours_beyond
from sim.model.customers.choice import CustomerChoice
from sim.model.customers.deadlines import deadlines, expected_loss
from sim.model.customers.population import US
from sim.model.demand.demand import Demand, draw_demand
from sim.policy.classes import CLASSES
from sim.policy.policy import Policy
from tests.support.paired_runs import falls, rises, runs


@pytest.fixture(scope="module")
def corner() -> Case:
    return load_case("corner")


@pytest.fixture(scope="module")
def drawn(corner: Case) -> Demand:
    return draw_demand(corner, 100, 0, 0, 364 * DAY)


def promising(case: Case, hours: int) -> Policy:
    """The case's policy with every promise so many hours longer."""
    usual = case.policy["promise.hours"]
    return case.policy.replace(**{f"promise.hours.{name}": usual[name] + hours for name in CLASSES})


def losses(case: Case, drawn: Demand, hours: int) -> Any:
    return CustomerChoice(case, [promising(case, hours)], drawn, None).firms[0].deadline_losses


def test_deadlines_are_lognormal_by_class(corner: Case, drawn: Demand) -> None:
    found = deadlines(corner, drawn)
    for klass, name in enumerate(CLASSES):
        logs = np.log(found[drawn.wants.klass == klass])
        assert np.exp(np.median(logs)) == pytest.approx(corner.market.deadline[name], rel=0.08)  # type: ignore[index]
        assert logs.std() == pytest.approx(corner.market.deadline_spread, rel=0.08)


def test_only_needs_between_the_two_promises_and_before_lose_or_win(corner: Case, drawn: Demand) -> None:
    klass, hours = drawn.wants.klass, deadlines(corner, drawn)
    usual = np.array([corner.policy["promise.hours"][name] for name in CLASSES])[klass]
    longer, shorter = (np.asarray(losses(corner, drawn, change)) for change in (24, -24))
    for felt in (longer, shorter):
        assert (felt[klass == 0] == 0).all()  # class A has contracts
    others = klass > 0
    assert (longer[others] >= 0).all() and (shorter[others] <= 0).all()
    assert ((longer > 0) == (hours < usual + 24))[others].all()
    assert ((shorter < 0) == (hours < usual))[others].all()


def test_a_day_beyond_the_deadline_counts_by_the_buying_types_time(corner: Case, drawn: Demand) -> None:
    firm = CustomerChoice(corner, [promising(corner, 24)], drawn, None).firms[0]
    hours, usual = deadlines(corner, drawn), corner.policy["promise.hours"]["C"]
    before = np.flatnonzero((drawn.wants.klass == 2) & (hours < usual))[:50]
    for need in before.tolist():
        kind = list(corner.market.types)[firm.population.kind[drawn.wants.customer[need]]]
        expected = corner.market.missed * corner.market.types[kind].time
        assert firm.deadline_losses[need] == pytest.approx(expected)


@pytest.mark.parametrize("name", CLASSES)
@pytest.mark.parametrize("promised", [20.0, 64.0, 120.0])
def test_the_expected_hours_beyond_are_the_mean_over_deadlines(
    corner: Case, name: Any, promised: float
) -> None:
    uniform = (np.arange(20_000) + 0.5) / 20_000
    from scipy.special import ndtri

    drawn = corner.market.deadline[name] * np.exp(corner.market.deadline_spread * ndtri(uniform))  # type: ignore[index]
    mean = np.maximum(0.0, promised - drawn).mean()
    assert expected_hours_beyond(corner, name, promised) == pytest.approx(mean, rel=1e-3, abs=1e-3)


def test_contracts_weigh_the_mean(corner: Case, drawn: Demand) -> None:
    usual, longer = (
        CustomerChoice(corner, [promising(corner, hours)], drawn, None).firms[0].offer for hours in (0, 24)
    )
    for customer in np.flatnonzero(drawn.customers.klass == 0)[:10].tolist():
        population = CustomerChoice(corner, [corner.policy], drawn, None).population
        weights: Weights = population.weights[customer]
        promised = corner.policy["promise.hours"]["A"] + 24
        expected = weights.hour * 24 * 0.5 + expected_loss(corner, "A", weights, promised)
        assert usual[customer] - longer[customer] == pytest.approx(expected)


def test_nothing_counts_at_the_usual_promise_or_without_deadlines(corner: Case, drawn: Demand) -> None:
    assert losses(corner, drawn, 0) is None
    without = corner.replace(**{"market.deadline": None})
    assert losses(without, drawn, 24) is None
    assert expected_hours_beyond(without, "A", 1000.0) == 0.0


def test_without_spread_a_deadline_is_sharp(corner: Case) -> None:
    sharp = corner.replace(**{"market.deadline_spread": 0})
    assert expected_hours_beyond(sharp, "A", 70.0) == 0.0
    assert expected_hours_beyond(sharp, "A", 80.0) == pytest.approx(3.0)


def test_a_shorter_promise_wins_the_hurried_and_a_longer_one_loses_them(corner: Case, drawn: Demand) -> None:
    """Memory, leaving and moving are off, so only the choice counts; classes B and C."""
    nothing = dict.fromkeys(CLASSES, 0)
    still = corner.replace(
        **{f"market.{name}": nothing for name in ("newest", "latent")},
        **{"market.leave": dict.fromkeys(CLASSES, -20), "market.day": nothing},
    )
    hours = deadlines(corner, drawn)
    usual = np.array([corner.policy["promise.hours"][name] for name in CLASSES])[drawn.wants.klass]
    given = {}
    for change in (-24, 0, 24):
        market = CustomerChoice(still, [promising(still, change)], drawn, None)
        chosen = [market.choose(need, 0) for need in range(len(drawn.needs.time))]
        given[change] = (np.array(chosen) == US) & (drawn.wants.klass > 0)
    hurried = hours < usual
    assert given[-24][hurried].sum() > 1.05 * given[0][hurried].sum()
    assert (given[-24] == given[0])[~hurried].all()
    between = hours < usual + 24
    assert given[24][between].sum() < 0.95 * given[0][between].sum()
    assert (given[24] == given[0])[~between].all()


def test_the_needs_and_their_other_luck_do_not_depend_on_deadlines(corner: Case, drawn: Demand) -> None:
    other = draw_demand(corner.replace(**{"market.deadline": None}), 100, 0, 0, 364 * DAY)
    assert (other.needs.time == drawn.needs.time).all()
    assert (replace(other.wants, baskets=drawn.wants.baskets).list_price == drawn.wants.list_price).all()


@pytest.mark.thorough
def test_long_promises_are_not_best_for_everything(corner: Case) -> None:
    """Profit of the second year; before customers had deadlines, 96 and 120 hours won about CNY 400,000."""

    def second_year(result: Any) -> float:
        return float(result.window(53, 104).money["profit"])

    found = {}
    for hours in (None, 96, 120):
        levers = {} if hours is None else {f"promise.hours.{name}": hours for name in CLASSES}
        found[hours] = runs(corner, levers, weeks=104, count=16)
    assert not rises(found[None], found[96], second_year)
    assert falls(found[None], found[120], second_year)
