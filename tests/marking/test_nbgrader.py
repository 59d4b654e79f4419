"""Stock `nbgrader autograde` on this course folder: right work, no work, and everything that happens to notebooks.

One run marks all submissions; `python -m tools.course` marks 30 ids in both languages.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import nbformat
import pytest

from sim.base.errors import InputError
from sim.course.assignment import find_assignment
from sim.marking.nbgrader_plugins.configure import prepare
from sim.workspace.notebooks import grade_id, to_bytes
from tools.course import Course, check_marks, quick_folder, released, solved

NAME = "service_measures"
POINTS = {"q1": 3, "q2": 3, "q3": 3, "q4": 3, "q5": 4, "q6": 3, "q7": 2, "q8": 3, "q9": 1, "q10": 2}
BY_HAND = {"q9-sentence": 1, "q10-reasons": 2}


def cell_of(notebook, name):
    return next(cell for cell in notebook["cells"] if grade_id(cell) == name)


def tampered(notebook):
    """A tag that stops nbgrader from running a test cell, on an answer wrong in part; points and kinds of cells changed."""
    cell_of(notebook, "m01")["source"] = "def m01(lines):\n    return 0.5"
    cell_of(notebook, "q2")["metadata"]["tags"] = ["skip-execution", "raises-exception"]
    cell_of(notebook, "m04")["source"] += (
        "\n\nright = m04\ndef m04(orders):\n    return right(orders) | {'sd': 0}"
    )
    cell_of(notebook, "q1")["metadata"]["nbgrader"]["points"] = 300
    cell_of(notebook, "q4")["metadata"]["nbgrader"]["solution"] = True
    cell_of(notebook, "q4")["source"] = "3.0"


def untidy(notebook):
    """No reason to lose a point: warnings and stderr in cells and functions; graded cells that stand twice."""
    cell_of(notebook, "m01")["source"] = (
        "import sys, warnings\nwarnings.warn('old')\nprint('loud', file=sys.stderr)\n"
        "def m01(lines):\n    print('in a function', file=sys.stderr)\n    warnings.warn('in a function')\n"
        "    some = lines[lines['on_hand'].notna()]\n    return (some['on_hand'] >= some['quantity']).mean()"
    )
    test = cell_of(notebook, "q3")
    test["source"] = "import sys; print('in the test cell', file=sys.stderr)\n" + test["source"]
    again = [dict(cell_of(notebook, "m08"), id="again-1", source="m08_draft = 1")]
    place = notebook["cells"].index(cell_of(notebook, "q4"))
    notebook["cells"][place:place] = again
    notebook["cells"].append(dict(cell_of(notebook, "q5"), id="again-2"))


def hostile(notebook):
    """What reaches into the marking from the student's process changes nothing there."""
    cell_of(notebook, "phase")["source"] = (
        "phase = {}\nimport sys\nsys.displayhook = lambda value: None\n"
        "import sim.course.answers.kinds as kinds\nkinds.Kind.share = lambda *a: 1.0\n"
        "import sim.course.answers.judging as judging\njudging.judge = None"
    )
    cell_of(notebook, "m01")["source"] = (
        "class Always:\n    def __eq__(self, other):\n        return True\n    def __float__(self):\n        return 0.5\n"
        "def m01(lines):\n    return Always()"
    )
    cell_of(notebook, "m02")["source"] = "import os\nos.chdir('/')\n" + cell_of(notebook, "m02")["source"]
    cell_of(notebook, "m03")["source"] += "\n%reset -f"


def ends_python(notebook):
    """Functions and cells that end Python, or never end, cost only themselves."""
    cell_of(notebook, "m05")["source"] = "import os\ndef m05(orders):\n    os._exit(0)"
    cell_of(notebook, "m07")["source"] = "def m07(orders):\n    while True:\n        pass"
    cell_of(notebook, "phase")["source"] = "phase = {}\nimport os\nos._exit(0)"


def deleted(notebook):
    """The set-up, test cells, a solution cell before one, and a written cell are gone."""
    gone = {"q1", "clean", "q2", "m04", "q9-sentence"}
    notebook["cells"] = [c for c in notebook["cells"] if grade_id(c) not in gone and c["id"] != "setup"]


def stops(notebook):
    """A function that ends the process politely, one that fails, one that never was."""
    cell_of(notebook, "m01")["source"] = "def m01(lines):\n    raise SystemExit"
    cell_of(notebook, "m02")["source"] = "def m02(stock):\n    return stock['no such column'].mean()"
    cell_of(notebook, "m08")["source"] = "this is no Python"
    cell_of(notebook, "phase")["source"] = "phase = None"


