"""What an error means is said in the student's language, for every slip that a beginner makes in lesson 0."""

from __future__ import annotations

import pytest

from sim.base.errors import InputError
from sim.base.i18n import using
from sim.course.lessons.firm_orders import firm_orders
from sim.workspace.error_words import SAYS, in_words, in_words_of
from sim.workspace.failed_cells import said_of
from sim.workspace.typed_marks import foreign_marks, with_plain_marks

SLIPS = {
    'orders[orders["klass"] == "A" & orders["ordered"] > 30]': "round brackets: (...) & (...)",
    'orders[orders["klass"] == "A" and orders["ordered"] > 30]': "Between columns write &",
    "orders.mean()": "Take one column of numbers first",
    'orders.groupby("klass").mean()': "Take one column of numbers first",
    'orders["类别"]': "the English name of a column",
    'orders["klas"]': "letter by letter",
    'orders["klass" == "A"]': "A condition has become False",
    '(orders["channel"] = "web").mean()': "write ==",
    'orders["ordered"].mean(': "Count the brackets",
    'x = "A': "quotation mark with which it begins",
    "def f(x)\n    return 1": "ends with a colon",
    "def f(x):\nreturn 1": "moved in by four spaces",
    "return 3": "must stand inside a function",
    'orders["klass"] == A': "Nothing is called A yet",
    'orders("klass")': "square brackets: table",
    'orders["ordered"].mean / 2': "round brackets are missing behind its name",
    '"50" / 24': "A number has no quotation marks",
    'orders["ordered"].mean().groupby(orders["klass"])': "In front of .groupby stands a single number",
    'orders["delivered"] - orders["placed"].dt.total_seconds()': "Two times are subtracted first",
    '(orders["delivered"] - orders["placed"]).dt.hours': "has .dt.total_seconds()",
    'orders.drop_duplicate("order")': "Nothing behind the dot is called drop_duplicate",
    "orders[“klass”]": 'Line 1 has marks of a Chinese keyboard: “”. Python knows only ""',
    "x = 1\ny =（５）": "Line 2 has marks of a Chinese keyboard: （５）. Python knows only (5)",
}


@pytest.mark.parametrize("code", SLIPS)
def test_each_slip_is_told_what_it_means(code):
    with pytest.raises(Exception) as raised:
        exec(code, {"orders": firm_orders()})
    with using("en"):
        assert SLIPS[code] in in_words(raised.value, code)
    with using("zh"):
        assert any("\u4e00" <= letter <= "\u9fff" for letter in in_words(raised.value, code))


def test_an_error_that_came_as_text_is_told_as_well():
    with using("en"):
        assert "Nothing is called kept yet" in in_words_of("UnboundLocalError", "variable 'kept' is used")
        assert in_words_of("NoSuchError", "x") == "" and in_words_of("print", "x") == ""


def test_no_text_is_out_of_reach_of_its_error():
    """A general text stands behind the special ones of the same kind."""
    general = [place for place, (_kind, pattern, _text) in enumerate(SAYS) if not pattern]
    for place in general:
        assert not any(issubclass(kind, SAYS[place][0]) for kind, _p, _t in SAYS[place + 1 :])


def test_marks_in_texts_and_comments_are_no_fault():
    assert foreign_marks('x = "网上”') == (1, "”", '"')
    assert foreign_marks('show("“网上”")  # （订单）') is None
    assert with_plain_marks("x = ｛“a”：１｝") == 'x = {"a":1}'


def test_only_a_cell_that_failed_is_spoken_of():
    class Result:
        error_before_exec = None
        error_in_exec: Exception | None = None

    with using("en"):
        assert said_of(Result()) == ""
        Result.error_in_exec = InputError("This says itself what is wrong.")
        assert said_of(Result()) == ""
        Result.error_in_exec = ZeroDivisionError("division by zero")
        assert said_of(Result()) == "In other words: You divide by 0. Is the table empty?"
