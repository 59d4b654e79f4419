"""The checks of lesson 0: the solutions are right, each slip gets its own hint, and the page to print runs."""

from __future__ import annotations

import pytest

from sim.base.errors import InputError
from sim.base.i18n import using
from sim.course.lessons.cheat_sheet_lines import code_lines, sections
from sim.course.lessons.firm_orders import firm_orders, raw_orders
from sim.course.lessons.steps import STEPS, judge_step, same
from sim.ui import check_step, show
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


SHOWN = show(50 / 24)
KINDS = (
    ("days", SHOWN, "show(...) only shows"),
    ("days", "50 / 24", "This is a text"),
    ("days", 2.08, "the number is rounded"),
    ("days", 2, "the number is rounded"),
    ("days", 50 * 24, "Divide."),
    ("days", 26 / 24, "about 50 hours"),
    ("mean_ordered", lambda: firm_orders()["ordered"], "This is a whole column"),
    ("mean_ordered", lambda: firm_orders()["ordered"].mean, "round brackets are missing"),
    ("large_a", lambda: firm_orders().query("klass == 'A类'"), "No row is left"),
    ("large_a", lambda: firm_orders()["klass"] == "A", "This is one column"),
    ("share_web", lambda: firm_orders()["channel"] == "web", ".mean() gives the share"),
    ("share_web", lambda: (firm_orders()["channel"] == "网上").mean(), "No row is left"),
    ("mean_by_class", lambda: firm_orders().groupby("klass"), "Take a column of them"),
    ("mean_by_class", lambda: firm_orders().groupby("klass")["ordered"], "Only a function such as .mean()"),
    ("mean_by_class", lambda: firm_orders()["ordered"], "Group it by the class first"),
    ("mean_by_class", lambda: firm_orders().groupby("klass").mean(numeric_only=True), "several columns"),
    ("share_of", lambda: lambda orders, klass: show(0.5), "show(...) only shows"),
    ("share_of", lambda: lambda orders, klass: orders["klass"] == klass, ".mean() gives the share"),
    ("share_of", lambda: lambda orders, klass: orders["类别"], "the English name of a column"),
)


@pytest.mark.parametrize(("step", "given", "said"), KINDS)
def test_each_mistake_has_a_hint_of_its_own(step, given, said):
    with using("en"):
        judged = judge_step(step, given() if callable(given) else given)
    assert judged.right is False and said in judged.text


def test_a_table_that_was_written_over_is_noticed_and_the_way_back_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {"check_step": check_step, "firm_orders": firm_orders, "orders": firm_orders()}
    with using("en"):
        exec('share_web = orders["channel"] = "web"\nsaid = repr(check_step("share_web", share_web))', names)
        assert "written into the column “channel”" in names["said"]
        assert "Run the cell with orders = firm_orders() again" in names["said"]
        exec('orders = firm_orders()\nshare_web = (orders["channel"] == "web").mean()', names)
        exec('said = repr(check_step("share_web", share_web))', names)
        assert names["said"] == "✓ Right."
        exec(
            'orders = orders[orders["klass"] == "A"]\nsaid = repr(check_step("share_web", share_web))', names
        )
        assert "no longer the whole table" in names["said"]


def test_a_step_without_quotation_marks_is_said():
    with using("en"), pytest.raises(InputError, match=r"quotation marks: check_step\(\"days\", days\)"):
        check_step(2.08, 2.08)


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