def other_types(notebook):
    """Answers of every wrong shape."""
    cell_of(notebook, "m01")["source"] = "def m01(lines):\n    return lines"
    cell_of(notebook, "m04")["source"] = "def m04(orders):\n    return {'mean': 'long'}"
    cell_of(notebook, "m08_by_class")["source"] = "def m08_by_class(orders):\n    return [1, 2, 3]"
    cell_of(notebook, "phase")["source"] = "phase = {1: ['before']}"
    cell_of(notebook, "w_patient")["source"] = "w_patient = 'long'"
    cell_of(notebook, "promise")["source"] = "promise = {'A': 48, 'B': {}, 'C': None}"


CHANGED = {
    change.__name__: change
    for change in (tampered, untidy, hostile, ends_python, deleted, stops, other_types)
}
"""Each submission takes seconds: changes that touch different questions share one."""
Notebook = dict[str, Any]


@contextmanager
def marked(submissions: Mapping[str, Notebook]) -> Iterator[Course]:
    """A course folder in which nbgrader has marked what these students handed in."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        made = Course(Path(folder))
        made.enter(NAME)
        for student, notebook in submissions.items():
            place = made.submit(student, NAME, notebook)
            (place / "kefu.toml").write_text(
                'student = "somebody-else"\ncourse = "other"\n', encoding="utf-8"
            )
        done = made.nbgrader("autograde", NAME)
        made.log = done.stdout + done.stderr
        made.code = done.returncode
        made.found = made.marks(NAME)
        yield made


@pytest.fixture(scope="module")
def pair():
    """A model solution and an unsolved edition."""
    with marked({"full.en_1": solved(NAME, "en"), "empty-zh": released(NAME, "zh")}) as course:
        yield course


@pytest.fixture(scope="module")
def course():
    """The same in the other language, and notebooks that were changed in every way."""
    submissions = {"full-zh": solved(NAME, "zh"), "empty-en": released(NAME, "en")}
    for student, change in CHANGED.items():
        submissions[student] = solved(NAME, "en")
        change(submissions[student])
    with marked(submissions) as course:
        yield course


def points(course, student):
    return {cell: found[0] for cell, found in course.found[student].items()}


def without(*cells):
    return {cell: most for cell, most in POINTS.items() if cell not in cells}


@pytest.mark.slow
def test_the_model_solution_gets_everything_and_an_empty_one_nothing(pair):
    assert pair.code == 0, pair.log[-3000:]
    assert check_marks(pair, NAME, ["full.en_1"], ["empty-zh"]) == []
    assert {cell: most for cell, (_p, most, _h) in pair.found["full.en_1"].items()} == POINTS | BY_HAND


@pytest.mark.slow
def test_no_submission_stops_the_run(course):
    assert course.code == 0, course.log[-3000:]
    assert set(course.found) == {"full-zh", "empty-en", *CHANGED}
    assert check_marks(course, NAME, ["full-zh"], ["empty-en"]) == []


@pytest.mark.slow
def test_a_tag_skips_no_test(course):
    assert points(course, "tampered")["q2"] == 2


@pytest.mark.slow
def test_points_and_kinds_are_as_handed_out(course):
    found = course.found["tampered"]
    assert found["q1"][:2] == (3, 3) and found["q4"][:2] == (3, 3)


@pytest.mark.slow
def test_warnings_stderr_and_copied_cells_cost_nothing(course):
    assert {c: p for c, p in points(course, "untidy").items() if c in POINTS} == POINTS


@pytest.mark.slow
def test_what_a_student_changes_in_memory_changes_no_mark(course):
    found = points(course, "hostile")
    assert (found["q2"], found["q7"]) == (2, 0)
    assert {c: p for c, p in found.items() if c in without("q2", "q7")} == without("q2", "q7")


@pytest.mark.slow
def test_what_ends_python_or_never_ends_costs_only_itself(course):
    found = points(course, "ends_python")
    assert (found["q3"], found["q4"], found["q7"]) == (2, 2, 0)
    assert {c: p for c, p in found.items() if c in without("q3", "q4", "q7")} == without("q3", "q4", "q7")
    text = course.text("ends_python", NAME)
    assert "the code took too long" in text and "the code ended Python itself" in text


@pytest.mark.slow
def test_deleted_cells_are_put_back_and_cost_only_themselves(course):
    found = points(course, "deleted")
    assert found["q1"] == 0 and found["q2"] == 3 and found["q3"] == 2 and found["q4"] == 3
    assert found["q9-sentence"] == 0


@pytest.mark.slow
def test_a_function_that_stops_costs_only_itself(course):
    found = points(course, "stops")
    assert (found["q2"], found["q4"], found["q7"]) == (1, 2, 0)
    assert {c: p for c, p in found.items() if c in without("q2", "q4", "q7")} == without("q2", "q4", "q7")


@pytest.mark.slow
def test_answers_of_any_shape_are_marked(course):
    found = points(course, "other_types")
    expected = {"q2": 2, "q3": 2, "q4": 2, "q7": 0, "q9": 0, "q10": 1}
    assert {cell: found[cell] for cell in expected} == expected


@pytest.mark.slow
def test_part_of_the_points_is_given(course):
    assert points(course, "tampered")["q3"] == 2.75


@pytest.mark.slow
def test_the_folder_alone_says_whose_work_it_is(course):
    assert "Student: tampered" in course.text("tampered", NAME)
    assert "somebody-else" not in course.text("tampered", NAME)


@pytest.mark.slow
def test_every_part_has_a_record_with_its_reason(course):
    notebook = nbformat.reads(course.text("tampered", NAME), as_version=4)
    cells = {grade_id(cell): cell for cell in notebook.cells if grade_id(cell)}
    records = [record for name in POINTS for record in cells[name]["metadata"]["kefu"]["records"]]
    assert {record["part"] for record in records} == {p.name for p in find_assignment(NAME).parts}
    m01 = next(record for record in records if record["part"] == "m01")
    assert m01["share"] == 0 and m01["state"] == "marked" and m01["hint"] and m01["said"]


@pytest.mark.slow
def test_nothing_of_the_course_is_copied_beside_a_submission(pair):
    beside = {path.name for path in (pair.folder / "autograded" / "full.en_1" / NAME).iterdir()}
    assert beside == {f"{NAME}.ipynb", "data", "kefu.toml"}, "kefu.toml was handed in"


@pytest.mark.slow
def test_stock_release_writes_what_kefu_release_writes(pair):
    released_by_stock = pair.folder / "exercises" / "en" / NAME / f"{NAME}.ipynb"
    assert released_by_stock.read_bytes() == Path(f"exercises/en/{NAME}/{NAME}.ipynb").resolve().read_bytes()


@pytest.mark.slow
def test_feedback_shows_the_points_and_no_answer(course):
    done = course.nbgrader("generate_feedback", NAME, "--student=tampered")
    assert done.returncode == 0, done.stderr[-2000:]
    page = course.folder / "feedback" / "tampered" / NAME / f"{NAME}.html"
    text = page.read_text(encoding="utf-8")
    assert "m01: 0 / 1" in text and "m02: 1 / 1" in text
    assert "quantile" in text, "the student's own code"
    assert "SOLUTION" not in text, "of the reference"


@pytest.mark.slow
@pytest.mark.parametrize(("made", "passed"), [(released, False), (solved, True)])
def test_validate_says_whether_something_is_missing(course, made, passed):
    notebook = course.folder / "validate.ipynb"
    notebook.write_bytes(to_bytes(made(NAME, "en")))
    done = course.nbgrader("validate", notebook.name)
    said = done.stdout + done.stderr
    assert ("Success!" in said) == passed, said[-2000:]
    assert ("VALIDATION FAILED" in said.upper()) == (not passed)


@pytest.mark.slow
def test_a_half_made_gradebook_is_refused_in_one_sentence(tmp_path):
    half = Course(tmp_path)
    with sqlite3.connect(tmp_path / "gradebook.db") as book:
        book.execute("CREATE TABLE assignment (id VARCHAR)")
    done = half.nbgrader("autograde", NAME)
    assert done.returncode != 0
    assert "gradebook.db is incomplete" in done.stdout + done.stderr


@pytest.mark.slow
def test_a_complete_gradebook_or_none_is_accepted(pair, tmp_path):
    prepare(tmp_path)
    prepare(pair.folder)
    (tmp_path / "gradebook.db").write_bytes(
        b"no database at all, but long enough to be looked at as one" * 20
    )
    with pytest.raises(InputError, match="incomplete"):
        prepare(tmp_path)


def test_a_gradebook_that_another_program_holds_is_not_called_incomplete(tmp_path):
    with closing(sqlite3.connect(tmp_path / "gradebook.db", isolation_level=None)) as book:
        book.execute("CREATE TABLE assignment (id VARCHAR)")
        book.execute("BEGIN EXCLUSIVE")
        with pytest.raises(InputError, match=r"locked. Another program is using it"):
            prepare(tmp_path)
