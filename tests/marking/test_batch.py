"""`kefu mark` on a whole course: what is marked, what moves, what stays, and what is left when it is stopped at any moment."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from nbgrader.api import Gradebook

from sim.course.course_folder import SECRET
from sim.marking.batch.results import Results
from sim.workspace.notebooks import grade_id, to_bytes
from tests.attacks.files import FILES
from tests.conftest import need_bubblewrap
from tools.course import Course, released, solved

NAME = "service_measures"
KILLS = 3
"""Moments at which a run is killed; `python -m tests.marking.kills` tries more."""


def kefu(course, *words, **more):
    return subprocess.run(
        [sys.executable, "-m", "sim", *words, "--dir", str(course.folder)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "KEFU_LANG": "en", **more},
    )


def change(notebook, **cells):
    for cell in notebook["cells"]:
        if cell["id"] in cells:
            cell["source"] = cells[cell["id"]]
    return notebook


def make_course(folder):
    need_bubblewrap()
    course = Course(folder)
    course.enter(NAME)
    (folder / SECRET).write_text("secret", encoding="utf-8")
    course.submit("full", NAME, solved(NAME, "zh"))
    course.submit("empty", NAME, released(NAME, "en"))
    partly = {"m01": "def m01(lines):\n    return 0.5", "q9-sentence": "Because <b>nobody</b> hangs up."}
    course.submit("partly", NAME, change(solved(NAME, "en"), **partly))
    for student in ("link", "text"):
        place = folder / "submitted" / student / NAME
        place.mkdir(parents=True)
        FILES[student].put(place, b"")
    (folder / "roster.csv").write_text(
        "student,name\nfull,李一\nempty,\npartly,\nabsent,\n", encoding="utf-8"
    )
    return course


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course that was marked once."""
    made = make_course(tmp_path_factory.mktemp("course"))
    made.done = kefu(made, "mark", NAME)
    return made


@pytest.fixture
def copy(course, tmp_path):
    """A copy of that course, to change."""
    made = Course.__new__(Course)
    made.folder = tmp_path / "copy"
    shutil.copytree(course.folder, made.folder, symlinks=True)
    return made


def points(course):
    return {
        student: sum(p or 0 for p, _m, _h in cells.values()) for student, cells in course.marks(NAME).items()
    }


def test_everybody_is_marked_and_the_summary_says_the_rest(course):
    said = course.done.stdout
    assert course.done.returncode == 0, course.done.stderr
    assert points(course) == {"full": 27, "partly": 26, "empty": 0, "link": 0, "text": 0}
    assert (
        "full 李一: 27 of 27 so far, 3 by a person (q10-reasons, q9-sentence)" in said
        and "absent" in said.split("Handed in nothing:")[1]
    )
    looks = said.split("Needs a look:")[1]
    assert "link: no notebook" in looks and "text: is not on the roster" in looks
    assert len(said.splitlines()) < 35
    marks = course.marks(NAME)
    assert marks["link"]["q1"] == (None, 3, True), "a file that cannot be read is no 0"
    assert marks["empty"]["q9-sentence"] == (0, 1, False) and marks["partly"]["q9-sentence"] == (
        None,
        1,
        True,
    )


def test_only_the_notebook_is_written_and_a_browser_may_see_it(course):
    files = {
        p.relative_to(course.folder / "autograded").as_posix() for p in course.folder.glob("autograded/*/*/*")
    }
    assert files == {f"{student}/{NAME}/{NAME}.ipynb" for student in ("full", "partly", "empty")}
    notebook = json.loads((course.folder / "autograded" / "partly" / NAME / f"{NAME}.ipynb").read_bytes())
    cells = {grade_id(cell): cell for cell in notebook["cells"]}
    assert "".join(cells["q9-sentence"]["source"]) == "Because &lt;b>nobody&lt;/b> hangs up."
    assert cells["q2"]["metadata"]["kefu"]["records"][0]["part"] == "m01"


@pytest.mark.slow
def test_a_second_run_marks_nothing_and_a_dry_run_says_what_changed(copy):
    done = kefu(copy, "mark", NAME)
    assert "0 submissions marked, 5 left" in done.stdout, done.stdout + done.stderr
    place = copy.folder / "submitted" / "partly" / NAME / f"{NAME}.ipynb"
    place.write_bytes(to_bytes(released(NAME, "en")))
    before = place.stat().st_mtime_ns, points(copy)
    done = kefu(copy, "mark", "--dry-run")
    assert "partly: changed" in done.stdout and "1 submission to mark" in done.stdout
    assert (place.stat().st_mtime_ns, points(copy)) == before


