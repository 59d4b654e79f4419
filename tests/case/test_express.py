"""Express: many small parcels, and two positions that pay (fast and expensive, slow and cheap) with none between."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pytest

from sim import Case, Run, load_case, run
from sim.base.streams import RandomStreams
from sim.model.demand.needs import draw_customers
from sim.policy.classes import CLASSES
from tests.model.test_conservation import check
from tests.support.paired_runs import SEEDS, gain
from tests.support.shared_runs import shared_run

LIST_PRICE = 15
COUNT = 16
MARGIN = 2000
"""CNY a year, a tenth of what the firm earns at either peak."""


class Position(NamedTuple):
    """Price (CNY a parcel), promise and consolidation (hours), lorries."""

    price: float
    promise: float
    consolidation: int
    lorries: int

    @property
    def levers(self) -> dict[str, Any]:
        return {
            "price.level": self.price / LIST_PRICE,
            "promise.hours": self.promise,
            "fleet.consolidation_hours": self.consolidation,
            "fleet.vehicles": self.lorries,
        }


FAST = Position(22, 24, 8, 30)
SLOW = Position(10, 72, 36, 12)
BETWEEN = [
    Position(price, *speed)
    for price, *speed in (
        (13, 54, 24, 16),
        (13, 42, 12, 22),
        (15, 48, 16, 18),
        (15, 40, 12, 22),
        (17, 48, 16, 18),
        (17, 40, 12, 22),
    )
]


class Year(NamedTuple):
    """What is kept of a run: CNY, and orders by buying type."""

    profit: float
    types: dict[str, int]


def year(case: Case, position: Position, seed: int) -> Year:
    result = run(case, case.policy.replace(**position.levers), seed=seed)
    customers = result.records["customers"].set_index("customer")
    types = result.records["orders"]["customer"].map(customers["type"].astype(str)).value_counts()
    return Year(result.money["profit"] / 100, {str(name): int(count) for name, count in types.items()})


@pytest.fixture(scope="module")
def express() -> Case:
    return load_case("express")


@pytest.fixture(scope="module")
def today(express: Case) -> list[Run]:
    return [shared_run(express, seed=seed) for seed in SEEDS[:4]]


@pytest.fixture(scope="module")
def peaks(express: Case) -> dict[Position, list[Year]]:
    return {p: [year(express, p, seed) for seed in SEEDS[:COUNT]] for p in (FAST, SLOW)}


def profits(years: list[Year]) -> list[float]:
    return [one.profit for one in years]


@pytest.mark.thorough
@pytest.mark.parametrize("between", BETWEEN, ids=str)
def test_effect_6_two_positions_pay_and_none_between(
    express: Case, peaks: dict[Position, list[Year]], between: Position
) -> None:
    middle = [year(express, between, seed) for seed in SEEDS[:COUNT]]
    for peak in (FAST, SLOW):
        assert gain(profits(middle), profits(peaks[peak]), float)[0] > MARGIN, peak


@pytest.mark.thorough
@pytest.mark.parametrize(
    "wrong", [Position(22, 72, 36, 12), Position(10, 24, 8, 30)], ids=["slow and expensive", "fast and cheap"]
)
def test_mixing_the_two_positions_loses_money(
    express: Case, peaks: dict[Position, list[Year]], wrong: Position
) -> None:
    mixed = [year(express, wrong, seed) for seed in SEEDS[:6]]
    for peak in (FAST, SLOW):
        assert gain(profits(mixed), profits(peaks[peak][:6]), float)[0] > MARGIN, peak


@pytest.mark.thorough
def test_effect_6_the_two_positions_have_different_customers(peaks: dict[Position, list[Year]]) -> None:
    for one in peaks[FAST]:
        assert one.types["convenience"] > 0.8 * sum(one.types.values())
    for one in peaks[SLOW]:
        assert one.types["economy"] > 0.8 * sum(one.types.values())


@pytest.mark.thorough
def test_with_customers_who_are_alike_there_is_one_peak(
    express: Case, peaks: dict[Position, list[Year]]
) -> None:
    """The valley comes from the customers: let all weigh money and time as the mean does, and the middle beats a peak."""
    market = express.model_dump(mode="json")["market"]
    shares = market["type_shares"]["A"]
    for term in ("money", "time"):
        mean = sum(shares[kind] * market["types"][kind][term] for kind in shares)
        for kind in shares:
            market["types"][kind][term] = mean
    alike = express.replace(market=market)
    fast, slow, *middle = (
        np.mean([year(alike, p, seed).profit for seed in SEEDS[:2]]) for p in (FAST, SLOW, *BETWEEN[:4])
    )
    assert max(middle) > min(fast, slow)


@pytest.mark.slow
def test_potential_is_exact_and_parcels_are_small(express: Case, today: list[Run]) -> None:
    customers = draw_customers(express, RandomStreams(3))
    counts = np.bincount(customers.klass)
    assert (counts * 20 == np.array([1, 3, 16]) * counts.sum()).all()
    each = np.array([express.classes[c].contribution for c in CLASSES])[customers.klass]
    potential = np.bincount(customers.klass, each * customers.needs_a_year)
    assert potential / potential.sum() == pytest.approx([0.80, 0.15, 0.05], rel=1e-9)
    assert customers.needs_a_year.sum() == pytest.approx(40_000)
    for result in today:
        assert result.records["orders"]["lines"].mean() == pytest.approx(1.2, abs=0.03)
        assert result.records["orders"]["quoted"].mean() / 100 == pytest.approx(LIST_PRICE, abs=0.3)


def test_rivals_charge_what_the_course_tells(express: Case) -> None:
    fast, cheap = express.market.rivals
    assert round(fast.price * LIST_PRICE, 2) == 22
    assert round(cheap.price * LIST_PRICE, 2) == 10
    assert fast.hours < express.market.known.hours < cheap.hours
    for word in ("22", "10", "15"):
        assert word in express.story.en
        assert word in express.story.zh


@pytest.mark.slow
def test_days_on_the_way_as_in_china(today: list[Run]) -> None:
    """Between provinces: 53.88 h on average in 2024. More than China's 83.95 % within 72 h: the far west is not served."""
    for result in today:
        zone = {centre.name.en: centre.zone for centre in result.case.centres}
        orders = result.records["orders"]
        orders = orders[orders["delivered"].notna() & (orders["lane"].astype(str).map(zone) == "nation")]
        hours = (orders["delivered"] - orders["placed"]).astype("float64") / 3600
        assert hours.mean() == pytest.approx(53.88, abs=2)
        assert 0.84 < (hours <= 72).mean() < 0.96


@pytest.mark.slow
def test_today_the_firm_breaks_even_and_is_punctual(express: Case, today: list[Run]) -> None:
    for result in today:
        assert abs(result.money["profit"]) < 0.05 * result.money["income"]
        assert 0.85 < result.measures["m08"]["value"] < 0.97
    needs = pd.concat([result.records["needs"] for result in today])
    given = needs.loc[needs["time"] >= 0, "state"] != "elsewhere"
    assert given.mean() == pytest.approx(express.classes["A"].wallet, abs=0.02)


@pytest.mark.slow
def test_everything_is_conserved(today: list[Run]) -> None:
    check(today[0])
