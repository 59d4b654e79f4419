"""A term: course new, start, submit, the LMS's zip, collect, mark, export, return, backup, one student's data."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import datetime

import pytest
from python_calamine import CalamineWorkbook

from sim.base.i18n import using
from sim.workspace.notebooks import grade_id
from tests.conftest import need_bubblewrap
from tests.course.handing_in.toy import command
from tests.support.notebooks import ROOT
from tools.course import solved

NAME = "service_measures"
DEADLINES = f"\n{NAME} = 2026-10-12T18:00:00\n"
PEOPLE = {  # student: name, language, what was done, when
    "good01": ("李一", "zh", "all", datetime(2026, 10, 10, 9)),
    "part02": ("王二", "en", "one", datetime(2026, 10, 11, 9)),
    "none03": ("赵三", "en", "nothing", datetime(2026, 10, 12, 9)),
    "late04": ("Anna Schmidt", "en", "all", datetime(2026, 10, 13, 9)),
    "twice05": ("王伟", "zh", "one", datetime(2026, 10, 9, 9)),
    "broken06": ("钱六", "zh", "broken", datetime(2026, 10, 10, 9)),
    "gone07": ("孙七", "zh", "never", None),
    "after08": ("周八", "en", "one", datetime(2026, 10, 20, 9)),
}


def answer(path, what, lang):
    book = json.loads(path.read_bytes())
    right = {grade_id(cell): cell["source"] for cell in solved(NAME, lang)["cells"] if grade_id(cell)}
    for cell in book["cells"]:
        name = grade_id(cell)
        if what == "all" and name in right and cell["cell_type"] == "code":
            cell["source"] = right[name]
        elif what in ("one", "nothing") and name == "m01":
            cell["source"] = right[name] if what == "one" else "def m01(lines):\n    return 0"
        elif what == "all" and cell["cell_type"] == "markdown" and name:
            cell["source"] = "Because callers who hang up free the clerks."
    path.write_text(json.dumps(book), encoding="utf-8")


def work(folder, course, student, lang, what):
    """A student's working copy, and the bytes of the zip that is handed in."""
    place = folder / student
    with using(lang):
        start = ("start", "--no-browser", "--dir", str(place), "--student", student, "--course", str(course))
        assert command(*start) == 0
        answer(place / f"{NAME}.ipynb", what, lang)
        command("submit", NAME, "--fast", "--dir", str(place))
    return (place / f"{NAME}-{student}.zip").read_bytes()


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    need_bubblewrap()
    folder = tmp_path_factory.mktemp("term")
    course = folder / "course"
    assert command("course", "new", str(course), "--id", "autumn", "--solutions", str(ROOT)) == 0
    settings = course / "course.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("[deadlines]\n", f"[deadlines]{DEADLINES}"),
        encoding="utf-8",
    )
    rows = [
        f"{student},{name},{n},A," for n, (student, (name, *_more)) in enumerate(PEOPLE.items(), start=10001)
    ]
    (course / "roster.csv").write_text(
        "student,name,lms_id,group,extension\n" + "\n".join(rows), encoding="utf-8"
    )
    handed_in = {}
    for number, (student, (name, lang, what, moment)) in enumerate(PEOPLE.items(), start=501):
        if what == "never":
            continue
        place = f"{name}_{number}_assignsubmission_file/{NAME}-{student}.zip"
        if what == "broken":
            data, place = b'{"cells": [', place.replace(".zip", ".ipynb")
        else:
            data = work(folder, settings, student, lang, what)
        handed_in[place] = (data, moment)
    again = work(folder, settings, "twice05", "zh", "all")
    handed_in[f"王伟_505_assignsubmission_file/{NAME}-twice05 (1).zip"] = (again, datetime(2026, 10, 12, 17))
    (folder / "moodle.zip").write_bytes(moodle(handed_in))
    assert command("collect", str(folder / "moodle.zip"), "--dir", str(course)) == 0
    assert command("mark", NAME, "--dir", str(course), "--jobs", "2") == 0
    return folder


def moodle(files):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, (data, moment) in files.items():
            archive.writestr(zipfile.ZipInfo(name, moment.timetuple()[:6]), data)
    return buffer.getvalue()


