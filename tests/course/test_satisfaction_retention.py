"""Assignment 6: the surprises that its questions are built on, and what its tables hold."""

from __future__ import annotations

import pytest

from sim.course.assignment import find_assignment
from sim.course.assignments.satisfaction_retention import complaints, pilot, survey
from sim.course.assignments.satisfaction_retention.trial import BONDS, bond_years, picker_half_years, pickers
from sim.course.assignments.satisfaction_retention.variant import draw_variant
from sim.course.data.trials import as_table, low_and_high
from sim.course.fair_tables import make_tables
from sim.course.my_case import MyCase
from sim.course.owner import Owner
from tests.support.reference_solution import source_of

NAME = "satisfaction_retention"
SEEDS = range(8)


@pytest.fixture(scope="module", params=SEEDS)
def made(request):
    variant = draw_variant(request.param)
    return variant, make_tables(find_assignment(NAME).steps, variant, request.param)


@pytest.fixture(scope="module")
def functions():
    return source_of(NAME).functions


def test_the_plain_mean_of_the_survey_is_too_high_by_more_than_a_third_of_its_margin(made, functions):
    _variant, tables = made
    asked, customers = tables["survey"], tables["customers"]
    plain = asked["satisfaction"].mean()
    true, margin = functions["weighted"](asked, customers), functions["margin"](asked, customers)
    assert plain - true >= survey.LEAST_BIAS and (plain - true) > margin / 3
    assert set(asked["customer"]) <= set(customers["customer"])


def test_of_those_who_left_after_a_failure_few_had_complained(made, functions):
    _variant, tables = made
    found = functions["voices_of"](
        *(tables[name] for name in ("leavers", "orders", "complaints", "mentions"))
    )
    failed = found["complained"] + found["mentioned"] + found["silent"]
    assert sum(found.values()) == survey.LEAVERS
    assert 0.02 <= found["complained"] / failed <= 0.14
    assert found["mentioned"] > found["silent"] > found["complained"]


def test_some_leavers_complained_too_late_and_all_tables_name_leavers(made):
    _variant, tables = made
    left = tables["leavers"].set_index("customer")["left"]
    complained = tables["complaints"]
    late = complained["opened"] > complained["customer"].map(left)
    assert 0 < late.sum() < len(late)
    for name in ("orders", "complaints", "mentions"):
        assert set(tables[name]["customer"]) <= set(left.index), name


def test_what_is_most_frequent_is_not_what_costs_most(made, functions):
    variant, tables = made
    number, paid = (functions["pareto"](tables["complaint_log"], by) for by in ("number", "paid"))
    assert list(number.index[:4]) != list(paid.index[:4])
    assert number["share"].sum() == pytest.approx(1) and variant.weak in number.index[:3]
    few = [functions["few"](tables["complaint_log"], by, 0.8) for by in ("number", "paid")]
    assert few[0] != few[1]


def test_steps_follow_one_another_and_none_lies_ahead(made):
    variant, tables = made
    cases = tables["cases"]
    before = "opened"
    for step in tables["standard"]["step"]:
        assert not (cases[before].isna() & cases[step].notna()).any()
        assert (cases[step].dropna() <= variant.today).all()
        before = step
    assert complaints.is_fair_cases(variant, tables)


def test_help_keeps_customers_and_a_slow_hall_does_no_better_than_silence(made, functions):
    _variant, tables = made
    kept = {pair: functions["kept"](rows, 26) for pair, rows in tables["first"].groupby(["hall", "handled"])}
    assert kept["North", "mended"] - kept["North", "silent"] > 0.09
    assert abs(kept["South", "not mended"] - kept["South", "silent"]) < 0.12
    assert {hall for hall, _group in kept} == set(pilot.HALLS)


def test_help_is_worth_most_for_class_a_or_b_and_hardly_for_c(made, functions):
    variant, tables = made
    worth = functions["complaint_value"](tables["classes"], variant.rate, variant.years, variant.cost)
    assert worth["A"] > worth["B"] > worth["C"]
    assert worth["C"] < 1000 < worth["B"]


def test_a_second_picker_comes_for_hours_beyond_twelve():
    assert pickers(12) == [0] * 8 + [1] * 12 + [0] * 4
    assert max(pickers(14)) == 2 and sum(pickers(14)) == 14


def test_a_bond_costs_something_and_none_costs_nothing():
    case = MyCase(find_assignment(NAME), Owner("kefu", "demo", demo=True), None)
    years = bond_years(case, [0])[0]
    assert years["none"]["cost"] == 0 < years["points"]["cost"] < years["links"]["cost"]
    assert all(year["first_six_weeks"] < year["half_1"] for year in years.values())


@pytest.mark.slow
@pytest.mark.parametrize("student", ["li01", "wang02"])
def test_points_win_at_once_links_last_and_do_not_pay_and_saved_wages_cost_customers(student):
    case = MyCase(find_assignment(NAME), Owner("kefu", student), None)
    wide = as_table(bond_years(case), "bond").pivot(index="number", columns="bond")
    six = {bond: (wide["first_six_weeks", bond] - wide["first_six_weeks", "none"]).mean() for bond in BONDS}
    late = {bond: wide["half_3", bond] - wide["half_3", "none"] for bond in BONDS}
    assert max(six, key=six.get) == "points"
    assert max(late, key=lambda bond: late[bond].mean()) == "links" and low_and_high(late["links"])[0] > 0
    assert low_and_high(late["points"])[0] < 0
    assert (wide["profit", "links"] - wide["profit", "none"]).mean() < 0
    hours = as_table(picker_half_years(case), "hours").pivot(index="number", columns="hours")
    # of some students one half year in five collapses, which makes the interval wide
    assert (hours["load", 7] - hours["load", 12]).mean() > 0
    assert (hours["staff", 7] - hours["staff", 12]).mean() < 0
    saved = (hours["wages", 12] - hours["wages", 7]).mean()
    assert (hours["profit", 12] - hours["profit", 7]).mean() > 0 < saved
