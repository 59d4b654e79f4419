"""The checks of lesson 0: the solutions are right, each slip gets its own hint, and the page to print runs."""

from __future__ import annotations

import pytest

from sim.base.i18n import using
from sim.course.lessons.cheat_sheet_lines import code_lines, sections
from sim.course.lessons.firm_orders import firm_orders, raw_orders
from sim.course.lessons.steps import STEPS, judge_step, same
from tests.support.notebooks import SOURCES, read, source


@pytest.fixture
def names():
    orders = firm_orders()
    return {"orders": orders, "raw": raw_orders(), "late": ~(orders["delivered"] <= orders["promised"])}


@pytest.mark.parametrize("step", STEPS)
def test_the_solution_is_right_and_nothing_else_is(step, names):
    exec(STEPS[step].code, names)
    assert judge_step(step, names[step]).right is True
    for slip, text in STEPS[step].slips:
        with using("en"):
            judged = judge_step(step, slip())
        assert judged.right is False and text in judged.text
    for nonsense in (None, "x", [], names["orders"].head(1), 0.123):
        assert judge_step(step, nonsense).right is False


def test_three_dots_are_no_answer_and_after_three_wrong_ones_the_solution_is_shown():
    assert judge_step("share_web", ...).right is None
    assert judge_step("share_of", lambda orders, klass: ...).right is None
    with using("en"):
        assert "One way to write it" not in judge_step("days", 3, tries=1).text
        assert STEPS["days"].code in judge_step("days", 3, tries=2).text


def test_a_function_that_stops_is_told_with_its_error():
    with using("en"):
        assert "KeyError: 'clas'" in judge_step("share_of", lambda orders, klass: orders["clas"]).text


def test_rows_may_stand_in_any_sequence():
    orders = firm_orders()
    assert same(orders.iloc[::-1], orders) and not same(orders.head(5), orders)


def test_lesson_0_asks_each_step_with_three_dots():
    cells = [source(cell) for cell in read(SOURCES[0])["cells"] if cell["cell_type"] == "code"]
    asked = [
        name for name in STEPS for text in cells if f'check_step("{name}", {name})' in text and "..." in text
    ]
    assert asked == list(STEPS)


def test_the_lines_of_the_page_to_print_run(names, capsys):
    for line in code_lines():
        exec(line, names)
    for section in sections():
        for text in (section["title"], *(line["says"] for line in section["lines"])):
            assert set(text) == {"en", "zh"} and all(text.values())
