"""Backups are whole or refused; what is taken out of a zip leaves the rest byte for byte; archives of solutions."""

from __future__ import annotations

import io
import os
import sqlite3
import zipfile
from contextlib import closing

import pytest

from sim.base.errors import InputError
from sim.marking.collecting.collect import collect
from sim.marking.courses.answer_archive import pack_solutions, read_solutions
from sim.marking.courses.backup import back_up, restore
from sim.marking.courses.without import without
from tests.marking.collecting import zips
from tests.marking.collecting.zips import NAME, ipynb, kefu_zip, zipped
from tests.support.command_line import content
from tests.support.notebooks import ROOT


@pytest.fixture
def course(tmp_path):
    folder = zips.course(tmp_path / "course")
    (folder / "nbgrader_config.py").write_text("", encoding="utf-8")
    (folder / "kefu-secret.txt").write_text("secret", encoding="utf-8")
    (folder / "marks" / "prepared").mkdir(parents=True)
    (folder / "marks" / "prepared" / "big").write_text("made again", encoding="utf-8")
    with closing(sqlite3.connect(folder / "gradebook.db")) as book:
        book.execute("CREATE TABLE mark (points)")
        book.execute("INSERT INTO mark VALUES (27)")
        book.commit()
    given = tmp_path / f"{NAME}-li01.zip"
    given.write_bytes(kefu_zip("li01"))
    os.utime(given, (1_790_000_000, 1_790_000_000))
    collect(folder, [given], timed=True)
    return folder


def test_what_was_backed_up_is_restored_with_its_times(course, tmp_path):
    back_up(course, tmp_path / "backup.zip")
    restore(tmp_path / "backup.zip", tmp_path / "again")
    before, after = content(course), content(tmp_path / "again")
    with closing(sqlite3.connect(tmp_path / "again" / "gradebook.db")) as book:
        assert book.execute("SELECT * FROM mark").fetchall() == [(27,)]
    for skipped in ("marks/prepared", "marks/prepared/big", "marks", "gradebook.db"):
        before.pop(skipped, None)
        after.pop(skipped, None)
    assert before == after
    was = collect(course, []).report
    assert collect(tmp_path / "again", []).report == was, "also times of files count as before"


def test_a_backup_that_is_not_as_it_was_restores_nothing(course, tmp_path):
    back_up(course, tmp_path / "backup.zip")
    with pytest.raises(InputError):
        back_up(course, tmp_path / "backup.zip")
    with zipfile.ZipFile(tmp_path / "backup.zip", "a") as archive:
        archive.writestr("../evil.txt", "x")
    with pytest.raises(InputError, match="damaged"):
        restore(tmp_path / "backup.zip", tmp_path / "again")
    (tmp_path / "no.zip").write_bytes(b"no")
    with pytest.raises(InputError, match="damaged"):
        restore(tmp_path / "no.zip", tmp_path / "again")
    with pytest.raises(InputError, match="not empty"):
        restore(tmp_path / "backup.zip", course)
    assert not (tmp_path / "again").exists() and not (tmp_path / "evil.txt").exists()


def test_one_students_files_are_taken_out_of_zips_within_zips():
    other, own = kefu_zip("wang02", 2), kefu_zip("li01", 1)
    data = zipped({"李一/a.zip": own, "inner.zip": zipped({"li01/b.ipynb": ipynb(1), "wang02/b.zip": other})})
    taken = {
        ("x.zip", "李一", "a.zip", f"{NAME}.ipynb"),
        ("x.zip", "inner.zip", "li01", "b.ipynb"),
    }
    left = without(data, ("x.zip",), taken)
    outer = zipfile.ZipFile(io.BytesIO(left))
    assert outer.namelist() == ["inner.zip"]
    inner = zipfile.ZipFile(io.BytesIO(outer.read("inner.zip")))
    assert inner.namelist() == ["wang02/b.zip"] and inner.read("wang02/b.zip") == other
    assert without(data, ("x.zip",), set()) == data
    assert without(own, ("x.zip",), {("x.zip", f"{NAME}.ipynb")}) is None, (
        "a description of nothing is nothing"
    )


def test_solutions_are_read_from_a_tree_a_private_archive_or_the_zip_of_the_repository(tmp_path):
    names = pack_solutions(ROOT, tmp_path / "private.zip")
    assert NAME in names
    tree = read_solutions(ROOT)
    assert read_solutions(tmp_path / "private.zip") == tree
    with zipfile.ZipFile(tmp_path / "kefu-main.zip", "w") as archive:
        for path, data in tree.items():
            archive.writestr(f"kefu-main/solutions/{path}", data)
        archive.writestr("kefu-main/README.md", "x")
    assert read_solutions(tmp_path / "kefu-main.zip") == tree
    with pytest.raises(InputError, match="no model solutions"):
        read_solutions(tmp_path)


def test_the_configuration_is_that_of_the_repository():
    from sim.marking.courses.new import CONFIGURATION

    assert (ROOT / "nbgrader_config.py").read_text(encoding="utf-8") == CONFIGURATION
