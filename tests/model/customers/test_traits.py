"""A replication is another year of luck for the same customers."""

from __future__ import annotations

import numpy as np
import pytest

from sim import load_case, run, run_market
from sim.base.units import WEEK
from sim.model.customers.choice import CustomerChoice
from sim.model.demand.demand import draw_demand
from tests.support.shared_runs import shared_run

FIXED = ["customer", "klass", "type", "home", "needs_a_year", "contract_ends"]
"""Columns of `customers` that follow from case and seed."""


@pytest.mark.parametrize("name", ["corner", "express", "tianye", "jiaying"])
def test_traits_are_the_same_in_every_replication(name):
    case = load_case(name)
    demands = [draw_demand(case, 5, replication, 0, WEEK) for replication in range(10)]
    firms = [CustomerChoice(case, [case.policy], demand, None) for demand in demands]
    first = firms[0]
    for demand, choice in zip(demands[1:], firms[1:], strict=True):
        customers, one, other = demand.customers, first.population, choice.population
        assert (customers.needs_a_year == demands[0].customers.needs_a_year).all()
        assert (customers.home == demands[0].customers.home).all()
        assert (one.kind, one.limit, one.hears_at) == (other.kind, other.limit, other.hears_at)
        assert one.renews_at == other.renews_at
        assert first.firms[0].constant == choice.firms[0].constant
        assert first.rivals == choice.rivals
        assert first.firms[0].knows == choice.firms[0].knows
        assert one.moves_at != other.moves_at  # luck


def test_another_seed_has_other_customers():
    case = load_case("corner")
    one, other = (draw_demand(case, seed, 0, 0, WEEK).customers for seed in (0, 1))
    assert (one.needs_a_year != other.needs_a_year).all()


def test_records_show_the_same_customers():
    tables = [shared_run("corner", weeks=4, replication=number).records["customers"] for number in range(3)]
    for table in tables[1:]:
        assert table[FIXED].astype(str).equals(tables[0][FIXED].astype(str))


def test_firms_of_a_market_meet_the_same_customers_in_every_replication():
    markets = [
        run_market("corner", {"red": {}, "blue": {}}, weeks=1, replication=number) for number in range(2)
    ]
    tables = [market.firms["blue"].records["customers"][FIXED].astype(str) for market in markets]
    assert tables[0].equals(tables[1])


@pytest.mark.parametrize("name", ["jiaying", "express"])
def test_needs_are_luck(name):
    """A customer with more needs than usual in one year has no more than usual in another."""
    case = load_case(name)
    weeks = 52
    surplus = []
    for replication in range(4):
        demand = draw_demand(case, 0, replication, 0, weeks * WEEK)
        expected = demand.customers.needs_a_year * weeks * 7 / 364
        count = np.bincount(demand.needs.customer, minlength=len(expected))
        surplus.append((count - expected) / np.sqrt(expected))
    correlations = np.corrcoef(surplus)[np.triu_indices(4, 1)]
    assert np.abs(correlations).mean() < 1.96 / np.sqrt(len(surplus[0]))


def test_contract_ends_within_the_first_contract_and_only_for_a():
    case = load_case("corner")
    customers = run(case, weeks=1).records["customers"]
    has_contract = customers["klass"] == "A"
    assert customers.loc[~has_contract, "contract_ends"].isna().all()
    ends = customers.loc[has_contract, "contract_ends"]
    assert ends.between(0, case.market.contract_weeks * WEEK - 1).all()
