"""Choice as theory has it: logit shares, elasticities, the same luck for all firms, no lever in the formula but the offer."""

from __future__ import annotations

import inspect
from math import exp, log
from typing import Any

import numpy as np
import pytest

from sim import Case, load_case
from sim.base.units import DAY
from sim.case.value_weights import Weights
from sim.model.customers import awareness, choice, remembered_orders, reputation, taste
from sim.model.customers.choice import CustomerChoice
from sim.model.customers.population import US
from sim.model.demand.demand import draw_demand
from sim.policy.levers.registry import levers
from tests.support.statistical_rule import agrees

STILL: dict[str, Any] = {
    "classes.A.customers": 0,
    "classes.B.customers": 0,
    "market.taste": 0,
    "market.rival_spread": 0,
    "market.newest": {"A": 0, "B": 0, "C": 0},
    "market.latent": {"A": 0, "B": 0, "C": 0},
    "market.moves": {"A": 0, "B": 0, "C": 0},
    "market.leave": {"A": 0, "B": 0, "C": 0},
    "market.habit": 0,
    "market.type_shares": {
        klass: {"economy": 1, "ethics": 0, "personality": 0, "convenience": 0} for klass in "ABC"
    },
}
"""A market in which nothing is learned: only luck is left."""


def still(**changes: Any) -> Case:
    return load_case("corner").replace(**{**STILL, **changes})


def shares(case: Case, firm: int, count: int, **levers_: Any) -> list[float]:
    """Share of needs that go to a firm, by replication."""
    policy = case.policy.replace(**levers_)
    found = []
    for replication in range(count):
        drawn = draw_demand(case, 100, replication, 0, 364 * DAY)
        market = CustomerChoice(case, [policy], drawn, None)
        chosen = [market.choose(need, 0) for need in range(len(drawn.needs.time))]
        found.append(float(np.mean(np.array(chosen) == firm)))
    return found


@pytest.mark.thorough
def test_the_share_of_wallet_comes_out_at_the_service_that_is_known() -> None:
    assert agrees(shares(still(), US, 50), 0.80).verdict


@pytest.mark.thorough
def test_equal_offers_share_the_market_equally() -> None:
    known = load_case("corner").market.known.model_dump()
    rival = {**known, "price": 1.0, "image": 0.0}
    rivals = [{**rival, "name": {"en": name, "zh": name}} for name in ("One", "Two")]
    # Nobody is out of reach; a wallet of a third makes the firm equal to each of its two rivals.
    fitted = {"market.rivals": rivals, "market.reference_rivals": None}
    case = still(**fitted, **{"market.nobody": -20, "classes.C.wallet": 1 / 3})
    for firm in (US, 1, 2):
        assert agrees(shares(case, firm, 50), 1 / 3).verdict


@pytest.mark.thorough
def test_elasticity_is_the_weight_of_money_times_one_minus_share() -> None:
    case = still(**{"classes.C.wallet": 0.5})
    weight = Weights.of(case, "C", "economy").money
    level = 1.02
    expected = 0.5 * exp(-weight * log(level)) / (0.5 * exp(-weight * log(level)) + 0.5)
    assert agrees(shares(case, US, 60, **{"price.level": level}), expected).verdict
    slope = (log(expected) - log(0.5)) / log(level)
    assert slope == pytest.approx(-weight * (1 - 0.5), rel=0.1)


def test_needs_lost_to_a_higher_price_go_to_the_second_choice() -> None:
    """One Gumbel for each firm: who does not switch keeps the same firm when another's price moves."""
    case = still(**{"classes.C.wallet": 0.5})
    drawn = draw_demand(case, 100, 0, 0, 364 * DAY)
    needs = range(len(drawn.needs.time))
    cheap = [CustomerChoice(case, [case.policy], drawn, None).choose(need, 0) for need in needs[:400]]
    policy = case.policy.replace(**{"price.level": 1.1})
    expensive = [CustomerChoice(case, [policy], drawn, None).choose(need, 0) for need in needs[:400]]
    for before, after in zip(cheap, expensive, strict=True):
        assert before in (after, US)


def test_only_price_and_promise_are_in_the_formula_of_value() -> None:
    parts = (choice, reputation, awareness, remembered_orders, taste)
    source = "".join(map(inspect.getsource, parts))
    used = {name for name in levers() if f"policy.{name}" in source}
    # Advertising makes the firm known; it is no part of the value.
    assert used == {"price.level", "promise.hours", "brand.advertising"}
    assert "policy" not in inspect.getsource(reputation.Reputation._revalue)
    assert "policy" not in inspect.getsource(choice.CustomerChoice.choose)


def test_satisfaction_depends_on_facts_only() -> None:
    from sim.model.customers import satisfaction as judging

    assert "policy" not in inspect.getsource(judging)