@pytest.mark.slow
def test_marks_by_hand_stay_and_every_mark_that_moved_is_listed(copy):
    with Gradebook(f"sqlite:///{copy.folder / 'gradebook.db'}") as book:
        for name, given in (("q9-sentence", 0.5), ("q10-reasons", 1.5), ("q3", 2.5)):
            grade = book.find_grade(name, NAME, NAME, "partly")
            grade.manual_score, grade.needs_manual_grade = given, False
        book.find_comment("q9-sentence", NAME, NAME, "partly").manual_comment = "Almost."
        book.db.commit()
    place = copy.folder / "submitted" / "partly" / NAME / f"{NAME}.ipynb"
    place.write_bytes(
        to_bytes(change(solved(NAME, "en"), **{"q9-sentence": "Another text.", "q10-reasons": "x"}))
    )
    done = kefu(copy, "mark", NAME)
    assert "partly q2: 2 → 3" in done.stdout, done.stdout + done.stderr
    assert "q3:" not in done.stdout.split("Marks that moved:")[1].split("\n\n")[0]
    with Gradebook(f"sqlite:///{copy.folder / 'gradebook.db'}") as book:
        grades = {name: book.find_grade(name, NAME, NAME, "partly") for name in ("q9-sentence", "q3", "q2")}
        assert (grades["q9-sentence"].manual_score, grades["q9-sentence"].needs_manual_grade) == (0.5, True)
        assert (grades["q3"].manual_score, grades["q3"].needs_manual_grade) == (2.5, False)
        assert book.find_submission(NAME, "partly").score == 27 - 0.5 + 0.5 + 1.5
    assert "q2,2.0,3.0" in (copy.folder / "marks" / NAME / "moved.csv").read_text(encoding="utf-8")
    page = (copy.folder / "feedback" / "partly" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "Almost." in page and "2.5 / 3 (given by your teacher)" in page


@pytest.mark.slow
def test_stock_commands_go_on_working(copy):
    done = copy.nbgrader("export")
    assert done.returncode == 0 and "full" in (copy.folder / "grades.csv").read_text(encoding="utf-8")
    done = copy.nbgrader("generate_feedback", NAME, "--student=partly", "--force")
    assert done.returncode == 0, done.stderr[-2000:]


def state(course):
    """Everything that a run leaves, apart from the numbers and times of nbgrader's own."""
    results = Results(course.folder, NAME)
    students = sorted(path.stem for path in results.folder.glob("*.json"))
    assert all(results.read_done(student)["key"] == results.read(student).key for student in students)
    pages = {p.parent.parent.name: p.read_bytes() for p in course.folder.glob(f"feedback/*/{NAME}/*.html")}
    notebooks = {
        p.parent.parent.name: p.read_bytes() for p in course.folder.glob(f"autograded/*/{NAME}/*.ipynb")
    }
    return students, course.marks(NAME), pages, notebooks


def start_and_kill(course, seconds):
    """Start a run and kill it after so many seconds. Returns whether it was still at work."""
    words = [sys.executable, "-m", "sim", "mark", NAME, "--dir", str(course.folder)]
    process = subprocess.Popen(
        words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "KEFU_LANG": "en"}
    )
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=seconds)
        return False
    process.send_signal(signal.SIGKILL)
    process.wait()
    return True


def killed_often(course, finished, kills, seed):
    """Kill runs at random moments, then let one end: what it leaves is what an undisturbed run leaves."""
    for folder in ("marks", "autograded", "feedback"):
        shutil.rmtree(course.folder / folder)
    (course.folder / "gradebook.db").unlink()
    course.enter(NAME)
    moments, at_work = random.Random(seed), 0
    for _kill in range(kills):
        at_work += start_and_kill(course, moments.uniform(1.0, 12.0))
        for path in (course.folder / "marks" / NAME).glob("*.json"):
            json.loads(path.read_bytes())
    done = kefu(course, "mark", NAME)
    assert done.returncode == 0, done.stderr
    assert state(course) == finished
    return at_work


@pytest.mark.slow
def test_a_run_that_is_killed_at_any_moment_leaves_nothing_half_done(copy):
    finished = state(copy)
    assert killed_often(copy, finished, KILLS, 1) > 0


@pytest.mark.slow
def test_two_runs_at_once_mark_as_one_and_the_second_says_that_it_waits(copy):
    finished = state(copy)
    for path in (copy.folder / "marks" / NAME).glob("*"):
        path.unlink()
    words = [sys.executable, "-m", "sim", "mark", NAME, "--dir", str(copy.folder)]
    both = []
    for _run in range(2):
        both.append(
            subprocess.Popen(
                words, stdout=subprocess.PIPE, encoding="utf-8", env={**os.environ, "KEFU_LANG": "en"}
            )
        )
        time.sleep(1.0)
    said = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum("Another kefu mark is at work" in text for text in said) == 1
    assert state(copy) == finished


@pytest.mark.slow
def test_an_assignment_that_was_not_released_is_named(tmp_path):
    need_bubblewrap()
    course = Course(tmp_path)
    done = kefu(course, "mark", NAME)
    assert done.returncode == 2 and "kefu release" in done.stderr


def test_a_student_who_handed_in_nothing_is_named(copy):
    done = kefu(copy, "mark", NAME, "--student", "absent")
    assert done.returncode == 2 and "absent has handed in nothing" in done.stderr


def test_feedback_is_shown_by_the_command(copy):
    done = kefu(copy, "feedback", NAME, "--student", "partly", "--no-browser")
    assert done.stdout.strip().endswith(f"feedback/partly/{NAME}/{NAME}.html"), done.stderr
    assert kefu(copy, "feedback", "--no-browser").returncode == 2
