"""`kefu doctor` in a teacher's folder: whether `course.toml` and `roster.csv` can be used."""

from __future__ import annotations

import pytest

from sim.base.version import version
from tests.course.handing_in.toy import command, named, solved, write


@pytest.fixture
def course(tmp_path, monkeypatch):
    """A course folder, in which the test works."""
    monkeypatch.setenv("KEFU_LANG", "en")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("", encoding="utf-8")
    (tmp_path / "course.toml").write_text(
        f'id = "autumn"\nkefu = "{version()}"\n[deadlines]\nservice_measures = 2026-10-12\ntalk_r1 = 2026-10-19\n',
        encoding="utf-8",
    )
    (tmp_path / "roster.csv").write_text(
        "student,extension\nli01,service_measures=3\nwang,2\n", encoding="utf-8"
    )
    return tmp_path


def test_files_in_order_are_said_to_be(course, capsys):
    assert command("doctor") == 0
    assert capsys.readouterr().out == "Everything is in order.\n"
    (course / "nbgrader_config.py").unlink()  # course.toml alone makes a teacher's folder, too
    assert command("doctor", "--dir", str(course)) == 0


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (
            "course.toml",
            'id = "a"\n[deadlines]\nmesures = 2026-10-12\n',
            "there is no assignment mesures; there are:",
        ),
        ("course.toml", 'id = "a"\nkefu = "99"\n', "kefu is 99, but"),
        ("course.toml", "id = 3\n", "id is 3"),
        ("roster.csv", "student\nli01\nli01\n", "line 3: student li01 is in line 2 already"),
        ("roster.csv", "student,extension\nli01,x=3\n", "there is no assignment x"),
    ],
)
def test_what_cannot_be_used_is_told(course, capsys, name, text, says):
    (course / name).write_text(text, encoding="utf-8")
    assert command("doctor") == 1
    out = capsys.readouterr().out
    assert out.count("[to do]") == 1 and f"[to do] {name}: " in out and says in out


def test_work_in_the_folder_of_another_student_is_told(course, capsys):
    for student, printed in (("LI01", "li01"), ("wang", "li01"), ("s 3", "x")):
        work = solved()
        text = f"Student: {printed}\n"
        named(work, "setup")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
        write(course / "submitted" / student / "toy" / "toy.ipynb", work)
    (course / "submitted" / "wang" / "toy" / "torn.ipynb").write_text("{", encoding="utf-8")
    assert command("doctor") == 1
    out = capsys.readouterr().out
    assert out.count("[to do]") == 1
    assert "submitted/wang/toy/toy.ipynb: it was last run for li01, but lies in the folder of wang" in out


def test_work_of_another_version_is_told(course, capsys):
    work = solved()
    shown = {"text/plain": "Assignment toy, student li01, Kefu 0.0.1"}
    result = {"output_type": "execute_result", "data": shown, "metadata": {}, "execution_count": 1}
    named(work, "setup")["outputs"] = [result]
    write(course / "submitted" / "li01" / "toy" / "toy.ipynb", work)
    assert command("doctor") == 1
    assert "it was last run with Kefu 0.0.1, but" in capsys.readouterr().out


def test_files_that_are_not_there_are_noted(course, capsys):
    for name in ("course.toml", "roster.csv"):
        (course / name).unlink()
    assert command("doctor") == 0
    assert capsys.readouterr().out.count("[note]") == 2
