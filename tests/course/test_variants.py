"""Variants of an assignment: CI tries ten ids of each and 20 simulation answers.

`python -m tools.variants --seeds 300` tries 200 ids and 300 answers."""

from __future__ import annotations

import importlib

import pandas as pd
import pytest

from sim.course.assignment import find_assignment
from sim.course.assignments.service_measures.branch_year import make_tables, simulate_year
from sim.course.assignments.service_measures.variant import draw_variant
from sim.course.authoring.release import sources
from sim.course.my_case import MyCase
from sim.course.owner import Owner
from sim.course.seeds import course_secret, hidden_seed, public_seed
from sim.marking import marker as grading
from sim.measures.service import service_measures
from tests.support.notebooks import ROOT
from tests.support.parameters import slow_after
from tests.support.reference_solution import reference
from tools.variants import faults, marker_of, simulations_failed

IDS = 10
FIRST = 1000
"""Ids that nothing was calibrated on."""
SEEDS = 20
FEWEST_WRONG = 3


@pytest.mark.parametrize("name", sources(ROOT))
@pytest.mark.parametrize("number", slow_after(1, range(FIRST, FIRST + IDS)))
def test_a_variant_is_fair(name, number):
    found, _measured = faults(name, f"student{number}")
    assert found == []


@pytest.mark.parametrize("name", sources(ROOT))
def test_every_part_has_three_typical_wrong_answers(name):
    wrong = importlib.import_module(f"tests.course.wrong_answers.{name}").WRONG
    assert set(wrong) == {part.name for part in find_assignment(name).parts}
    assert [part for part, answers in wrong.items() if len(answers) < FEWEST_WRONG] == []


def test_seeds_depend_on_the_names_alone():
    assert public_seed("kefu", "service_measures", "li01") == 1926071691154071483
    assert public_seed("kefu", "service_measures", "li02") != public_seed("kefu", "service_measures", "li01")
    assert public_seed("a", "bc", "d") != public_seed("ab", "c", "d")
    assert hidden_seed(b"one", "kefu", "a", "li01") != hidden_seed(b"two", "kefu", "a", "li01")


def test_the_secret_of_a_course_is_made_once(tmp_path):
    first = course_secret(tmp_path)
    assert len(first) >= 32 and course_secret(tmp_path) == first


def test_the_same_student_gets_the_same_files():
    variant = draw_variant(7)
    one, two = make_tables(variant, 7), make_tables(variant, 7)
    assert all(one[name].equals(two[name]) for name in one)


def test_two_students_get_different_files():
    one, two = make_tables(draw_variant(7), 7), make_tables(draw_variant(8), 8)
    assert not any(one[name].equals(two[name]) for name in one)


@pytest.mark.parametrize("seed", slow_after(1, [101, 102]))
def test_the_reference_measures_what_the_simulator_measures(seed):
    """The two estimate m01 and m02 from what was written down; the others are the same to rounding."""
    variant = draw_variant(seed)
    made = make_tables(variant, seed)
    attempts = (service_measures(simulate_year(variant, seed, attempt)) for attempt in range(20))
    right = reference("service_measures")
    orders = made["orders"]
    measured = next(
        m for m in attempts if m["perfect"]["n"] == len(orders) and m["m05"]["value"] == right.m05(orders)
    )
    close = pytest.approx
    assert right.m01(made["lines"]) == close(measured["m01"]["value"], abs=0.004)
    assert right.m02(made["stock"]) == close(measured["m02"]["value"], abs=0.004)
    cycle = right.m04(orders)
    assert cycle["mean"] == close(measured["m04"]["value"]) and cycle["p95"] == close(measured["m04"]["p95"])
    assert cycle["sd"] == close(measured["m04"]["sd"])
    assert cycle["reliability"] == close(measured["m04"]["reliability"])
    for name in ("m03", "m05", "m07", "m08", "perfect"):
        assert getattr(right, name)(orders) == close(measured[name]["value"]), name
    assert right.m06(orders) == close(measured["m06"]["value"], abs=1e-4)
    assert right.m09(made["needs"], 0)[1] == close(measured["m09"]["value"])
    assert right.m10(made["requests"]) == close(measured["m10"]["value"])
    assert right.m11(made["requests"]) == close(measured["m11"]["value"])
    assert right.m12(made["contacts"]) == close(measured["m12"]["value"])
    assert right.why(orders).to_dict() == close(measured["perfect"]["failed_rights"])


def test_cleaning_the_export_gives_the_clean_orders():
    made = make_tables(draw_variant(103), 103)
    facts = find_assignment("service_measures").facts(draw_variant(103))
    cleaned = reference("service_measures").clean(made["raw_orders"], facts)
    assert len(made["raw_orders"]) > len(cleaned)
    wanted, found = made["orders"].set_index("order"), cleaned.set_index("order")
    assert set(wanted.index) == set(found.index)
    assert (wanted["preparation"] - found["preparation"].loc[wanted.index]).abs().max() < 1e-3


@pytest.mark.parametrize("name", sources(ROOT))
def test_a_right_simulation_passes_with_any_seed(name):
    assert simulations_failed(name, f"student{FIRST}", SEEDS) == 0


@pytest.mark.slow
def test_functions_are_also_tried_on_a_hidden_year(monkeypatch):
    marker = marker_of("service_measures", "student1", hidden=True)
    part = marker.case.assignment.part("m08")
    right = reference("service_measures").m08
    known = right(marker.case.read("orders"))
    assert marker.share(part, right) == 1
    assert marker.share(part, lambda orders: known) == 0, "a number is no function of the orders"


def test_a_hidden_year_needs_the_course_folder():
    case = MyCase(find_assignment("service_measures"), Owner("kefu", "li01"), None)
    with pytest.raises(ValueError, match="marked"):
        case.hidden()
    assert grading.grade is not None


def test_an_empty_cell_is_read_as_missing(tmp_path):
    case = MyCase(find_assignment("service_measures"), Owner("kefu", "li01"), tmp_path / "data")
    case.write_files()
    by_hand = pd.read_csv(tmp_path / "data" / "orders.csv", parse_dates=["promised", "delivered"])
    assert by_hand["delivered"].isna().sum() == case.read("orders")["delivered"].isna().sum() > 0
    assert (tmp_path / "data" / "orders.csv").read_bytes().startswith(b"\xef\xbb\xbf")
