"""Customer equity and long-run profit: by hand, as a property of the customers, and against what later years bring."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim import compare, continue_run, load_case, run
from sim.base.units import WEEK
from sim.measures.customer_equity import customer_equity, long_run_money
from tests.benchmarks.equity import effects, policies
from tests.support.hand_records import records
from tests.support.parameters import thorough_after
from tests.support.shared_runs import shared_run


def base(time: int, klass: str, customers: int, usual: float, memory: float) -> dict[str, object]:
    return {
        "time": time,
        "klass": klass,
        "customers": customers,
        "usual_orders": usual,
        "memory_orders": memory,
    }


def test_by_hand() -> None:
    case = load_case("corner").replace(
        **{
            "market.discount": 0.25,
            "classes.A.margin": 100,
            "classes.A.retention": 0.75,
            "classes.B.margin": 10,
            "classes.B.retention": 0.5,
        }
    )
    found = records(
        2 * WEEK,
        customer_base=[
            base(0, "A", 2, 50.0, 0.0),
            base(0, "B", 4, 20.0, 1.0),
            base(WEEK, "A", 9, 9.0, 9.0),
            base(2 * WEEK, "A", 1, 30.0, -2.0),
            base(2 * WEEK, "B", 4, 20.0, 0.0),
        ],
        ledger=[{"time": 5, "account": "freight", "amount": 700}],
    )
    start, end = (customer_equity(found, case, time)["equity"] for time in (0, 2 * WEEK))
    # Multiples 0.75 / 0.5 = 1.5 and 0.5 / 0.75 = 2 / 3; money in fen. There is no base of class C.
    assert start["A"] == 10_000 * 50 * 1.5
    assert start["B"] == pytest.approx(1_000 * (20 * 2 / 3 + 1))
    assert end["A"] == 10_000 * (30 * 1.5 - 2)
    assert math.isnan(end["C"])


def test_long_run_profits_of_windows_add_up() -> None:
    result = shared_run("corner", weeks=13)
    parts = [result.window(first, last).money for first, last in ((0, 4), (4, 5), (5, 13))]
    for name in ("profit", "customer_equity_change", "long_run_profit"):
        assert sum(part[name] for part in parts) == result.money[name]
    assert parts[-1]["customer_equity"] == result.money["customer_equity"]
    assert result.money == long_run_money(result.records, result.case)


def test_nobody_comes_or_goes_in_a_frozen_market() -> None:
    money = shared_run("corner", weeks=4, market="frozen").money
    assert money["customer_equity"] is None
    assert money["long_run_profit"] == money["profit"]


def test_equity_is_a_property_of_the_customers_not_of_the_policy() -> None:
    """Before a policy has acted, equity is the same under every policy. (A new price acts on contracts at once.)"""
    case = load_case("corner").replace(settle_days=0)
    equities = {
        float(customer_equity(run(case, policy, weeks=1).records, case, 0).loc["all", "equity"])
        for policy in (case.policy, *policies(case.policy).values())
        if policy.price.level == case.policy.price.level
    }
    assert len(equities) == 1


def test_a_cheap_last_week_adds_nothing_by_itself() -> None:
    before = run("corner", weeks=12)
    cheap, usual = (continue_run(before, levers, weeks=1) for levers in ({"price.level": 0.3}, None))
    difference = cheap.money["customer_equity"] - usual.money["customer_equity"]
    assert difference < 0.03 * usual.money["customer_equity"]
    assert cheap.money["long_run_profit"] < usual.money["long_run_profit"]


def test_who_left_for_the_price_alone_is_back_with_the_price() -> None:
    """Most B and C customers leave a firm that is expensive for half a year, and deal with it again six weeks after that."""
    before = run("corner", weeks=4)
    expensive = continue_run(before, {"price.level": 1.4}, weeks=26)
    usual, after = continue_run(before, weeks=26), continue_run(expensive, before.policy, weeks=6)
    there, there_usually, there_after = (
        customer_equity(one.records, one.case).loc[["B", "C"]] for one in (expensive, usual, after)
    )
    assert (there["customers"] < 0.5 * there_usually["customers"]).all()
    assert (there_after["customers"] > 0.85 * there_usually["customers"]).all()
    assert there["equity"].to_numpy() == pytest.approx(there_usually["equity"].to_numpy(), rel=0.1)


def test_it_stands_in_comparisons() -> None:
    found = compare(
        "corner", {"today": {}, "expensive": {"price.level": 1.3}}, replications=2, weeks=4, workers=1
    )
    assert {"customer_equity", "long_run_profit"} <= set(found.table)
    assert found.choice().measure == "long_run_profit"


@pytest.mark.parametrize(
    ("name", "replications"),
    thorough_after(
        1, [("little stock", 5), ("departures every 48 h", 5), ("more stock", 30), ("visits", 30)]
    ),
)
def test_it_says_what_a_year_does_to_later_profits(name: str, replications: int) -> None:
    """The change of equity has the sign of the later years' profits, and is at most three times as large."""
    policy = policies(load_case("corner").policy)[name]
    _profit, equity, later = effects("corner", policy, replications, years=3)
    assert np.sign(equity.mean()) == np.sign(later.mean())
    assert 1 / 3 < equity.mean() / later.mean() < 3


@pytest.mark.parametrize(("name", "replications"), thorough_after(0, [("price 0.9", 30), ("price 1.4", 10)]))
def test_a_price_of_one_year_leaves_no_mark(name: str, replications: int) -> None:
    """Contracts at that price end with it, who was kept by it alone leaves, and who left for it alone is back.

    Equity and later profits hardly change. After a high price the sign of what is left is the luck of ten contracts: of equity
    -8,000 +- 46,000 CNY, of later profits -59,000 +- 72,000 (95 %), while the firm is worth millions.
    """
    case = load_case("corner")
    _profit, equity, later = effects("corner", policies(case.policy)[name], replications, years=3)
    worth = run(case).money["customer_equity"] / 100
    for change in (equity, later):
        assert change.mean() > -0.04 * worth
        assert change.mean() + 1.96 * change.std(ddof=1) / len(change) ** 0.5 < 0.03 * worth


@pytest.mark.parametrize(
    ("name", "replications"),
    thorough_after(1, [("corner", 30), ("jiaying", 2), ("tianye", 5), ("express", 5)]),
)
def test_margins_and_retention_of_the_cases_are_those_of_their_firms(name: str, replications: int) -> None:
    """Of ten customers of class A in `corner` less than one a year goes: only many years tell the share."""
    from sim.measures.churn import true_churn
    from sim.measures.contribution import contributions

    case = load_case(name)
    margins, kept = [], []
    for replication in range(replications):
        result = run(case, replication=replication)
        sums = (
            contributions(result.records, case)
            .groupby("klass", observed=True)[["contribution", "orders"]]
            .sum()
        )
        margins.append((sums["contribution"] / sums["orders"] / 100).to_dict())
        kept.append(1 - true_churn(result.records)["yearly"])
    for klass, data in case.classes.items():
        assert data.margin == pytest.approx(np.mean([one[klass] for one in margins]), rel=0.1)
        assert data.retention == pytest.approx(np.mean([one[klass] for one in kept]), abs=0.05)
