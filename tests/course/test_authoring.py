"""What an author is told: whatever does not fit together in an assignment is found, with its place."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest

from sim.base.errors import InputError
from sim.course.authoring import checking, release
from sim.course.authoring.cells import complete, points_of, total_points
from sim.course.authoring.hand_results import HandResults
from sim.course.authoring.minutes import counted, faults
from sim.course.authoring.source import Source
from sim.course.authoring.variants import try_student
from tests.support.notebooks import ROOT

NAME = "service_measures"


@pytest.fixture
def folder(tmp_path):
    """A course folder with a copy of assignment 1."""
    shutil.copytree(ROOT / "solutions" / NAME, tmp_path / "solutions" / NAME)
    shutil.copy(ROOT / "nbgrader_config.py", tmp_path)
    return tmp_path


def rewrite(folder, file, old, new):
    path = folder / "solutions" / NAME / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def with_part(source, name, **changes):
    """The source, with one part of its assignment changed."""
    questions = {
        question: tuple(replace(part, **changes) if part.name == name else part for part in parts)
        for question, parts in source.assignment.questions.items()
    }
    source.assignment = replace(source.assignment, questions=questions)
    return source


def test_assignment_1_fits_together(folder):
    assert HandResults(Source(folder, NAME)).faults == []


@pytest.mark.slow
def test_a_wrong_reference_is_found(folder):
    rewrite(
        folder,
        f"{NAME}.ipynb",
        '(known[\\"on_hand\\"] >= known[\\"quantity\\"])',
        '(known[\\"on_hand\\"] > known[\\"quantity\\"])',
    )
    (fault, *_more) = HandResults(Source(folder, NAME)).faults
    assert fault.startswith("m01") and "0.3333" in fault and "0.5556" in fault
    with pytest.raises(InputError, match="m01"):
        release.release(folder, [NAME])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (f"{NAME}.ipynb", '[\\"after\\", \\"before\\"', '[\\"after\\", \\"after\\"', "phase: the value worked by hand"),
        (f"{NAME}.ipynb", "sort_values(\\\"net\\\")", "sort_values(\\\"fee\\\")", "promise: the value worked by hand"),
        ("mistakes.py", "of=lambda seed: wait_if_nobody_hangs_up(case, seed)", "of=lambda seed: 1.0", "w_patient: the model"),
        ("mistakes.py", 'numbered("before ', 'numbered("after ', "phase: the value worked by hand"),
        ("mistakes.py", '@by_hand("promise")', "", "promise: its value was not worked out in another way"),
        ("mistakes.py", 'right | {"mean": sum', 'right | {"mean": right["mean"]} or {"mean": sum', "it gives the right value"),
        ("mistakes.py", 'at(case, "incidents", 4)', 'at(case, "incidents", 0)', "give the same for the demonstration"),
    ],
)  # fmt: skip
def test_a_wrong_reference_of_a_value_is_found(folder, file, old, new, said):
    rewrite(folder, file, old, new)
    found = "\n".join(HandResults(Source(folder, NAME)).faults)
    assert said in found


@pytest.mark.slow
def test_a_wrong_hand_result_is_found():
    source = with_part(Source(ROOT, NAME), "m02", hand=0.5)
    assert [fault for fault in HandResults(source).faults if fault.startswith("m02:")]


@pytest.mark.slow
def test_mistakes_that_give_the_same_and_one_that_is_right_are_found(folder):
    path = folder / "solutions" / NAME / "mistakes.py"
    right = 'mistake("full", "m01", lambda right, lines: right(lines))'
    same = 'mistake("zero", "m06", lambda right, orders: orders["preparation"].sum() / len(orders))'
    more = f"\n{right}\n{same}\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    found = "\n".join(HandResults(Source(folder, NAME)).faults)
    assert "m01, full: it gives the right result" in found
    assert "m06, zero and m06, zero give the same on the hand table: 2.1" in found


@pytest.mark.slow
def test_a_question_with_too_few_mistakes_is_found(folder):
    rewrite(folder, "mistakes.py", '"phase"', '"m06"')
    found = "\n".join(HandResults(Source(folder, NAME)).faults)
    assert "q7 has 0 typical mistakes; 3 are needed" in found


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("mistakes.py", '"tests", "clean"', '"unheard-of", "clean"', "no hint unheard-of"),
        ("hints.yaml", '  zh: ["', '  zh: ["x", "', "as many Chinese texts"),
        (f"{NAME}.ipynb", "def m07(orders):", "def m07(orders:", "The cell"),
        (f"{NAME}.ipynb", "def m07(orders):", "def m70(orders):", "defines: m07"),
    ],
)
def test_slips_of_an_author_are_told_in_a_sentence(folder, file, old, new, said):
    rewrite(folder, file, old, new)
    with pytest.raises(InputError, match=said):
        source = Source(folder, NAME)
        assert source.mistakes
        complete(source)


@pytest.mark.slow
def test_a_mistake_without_its_own_hint_and_one_that_passes_are_found():
    source = Source(ROOT, NAME)
    wrong = next(mistake for mistake in source.mistakes if mistake.part == "promise")
    source.__class__ = type(
        "Changed", (Source,), {"mistakes": (replace(wrong, make=lambda right, case: right),)}
    )
    found = "\n".join(try_student(source, "student1").faults)
    assert "marked as right" in found and "not its own" in found


def test_points_are_those_of_parts_and_rubric(folder):
    source = Source(folder, NAME)
    assert total_points(source) == 30 and points_of(source, "q10") == 4 and points_of(source, "q9") == 2
    rewrite(folder, "rubric.yaml", "points: 2\n", "points: 3\n")
    source = Source(folder, NAME)
    assert total_points(source) == 31
    assert any("add up to 2 points, not 3" in fault for fault in checking._rubric(source))


def test_generated_cells_need_nothing_that_a_student_could_delete():
    cells = {cell["id"]: cell["source"] for cell in complete(Source(ROOT, NAME))["cells"]}
    assert "import check_all" in cells["q2"] and NAME in cells["q2"]
    assert cells["hand-q2"] == 'case.show("q2")' and cells["try-m01"] == 'try_out("m01", globals())'


def test_cells_from_jupyterlab_get_speaking_ids(folder):
    path = folder / "solutions" / NAME / f"{NAME}.ipynb"
    notebook = json.loads(path.read_bytes())
    for number, cell in enumerate(notebook["cells"]):
        if cell["id"] in ("q9-sentence", "q10-reasons"):
            cell["metadata"]["tags"] = [cell["id"]]
        cell["id"] = f"random{number}"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    found, wanted = (
        [c["id"] for c in complete(Source(root, NAME))["cells"] if "nbgrader" in c["metadata"]]
        for root in (folder, ROOT)
    )
    assert {"m01", "q9-sentence", "q10-reasons"} <= set(found)
    assert len(found) == len(wanted)


def test_printed_texts_and_waiting_count_as_minutes(folder):
    before = counted(Source(folder, NAME))
    path = folder / "solutions" / NAME / f"{NAME}.ipynb"
    notebook = json.loads(path.read_bytes())
    cell = next(cell for cell in notebook["cells"] if cell["id"] == "w_log")
    cell["metadata"]["kefu"] = {"words": 600, "seconds": 120}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    after = counted(Source(folder, NAME))
    assert after["D"] - before["D"] == pytest.approx(7)
    assert any("part D" in fault for fault in faults(Source(folder, NAME)))


def test_the_roster_is_tried(folder, monkeypatch):
    (folder / "roster.csv").write_bytes("\ufeffstudent,name\nLi01,Li\n".encode())
    tried = []
    monkeypatch.setattr(
        release, "try_students", lambda source, students, course: (tried.extend(students), ([], []))[1]
    )
    assert release.try_roster(folder, NAME) == [] and tried == ["li01"]


@pytest.mark.slow
def test_a_new_assignment_passes_its_check(tmp_path):
    """The template, in a clone of its own."""
    for name in ("sim", "solutions", "templates", "exercises", "docs", "notebooks"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("nbgrader_config.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    done = None
    for words in ("assignment new parcels", "release parcels", "assignment check parcels --fast"):
        done = in_clone(tmp_path, *words.split())
        assert done.returncode == 0, done.stdout + done.stderr
    assert "The assignment can be handed out." in done.stdout and "✗" not in done.stdout
    path = tmp_path / "exercises" / "zh" / "parcels" / "parcels.ipynb"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("pass", "in_time = deliveries['hours'] <= promised"), encoding="utf-8")
    done = in_clone(tmp_path, "assignment", "check", "parcels", "--fast")
    assert done.returncode == 1
    assert "exercises/zh/parcels/parcels.ipynb is not what its source makes" in done.stdout


def in_clone(root, *words):
    """Run a command with the package of a clone."""
    return subprocess.run(
        [sys.executable, "-m", "sim", *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "KEFU_LANG": "en", "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
