"""What a student sees of the progress: done, checked or missing, by assignment and concept, from `answers/` alone."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from sim.base.i18n import using
from sim.cli import main
from sim.course import check, my_case
from sim.course.assignment import find_assignment
from sim.course.handing_in.progress import read_progress
from sim.workspace.answers import answers_file, record

NAME = "service_measures"
SETTINGS = """lang = "en"
student = "li01"
course = "autumn"

[handing_in]
title = "Autumn course"
hand_in = "Moodle"

[handing_in.deadlines]
service_measures = 2026-10-12
"""
PARTS = find_assignment(NAME).parts


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A working copy, in which the test works."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEFU_LANG", "en")
    monkeypatch.setenv("COLUMNS", "100")
    (tmp_path / "kefu.toml").write_text(SETTINGS, encoding="utf-8")
    return tmp_path


def states(copy) -> dict[str, str]:
    (assignment,) = (a for a in read_progress(copy).assignments if a.id == NAME)
    return {part.name: part.state for part in assignment.parts}


def test_a_part_is_done_checked_or_missing_as_its_last_check_said(copy):
    assert set(states(copy).values()) == {"missing"} and len(states(copy)) == len(PARTS)
    record(NAME, "m01", 1.0, 1)
    record(NAME, "m02", 0.75, 1)
    record(NAME, "m03", 0.0, 1)
    record(NAME, "m04", 1.0, 1)
    record(NAME, "m04", None, 1)
    found = states(copy)
    assert [found[name] for name in ("m01", "m02", "m03", "m04")] == ["done", "checked", "checked", "missing"]


def test_points_so_far_are_the_shares_that_were_right(copy):
    clean = find_assignment(NAME).part("clean")
    record(NAME, "clean", 0.5, clean.points)
    (assignment,) = (a for a in read_progress(copy).assignments if a.id == NAME)
    assert assignment.points == (clean.points / 2, sum(part.points for part in PARTS))
    assert set(assignment.written) == {"q9-sentence", "q10-reasons"}


def test_a_check_of_another_students_data_counts_for_nothing(copy):
    record(NAME, "m01", 1.0, 1)
    for other in (SETTINGS.replace("li01", "wang"), SETTINGS.replace('"autumn"', '"spring"')):
        (copy / "kefu.toml").write_text(other, encoding="utf-8")
        assert states(copy)["m01"] == "missing"
    (copy / "kefu.toml").write_text(SETTINGS, encoding="utf-8")
    assert states(copy)["m01"] == "done"


@pytest.mark.parametrize("spoilt", [3, {"share": "1"}, {"share": 7}, {"share": None}, None])
def test_a_spoilt_record_is_missing(copy, spoilt):
    path = answers_file(copy, NAME)
    path.parent.mkdir()
    if isinstance(spoilt, dict):
        spoilt = {"student": "li01", "course": "autumn", **spoilt}
    path.write_text(json.dumps({"format": 1, "checks": {"m01": spoilt}}), encoding="utf-8")
    assert states(copy)["m01"] == "missing"


def test_a_concept_collects_the_parts_that_grade_it(copy):
    record(NAME, "m01", 1.0, 1)  # question 2: SVC-03 and SVC-06
    concepts = {concept.id: parts for concept, parts in read_progress(copy).concepts}
    for concept in ("SVC-03", "SVC-06"):
        assert [part.name for part in concepts[concept] if part.state == "done"] == ["m01"]
    assert not [part for part in concepts["SVC-08"] if part.state == "done"]


def test_the_command_says_where_the_student_stands_and_what_comes_next(copy, capsys):
    for part in PARTS[:2]:
        record(NAME, part.name, 1.0, part.points)
    assert main(["progress"]) == 0
    out = capsys.readouterr().out
    for text in (
        "li01 · Autumn course",
        "2026-10-12 23:59",
        "Hand in here: Moodle",
        f"Next: {PARTS[2].name} in",
    ):
        assert text in out
    assert f"{sum(part.points for part in PARTS[:2]):g} / {sum(part.points for part in PARTS):g}" in out


def test_the_command_speaks_chinese_and_works_from_elsewhere(copy, tmp_path_factory, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    with using("zh"):
        assert main(["progress", "--dir", str(copy), "--lang", "zh"]) == 0
    out = capsys.readouterr().out
    assert "已完成" in out and "作业一" in out and "missing" not in out and "下一步" in out


def test_for_programs_the_names_are_in_json(copy, capsys):
    record(NAME, "m01", 1.0, 1)
    assert main(["progress", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    row = found["assignments"][NAME]
    assert row["done"] == ["m01"] and row["checked"] == [] and len(row["missing"]) == len(PARTS) - 1
    assert datetime.fromisoformat(row["deadline"]).isoformat() == "2026-10-12T23:59:59+08:00"
    assert f"{NAME}.m01" in found["concepts"]["SVC-03"]["done"]


def test_checks_in_a_notebook_of_the_working_copy_are_what_progress_shows(copy):
    my_case(NAME)
    check("m02", lambda stock: (stock["in_stock"].dropna() == "yes").mean())
    check("m01", lambda lines: 2.0)
    check("m03", lambda orders: None)
    found = states(copy)
    assert [found[name] for name in ("m01", "m02", "m03")] == ["checked", "done", "missing"]


def test_a_damaged_file_of_answers_is_said_and_left_as_it_is(copy, capsys):
    path = answers_file(copy, NAME)
    path.parent.mkdir()
    path.write_text("{", encoding="utf-8")
    assert main(["progress"]) == 0
    assert "is damaged: run `kefu doctor --repair`" in " ".join(capsys.readouterr().out.split())
    assert path.read_text(encoding="utf-8") == "{"


def test_outside_a_working_copy_one_sentence_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KEFU_LANG", "en")
    for words in (["progress"], ["progress", "--dir", str(tmp_path)]):
        assert main(words) == 2
        err = capsys.readouterr().err
        assert "kefu start" in err and err.count("\n") == 1


def test_from_the_folder_above_the_copy_that_start_made_is_found(copy, monkeypatch, capsys):
    (copy / "kefu.toml").rename(copy / "moved")
    (copy / "kefu-work").mkdir()
    (copy / "moved").rename(copy / "kefu-work" / "kefu.toml")
    assert main(["progress"]) == 0 and "li01" in capsys.readouterr().out
