"""When work was handed in and what that costs, files that nothing marks, and what a teacher is told of it."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from nbgrader.api import Gradebook

from sim.course.lateness import Lateness
from sim.course.seeds import data_number, public_seed
from sim.marking.batch.assembling import assemble
from sim.marking.batch.feedback import render
from sim.marking.batch.gradebook import Mark
from sim.marking.batch.handed_in import in_words, moment, not_marked
from sim.marking.batch.results import MARKED, Result
from sim.marking.marker import HIDDEN, Record, is_no_python, reason, with_cell_errors
from tests.marking.test_batch import NAME, change, copy, course, kefu  # noqa: F401 - fixtures
from tests.support.notebooks import ROOT
from tools.course import solved


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-12 10:00:00 UTC\n", datetime(2026, 10, 12, 10, tzinfo=UTC)),
        ("2026-10-12 18:00:00.125 +0800", datetime(2026, 10, 12, 10, 0, 0, 125000, tzinfo=UTC)),
        ("2026-10-12T10:00:00", datetime(2026, 10, 12, 10, tzinfo=UTC)),
        ("yesterday evening", None),
        ("2026-10-12 10:00:00 CST", None),
        ("", None),
    ],
)
def test_the_time_is_read_as_nbgrader_writes_it(tmp_path, text, expected):
    (tmp_path / "timestamp.txt").write_text(text, encoding="utf-8")
    assert moment(tmp_path) == expected


def test_a_link_is_no_time(tmp_path):
    (tmp_path / "real").write_text("2026-10-12 10:00:00 UTC", encoding="utf-8")
    (tmp_path / "timestamp.txt").symlink_to(tmp_path / "real")
    assert moment(tmp_path) is None and moment(tmp_path / "nowhere") is None


def test_lateness_is_said_with_what_it_costs():
    assert in_words(Lateness("in time")) == in_words(Lateness("no deadline")) == ""
    assert in_words(Lateness("late", 2, 0.8)) == "2 days late: 20% of the points are lost"
    assert in_words(Lateness("late", 1)) == "1 day late"
    assert in_words(Lateness("too late", 9, 0.0)) == "9 days late, which is not accepted: it counts 0"
    assert in_words(Lateness("time unknown")) == "when it was handed in is not known"


def test_packed_files_and_notebooks_in_the_wrong_place_are_named(tmp_path):
    for name in ("all.zip", "a/work.ipynb", f"b/{NAME}/x.rar", f"c/{NAME}/x.zip", f"c/{NAME}/{NAME}.ipynb"):
        path = tmp_path / "submitted" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    (tmp_path / "submitted" / "notes.txt").write_bytes(b"")
    found = ["submitted/all.zip", "submitted/a/work.ipynb", f"submitted/b/{NAME}/x.rar"]
    assert not_marked(tmp_path, NAME) == found, "a zip beside the notebook is no matter"


def test_an_answer_whose_cell_stopped_says_so():
    records = [
        Record("q2", "m01", 1, 0.0, "missing"),
        Record("q2", "m02", 1, 0.0, "missing"),
        Record("q2", "m03", 1, 1.0, "marked"),
    ]
    stopped = dict.fromkeys(("m01", "m03"), "SyntaxError: '(' was never closed")
    first, second, third = with_cell_errors(records, stopped)
    assert reason(first) == "there is no answer: its cell stopped with an error" and is_no_python(first)
    assert reason(second) == "there is no answer" and not is_no_python(second)
    assert third == records[2]
    page = render(
        Result("li01", NAME, "en", "", MARKED, records=(first,)), [Mark("q2", 0, 1, False, "")], closed=False
    )
    assert "was never closed" in page
    nowhere = Record("q2", "m01", 1, 0.0, "missing", HIDDEN)
    assert "none on another one" in reason(nowhere)


def test_a_page_has_no_backticks_and_counts_what_was_marked():
    record = Record("q2", "m01", 2, 0.0, "marked", "hand", said="Use `.mean()` of <b>.")
    marks = [Mark("q2", 1.0, 2.0, False, ""), Mark("q9-sentence", None, 3.0, False, "")]
    late = Lateness("late", 1, 0.9)
    page = render(Result("li01", NAME, "en", "", MARKED, records=(record,)), marks, late, closed=False)
    assert "<code>.mean()</code> of &lt;b&gt;." in page and "`" not in page.split("<body>")[1]
    assert "1 of 2 points so far, 3 still to be marked by your teacher" in page
    assert "because it was late, 0.9 points count" in page and "This work is 1 day late" in page


def shown(number):
    notebook = solved(NAME, "en")
    text = f"Assignment {NAME}, student li01, data {number}, Kefu 1.0"
    output = {
        "output_type": "execute_result",
        "data": {"text/plain": text},
        "metadata": {},
        "execution_count": 1,
    }
    next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")["outputs"] = [output]
    return notebook


def test_data_of_another_course_are_noticed():
    right, other = (data_number(public_seed(name, NAME, "li01")) for name in ("autumn", "kefu"))
    assert assemble(shown(right), ROOT, NAME, "li01", "autumn").notes == ()
    (note,) = assemble(shown(other), ROOT, NAME, "li01", "autumn").notes
    assert "another course" in note and "--course autumn" in note


@pytest.mark.slow
def test_a_teacher_is_told_of_late_work_wrong_data_and_code_that_is_none(copy):  # noqa: F811
    folder = copy.folder
    (folder / "course.toml").write_text(
        'id = "kefu"\ntimezone = "UTC"\n[late]\ndays = 3\nloss = 0.1\n[deadlines]\n'
        f"{NAME} = 2026-10-12T18:00:00\n",
        encoding="utf-8",
    )
    (folder / "roster.csv").write_text(
        "student,name,lms_id,extension\nfull,李一,10023,\nempty,,,\npartly,=1+1,,2\nabsent,王二,10024,\nno-python,,,\n",
        encoding="utf-8",
    )
    for student, day in {"full": 14, "partly": 14, "empty": 20}.items():
        place = folder / "submitted" / student / NAME / "timestamp.txt"
        place.write_text(f"2026-10-{day} 12:00:00 UTC", encoding="utf-8")
    copy.submit("no-python", NAME, change(solved(NAME, "en"), m01="def m01(lines:\n    return 1"))
    (folder / "submitted" / "all.zip").write_bytes(b"")
    said = kefu(copy, "mark", NAME, "--dry-run").stdout
    assert "no-python: new; when it was handed in is not known" in said and "kefu collect" in said
    done = kefu(copy, "mark", NAME)
    said = done.stdout
    assert done.returncode == 0, done.stderr
    assert (
        "full 李一: 27 of 27 so far, 3 by a person (q10-reasons, q9-sentence); with the loss for lateness 21.6"
        in said
    )
    looks = said.split("Needs a look:")[1]
    assert "full: 2 days late: 20% of the points are lost" in looks and "partly:" not in looks
    assert "empty: 8 days late, which is not accepted" in looks and "no-python: m01: SyntaxError" in looks
    assert "not known" in looks and "link, no-python, text" in looks
    assert "submitted/all.zip" in looks and str(folder / "feedback") in looks and "grades.csv" in looks
    page = (folder / "feedback" / "no-python" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "its cell stopped with an error" in page and "SyntaxError" in page and "ipython-input" not in page
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}") as book:
        assert book.find_submission(NAME, "full").late_submission_penalty == 5.4
        assert book.find_submission(NAME, "partly").late_submission_penalty == 0
    done = copy.nbgrader("export")
    assert done.returncode == 0, done.stderr
    text = (folder / "grades.csv").read_bytes().decode("utf-8-sig")
    rows = {row["student_id"]: row for row in csv.DictReader(io.StringIO(text)) if row["assignment"] == NAME}
    full = rows["full"]
    assert (full["last_name"], full["lms_id"], full["raw_score"], full["score"]) == (
        "李一",
        "10023",
        "27.0",
        "21.6",
    )
    assert full["not_marked_yet"] == "3.0" and rows["absent"]["last_name"] == "王二"
    assert rows["partly"]["last_name"] == "'=1+1"
    before = json.dumps(rows)
    assert kefu(copy, "mark", NAME).returncode == 0 and copy.nbgrader("export").returncode == 0
    text = (folder / "grades.csv").read_bytes().decode("utf-8-sig")
    again = {row["student_id"]: row for row in csv.DictReader(io.StringIO(text)) if row["assignment"] == NAME}
    assert json.dumps(again) == before
