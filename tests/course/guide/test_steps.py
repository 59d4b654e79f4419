"""The steps of the course in their order, and which one comes next."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from sim.course.guide.overview import overview
from sim.course.guide.steps import find_way, questions_of
from sim.workspace import answers, handed_out
from sim.workspace.answers import PREDICTIONS, REFLECTIONS, keep, record
from sim.workspace.working_copy import update_working_copy
from tests.course.handing_in.toy import cell, write

ASKS = 'predict("stock", m01="up")\nif True:\n    reflect("lost_sales")\n'
NAME = "service_measures"


def lesson(title: str, concepts: list[str], *cells: dict) -> dict:
    about = {"title": {"en": title, "zh": f"课|{title}"}, "minutes": 40, "concepts": concepts}
    metadata = {"kefu": about, "kernelspec": {"name": "python3", "display_name": "Python 3"}}
    return {"cells": [*cells], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A working copy with three small lessons and the real assignment, in which the test works."""
    shelf = tmp_path / "shelf"
    write(shelf / "00_python.ipynb", lesson("Python", [], cell("run", "1 + 1")))
    write(shelf / "01_year.ipynb", lesson("A [year]", ["SVC-03"], cell("ask", ASKS)))
    write(shelf / "02_leave.ipynb", lesson("Leave", ["CUS-01"], cell("run", "2")))
    exercises = tmp_path / "exercises"
    for lang in ("en", "zh"):
        shutil.copytree(handed_out.handout_folder("exercises") / lang / NAME, exercises / lang / NAME)
    folders = {"notebooks": shelf, "exercises": exercises}
    monkeypatch.setattr(handed_out, "handout_folder", folders.__getitem__)
    folder = tmp_path / "copy"
    update_working_copy(folder, "en", "li01")
    monkeypatch.chdir(folder)
    return folder


def run_cells(path: Path) -> None:
    notebook = json.loads(path.read_bytes())
    for one in notebook["cells"]:
        one["execution_count"] = 1
    write(path, notebook)


def test_an_assignment_comes_after_the_last_lesson_that_teaches_one_of_its_concepts(copy):
    assert [step.id for step in find_way(copy).steps] == ["00_python", "01_year", NAME, "02_leave"]


def test_a_link_at_the_end_of_a_lesson_decides_before_concepts_do(copy, tmp_path):
    link = cell("end", f"**Next:** [the assignment]({NAME}.ipynb)", "markdown")
    write(tmp_path / "shelf" / "02_leave.ipynb", lesson("Leave", [], cell("run", "2"), link))
    assert [step.id for step in find_way(copy).steps] == ["00_python", "01_year", "02_leave", NAME]


def test_an_assignment_of_which_no_lesson_speaks_comes_last(copy, tmp_path):
    write(tmp_path / "shelf" / "01_year.ipynb", lesson("A", [], cell("ask", ASKS)))
    assert [step.id for step in find_way(copy).steps][-1] == NAME


def test_questions_are_found_where_they_are_asked_and_nowhere_else():
    notebook = lesson("", [], cell("a", ASKS), cell("b", "%time 1"), cell("c", "# predict('x')", "markdown"))
    assert questions_of(notebook) == {(PREDICTIONS, "stock"), (REFLECTIONS, "lost_sales")}


def test_a_lesson_is_complete_when_every_question_is_answered(copy):
    def state() -> tuple[int, int, bool]:
        year = find_way(copy).lessons[1]
        return year.answered, year.questions, year.complete

    assert state() == (0, 2, False)
    keep("01_year", PREDICTIONS, "stock", {"guess": {"m01": "up"}, "reason": ""})
    keep("01_year", REFLECTIONS, "of another edition", "text")
    assert state() == (1, 2, False)
    keep("01_year", REFLECTIONS, "lost_sales", "text")
    assert state() == (2, 2, True)


def test_a_check_of_a_lesson_counts_when_it_found_nothing_wrong(copy, tmp_path):
    write(tmp_path / "shelf" / "00_python.ipynb", lesson("Python", [], cell("a", 'check_step("days", days)')))
    counts = []
    for share in (0.0, 1.0, None):
        record("00_python", "days", share, 1)
        counts.append(find_way(copy).lessons[0].answered)
    assert counts == [0, 1, 0]


def test_the_next_step_goes_on_where_the_student_is(copy):
    def next_step() -> str:
        step = find_way(copy).next_step
        return step.id if step else "none"

    assert next_step() == "00_python"
    run_cells(copy / "00_python.ipynb")
    assert next_step() == "01_year"
    record(NAME, "m01", 1.0, 1)
    assert next_step() == NAME and overview().next_step.endswith("(go on with `clean`)")
    (copy / f"{NAME}-li01.zip").write_bytes(b"")
    assert next_step() == "02_leave"
    run_cells(copy / "02_leave.ipynb")
    assert next_step() == "01_year"
    keep("01_year", PREDICTIONS, "stock", {})
    keep("01_year", REFLECTIONS, "lost_sales", "text")
    assert next_step() == "none"


def test_after_a_change_of_language_the_notebooks_of_the_new_one_are_meant(copy, monkeypatch):
    run_cells(copy / "00_python.ipynb")
    way = find_way(copy)
    assert way.lessons[0].opened
    book = json.loads((copy / "00_python.ipynb").read_bytes())
    book["cells"].insert(0, cell("t", "Hello", "markdown", "lang-en"))
    write(copy / "00_python.ipynb", book)
    zh = lesson("Python", [], cell("t", "你好", "markdown", "lang-zh"), cell("run", "1 + 1"))
    write(copy / "00_python.zh.ipynb", zh)
    monkeypatch.setenv("KEFU_LANG", "zh")
    way = find_way(copy)
    assert way.file(way.steps[0]) == "00_python.zh.ipynb" and not way.lessons[0].opened


def test_what_is_shown_is_markdown_with_links_and_no_markup_of_others(copy):
    shown = overview()._repr_markdown_()
    assert "[A \\[year\\]](01_year.ipynb) | 40 | 0 of 2 |" in shown
    assert f"({NAME}.ipynb) | 0 | 0 | 23 |" in shown and "**Next step: [Python](00_python.ipynb)**" in shown


def test_a_damaged_file_of_answers_is_said(copy):
    path = answers.answers_file(copy, "01_year")
    path.parent.mkdir()
    path.write_text("{", encoding="utf-8")
    assert "is damaged" in overview()._repr_markdown_()


def test_overview_prints_a_line_for_each_step(copy):
    lines = repr(overview()).splitlines()
    assert len(lines) == 5 and lines[1] == "00_python.ipynb: –"
