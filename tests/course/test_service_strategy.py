"""Assignment 7: the surprises that its questions are built on; the years that come with it are those of the model."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.course.assignment import find_assignment
from sim.course.assignments.service_strategy import own_years, positions, returns
from sim.course.assignments.service_strategy.books import LEVEL
from sim.course.assignments.service_strategy.branch import LEVELS, RATED, base_case, base_rates, cost_of_level
from sim.course.assignments.service_strategy.policies import policy_year
from sim.course.assignments.service_strategy.trial import (
    SETS,
    UNIFORM,
    as_table,
    ids_of,
    in_words,
    low_and_high,
    t95,
    weeks_of_snow,
    years_of_packages,
)
from sim.course.assignments.service_strategy.variant import (
    BRANCHES,
    CARRIAGE_FACTORS,
    LORRY_FACTORS,
    build_case,
    draw_variant,
)
from sim.course.assignments.service_strategy.years import NUMBERS, years
from sim.course.fair_tables import make_tables
from sim.course.my_case import MyCase
from sim.course.owner import Owner

NAME = "service_strategy"
CLOSE = {"rel": 1e-6, "abs": 0.02}


def case_of(student: str) -> MyCase:
    return MyCase(find_assignment(NAME), Owner("kefu", student), None)


@pytest.fixture(scope="module")
def demo() -> MyCase:
    return MyCase(find_assignment(NAME), Owner("kefu", "demo", demo=True), None)


# What comes with the assignment


@pytest.mark.parametrize("name", ["levels", "policies", "returns", "positions"])
def test_every_job_has_its_row(name):
    table = years(name)
    keys = {
        "levels": ["branch", "level", "number"],
        "policies": ["branch", "policy"],
        "returns": ["branch", "share", "collect", "number"],
        "positions": ["price", "speed", "newcomer", "number"],
    }[name]
    assert not table.duplicated(keys).any() and not table.isna().any().any()
    if name == "levels":
        assert len(table) == len(BRANCHES) * len(LEVELS) * len(NUMBERS)


def test_a_kept_year_is_what_the_model_gives():
    row = years("levels").query("branch == 2 and level == 5 and number == 11").iloc[0]
    found = cost_of_level(base_case(), 2, 5, 11)
    assert {name: row[name] for name in found} == pytest.approx(found, **CLOSE)


@pytest.mark.slow
def test_of_each_other_file_a_row_is_what_the_model_gives():
    row = years("policies").query("branch == 4 and policy == 7").iloc[0]
    found = policy_year(base_case(), 4, 7)
    assert {name: row[name] for name in found} == pytest.approx(found, rel=1e-5, abs=0.02)
    row = years("returns").query("branch == 0 and share == 0.2 and collect == 'yes' and number == 10").iloc[0]
    found = returns.simulate(0, 0.2, "yes", 10)
    assert {name: row[name] for name in found} == pytest.approx(found, **CLOSE)
    row = years("positions").query(
        "price == 10 and speed == 'slow' and newcomer == 'slow 10' and number == 0"
    )
    found = positions.simulate(10, "slow", "slow 10", 0)
    assert {name: row.iloc[0][name] for name in found} == pytest.approx(found, rel=1e-4, abs=0.02)


@pytest.mark.slow
def test_own_rates_change_what_is_paid_and_nothing_else():
    variant = draw_variant(11)
    found = cost_of_level(
        build_case(variant).replace(emergencies=base_case().model_dump(mode="json")["emergencies"]),
        variant.branch,
        7,
        12,
    )
    row = own_years.level_years(variant).query("level == 7 and number == 12").iloc[0]
    assert {name: row[name] for name in ("visible", "carriage", "hidden", "total")} == pytest.approx(
        {name: found[name] for name in ("visible", "carriage", "hidden", "total")}, rel=1e-5
    )
    assert set(base_rates()) == set(RATED) == set(variant.rates)


# Surprises


@pytest.mark.parametrize("seed", range(12))
def test_the_least_total_lies_between_the_ends_and_costs_differ(seed):
    variant = draw_variant(seed)
    means = own_years.level_years(variant).groupby("level").mean()
    best = own_years.best_level(variant)
    assert LEVELS[0] < best < LEVELS[-1]
    assert (
        means["hidden"].is_monotonic_decreasing or means["hidden"].diff().max() < 0.05 * means["hidden"].max()
    )
    assert means["total"].iloc[0] > 1.2 * means["total"].min()
    assert means["hidden"][LEVEL] > 0.15 * means["visible"][LEVEL]


def test_two_hills_for_all_factors_and_cheap_does_not_last_being_copied():
    table = years("positions")
    table["place"] = table["speed"] + " " + table["price"].astype(str)
    last = set()
    for lorry in LORRY_FACTORS[::7]:
        for carriage in CARRIAGE_FACTORS[::4]:
            profit = (
                table["income"] - lorry * table["lorries"] - carriage * table["carriage"] - table["other"]
            )
            by = profit.groupby([table["place"], table["newcomer"]]).mean().unstack()
            alone = by["nobody"]
            assert alone["slow 10"] > max(alone[p] for p in ("slow 13", "middle 10", "middle 13"))
            assert alone["fast 22"] > max(alone[p] for p in ("fast 18", "middle 22", "middle 18"))
            assert alone["middle 15"] < min(alone["slow 10"], alone["fast 22"])
            assert by.loc["slow 10", "slow 10"] < by.loc["slow 10", "nobody"] - 10_000
            last.add(by.dropna().min(axis=1).idxmax())
    assert last == {"fast 22", "slow 10"}


@pytest.mark.parametrize("seed", range(6))
def test_collecting_pays_only_from_a_volume_on(seed):
    variant = draw_variant(seed)
    table = own_years.make_returns(variant, None, {})["return_years"]
    profit = table.pivot(index=["share", "number"], columns="collect", values="profit")
    gain = profit["yes"] - profit["no"]
    words = [in_words(gain.xs(share, level="share")) for share in returns.SHARES]
    assert words[0] == "lower" and words[-1] == "higher"


def test_tables_follow_from_the_seed_and_another_year_has_others():
    assignment, variant = find_assignment(NAME), draw_variant(5)
    one, two = (make_tables(assignment.steps, variant, seed) for seed in (5, 6))
    assert not one["needs"].equals(two["needs"])
    assert set(one) == set(two) == set(assignment.public)
    total = one["pairs"].set_index("number")
    years_of = one["level_years"].assign(total=lambda t: t["visible"] + t["carriage"] + t["hidden"])
    at_4 = years_of[years_of["level"] == own_years.FROM_LEVEL].set_index("number")["total"]
    assert total["before"].to_dict() == pytest.approx(at_4.to_dict(), abs=0.02)


# Helpers


def test_verdicts_intervals_and_numbers_of_runs():
    assert t95(5) == pytest.approx(2.776445, abs=1e-5)
    assert in_words(pd.Series([0.0, 0.0, 0.0])) == "no clear difference"
    assert in_words(pd.Series([-3.0, -3.1, -2.9])) == "lower"
    assert low_and_high(pd.Series([2.0, 2.0])) == (2.0, 2.0)
    assert ids_of(2, (0, 1, 2)) == (10, 11, 12, 20, 21, 22)


def test_the_frontier_and_its_hull():
    table = find_assignment(NAME).hand_tables["policies"]
    assert own_years.efficient(table) == ["a", "b", "e", "h", "f", "j"]
    assert set(own_years.hull(table)) < set(own_years.efficient(table))


@pytest.mark.slow
@pytest.mark.parametrize("student", ["li01", "wang02"])
def test_classes_pay_and_all_first_is_first_for_nobody(student):
    table = as_table(years_of_packages(case_of(student)))
    profit = table.pivot(index="number", columns="packages", values="profit")
    wait = table.pivot(index="number", columns="packages", values="wait_a")
    best = profit.mean().idxmax()
    assert best not in UNIFORM and set(SETS) == set(profit)
    assert profit["psb"].mean() > profit[list(UNIFORM)].mean().max()  # not clear of luck for every student
    assert (wait["ppp"] > wait["psb"]).all()
    assert in_words(wait["ppp"] - wait["bbb"]) != "lower"


@pytest.mark.slow
@pytest.mark.parametrize("student", ["li01", "wang02"])
def test_in_the_snow_the_most_expensive_plan_is_not_the_best(student):
    table = as_table(weeks_of_snow(case_of(student)))
    dissatisfied = table.pivot(index="number", columns="plan", values="dissatisfied")
    means = table.groupby("plan").mean()
    assert in_words(dissatisfied["basic"] - dissatisfied["nothing"]) == "lower"
    assert means.loc["full", "cost"] > 2 * means.loc["basic", "cost"]
    assert means.loc["tell", "dissatisfied"] < means.loc["nothing", "dissatisfied"]
    assert (means.loc["van", "dissatisfied"] - means.loc["tell", "dissatisfied"]).round(6) >= -0.5
