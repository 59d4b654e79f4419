"""The gradebook in PostgreSQL, whose address stands in `nbgrader_config.py`, on a real server."""

from __future__ import annotations

import pytest

from sim.marking.batch.gradebook import Gradebook
from sim.marking.batch.results import Result
from sim.marking.marker import Record
from tests.conftest import missing, need_bubblewrap
from tests.support import postgresql
from tools.course import Course

NAME = "service_measures"


def result(share):
    record = Record("q1", "clean", 3.0, share, "marked")
    return Result(
        "li01",
        NAME,
        "en",
        "key",
        "marked",
        records=(record,),
        written={"q9-sentence": "", "q10-reasons": "x"},
    )


@pytest.mark.slow
def test_marks_go_into_postgresql_and_those_by_hand_stay(tmp_path):
    if not postgresql.available():
        missing("PostgreSQL")
    need_bubblewrap()  # as root, the server runs under another number
    (tmp_path / "course").mkdir()
    course = Course(tmp_path / "course")
    with postgresql.server(tmp_path) as url:
        config = course.folder / "nbgrader_config.py"
        line = f"\nget_config().CourseDirectory.db_url = {url!r}\n"
        config.write_text(config.read_text(encoding="utf-8") + line, encoding="utf-8")
        course.enter(NAME)
        moved = []
        with Gradebook(course.folder) as book:
            assert book.has(NAME)
            assert book.enter(result(1.0), set(), moved.extend) == []
            assert [(one.before, one.after) for one in book.enter(result(0.5), set(), moved.extend)] == [
                (3.0, 1.5)
            ]
            marks = {mark.name: mark for mark in book.marks(NAME, "li01")}
        assert (marks["q1"].points, marks["q1"].most, marks["q9-sentence"].points) == (1.5, 3.0, 0.0)
        assert marks["q10-reasons"].points is None and len(moved) == 1
        assert not (course.folder / "gradebook.db").exists()
        done = course.nbgrader("export")
        assert done.returncode == 0, done.stderr[-2000:]
        assert "li01" in (course.folder / "grades.csv").read_text(encoding="utf-8")
