"""Customers and needs: there whatever the firm does, in the pattern of the case."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim import load_case, run
from sim.base.streams import RandomStreams
from sim.base.units import DAY
from sim.model.demand.baskets import NO_GOOD, draw_baskets
from sim.model.demand.needs import draw_customers, draw_needs
from sim.model.demand.succession import Succession
from sim.policy.classes import CLASSES
from tests.support.shared_runs import shared_run
from tests.support.statistical_rule import agrees


@pytest.mark.parametrize(("name", "needs"), [("jiaying", 100_000), ("corner", 10_000)])
def test_potential_is_exact_by_construction(name: str, needs: int) -> None:
    case = load_case(name)
    customers = draw_customers(case, RandomStreams(3))
    counts = np.bincount(customers.klass)
    assert (counts * 20 == np.array([1, 3, 16]) * counts.sum()).all()
    assert customers.needs_a_year.sum() == pytest.approx(needs, rel=1e-9)
    each = np.array([case.classes[c].contribution for c in CLASSES])[customers.klass] * customers.needs_a_year
    shares = np.bincount(customers.klass, each) / each.sum()
    assert shares == pytest.approx([0.80, 0.15, 0.05], rel=1e-9)


def test_needs_a_year_are_those_of_the_case() -> None:
    case = load_case("corner")
    totals = []
    for replication in range(60):
        luck = RandomStreams(100, replication)
        customers = draw_customers(case, luck)
        stayers = Succession.of_stayers(len(customers.klass))
        totals.append(len(draw_needs(case, luck, customers, stayers, 0, 364 * DAY).time))
    assert agrees(totals, 10_000).verdict


def test_a_shorter_run_has_the_first_needs_of_a_longer_one() -> None:
    short, long = run("corner", weeks=5), run("corner", weeks=9)
    needs = long.records["needs"]
    columns = ["customer", "need", "time"]
    pd.testing.assert_frame_equal(
        short.records["needs"][columns], needs.loc[needs["time"] < 35 * DAY, columns], check_exact=True
    )


POLICIES = {"desk.clerks": 3, "stock.safety_factor": 0.5, "fleet.consolidation_hours": 6, "flex.capacity": 0}


def test_needs_are_the_same_under_every_policy() -> None:
    case = load_case("corner")
    one, two = (run(case, policy, weeks=6).records for policy in (None, case.policy.replace(**POLICIES)))
    columns = ["customer", "need", "time"]
    pd.testing.assert_frame_equal(one["needs"][columns], two["needs"][columns], check_exact=True)
    # An order that both firms got asks for the same.
    given = ["customer", "need", "klass", "lane", "channel", "lines", "ordered", "placed"]
    given += ["special_asked", "expedite_asked", "delay_asked"]
    a, b = (table["orders"].set_index("order")[given] for table in (one, two))
    both = a.index.intersection(b.index)
    assert len(both) > 0.8 * len(a)
    pd.testing.assert_frame_equal(a.loc[both], b.loc[both], check_exact=True)


def test_in_a_frozen_market_every_policy_gets_the_same_orders() -> None:
    case = load_case("corner")
    own = run(case, weeks=6).records["needs"]
    frozen = [
        run(case, policy, weeks=6, market="frozen").records["needs"]
        for policy in (None, case.policy.replace(**POLICIES))
    ]
    for needs in frozen:
        pd.testing.assert_series_equal(needs["order"], own["order"])
    assert (
        not run(case, case.policy.replace(**POLICIES), weeks=6).records["needs"]["order"].equals(own["order"])
    )


def test_share_of_wallet_by_class_of_those_who_know_the_firm() -> None:
    records = shared_run("jiaying", weeks=13).records
    customers = records["customers"]
    known = customers[customers["knows"] & customers["joined"].isna() & customers["left"].isna()]
    needs = records["needs"].merge(known[["customer", "klass"]], on="customer")
    given = needs.assign(given=needs["state"] != "elsewhere").groupby("klass", observed=True)["given"].mean()
    for name, data in load_case("jiaying").classes.items():
        assert given[name] == pytest.approx(data.wallet, abs=0.06)


def test_needs_swing_with_hour_day_and_season() -> None:
    case = load_case("jiaying")
    time = shared_run(case).records["needs"]["time"].to_numpy()
    time = time[time >= 0]
    by_hour = np.bincount(time // 3600 % 24, minlength=24)
    assert np.corrcoef(by_hour, case.calendar.hours)[0, 1] > 0.999
    weekday = np.bincount(time // DAY % 7, minlength=7)
    assert weekday[0] > 1.5 * weekday[6]
    by_day = np.bincount(time // DAY, minlength=364)
    singles = by_day[305:319].sum() / by_day[284:298].sum()
    assert 1.35 < singles < 1.65
    festival = by_day[21:28].sum() / by_day[35:42].sum()
    assert 0.28 < festival < 0.42


def baskets(count: int = 20_000) -> np.ndarray:
    case = load_case("jiaying")
    customer = np.arange(count)
    return draw_baskets(case, RandomStreams(4).of(customer, 0), customer % 3).goods


def test_no_good_is_twice_in_a_basket() -> None:
    goods = np.sort(baskets(), axis=1)
    assert not ((goods[:, 1:] == goods[:, :-1]) & (goods[:, 1:] != NO_GOOD)).any()


def test_goods_of_a_family_are_ordered_together() -> None:
    goods = baskets()
    first, second = goods[:, 0], goods[:, 1]
    two = second != NO_GOOD
    together = (first[two] // 5 == second[two] // 5).mean()
    assert 0.59 < together < 0.64  # six in ten by design, and a few by chance


def test_an_order_has_at_least_two_and_a_half_lines() -> None:
    assert (baskets() != NO_GOOD).sum(axis=1).mean() > 2.6
