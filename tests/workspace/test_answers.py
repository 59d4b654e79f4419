"""What a student did is kept: whole or not at all, by several notebooks at once, and a damaged file is never lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.base import files
from sim.base.errors import InputError
from sim.base.files import locked
from sim.base.i18n import using
from sim.workspace import answers
from sim.workspace.answers import (
    CHECKS,
    PREDICTIONS,
    REFLECTIONS,
    BrokenAnswersError,
    answers_file,
    keep,
    kept,
    read_answers,
    record,
)
from tests.support.command_line import ROOT


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """A working copy, in which the test works."""
    (tmp_path / "kefu.toml").write_text(
        'lang = "en"\nstudent = "li01"\ncourse = "autumn"\n', encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_check_is_kept_with_whose_work_it_was(copy):
    assert record("service_measures", "m01", 0.5, 2) == ""
    path = copy / "answers" / "service_measures.json"
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "format": 1,
        "checks": {"m01": {"share": 0.5, "points": 2, "student": "li01", "course": "autumn"}},
        "predictions": {},
        "reflections": {},
    }


def test_the_last_check_counts_and_an_answer_that_is_gone_is_no_longer_kept(copy):
    record("a", "m01", 1.0, 2)
    record("a", "m01", 0.0, 2)
    record("a", "m02", 1.0, 2)
    assert kept("a", CHECKS)["m01"]["share"] == 0
    record("a", "m01", None, 2)
    assert list(kept("a", CHECKS)) == ["m02"]


def test_predictions_and_reflections_are_kept_apart_in_any_writing(copy):
    text = "因为库存太少 \ud800"  # half a pair, as a broken paste leaves it
    keep("01_lesson", PREDICTIONS, "availability", {"guess": "up", "reason": text})
    keep("01_lesson", REFLECTIONS, "availability", text)
    assert kept("01_lesson", PREDICTIONS) == {"availability": {"guess": "up", "reason": text}}
    assert kept("01_lesson", REFLECTIONS) == {"availability": text}
    assert kept("02_lesson", REFLECTIONS) == {} == kept("01_lesson", CHECKS)


def test_what_a_later_version_adds_to_the_format_stays(copy):
    path = answers_file(copy, "a")
    path.parent.mkdir()
    path.write_text('{"format": 1, "talks": [1]}', encoding="utf-8")
    record("a", "m01", 1, 1)
    assert json.loads(path.read_text(encoding="utf-8"))["talks"] == [1]


def test_a_notebook_in_a_folder_below_belongs_to_the_working_copy(copy, monkeypatch):
    (copy / "below").mkdir()
    monkeypatch.chdir(copy / "below")
    record("a", "m01", 1, 1)
    assert answers_file(copy, "a").is_file() and not (copy / "below" / "answers").exists()


def test_outside_a_working_copy_nothing_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert record("a", "m01", 1, 1) == "" and kept("a", CHECKS) == {}
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"format": "1"}',
        b"{}",
        b'{"format": 1, "checks": []}',
        b"\0" * 300,
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_set_aside_with_a_sentence(copy, damage):
    path = answers_file(copy, "a")
    path.parent.mkdir()
    for end in ("broken", "broken.2"):
        path.write_bytes(damage)
        with pytest.raises(BrokenAnswersError, match="kefu doctor"):
            read_answers(path)
        note = record("a", "m01", 1, 1)
        assert f"a.{end}.json" in note and note.count("\n") == 0
        assert (path.parent / f"a.{end}.json").read_bytes() == damage
        assert list(kept("a", CHECKS)) == ["m01"] and record("a", "m02", 1, 1) == ""


def test_a_file_of_a_newer_version_is_left_alone(copy):
    path = answers_file(copy, "a")
    path.parent.mkdir()
    path.write_text('{"format": 2}', encoding="utf-8")
    with using("zh"):
        assert "更新" in record("a", "m01", 1, 1)
    assert path.read_text(encoding="utf-8") == '{"format": 2}' and len(list(path.parent.iterdir())) == 1


def test_a_byte_order_mark_is_no_damage(copy):
    record("a", "m01", 1, 1)
    path = answers_file(copy, "a")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert record("a", "m02", 1, 1) == "" and list(kept("a", CHECKS)) == ["m01", "m02"]


def test_what_cannot_be_written_is_said_and_stops_nothing(copy):
    (copy / "answers").write_text("a file where the folder should be", encoding="utf-8")
    assert "cannot be written" in record("a", "m01", 1, 1)
    (copy / "kefu.toml").write_text("lang = ", encoding="utf-8")
    assert "not valid TOML" in record("a", "m01", 1, 1)


def test_a_second_writer_waits_and_says_so_if_it_takes_too_long(copy, monkeypatch):
    record("a", "m01", 1, 1)
    monkeypatch.setattr(files, "LOCK_TIMEOUT", 0.2)
    code = "import sys; from sim.workspace.answers import record; print(record('a', 'm02', 1, 1))"
    slow = "import sim.base.files as f; f.LOCK_TIMEOUT = 0.2; " + code
    with locked(copy / "answers"):
        done = subprocess.run(
            [sys.executable, "-c", slow], capture_output=True, encoding="utf-8", check=True, env=_env()
        )
    assert "another program" in done.stdout
    assert list(kept("a", CHECKS)) == ["m01"]


def test_an_unknown_kind_or_name_is_a_fault_of_the_program(copy):
    with pytest.raises(ValueError, match="kind"):
        keep("a", "kind", "x", 1)
    for name in ("../a", "a/b", ""):
        with pytest.raises(ValueError, match="name of a notebook"):
            answers_file(copy, name)


def test_the_content_is_on_the_disk_before_it_takes_the_name(copy, monkeypatch):
    steps = []
    sync, rename = os.fsync, Path.replace
    monkeypatch.setattr(files.os, "fsync", lambda handle: (steps.append("sync"), sync(handle)))
    monkeypatch.setattr(Path, "replace", lambda self, to: (steps.append("rename"), rename(self, to))[1])
    record("a", "m01", 1, 1)
    assert steps[:2] == ["sync", "rename"]
    record("a", "m01", 1, 1)  # nothing changed: nothing is written
    assert steps.count("rename") == 1


_WRITER = """
from sim.workspace.answers import keep
for number in range(1, 100000):
    assert keep("a", "reflections", "text", "x" * 20000 + str(number)) == ""
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed by a signal")
def test_killed_at_any_moment_the_file_is_whole_and_what_was_kept_is_there(copy):
    for lines in (1, 2, 5, 9, 14):
        with subprocess.Popen(
            [sys.executable, "-c", _WRITER], stdout=subprocess.PIPE, encoding="utf-8", env=_env()
        ) as process:
            assert process.stdout is not None
            seen = [int(process.stdout.readline()) for _ in range(lines)]
            process.kill()
            seen += [int(line) for line in process.stdout.read().splitlines()]
        text = kept("a", REFLECTIONS)["text"]
        assert text[:20000] == "x" * 20000
        assert int(text[20000:]) in (seen[-1], seen[-1] + 1)
        assert record("a", f"m{lines}", 1, 1) == ""  # a lock that was left behind does not block


def test_two_notebooks_at_once_lose_nothing_of_each_other(copy):
    code = (
        "import sys\nfrom sim.workspace.answers import record\n"
        "for n in range(25): assert record('a', f'{sys.argv[1]}{n}', 1, 1) == ''"
    )
    both = [subprocess.Popen([sys.executable, "-c", code, name], env=_env()) for name in "xy"]
    assert [process.wait() for process in both] == [0, 0]
    assert len(kept("a", CHECKS)) == 50


def test_a_file_that_cannot_be_read_is_not_taken_for_damaged(copy):
    answers_file(copy, "a").mkdir(parents=True)
    with pytest.raises(InputError, match="cannot be read"):
        read_answers(answers_file(copy, "a"))
    assert "cannot be read" in record("a", "m01", 1, 1) and answers_file(copy, "a").is_dir()
    assert answers.FORMAT == 1


def _env() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "KEFU_LANG": "en"}
