"""Variants of an assignment: CI tries five ids; `python -m tools.variants` tries 200."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.base.errors import InputError
from sim.course.assignment import find_assignment
from sim.course.assignments.service_measures.branch_year import STEPS, simulate_year
from sim.course.assignments.service_measures.variant import draw_variant
from sim.course.authoring.release import sources
from sim.course.authoring.variants import try_student
from sim.course.fair_tables import Step, make_tables
from sim.course.my_case import MyCase
from sim.course.owner import Owner
from sim.course.seeds import course_secret, hidden_seed, public_seed
from sim.measures.service import service_measures
from tests.support.notebooks import ROOT
from tests.support.parameters import slow_after
from tests.support.reference_solution import reference, source_of

IDS = 5
FIRST = 1000
"""Ids that nothing was calibrated on."""
FEWER = {
    "event_planning": 1,
    "crm_selection": 1,
    "customer_value": 2,
    "satisfaction_retention": 1,
    "service_strategy": 1,
}
"""Of an assignment with simulated experiments each id takes up to half a minute; `python -m tools.variants` tries more."""


TRIED = [
    pytest.param(name, number, marks=[pytest.mark.slow] if number > FIRST or name in FEWER else [])
    for name in sources(ROOT)
    for number in range(FIRST, FIRST + FEWER.get(name, IDS))
]


@pytest.mark.parametrize(("name", "number"), TRIED)
def test_a_variant_is_fair(name, number):
    assert try_student(source_of(name), f"student{number}").faults == []


def test_seeds_depend_on_the_names_alone():
    assert public_seed("kefu", "service_measures", "li01") == 1926071691154071483
    assert public_seed("kefu", "service_measures", "li02") != public_seed("kefu", "service_measures", "li01")
    assert public_seed("a", "bc", "d") != public_seed("ab", "c", "d")
    assert hidden_seed(b"one", "kefu", "a", "li01") != hidden_seed(b"two", "kefu", "a", "li01")


def test_the_secret_of_a_course_is_made_once(tmp_path):
    first = course_secret(tmp_path)
    assert len(first) >= 32 and course_secret(tmp_path) == first


def test_the_same_student_gets_the_same_files_and_another_one_others():
    one, again, other = (make_tables(STEPS, draw_variant(seed), seed) for seed in (7, 7, 8))
    assert all(one[name].equals(again[name]) for name in one)
    assert not any(one[name].equals(other[name]) for name in one)


def counting(calls, name, fair_at):
    def make(variant, draw, made):
        calls.append((name, draw.attempt))
        return {name: pd.DataFrame({"attempt": [draw.attempt]})}

    return Step(make, lambda variant, made: made[name]["attempt"].iloc[0] >= fair_at, tries=5)


def test_a_cheap_table_is_drawn_again_apart_from_a_slow_one():
    calls = []
    made = make_tables((counting(calls, "slow", 1), counting(calls, "cheap", 3)), None, 1)
    assert calls == [("slow", 0), ("slow", 1), *(("cheap", attempt) for attempt in range(4))]
    assert set(made) == {"slow", "cheap"}


def test_what_is_never_fair_is_an_error_and_no_unfair_year():
    calls = []
    with pytest.raises(InputError, match="No fair tables"):
        make_tables((counting(calls, "slow", 0), counting(calls, "cheap", 9)), None, 1)
    assert calls.count(("slow", 4)) == 1


@pytest.mark.parametrize("seed", slow_after(1, [101, 102]))
def test_the_reference_measures_what_the_simulator_measures(seed):
    """The two estimate m01 and m02 from what was written down; the others are the same to rounding."""
    variant = draw_variant(seed)
    made = make_tables(STEPS, variant, seed)
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
    facts = find_assignment("service_measures").facts(variant)
    cleaned = right.clean(made["raw_orders"], facts)
    assert len(made["raw_orders"]) > len(cleaned)
    wanted, found = orders.set_index("order"), cleaned.set_index("order")
    assert set(wanted.index) == set(found.index)
    assert (wanted["preparation"] - found["preparation"].loc[wanted.index]).abs().max() < 1e-3


def test_a_hidden_year_needs_the_course_folder():
    case = MyCase(find_assignment("service_measures"), Owner("kefu", "li01"), None)
    with pytest.raises(ValueError, match="marked"):
        case.hidden()


def test_an_empty_cell_is_read_as_missing(tmp_path):
    case = MyCase(find_assignment("service_measures"), Owner("kefu", "li01"), tmp_path / "data")
    case.write_files()
    by_hand = pd.read_csv(tmp_path / "data" / "orders.csv", parse_dates=["promised", "delivered"])
    assert by_hand["delivered"].isna().sum() == case.read("orders")["delivered"].isna().sum() > 0
    assert (tmp_path / "data" / "orders.csv").read_bytes().startswith(b"\xef\xbb\xbf")
