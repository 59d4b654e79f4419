"""What a browser may see of a submission, and what a student's page says before and after the last deadline."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime

import pytest
from nbconvert.filters import markdown2html

from sim.marking.batch.assembling import assemble
from sim.marking.batch.cleaning import clean_cells, clean_html, clean_markdown, outputs_of
from sim.marking.batch.feedback import is_closed, render
from sim.marking.batch.gradebook import Mark
from sim.marking.batch.results import Result
from sim.marking.marker import Figures, Record
from sim.marking.submission import CellResult
from tools.course import released

NAME = "service_measures"
HARMLESS = {
    "p",
    "h1",
    "ul",
    "li",
    "ol",
    "em",
    "strong",
    "code",
    "pre",
    "blockquote",
    "table",
    "tr",
    "th",
    "td",
    "thead",
    "tbody",
    "a",
    "div",
    "hr",
    "br",
}
HOSTILE = [
    "<script>x()</script>",
    "<img src=x onerror=x()>",
    "<SVG/onload=x()>",
    "[a](javascript:x())",
    "[a](  JaVaScRiPt:x())",
    "[a](jav&#x61;script:x())",
    "[a]:javascript:x()\n\n[a]",
    "[a]\n\n[a]: data:text/html;base64,xx",
    "![a](http://198.51.100.7/a.png)",
    "![a][b]\n\n[b]: http://198.51.100.7/a.png",
    "```mermaid\ngraph TD\n```",
    "~~~ mermaid`\ngraph TD\n~~~",
    "<javascript:x()>",
    "<!-- --><iframe src=/formgrader>",
    "&lt;script&gt;x()&lt;/script&gt;",
    "$\\href{javascript:x()}{a}$ $$\\require{html}$$",
    "- <a href=//x>\n- > <b onclick=x()>",
    "<a\nhref=javascript:x()>a</a>",
    "\\<script>x()</script>",
    '![a](attachment:x.png" onerror="x())',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_markdown_does_anything_in_formgraders_page(text):
    page = markdown2html(clean_markdown(text))
    tags = {name.lower() for name in re.findall(r"<\s*([a-zA-Z][\w-]*)", page)}
    assert tags <= HARMLESS, page
    inside = re.findall(r"<[^>]*>", page)
    assert not any(
        re.search(r"\son\w+\s*=|(?:href|src)\s*=\s*.(?!#|https?:)", tag, re.IGNORECASE) for tag in inside
    ), page
    assert "mermaid" not in "".join(inside) and "\\href" not in page and "\\require" not in page


def test_ordinary_text_is_shown_as_it_was_written():
    text = "# Why\n\n- 3 < 4 and *late*\n- a & b\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n$x_1 < x_2$"
    assert clean_markdown(text) == text
    picture = "![p](attachment:p.png)"
    assert clean_markdown(picture, ["p.png"]) == picture
    shown = markdown2html(clean_markdown(picture))
    assert shown.strip() == "<p>![p] (attachment:p.png)</p>", "nbconvert refuses one that is missing"


def test_outputs_keep_tables_and_pictures_and_nothing_that_does_anything():
    table = (
        '<table border="1" onclick="x()"><tr><th colspan="2">a</th></tr>'
        '<tr><td><a href="x">1</a><script>x()</script></td></tr></table>'
    )
    assert (
        clean_html(table)
        == '<table><tbody><tr><th colspan="2">a</th></tr><tr><td>1</td></tr></tbody></table>'
    )
    png = base64.b64encode(b"\x89PNG\r\n\x1a\nrest").decode()
    outputs = [
        ("text/html", table),
        ("image/png", png),
        ("image/png", "PHN2Zz4="),
        ("image/svg+xml", "<svg>"),
        ("application/javascript", "x()"),
    ]
    made, left = outputs_of(CellResult("shown", "Error: x", "", outputs), 10_000)
    assert [list(output.get("data", {"text": 0})) for output in made] == [
        ["text"],
        ["text/html"],
        ["image/png"],
        ["text"],
    ]
    assert left < 10_000
    small, _left = outputs_of(CellResult("x" * 100, "", "", outputs), 50)
    assert [output["text"] for output in small] == ["x" * 50]


def test_cells_of_any_form_are_cleaned(root):
    strange = [
        None,
        3,
        {"cell_type": "x"},
        {"cell_type": "code", "source": {"a": 1}},
        {"cell_type": "code", "source": ["a", "b"]},
    ]
    strange += [{"cell_type": "code", "source": "y = '\ud800'", "metadata": [1], "id": ["x"]}]
    cells, notes = clean_cells(strange)
    assert [cell["source"] for cell in cells] == ["ab", "y = '?'"] and len(notes) == 1
    made = assemble({"cells": strange * 300}, root, NAME, "li01")
    assert len({cell["id"] for cell in made.cells}) == len(made.cells)
    assert len(made.cells) < 500 and {"q1", "setup"} <= {cell["id"] for cell in made.cells}


def test_the_edition_says_the_language(root):
    for lang in ("en", "zh"):
        assert assemble(released(NAME, lang), root, NAME, "li01").lang == lang


def a_result(lang="en"):
    records = (
        Record("q2", "m01", 1.0, 0.0, "marked", "own", "", "zeros", "Leave out <b>empty</b> cells."),
        Record("q2", "m02", 1.0, 0.5, "marked", "hidden", "ValueError"),
        Record("q2", "m03", 1.0, None, "marker error", error="broken"),
    )
    figures = {"m01": Figures("0.51", "0.93")}
    return Result(
        "li01", NAME, lang, "key", "marked", records=records, figures=figures, written={"q9-sentence": "x"}
    )


def test_the_page_shows_hints_before_the_last_deadline_and_what_is_right_after_it():
    marks = [Mark("q2", 0.5, 3.0, False, ""), Mark("q9-sentence", None, 1.0, False, "<script>")]
    before, after = (render(a_result(), marks, closed=closed) for closed in (False, True))
    for page in (before, after):
        assert "Leave out &lt;b&gt;empty&lt;/b&gt; cells." in page and "<script" not in page
        assert "hidden test: m02 on another year" in page and "Your teacher will look at it" in page
        assert "http" not in page.split("<body>")[1] and len(page) < 300_000
    before, after = (page.split("<body>")[1] for page in (before, after))
    assert "0.93" not in before and "0.93" in after and "0.51" in after
    assert "你的数据上" in render(a_result("zh"), marks, closed=True)


def test_nobody_sees_an_answer_while_anybody_may_still_hand_in(tmp_path):
    assert not is_closed(tmp_path, NAME)
    text = f'id = "x"\ntimezone = "UTC"\n[late]\ndays = 2\n[deadlines]\n{NAME} = 2026-10-10T12:00:00\n'
    (tmp_path / "course.toml").write_text(text, encoding="utf-8")
    (tmp_path / "roster.csv").write_text("student,extension\na,\nb,3\n", encoding="utf-8")
    for day, closed in ((12, False), (15, False), (16, True)):
        assert is_closed(tmp_path, NAME, datetime(2026, 10, day, tzinfo=UTC)) is closed
