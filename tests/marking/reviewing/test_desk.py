"""Decisions on answers: the marks they make, taking back, two markers, comments, requests, tables."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import pytest

from sim.base.errors import InputError
from sim.base.i18n import using
from sim.marking.batch.feedback import render
from sim.marking.batch.gradebook import Gradebook
from sim.marking.batch.results import Results
from sim.marking.reviewing import decisions, requests, sheet
from sim.marking.reviewing.book import ReviewBook
from sim.marking.reviewing.desk import Desk
from sim.marking.reviewing.entries import Entry
from tests.marking.reviewing.class_ import NAME, SENTENCE, hand_in, make_class

ANSWERS = {
    "li01": "Callers hang up, says li01 (not zli01).",
    "wang02": "The formula is wrong.",
    "zhao03": "<script>alert(1)</script> & =1+1",
    "sun04": "",
    "qian05": "At 10 the line is overloaded.",
}
WORDS = {student: text for student, text in ANSWERS.items() if text}


@pytest.fixture(scope="module")
def entered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_class(tmp_path_factory.mktemp("class"), ANSWERS, crashed=("wang02",)).folder
    (folder / "roster.csv").write_text("student,name\nqian05,overloaded\n", encoding="utf-8")
    return folder


@pytest.fixture
def course(entered: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(entered, tmp_path / "course"))


def slug_of(desk: Desk, student: str, cell: str = SENTENCE) -> str:
    return next(slug for slug, one in desk.answers.of(cell).items() if one.student == student)


def decide(desk: Desk, student: str, levels: list[float], comment: str = "") -> None:
    desk.decide(SENTENCE, entry(desk, student, levels, comment))


def entry(desk: Desk, student: str, levels: list[float], comment: str = "", seen: str | None = None) -> Entry:
    slug = slug_of(desk, student)
    digest = desk.answers.of(SENTENCE)[slug].digest
    return Entry(slug, digest, tuple(levels), comment=comment, seen=seen)


def marks(course: Path, student: str) -> dict[str, tuple[float | None, str]]:
    with Gradebook(course) as book:
        return {mark.name: (mark.points, mark.comment) for mark in book.marks(NAME, student)}


def test_what_waits_for_a_person_is_listed(course: Path) -> None:
    found = {one.question.cell: (one.decided, one.answers) for one in Desk(course, NAME).progress()}
    assert found == {"q1": (0, 1), SENTENCE: (0, 4), "q10-reasons": (0, 4)}, (
        "nothing written is 0 without a person"
    )


@pytest.mark.parametrize(
    ("cell", "begins", "holds"),
    [
        ("q1", "## Question 1", "(3 points)"),
        ("q2", "## Question 2", "(3 points)"),
        (SENTENCE, "## Question 9", "(2 points)"),
        ("q10-reasons", "## Question 10", "(4 points)"),
    ],
)
def test_the_question_is_shown_as_the_students_saw_it(
    course: Path, cell: str, begins: str, holds: str
) -> None:
    asked = Desk(course, NAME).question(cell).asked
    assert asked.startswith(begins)
    assert holds in asked.splitlines()[0]
    assert asked.count("\n## ") == 0


def test_answers_have_no_names_and_another_sequence_for_each_question(course: Path) -> None:
    desk = Desk(course, NAME)
    first, second = desk.answers.of(SENTENCE), desk.answers.of("q10-reasons")
    assert {one.student for one in first.values()} == set(WORDS)
    assert not set(first) & set(second)
    texts = {one.student: one.text for one in first.values()}
    assert texts["li01"] == "Callers hang up, says *** (not zli01)."
    assert texts["qian05"] == "At 10 the line is ***.", "the name on the roster"
    assert [one.student for one in first.values()] != sorted(WORDS) or [
        one.student for one in second.values()
    ] != sorted(WORDS)


def test_names_in_capitals_spaced_out_or_with_hidden_characters_are_hidden(course: Path) -> None:
    hand_in(course, {"li01": "LI01 l i 0 1 l\u200bi01 zli01", "qian05": "Over Loaded overloading"})
    texts = {one.student: one.text for one in Desk(course, NAME).answers.of(SENTENCE).values()}
    assert (texts["li01"], texts["qian05"]) == ("*** *** *** zli01", "*** overloading")


def test_what_nobody_sees_or_reads_to_the_end_is_told(course: Path) -> None:
    hand_in(
        course,
        {
            "li01": "\u202eline reversed\u202c\x1b",
            "wang02": "\u200b",
            "zhao03": "x" * 20_001,
        },
    )
    desk = Desk(course, NAME)
    found = {one.student: one for one in desk.answers.of(SENTENCE).values()}
    assert found["li01"].text == "line reversed"
    assert found["li01"].remarks == ("Characters that nobody sees were left out: 3.",)
    assert (found["wang02"].text, len(found["wang02"].remarks)) == ("", 1)
    assert len(found["zhao03"].text) == 20_000
    assert found["zhao03"].remarks == ("Only the first 20000 of 20001 characters are shown.",)
    assert desk.shown(SENTENCE)[2] == set(), "each waits for a person"


def test_a_decision_is_the_mark_and_can_be_taken_back(course: Path) -> None:
    desk = Desk(course, NAME)
    decide(desk, "li01", [0.5, 0.25], "Which hour?")
    assert marks(course, "li01")[SENTENCE] == (0.75, "Which hour?")
    decide(desk, "li01", [0.5, 0.5], "")
    assert marks(course, "li01")[SENTENCE] == (1.0, "")
    assert desk.undo(SENTENCE) == slug_of(desk, "li01")
    assert marks(course, "li01")[SENTENCE] == (0.75, "Which hour?")
    desk.undo(SENTENCE)
    assert marks(course, "li01")[SENTENCE] == (None, "")
    assert desk.undo(SENTENCE) is None
    with Gradebook(course) as book:
        changes = [
            (one.kind, one.before, one.after) for one in book.changes(NAME, "li01") if one.cell == SENTENCE
        ]
    assert ("person", "", "0.75") in changes
    assert ("person", "0.75", "") in changes


@pytest.mark.parametrize(
    ("levels", "said"),
    [([0.5], "2 criteria"), ([0.4, 0.5], "0.4, but takes 0.5, 0.25, 0"), ([0.5, 1.0], "Own figures is 1")],
)
def test_only_levels_of_the_rubric_are_taken(course: Path, levels: list[float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        decide(Desk(course, NAME), "li01", levels)
    assert marks(course, "li01")[SENTENCE][0] is None


def test_only_what_still_stands_is_taken_back(course: Path) -> None:
    desk = Desk(course, NAME)
    for student in ("wang02", "li01"):
        decide(desk, student, [0.5, 0.5])
    hand_in(course, {"li01": "Something else."})
    assert desk.undo(SENTENCE) == slug_of(desk, "wang02"), "li01's decision belongs to an earlier text"
    decide(desk, "zhao03", [0.5, 0.5])
    desk.enter_requests([("zhao03", SENTENCE, "why")])
    desk.answer_request(desk.requests()[0].asked, "Read the rubric.", 0.75)
    assert desk.undo(SENTENCE) is None, "the answer to a request changed zhao03's mark"
    assert marks(course, "zhao03")[SENTENCE][0] == 0.75
    decide(desk, "zhao03", [0.25, 0.25])
    assert desk.undo(SENTENCE) == slug_of(desk, "zhao03")
    assert marks(course, "zhao03")[SENTENCE][0] == 0.75, "as it was before"


def test_a_marker_takes_back_only_the_own_decision(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(course, NAME)
    decide(desk, "li01", [0.5, 0.5])
    monkeypatch.setenv("JUPYTERHUB_USER", "colleague")
    assert desk.undo(SENTENCE) is None
    decide(desk, "wang02", [0.5, 0.5])
    assert desk.undo(SENTENCE) == slug_of(desk, "wang02")


def test_nobody_writes_over_a_decision_unseen(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(course, NAME)
    decide(desk, "li01", [0.5, 0.5], "Good")
    decide(desk, "li01", [0.5, 0.5], "Good")
    with Gradebook(course) as book:
        kinds = sorted(one.kind for one in book.changes(NAME, "li01") if one.cell == SENTENCE)
    assert kinds == ["comment", "person"], "the same once more changes nothing"
    version = desk.shown(SENTENCE)[1]["li01"].version
    monkeypatch.setenv("JUPYTERHUB_USER", "colleague")
    desk.decide(SENTENCE, entry(desk, "li01", [0.25, 0.5], seen=version))
    monkeypatch.delenv("JUPYTERHUB_USER")
    for seen in ("", version):
        with pytest.raises(InputError, match="colleague has decided"):
            desk.decide(SENTENCE, entry(desk, "li01", [0.0, 0.0], seen=seen))
    assert marks(course, "li01")[SENTENCE][0] == 0.75


def test_a_decision_that_waits_again_is_confirmed_by_the_same_one(course: Path, tmp_path: Path) -> None:
    desk, path = Desk(course, NAME), tmp_path / "q9.csv"
    for take in (False, True):
        decide(desk, "li01", [0.5, 0.25])
        with ReviewBook(course) as book:
            grade = book._book.find_grade(SENTENCE, NAME, NAME, "li01")
            grade.needs_manual_grade = True
            book._book.db.commit()
        slug = slug_of(desk, "li01")
        assert slug not in desk.shown(SENTENCE)[2]
        if take:
            sheet.write_sheet(desk, SENTENCE, path)
            assert sheet.read_sheet(desk, SENTENCE, path) == 1
        else:
            seen = desk.shown(SENTENCE)[1]["li01"].version
            desk.decide(SENTENCE, entry(desk, "li01", [0.5, 0.25], seen=seen))
        assert slug in desk.shown(SENTENCE)[2]


def test_a_mark_from_elsewhere_is_told(course: Path) -> None:
    desk, second = Desk(course, NAME), Desk(course, NAME, second=True)

    def elsewhere(desk: Desk) -> float | None:
        return desk.given_elsewhere(SENTENCE, "li01", desk.shown(SENTENCE)[1].get("li01"))

    assert elsewhere(desk) is None
    decide(desk, "li01", [0.5, 0.25])
    assert elsewhere(desk) is None
    desk.enter_requests([("li01", SENTENCE, "why")])
    desk.answer_request(desk.requests()[0].asked, "You are right.", 1.0)
    assert elsewhere(desk) == 1.0
    assert elsewhere(second) is None


def test_decisions_differ_though_the_clock_stands_still(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime(2026, 10, 12, tzinfo=UTC)

    monkeypatch.setattr(decisions, "datetime", Stopped)
    desk = Desk(course, NAME)
    for level in (0.0, 0.25, 0.5):
        decide(desk, "li01", [level, 0.5])
    desk.undo(SENTENCE)
    assert marks(course, "li01")[SENTENCE][0] == 0.75, "the last one alone was taken back"
    desk.enter_requests([("li01", SENTENCE, "why"), ("wang02", SENTENCE, "why")])
    desk.answer_request(desk.requests()[1].asked, "So.", None)
    assert [one.answer for one in desk.requests()] == ["", "So."]


def test_a_comment_is_taken_whole_or_not_at_all(course: Path) -> None:
    desk = Desk(course, NAME)
    with pytest.raises(InputError, match="2001 characters, but takes at most 2000"):
        decide(desk, "li01", [0.5, 0.5], "x" * 2001)
    decide(desk, "li01", [0.5, 0.5], "x" * 1998 + "\r\ny")
    assert marks(course, "li01")[SENTENCE][1] == "x" * 1998 + "\ny", (
        "a browser sends two characters for a line"
    )


def test_a_question_that_the_machine_could_not_mark_gets_points(course: Path) -> None:
    desk = Desk(course, NAME)
    answers, _mine, done = desk.shown("q1")
    (slug,) = answers
    assert (answers[slug].student, done) == ("wang02", set())
    assert "def clean" in answers[slug].text
    assert answers[slug].remarks == ("clean: the machine could not mark it",)
    for points in (None, -1.0, 99.0, float("nan")):
        with pytest.raises(InputError, match="from 0 to"):
            desk.decide("q1", Entry(slug, answers[slug].digest, points=points))
    desk.decide("q1", Entry(slug, answers[slug].digest, points=1.0, comment="Nearly."))
    assert marks(course, "wang02")["q1"] == (1.0, "Nearly.")


def test_a_text_that_was_handed_in_again_waits_again(course: Path) -> None:
    desk = Desk(course, NAME)
    old = desk.answers.of(SENTENCE)[slug_of(desk, "li01")]
    decide(desk, "li01", [0.5, 0.5])
    hand_in(course, {"li01": "Something else."})
    assert slug_of(desk, "li01") not in desk.shown(SENTENCE)[2]
    with pytest.raises(InputError, match="handed in again"):
        desk.decide(SENTENCE, Entry(old.slug, old.digest, (0.5, 0.5)))
    decide(desk, "li01", [0.25, 0.0])
    assert marks(course, "li01")[SENTENCE][0] == 0.25
    assert slug_of(desk, "li01") in desk.shown(SENTENCE)[2]


def test_a_second_marker_sees_and_changes_nothing_and_is_compared(course: Path) -> None:
    first, second = Desk(course, NAME), Desk(course, NAME, second=True)
    for student in WORDS:
        decide(first, student, [0.5, 0.25], "first")
    assert second.shown(SENTENCE)[1:] == ({}, set())
    assert second.comments(SENTENCE) == []
    for student in WORDS:
        decide(second, student, [0.5, 0.0] if student == "li01" else [0.5, 0.25])
    assert marks(course, "li01")[SENTENCE] == (0.75, "first")
    pairs = first.compared(SENTENCE)
    assert [pair.slug for pair in pairs if pair.differs] == [slug_of(first, "li01")]
    assert first.kappas(SENTENCE) == {"Cause and effect": None, "Own figures": 0.0, "points earned": 0.0}
    assert second.undo(SENTENCE)
    assert len(first.compared(SENTENCE)) == 3
    assert marks(course, "qian05")[SENTENCE][0] == 0.75


def test_comments_are_offered_again_the_commonest_first(course: Path) -> None:
    desk = Desk(course, NAME)
    for student, comment in {"li01": "Units?", "wang02": "Which hour?", "zhao03": "Which hour?"}.items():
        decide(desk, student, [0.0, 0.0], comment)
    assert desk.comments(SENTENCE) == ["Which hour?", "Units?"]


def test_points_given_in_formgrader_count_as_done(course: Path) -> None:
    from nbgrader.api import Gradebook as Book

    with Book(f"sqlite:///{course / 'gradebook.db'}") as book:
        grade = book.find_grade(SENTENCE, NAME, NAME, "li01")
        grade.manual_score, grade.needs_manual_grade = 0.5, False
        book.db.commit()
    desk = Desk(course, NAME)
    assert desk.shown(SENTENCE)[2] == {slug_of(desk, "li01")}


def test_a_table_goes_out_and_comes_back(course: Path, tmp_path: Path) -> None:
    desk, path = Desk(course, NAME), tmp_path / "q9.csv"
    decide(desk, "wang02", [0.0, 0.0], "=HYPERLINK()")
    assert sheet.write_sheet(desk, SENTENCE, path) == 4
    with pytest.raises(InputError, match="exists already"):
        sheet.write_sheet(desk, SENTENCE, path)
    text = path.read_bytes().decode("utf-8-sig")
    assert not re.search(rf"\b({'|'.join(WORDS)})\b", text)
    rows = list(csv.reader(io.StringIO(text)))
    assert all(cell[0].isalpha() for row in rows for cell in row[:2]), "no number for a spreadsheet"
    assert sheet.read_sheet(desk, SENTENCE, path) == 0, "nothing was changed in it"
    for row in rows[1:]:
        if row[0] == slug_of(desk, "li01"):
            row[3:] = ["0,5", "0.25", "Good"]
    path.write_text("\n".join(";".join(row) for row in rows), encoding="gb18030")
    assert sheet.read_sheet(desk, SENTENCE, path) == 1
    assert marks(course, "li01")[SENTENCE] == (0.75, "Good")
    assert marks(course, "wang02")[SENTENCE] == (0.0, "=HYPERLINK()")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: rows[2].__setitem__(3, "0.3"), "line 3: Cause and effect is 0.3"),
        (lambda rows: rows[2].__setitem__(3, "good"), "line 3: Cause and effect is good, but takes a number"),
        (lambda rows: rows[2].__setitem__(4, ""), "line 3: Own figures is –"),
        (lambda rows: rows[2].__setitem__(0, "abc"), "line 3: There is no answer abc"),
        (lambda rows: rows[2].__setitem__(0, rows[1][0]), "is in line 2 already"),
        (lambda rows: rows[2].__setitem__(1, "0" * 16), "handed in again"),
        (lambda rows: rows[0].__setitem__(3, "Style"), "column names"),
        (lambda rows: rows[2].__setitem__(slice(3, 6), ["", "", "Good"]), "line 3: Cause and effect is –"),
        (
            lambda rows: rows[1].__setitem__(2, "two\nlines") or rows[2].__setitem__(4, "9"),
            "line 3: Own figures is 9",
        ),
    ],
)
def test_a_table_with_a_fault_enters_nothing(course: Path, tmp_path: Path, change, said: str) -> None:
    desk, path = Desk(course, NAME), tmp_path / "q9.csv"
    sheet.write_sheet(desk, SENTENCE, path)
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    for row in rows[1:]:
        row[3:5] = ["0.5", "0.5"]
    change(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)
    with pytest.raises(InputError, match=said):
        sheet.read_sheet(desk, SENTENCE, path)
    assert all(marks(course, student)[SENTENCE][0] is None for student in WORDS)


def test_a_quotation_mark_that_is_never_closed_takes_no_other_rows(course: Path, tmp_path: Path) -> None:
    desk, path = Desk(course, NAME), tmp_path / "q9.csv"
    sheet.write_sheet(desk, SENTENCE, path)
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig"))))
    lines = [
        ";".join((*row[:2], "text", "0.5", "0.5", '"Good' if n == 1 else "Fine"))
        for n, row in enumerate(rows)
    ]
    path.write_text("\n".join([";".join(rows[0]), *lines[1:]]), encoding="utf-8")
    with pytest.raises(InputError, match="line 2: a quotation mark is missing"):
        sheet.read_sheet(desk, SENTENCE, path)
    assert all(marks(course, student)[SENTENCE] == (None, "") for student in WORDS)


def test_a_table_does_not_write_over_a_later_decision(course: Path, tmp_path: Path) -> None:
    desk, path = Desk(course, NAME), tmp_path / "q9.csv"
    decide(desk, "wang02", [0.0, 0.0])
    sheet.write_sheet(desk, SENTENCE, path)
    decide(desk, "wang02", [0.5, 0.5])
    with pytest.raises(InputError, match="has decided on this answer meanwhile"):
        sheet.read_sheet(desk, SENTENCE, path)
    assert marks(course, "wang02")[SENTENCE][0] == 1.0


def test_a_table_of_another_question_is_refused(course: Path, tmp_path: Path) -> None:
    desk, path = Desk(course, NAME), tmp_path / "q10.csv"
    sheet.write_sheet(desk, "q10-reasons", path)
    with pytest.raises(InputError, match=r"column names|no answer"):
        sheet.read_sheet(desk, SENTENCE, path)


def test_requests_are_entered_answered_and_told_to_the_student(course: Path, tmp_path: Path) -> None:
    desk, path = Desk(course, NAME), tmp_path / "requests.csv"
    path.write_text("学号,题目,申请\nli01,9-sentence,我写了两个数字。\nli01,q1,为什么?\n", encoding="gb18030")
    rows = list(requests.read_file(path, list(desk.worth)))
    assert desk.enter_requests(rows) == 2
    assert desk.enter_requests(rows) == 0, "the same once more"
    first, second = desk.requests()
    with pytest.raises(InputError, match="Write an answer"):
        desk.answer_request(first.asked, " ", 1.0)
    with pytest.raises(InputError, match="from 0 to 1"):
        desk.answer_request(first.asked, "Yes.", 7.0)
    desk.answer_request(first.asked, "You are right.", 1.0)
    with pytest.raises(InputError, match="has answered this request already"):
        desk.answer_request(first.asked, "You are wrong.", 0.0)
    desk.answer_request(second.asked, "The loop ends too early.", None)
    assert marks(course, "li01")[SENTENCE][0] == 1.0
    assert all(one.answer for one in desk.requests())
    result = Results(course, NAME).read("li01")
    assert result is not None
    with Gradebook(course) as book, using("en"):
        page = render(result, book.marks(NAME, "li01"), closed=False)
    assert "You are right." in page
    assert "The loop ends too early." in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("student,question\nli01,q1\n", "column names"),
        ("student,question,request\nli01,q99,why\n", "line 2: question is q99"),
        ("student,question,request\nli01,q1,\n", "line 2: the request is empty"),
        ("student,question,request\n../x,q1,why\n", "line 2: "),
    ],
)
def test_a_file_of_requests_with_a_fault_is_refused(
    course: Path, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "requests.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        requests.read_file(path, list(Desk(course, NAME).worth))


def test_a_request_of_a_stranger_is_refused(course: Path) -> None:
    with pytest.raises(InputError, match="stranger has no mark for q1"):
        Desk(course, NAME).enter_requests([("stranger", "q1", "why")])


def test_what_was_decided_of_a_student_is_forgotten_with_the_student(course: Path) -> None:
    desk = Desk(course, NAME)
    decide(desk, "li01", [0.5, 0.5])
    desk.enter_requests([("li01", "q1", "why")])
    with Gradebook(course) as book:
        book.forget("li01")
    assert desk.requests() == []
    with closing(sqlite3.connect(course / "gradebook.db")) as database:
        assert "li01" not in "".join(database.iterdump())