def sheet(term):
    path = term / "marks.xlsx"
    with using("en"):
        assert command("export", NAME, "--dir", str(term / "course"), "--out", str(path)) == 0
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return {row[0]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


@pytest.mark.slow
def test_every_mark_is_accounted_for(term):
    found = sheet(term)
    assert list(found) == list(PEOPLE)
    status = {student: row["status"] for student, row in found.items()}
    assert status == {
        "good01": "waits for a person",
        "part02": "marked",
        "none03": "marked, no points",
        "late04": "waits for a person",
        "twice05": "waits for a person",
        "broken06": "no notebook that can be read",
        "gone07": "not handed in",
        "after08": "too late",
    }
    so_far = {student: row["points so far"] for student, row in found.items()}
    assert so_far["good01"] == so_far["late04"] == so_far["twice05"] == 27 and so_far["none03"] == 0
    assert so_far["part02"] == 1 and so_far["gone07"] == so_far["after08"] == so_far["broken06"] == ""
    assert found["late04"]["days late"] == 1 and found["late04"]["share kept after lateness"] == 0.9
    for row in found.values():
        questions = [value for head, value in row.items() if head.startswith("q") and value != ""]
        assert row["points so far"] in ("", sum(questions))


@pytest.mark.slow
def test_a_person_marks_and_all_goes_back(term):
    from sim.marking.batch.gradebook import Gradebook

    course = term / "course"
    with Gradebook(course) as book:
        submission = book._book.find_submission(NAME, "late04")
        for grade in submission.notebooks[0].grades:
            if grade.auto_score is None:
                grade.manual_score, grade.needs_manual_grade = grade.max_score, False
        book._book.db.commit()
    assert command("mark", NAME, "--dir", str(course)) == 0
    found = sheet(term)["late04"]
    assert found["status"] == "marked" and found["points that count"] == 27 and found["of"] == 30
    worksheet = term / "grades.csv"
    worksheet.write_text(
        "Identifier,Full name,ID number,Grade,Maximum Grade,Last modified (grade)\n"
        + "".join(
            f"Participant {n},{name},,,30.00,-\n" for n, (name, *_m) in enumerate(PEOPLE.values(), start=501)
        ),
        encoding="utf-8",
    )
    out = term / "upload.csv"
    words = (
        "export",
        NAME,
        "--format",
        "moodle",
        "--sheet",
        str(worksheet),
        "--out",
        str(out),
        "--dir",
        str(course),
    )
    assert command(*words) == 0
    grades = {
        row["Full name"]: row["Grade"] for row in csv.DictReader(io.StringIO(out.read_text(encoding="utf-8")))
    }
    assert grades["Anna Schmidt"] == "27" and grades["赵三"] == "0" and grades["李一"] == grades["孙七"] == ""
    assert command("return", NAME, "--dir", str(course)) == 0
    with zipfile.ZipFile(course / "returned" / NAME / "moodle-feedback.zip") as archive:
        assert f"late04_504_assignfeedback_file_/{NAME}.html" in archive.namelist()
        assert not any(name.startswith("good01") for name in archive.namelist())


@pytest.mark.slow
def test_what_marking_tells_beyond_points(term, capsys):
    course = term / "course"
    said = {}
    with using("en"):
        for words in (
            ("similarity", NAME),
            ("statistics", NAME),
            ("viva", NAME, "--student", "good01"),
            ("audit", NAME),
        ):
            assert command(*words, "--dir", str(course)) == 0
            said[words[0]] = capsys.readouterr().out
    page = (course / "marks" / NAME / "similarity.html").read_text(encoding="utf-8")
    assert "good01 – late04" not in page, "both have the public model solution"
    assert (course / "marks" / NAME / "statistics.html").is_file() and "m01" in said["statistics"]
    assert said["viva"].count("Answer:") == 3
    assert "late04" in said["audit"] and "person" in said["audit"] and "machine" in said["audit"]


@pytest.mark.slow
def test_backup_and_one_students_data(term):
    course, again = term / "course", term / "again"
    assert command("course", "backup", str(term / "backup.zip"), "--dir", str(course)) == 0
    assert command("course", "restore", str(again), "--file", str(term / "backup.zip")) == 0
    before = sheet(term)
    (term / "course").rename(term / "first")
    again.rename(term / "course")
    assert sheet(term) == before, "a restored gradebook is equal"
    given = term / "given.zip"
    assert command("course", "give", "twice05", "--file", str(given), "--dir", str(course)) == 0
    with zipfile.ZipFile(given) as archive:
        names = archive.namelist()
    assert "marks.csv" in names and f"submitted/twice05/{NAME}/{NAME}.ipynb" in names
    assert command("course", "forget", "twice05", "--dir", str(course)) != 0, "only with --yes"
    assert command("course", "forget", "twice05", "--yes", "--dir", str(course)) == 0
    assert [path for path in course.rglob("*") if "twice05" in path.name] == []
    assert command("course", "give", "twice05", "--file", str(given), "--dir", str(course)) != 0
    left = {student: row for student, row in sheet(term).items() if student != "twice05"}
    assert left == {student: row for student, row in before.items() if student != "twice05"}
    left_in = [
        path.relative_to(course).as_posix()
        for path in course.rglob("*")
        if path.is_file() and "solutions" not in path.parts and b"twice05" in path.read_bytes()
    ]
    assert left_in == [], "nor in what was collected, whose zips are not packed"
