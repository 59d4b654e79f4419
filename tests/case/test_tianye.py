"""Tianye: few customers, large lots, long roads, a firm that must not make mistakes."""

from __future__ import annotations

import numpy as np
import pytest

from sim import Case, Run, load_case, run
from sim.base.streams import RandomStreams
from sim.model.demand.needs import draw_customers
from sim.policy.classes import CLASSES
from tests.model.test_conservation import check
from tests.support.paired_runs import SEEDS
from tests.support.shared_runs import shared_run


@pytest.fixture(scope="module")
def tianye() -> Case:
    return load_case("tianye")


@pytest.fixture(scope="module")
def years(tianye: Case) -> list[Run]:
    return [shared_run(tianye, seed=seed) for seed in SEEDS[:10]]


def income_by_customer(result: Run) -> np.ndarray:
    """CNY invoiced to each customer, the largest first."""
    orders = result.records["orders"]
    invoiced = orders.groupby("customer")["invoiced"].sum().astype("float64")
    return np.sort(invoiced.to_numpy())[::-1] / 100


def mean_km(result: Run) -> float:
    """Mean way of an order that goes by road."""
    km = {centre.name.en: centre.km for centre in result.case.centres if centre.mode == "road"}
    return float(result.records["orders"]["lane"].astype(str).map(km).mean())


def test_what_the_course_tells(tianye: Case) -> None:
    for word in ("Xinjiang Tianye", "January 2008", "Shihezi", "chemicals", "8 January 2014"):
        assert word in tianye.story.en
    for word in ("新疆天业", "2008年1月", "石河子", "化工产品", "2014年1月8日"):
        assert word in tianye.story.zh
    end = tianye.calendar.start.toordinal() + 364
    assert 0 <= tianye.calendar.start.replace(year=2014, day=8).toordinal() - end <= 7


def test_strata_of_its_own_and_their_potential_is_exact(tianye: Case) -> None:
    customers = draw_customers(tianye, RandomStreams(3))
    assert np.bincount(customers.klass).tolist() == [10, 20, 30]
    each = np.array([tianye.classes[c].contribution for c in CLASSES])[customers.klass]
    potential = np.bincount(customers.klass, each * customers.needs_a_year)
    assert potential / potential.sum() == pytest.approx([0.6, 0.3, 0.1], rel=1e-9)


@pytest.mark.slow
def test_a_few_customers_carry_the_firm(years: list[Run]) -> None:
    jiaying = income_by_customer(shared_run("jiaying", weeks=13))
    for result in years:
        income = income_by_customer(result)
        newcomers = int(result.records["customers"]["arrived"].notna().sum())
        assert newcomers <= 10
        assert len(income) <= 60 + newcomers
        assert income[:10].sum() > 0.55 * income.sum()
        assert income[0] > 0.08 * income.sum()
        assert income[0] / income.sum() > 4 * jiaying[0] / jiaying.sum()


@pytest.mark.slow
def test_lots_are_large_and_roads_are_long(years: list[Run]) -> None:
    jiaying = run("jiaying", weeks=4)
    for result in years[:3]:
        assert result.records["lines"]["quantity"].mean() > 2 * jiaying.records["lines"]["quantity"].mean()
        assert mean_km(result) > 2 * mean_km(jiaying)
        assert result.records["trips"]["orders"].max() == 2
        assert income_by_customer(result).sum() / result.counts["delivered"] > 5000


@pytest.mark.slow
def test_strict_safety(tianye: Case, years: list[Run]) -> None:
    jiaying = load_case("jiaying")
    assert tianye.fleet.km_hour < jiaying.fleet.km_hour
    assert tianye.policy["warehouse.care"] >= 5 * jiaying.policy["warehouse.care"]
    careless = run(tianye, tianye.policy.replace(**{"warehouse.care": 0}), seed=SEEDS[0])
    assert years[0].measures["m03"]["value"] > careless.measures["m03"]["value"]
    # Checking pays where a mistake costs as much as here.
    assert years[0].money["profit"] > careless.money["profit"]


@pytest.mark.slow
def test_today_the_firm_earns_a_little_and_is_punctual(years: list[Run]) -> None:
    margins = np.array([result.money["profit"] / result.money["income"] for result in years])
    assert 0 < margins.mean() < 0.10
    assert (np.abs(margins) < 0.20).all()  # where the ten largest send their goods differs by luck
    on_time = np.array([result.measures["m08"]["value"] for result in years])
    assert 0.9 < on_time.mean() < 0.98
    assert on_time.min() > 0.8


@pytest.mark.slow
def test_share_of_wallet_stays_as_given(tianye: Case, years: list[Run]) -> None:
    """After a year, among customers who know the firm and have not moved away; the mean of ten years, class A by contract."""
    for name in CLASSES:
        shares = []
        for result in years:
            customers = result.records["customers"]
            there = customers[customers["knows"] & customers["joined"].isna() & (customers["klass"] == name)]
            needs = result.records["needs"]
            needs = needs[(needs["time"] >= 0) & needs["customer"].isin(there["customer"])]
            shares.append((needs["state"] != "elsewhere").mean())
        assert np.mean(shares) == pytest.approx(tianye.classes[name].wallet, abs=0.06), name


@pytest.mark.slow
def test_everything_is_conserved(years: list[Run]) -> None:
    check(years[0])
