"""Assignment 5: the surprises that its questions are built on, and the calendar worked on paper."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.base.i18n import using
from sim.course.assignment import find_assignment
from sim.course.assignments.crm_selection import offers
from sim.course.assignments.crm_selection.trial import sales_of_leavers, years_of
from sim.course.assignments.crm_selection.variant import VENDORS, draw_variant
from sim.course.data.trials import as_table, low_and_high
from sim.course.fair_tables import make_tables
from sim.course.my_case import MyCase
from sim.course.owner import Owner

NAME = "crm_selection"
SEEDS = range(8)


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    variant = draw_variant(request.param)
    return variant, make_tables(find_assignment(NAME).steps, variant, request.param)


def test_the_highest_score_breaks_a_must_and_the_second_does_not(made):
    variant, tables = made
    points, weights = tables["points"].set_index("vendor"), tables["weights"].set_index("criterion")["weight"]
    ranked = (points @ weights).sort_values(ascending=False)
    assert weights.sum() == pytest.approx(1)
    assert ranked.index[0] in variant.broken and ranked.index[1] not in variant.broken
    assert len(set(variant.broken.values())) == len(variant.broken) == 2


def test_points_and_weights_follow_from_ratings_and_votes(made):
    _variant, tables = made
    table = tables["votes"].pivot(index="criterion", columns="department", values="weight").fillna(0)
    weights = (table / table.sum()).mean(axis=1)
    assert tables["weights"].set_index("criterion")["weight"].to_dict() == pytest.approx(weights.to_dict())
    means = tables["ratings"].groupby(["vendor", "criterion"])["points"].mean()
    points = tables["points"].set_index("vendor")
    assert points.loc["Anxin", "ease"] == pytest.approx(means["Anxin", "ease"])
    assert points["weeks"].max() == 10


def test_one_offer_cannot_pay_and_the_cheap_beginning_is_not_the_cheapest(made):
    variant, tables = made
    costs, gains = tables["costs"], tables["gains"]
    total = offers.total_costs(costs)
    early = offers.total_costs(costs[costs["year"] <= 1])
    assert early.idxmin() != total.idxmin()
    today = offers.total_costs(costs.assign(amount=costs["amount"] / (1 + variant.rate) ** costs["year"]))
    use = today / (gains["gain"] / (1 + variant.rate) ** gains["year"]).sum()
    assert use.max() > 1 and use.drop(list(variant.broken)).min() <= offers.PAYS


def test_swing_of_a_tie_and_of_a_weight_that_decides_nothing():
    points = pd.DataFrame({"a": [8.0, 6.0], "b": [5.0, 9.0], "c": [6.0, 6.0]}, index=["X", "Y"])
    weights = pd.Series({"a": 0.6, "b": 0.2, "c": 0.2})
    assert offers.swing_of(points, weights, "a") == (0.5, 1.0)
    assert offers.swing_of(points, weights, "c") == (0.0, 1.0)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_clause_of_each_must_stands_in_each_offer(lang, made):
    variant, tables = made
    with using(lang):
        texts = find_assignment(NAME).localize("offers", tables["offers"])
    from sim.course.assignments.crm_selection.texts import OFFERS

    for vendor, text in texts.itertuples(index=False):
        for must, clauses in OFFERS["clauses"].items():
            kind = "broken" if variant.broken.get(vendor) == must else "kept"
            assert any(clause[lang] in text for clause in clauses[kind]), (vendor, must)
    assert list(texts["vendor"]) == list(VENDORS)


def test_an_unused_system_changes_nothing_but_the_bill():
    case = MyCase(find_assignment(NAME), Owner("kefu", "demo", demo=True), None)
    year = years_of(case, ["none", "no backing"], [0])[0]
    assert {key: year["none"][key] for key in ("minutes", "given_up", "wrong_address", "bond")} == {
        key: year["no backing"][key] for key in ("minutes", "given_up", "wrong_address", "bond")
    }
    assert year["no backing"]["bill"] > 0 == year["none"]["bill"]


def test_the_interval_of_equal_differences_is_that_difference():
    assert low_and_high(pd.Series([0.0, 0.0, 0.0])) == (0.0, 0.0)
    low, high = low_and_high(pd.Series([1.0, 2.0, 3.0]))
    assert low < 0 < high


@pytest.mark.slow
@pytest.mark.parametrize("student", ["li01", "wang02"])
def test_the_file_saves_minutes_keeps_sales_and_is_harmful_without_care(student):
    case = MyCase(find_assignment(NAME), Owner("kefu", student), None)
    table = as_table(years_of(case, ["none", "operational", "no care", "collaborative"]))
    wide = table.pivot(index="number", columns="system")
    assert low_and_high(wide["minutes", "operational"] - wide["minutes", "none"])[1] < 0
    assert low_and_high(wide["bond", "operational"] - wide["bond", "none"])[0] > 0
    worse = wide["wrong_address", "no care"] - wide["wrong_address", "none"]
    assert worse.mean() > 0
    assert low_and_high(wide["profit", "collaborative"] - wide["profit", "none"])[1] < 0
    sums = as_table(sales_of_leavers(case)).groupby("system")[["stayed", "left"]].sum()
    lost = 1 - sums["left"] / sums["stayed"]
    assert lost["none"] > lost["operational"]
