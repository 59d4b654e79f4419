"""How objects look in a console and in a notebook."""

from __future__ import annotations

import pytest

from sim.base.display import MAX_LINES, MAX_ROWS, html_table, text_lines
from sim.base.i18n import using


def test_a_short_text_is_shown_as_it_is():
    assert text_lines(["a", "b"]) == "a\nb"
    assert text_lines(str(n) for n in range(MAX_LINES)).count("\n") == MAX_LINES - 1


@pytest.mark.parametrize(("lang", "last"), [("en", "... 4 more lines"), ("zh", "……另有4行")])
def test_a_long_text_has_ten_lines_of_which_the_last_says_what_is_missing(lang, last):
    with using(lang):
        lines = text_lines(["a\nb", *(str(n) for n in range(11))]).split("\n")
    assert len(lines) == MAX_LINES == 10
    assert lines[:3] == ["a", "b", "0"] and lines[-1] == last


def test_a_table_is_escaped_and_cut():
    html = html_table(["x<", "y"], [[1, "<b>"]] * (MAX_ROWS + 2), "a & b")
    assert "x&lt;" in html and "&lt;b&gt;" in html and "a &amp; b" in html and "<b>" not in html
    assert html.count("&lt;b&gt;") == MAX_ROWS and "... 2 more rows" in html
    assert "more" not in html_table(["x"], [["y"]] * MAX_ROWS)
