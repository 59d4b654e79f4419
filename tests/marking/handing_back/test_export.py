"""Marks as tables and in the sheets of LMSs: status apart from points, nothing else touched, no formula."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from sim.base.errors import InputError
from sim.base.i18n import using
from sim.base.spreadsheets import harmless
from sim.course.lateness import LATE, NO_DEADLINE, Lateness
from sim.course.roster import Enrolled
from sim.marking.batch.feedback import page_of
from sim.marking.handing_back import lms, tables
from sim.marking.handing_back.returning import hand_back
from sim.marking.handing_back.standing import CRASHED, MARKED, NEVER, NOTHING, WAITS, ZERO, Standing

MOST = {"q1": 3.0, "q1-why": 1.0}
ZONE = ZoneInfo("Asia/Shanghai")
IN_TIME, LATE_ONE = Lateness(NO_DEADLINE), Lateness(LATE, 1, 0.9)


def one(student, name, number, status, points=(None, None), late=IN_TIME, remarks=""):
    moment = datetime(2026, 10, 12, 10, tzinfo=UTC) if points != (None, None) else None
    questions = {} if status == NOTHING else dict(zip(MOST, points, strict=True))
    return Standing(Enrolled(student, name, number, "A", {}), status, questions, MOST, late, moment, remarks)


FOUND = [
    one("li01", "李一", "10023", MARKED, (2.5, 1)),
    one("wang02", "=HYPERLINK(0)", "10024", MARKED, (1, 1), LATE_ONE, "@SUM(1)"),
    one("zhao03", "赵三", "10025", ZERO, (0, 0)),
    one("ww05", "王伟", "10026", WAITS, (3, None)),
    one("ww06", "王伟", "10027", CRASHED),
    one("as07", "Anna Schmidt", "10028", NEVER),
    one("li08", "李一鸣", "10029", NOTHING),
]
POINTS = {"li01": 3.5, "wang02": 1.8, "zhao03": 0.0}
SHEET = (
    "\ufeffIdentifier,Full name,ID number,Email address,Status,Grade,Maximum Grade,"
    "Grade can be changed,Last modified (grade),Feedback comments\n"
    'Participant 501,李一,10023,li@x.cn,Submitted for grading,,4.00,Yes,-,"=1+1"\n'
    "Participant 502,王二,,WANG02@x.cn,Submitted for grading,1.00,4.00,Yes,-,\n"
    "Participant 503,赵三,10025,,Submitted for grading,,4.00,Yes,-,\n"
    "Participant 504,王伟,10026,,Submitted for grading,,4.00,Yes,-,\n"
    "Participant 505,Chen Liu,99999,,No submission,,4.00,Yes,-,\n"
    "Participant 506,Anna Schmidt,,,No submission,,4.00,Yes,-,\n"
    "Participant 507,李一鸣,,,No submission,,4.00,Yes,-,\n"
)
BOOK = (
    'Student,ID,SIS User ID,SIS Login ID,Section,Quiz (11),"Assignment 1: Measures (12)",Final Score\n'
    "    Points Possible,,,,,5,4,(read only)\n"
    '"一, 李",10023,,,A,4,,80\n"Er, Wang",77,wang02,,A,,,\n"Schmidt, Anna",,,,B,,,\n'
    '"San, Zhao",,,10025,B,,,\n"Student, Test",5,,,A,,,\n'
)


def read(text):
    return list(csv.reader(io.StringIO(text)))


def write(path, text):
    path.write_text(text, encoding="utf-8")
    return path


def test_points_and_status_are_two_things():
    assert {s.student.student: s.points for s in FOUND if s.points is not None} == POINTS
    assert FOUND[3].so_far == 3 and FOUND[3].points is None
    heads, rows = tables.table(FOUND, ZONE)
    status = [row[heads.index(tables._("status"))] for row in rows]
    assert len(set(status)) == 6, "never marked, failed, zero, waiting and nothing are told apart"


def test_a_workbook_holds_numbers_as_numbers_and_no_formula(tmp_path):
    with using("zh"):
        for name in ("a.xlsx", "b.xlsx"):
            tables.write_workbook(
                tmp_path / name, {"service_measures": FOUND, "needs_analysis": FOUND[:2]}, ZONE
            )
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    book = CalamineWorkbook.from_path(tmp_path / "a.xlsx")
    assert book.sheet_names[1:] == ["service_measures", "needs_analysis"]
    rows = book.get_sheet_by_index(1).to_python()
    assert rows[1][8] == 2.5 and rows[2][1] == "'=HYPERLINK(0)" and rows[5][8] == ""
    assert book.get_sheet_by_index(0).to_python()[1][4:7] == [3.5, 3.5, 7]
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_a_csv_file_opens_in_a_chinese_excel(tmp_path):
    with using("zh"):
        tables.write_csv(tmp_path / "a.csv", FOUND, ZONE)
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and "李一" in data.decode("utf-8-sig")
    assert not any(cell[:1] in "=@+" for row in read(data.decode("utf-8-sig")) for cell in row if cell)


@pytest.mark.parametrize("text", ["=1", "+1+1", "-1+cmd", "@x", "＝1", "\t=1", " =1", "\r=1", "-2+3"])
def test_formulas_are_harmless(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-", "-1.5", "1", "", "李=一", "2026-10-12"])
def test_what_is_no_formula_stays(text):
    assert harmless(text) == text


def test_moodles_worksheet_gets_points_and_nothing_else_changes(tmp_path):
    sheet = write(tmp_path / "grades.csv", SHEET)
    filled = lms.moodle(FOUND, "A", sheet, scale=False, zero=False)
    before, after = read(SHEET.removeprefix("\ufeff")), read(filled.text)
    grades = {row[0]: row[5] for row in after[1:]}
    assert grades == {"Participant 501": "3.5", "Participant 502": "1.8", "Participant 503": "0"} | {
        f"Participant {n}": "" for n in (504, 505, 506, 507)
    }
    assert [[c for n, c in enumerate(row) if n not in (5, 9)] for row in before] == [
        [c for n, c in enumerate(row) if n not in (5, 9)] for row in after
    ]
    assert filled.strangers == ("Chen Liu",)
    assert filled.without_row == ("ww06",)
    again = lms.moodle(FOUND, "A", write(tmp_path / "again.csv", filled.text), scale=False, zero=False)
    assert again.text == filled.text, "filling in twice changes nothing"
    zero = lms.moodle(FOUND, "A", sheet, scale=False, zero=True)
    assert {row[0]: row[5] for row in read(zero.text)[1:]}["Participant 507"] == "0"


def test_another_maximum_is_said_or_scaled(tmp_path):
    sheet = write(tmp_path / "grades.csv", SHEET.replace("4.00", "100.00"))
    with pytest.raises(InputError, match="100"):
        lms.moodle(FOUND, "A", sheet, scale=False, zero=False)
    filled = lms.moodle(FOUND, "A", sheet, scale=True, zero=False)
    assert read(filled.text)[1][5] == "87.5"


def test_canvas_gradebook_gets_points_in_the_one_column(tmp_path):
    sheet = write(tmp_path / "book.csv", BOOK)
    filled = lms.canvas(FOUND, "Assignment 1: Measures", sheet, None, scale=False, zero=False)
    before, after = read(BOOK), read(filled.text)
    assert [row[6] for row in after] == ["Assignment 1: Measures (12)", "4", "3.5", "1.8", "", "0", ""]
    assert [[*row[:6], *row[7:]] for row in before] == [[*row[:6], *row[7:]] for row in after]
    assert "Student, Test" in filled.strangers
    with pytest.raises(InputError, match="--column"):
        lms.canvas(FOUND, "nothing of this name", sheet, None, scale=False, zero=False)
    assert "4" in lms.canvas(FOUND, "x", sheet, "quiz", scale=True, zero=False).text


def test_without_a_sheet_a_new_one_is_made():
    filled = lms.moodle(FOUND, "Assignment 1", None, scale=False, zero=False)
    assert read(filled.text)[:2] == [["ID number", "Full name", "Assignment 1"], ["10023", "李一", "3.5"]]
    filled = lms.canvas(FOUND, "Assignment 1", None, None, scale=False, zero=False)
    assert read(filled.text)[1][5] == "4" and read(filled.text)[2][:2] == ["李一", "10023"]


def test_what_is_handed_back(tmp_path):
    for student in ("li01", "zhao03", "ww05"):
        page = page_of(tmp_path, student, "a")
        page.parent.mkdir(parents=True)
        page.write_text(f"<p>{student}</p>", encoding="utf-8")
    made = hand_back(tmp_path, "a", FOUND, write(tmp_path / "grades.csv", SHEET), unfinished=False)
    assert made.students == ("li01", "zhao03") and made.waiting == ("ww05",)
    assert (tmp_path / "returned" / "a" / "li01" / "a.html").read_text(encoding="utf-8") == "<p>li01</p>"
    with zipfile.ZipFile(made.zip_file) as archive:
        names = archive.namelist()
    assert names == ["li01_501_assignfeedback_file_/a.html", "zhao03_503_assignfeedback_file_/a.html"]
    for name in names:  # as Moodle reads them
        info = name.split("/")[0].split("_", 4)
        assert len(info) >= 4 and info[1].isdigit() and info[2:4] == ["assignfeedback", "file"]
    assert hand_back(tmp_path, "a", FOUND, None, unfinished=True).students == ("li01", "zhao03", "ww05")
