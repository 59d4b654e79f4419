"""`course.toml`: read with its mistakes told in one sentence, and copied into a working copy."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sim.base.errors import InputError
from sim.base.i18n import using
from sim.cli import main
from sim.workspace.course_file import read_course_file, read_handing_in

WHOLE = """
id = "Autumn-2026"
title = "Logistics 物流"
hand_in = "Moodle"
timezone = "Asia/Shanghai"
kefu = "0.1.0"

[late]
days = 3
loss = 0.1

[deadlines]
first = 2026-10-12T18:00:00
second = 2026-10-26
third = "2026-11-02"
fourth = 2026-11-09T18:00:00+01:00
"""


@pytest.fixture
def course(tmp_path):
    """Write `course.toml` and return its path."""

    def write(text: str) -> Path:
        path = tmp_path / "course.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_deadline_is_a_moment_and_a_date_lasts_until_its_end(course):
    found = read_course_file(course(WHOLE))
    assert found.id == "autumn-2026"
    moments = {name: found.deadline(name) for name in ("first", "second", "third", "fourth", "other")}
    assert {name: moment and moment.astimezone(UTC) for name, moment in moments.items()} == {
        "first": datetime(2026, 10, 12, 10, tzinfo=UTC),
        "second": datetime(2026, 10, 26, 15, 59, 59, tzinfo=UTC),
        "third": datetime(2026, 11, 2, 15, 59, 59, tzinfo=UTC),
        "fourth": datetime(2026, 11, 9, 17, tzinfo=UTC),
        "other": None,
    }


def test_a_folder_stands_for_the_file_in_it_and_a_byte_order_mark_is_allowed(course):
    path = course("\ufeff" + WHOLE)
    assert read_course_file(path.parent) == read_course_file(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "id is missing"),
        ('id = ""', "course is ''"),
        ('id = "a/b"', "course is 'a/b'"),
        ('id = "con"', "device"),
        ("id = 3", "id is 3, but takes a text"),
        ("id = ", "not valid TOML"),
        ('id = "a"\nhandin = "x"', "handin is not a field; there are: title, hand_in"),
        ('id = "a"\ntimezone = "Chengdu"', "timezone is Chengdu, but takes a name such as Asia/Shanghai"),
        ('id = "a"\n[deadlines]\nx = 20261012', "deadlines.x is 20261012, but takes a date"),
        ('id = "a"\n[deadlines]\nx = "12.10.2026"', "deadlines.x is 12.10.2026, but takes a date"),
        ('id = "a"\n[deadlines]\nx = 18:00:00', "deadlines.x is 18:00:00, but takes a date"),
        ('id = "a"\ndeadlines = 3', "deadlines is 3, but takes a group"),
        ('id = "a"\n[late]\nloss = 0.1', "late.days is missing"),
        ('id = "a"\n[late]\ndays = 2\nloss = 10', "late.loss is 10, but takes a number <= 1"),
        ('id = "a"\n[late]\ndays = true', "late.days is true"),
        ('id = "a"\n[late]\nday = 2\ndays = 2', "late.day is not a field; there are: days, loss"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_sentence(course, text, says):
    path = course(text)
    with pytest.raises(InputError) as error:
        read_course_file(path)
    assert says in str(error.value) and "course.toml" in str(error.value) and "\n" not in str(error.value)


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_course_file(tmp_path / "course.toml")


@pytest.mark.parametrize(
    ("late", "says"),
    [
        ("days = 1\nloss = 0.25", "for 1 day; each day begun costs 25%"),
        ("days = 3\nloss = 0.1", "for 3 days; each day begun costs 10%"),
        ("days = 0", "not accepted"),
    ],
)
def test_the_rule_for_late_work_is_a_sentence(course, late, says):
    found = read_course_file(course(f'id = "a"\n[late]\n{late}'))
    assert says in str(found.late)
    with using("zh"):
        assert "迟交" in str(found.late)


def test_start_copies_what_students_need(course, tmp_path, monkeypatch, capsys):
    path = course(WHOLE)
    copy = tmp_path / "copy"
    monkeypatch.setenv("KEFU_LANG", "en")

    def start(*words: str) -> dict:
        assert main(["start", "--no-browser", "--dir", str(copy), *words]) == 0
        return tomllib.loads((copy / "kefu.toml").read_text(encoding="utf-8"))

    settings = start("--course", str(path), "--student", "li01")
    assert settings["course"] == "autumn-2026" and settings["student"] == "li01"
    assert settings["handing_in"] == {k: v for k, v in tomllib.loads(WHOLE).items() if k != "id"} | {
        "deadlines": tomllib.loads(WHOLE)["deadlines"] | {"third": date(2026, 11, 2)}
    }
    handing_in = read_handing_in(copy)
    assert handing_in is not None and handing_in.hand_in == "Moodle"
    assert start() == settings == start("--course", "AUTUMN-2026") == start("--course", str(path.parent))
    course('id = "autumn-2026"\n[deadlines]\nfirst = 2026-10-19\n')  # the teacher moved a deadline
    assert start("--course", str(path))["handing_in"] == {"deadlines": {"first": date(2026, 10, 19)}}
    assert "handing_in" not in start("--course", "spring")  # what was said is about another course
    assert read_handing_in(copy) is None


def test_a_course_file_that_cannot_be_used_writes_nothing(course, tmp_path, capsys):
    path = course('id = "a"\n[deadlines]\nx = 5\n')
    assert main(["start", "--no-browser", "--dir", str(tmp_path / "copy"), "--course", str(path)]) == 2
    assert "deadlines.x" in capsys.readouterr().err and not (tmp_path / "copy").exists()
    assert main(["start", "--no-browser", "--dir", str(tmp_path / "copy"), "--course", "no.toml"]) == 2
    assert "no such file" in capsys.readouterr().err and not (tmp_path / "copy").exists()


def test_settings_about_handing_in_that_were_spoilt_are_named(tmp_path):
    (tmp_path / "kefu.toml").write_text("[handing_in.deadlines]\nx = 5\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"kefu\.toml: deadlines\.x is 5"):
        read_handing_in(tmp_path)
