"""Files appear whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest

from sim.disk import whole_folder, write_beside
from sim.errors import InputError
from tests.command import content


def fill(work: Path, **texts: str) -> None:
    for name, text in texts.items():
        (work / name).write_text(text, encoding="utf-8")


def test_a_new_folder_appears_at_the_end_with_its_parents(tmp_path):
    target = tmp_path / "a" / "b"
    with whole_folder(target) as work:
        fill(work, one="1")
        assert not (tmp_path / "a").exists()
    assert content(tmp_path) == {"a": None, "a/b": None, "a/b/one": b"1"}


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ZeroDivisionError])
@pytest.mark.parametrize("there", [False, True])
def test_whatever_stops_the_work_leaves_everything_as_it_was(tmp_path, stop, there):
    if there:
        (tmp_path / "out").mkdir()
        fill(tmp_path / "out", one="old")
    before = content(tmp_path)
    with pytest.raises(stop), whole_folder(tmp_path / "out") as work:
        fill(work, one="new", two="new")
        raise stop
    assert content(tmp_path) == before


@pytest.mark.parametrize("fails_at", range(1, 6))
@pytest.mark.parametrize("error", [PermissionError(errno.EACCES, "no"), KeyboardInterrupt()])
def test_a_move_that_fails_half_way_is_undone(tmp_path, monkeypatch, fails_at, error):
    (tmp_path / "out").mkdir()
    fill(tmp_path / "out", one="old", three="old", mine="mine")
    before = content(tmp_path)
    moves, real = 0, Path.replace

    def replace(self, target):
        nonlocal moves
        moves += 1
        if moves == fails_at:
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    expected = InputError if isinstance(error, OSError) else type(error)
    with pytest.raises(expected), whole_folder(tmp_path / "out") as work:
        fill(work, one="new", two="new", three="new")
    assert content(tmp_path) == before


def test_a_full_disk_is_one_sentence(tmp_path, monkeypatch):
    def full(self, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match=r"a\.txt cannot be written: the disk is full\.$"):
        write_beside(tmp_path / "a.txt", "text")
    sentence = r"out cannot be written: the disk is full\.$"
    with pytest.raises(InputError, match=sentence), whole_folder(tmp_path / "out") as work:
        (work / "a").write_bytes(b"text")
    assert content(tmp_path) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
def test_what_is_written_is_as_readable_as_any_other_file(tmp_path):
    before = os.umask(0o022)
    try:
        write_beside(tmp_path / "file", "text")
        with whole_folder(tmp_path / "folder") as work:
            fill(work, one="1")
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o755
