"""Files appear whole or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sim.base import files
from sim.base.errors import InputError
from sim.base.files import atomic_folder, read_mapping, write_atomic
from sim.cli.options import with_settings
from sim.policy.policy import Policy
from tests.support.command_line import content


def fill(work: Path, **texts: str) -> None:
    for name, text in texts.items():
        (work / name).write_text(text, encoding="utf-8")


def test_a_new_folder_appears_at_the_end_with_its_parents(tmp_path):
    target = tmp_path / "a" / "b"
    with atomic_folder(target) as work:
        fill(work, one="1")
        assert not (tmp_path / "a").exists()
    assert content(tmp_path) == {"a": None, "a/b": None, "a/b/one": b"1"}


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ZeroDivisionError])
@pytest.mark.parametrize("there", [False, True])
def test_an_interruption_leaves_everything_as_it_was(tmp_path, stop, there):
    if there:
        (tmp_path / "out").mkdir()
        fill(tmp_path / "out", one="old")
    before = content(tmp_path)
    with pytest.raises(stop), atomic_folder(tmp_path / "out") as work:
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
    monkeypatch.setattr(files, "RENAME_ATTEMPTS", 1)

    def replace(self, target):
        nonlocal moves
        moves += 1
        if moves == fails_at:
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    expected = InputError if isinstance(error, OSError) else type(error)
    with pytest.raises(expected), atomic_folder(tmp_path / "out") as work:
        fill(work, one="new", two="new", three="new")
    assert content(tmp_path) == before


def test_a_full_disk_is_one_sentence(tmp_path, monkeypatch):
    def full(self, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match=r"a\.txt cannot be written: the disk is full\.$"):
        write_atomic(tmp_path / "a.txt", "text")
    sentence = r"out cannot be written: the disk is full\.$"
    with pytest.raises(InputError, match=sentence), atomic_folder(tmp_path / "out") as work:
        (work / "a").write_bytes(b"text")
    assert content(tmp_path) == {}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such bits")
def test_a_written_file_has_the_usual_permissions(tmp_path):
    before = os.umask(0o022)
    try:
        write_atomic(tmp_path / "file", "text")
        with atomic_folder(tmp_path / "folder") as work:
            fill(work, one="1")
    finally:
        os.umask(before)
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "folder").stat().st_mode & 0o777 == 0o755


def test_files_that_cannot_be_put_back_are_kept_and_the_sentence_says_where(tmp_path, monkeypatch):
    out = tmp_path / "out"
    out.mkdir()
    fill(out, one="old 1", two="old 2", three="old 3")
    real = Path.replace

    def replace(self, target):  # the new "two" cannot be moved, then "one" and "two" cannot be put back
        back = self.parent.parent == out and self.read_bytes().startswith(b"old")
        if target.parent == out and (self.name == "two" or (self.name == "one" and back)):
            raise PermissionError(errno.EACCES, "no")
        return real(self, target)

    monkeypatch.setattr(files, "RENAME_ATTEMPTS", 1)
    monkeypatch.setattr(Path, "replace", replace)
    with (
        pytest.raises(InputError, match="the files that were there are now in") as told,
        atomic_folder(out) as work,
    ):
        fill(work, one="new", two="new", three="new")
    (kept,) = (folder for folder in out.iterdir() if folder.is_dir())
    assert str(kept) in str(told.value)
    assert (kept / "one").read_bytes() == b"old 1" and (kept / "two").read_bytes() == b"old 2"
    assert (out / "three").read_bytes() == b"old 3"
    assert sorted(content(out)) == sorted(["one", "three", kept.name, f"{kept.name}/one", f"{kept.name}/two"])


def test_a_file_held_for_a_moment_is_tried_again(tmp_path, monkeypatch):
    held, real = iter([True, True]), Path.replace

    def replace(self, target):
        if next(held, False):
            raise PermissionError(errno.EACCES, "no")
        return real(self, target)

    monkeypatch.setattr(files, "RENAME_ATTEMPTS", 3)
    monkeypatch.setattr(files, "PAUSE", 0)
    monkeypatch.setattr(Path, "replace", replace)
    write_atomic(tmp_path / "file", "text")
    assert content(tmp_path) == {"file": b"text"}


@pytest.mark.parametrize("there", [False, True])
def test_the_files_of_several_writers_are_never_mixed(tmp_path, there):
    out = tmp_path / "out"
    if there:
        out.mkdir()
    ready = threading.Barrier(4)

    def write(text: str) -> None:
        with atomic_folder(out) as work:
            fill(work, **{f"file{n}": text for n in range(30)})
            ready.wait(30)

    writers = [threading.Thread(target=write, args=(str(n),)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    found = content(tmp_path)
    assert len(found) == 31 and len(set(found.values())) == 2  # the folder's None, one writer's text


def test_a_folder_that_another_program_writes_to_is_left_alone_until_that_program_ends(tmp_path, monkeypatch):
    code = (
        "import sys, time; from sim.base import files; from pathlib import Path\n"
        "with files.locked(Path(sys.argv[1])):\n"
        "    print('locked', flush=True)\n"
        "    time.sleep(600)"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert other.stdout is not None and other.stdout.readline() == "locked\n"
        monkeypatch.setattr(files, "LOCK_TIMEOUT", 0.2)
        with pytest.raises(InputError, match="by another program"), atomic_folder(tmp_path) as work:
            fill(work, one="1")
        assert set(content(tmp_path)) == {files.LOCK}
    finally:
        other.kill()
        other.communicate()
    assert (tmp_path / files.LOCK).exists()  # left behind by the program that was killed
    with atomic_folder(tmp_path) as work:
        fill(work, one="1")
    assert content(tmp_path) == {"one": b"1"}


@pytest.mark.parametrize("text", ["a: " + "[" * 50_000, "- " * 50_000, "a: " + "[" * 101 + "]" * 101])
def test_a_file_that_is_nested_too_deep_is_one_sentence(tmp_path, text):
    fill(tmp_path, deep=text)
    code = "import sys; from sim.base.files import read_mapping; read_mapping(sys.argv[1])"  # it may die of a signal
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "deep")], capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 1
    assert "deep is nested more than 100 levels deep." in done.stderr.splitlines()[-1]


def test_a_file_of_some_depth_is_read(tmp_path):
    fill(tmp_path, some="a: " + "[" * 99 + "]" * 99)
    assert list(read_mapping(tmp_path / "some")) == ["a"]


def test_a_huge_file_is_one_sentence(tmp_path):
    (tmp_path / "huge").write_bytes(b"#" * (files.MAX_BYTES + 1))
    with pytest.raises(InputError, match=r"huge is larger than 5 MB\.$"):
        read_mapping(tmp_path / "huge")


def test_a_setting_that_is_nested_too_deep_is_one_short_sentence():
    with pytest.raises(InputError, match=r"desk\.clerks: \[+… is not a number") as told:
        with_settings(Policy(), ["desk.clerks=" + "[" * 50_000])
    assert len(str(told.value)) < 150
