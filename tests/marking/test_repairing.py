"""Submissions that lose nothing through names and formats of their files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest

from sim.base.errors import InputError
from sim.marking.nbgrader_plugins import configure
from sim.marking.repairing import before_marking, put_right
from tests.support.notebooks import ROOT
from tools.course import Course, check_marks, quick_folder, solved

NAME = "service_measures"


def submit(root, student, file, data):
    folder = root / "submitted" / student / NAME
    folder.mkdir(parents=True)
    (folder / file).write_bytes(data)
    return folder / f"{NAME}.ipynb"


@pytest.fixture
def notebook():
    return nbformat.writes(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")])).encode()


def test_a_good_submission_is_left_alone(tmp_path, notebook):
    path = submit(tmp_path, "li01", f"{NAME}.ipynb", notebook)
    assert put_right(tmp_path) == [] and path.read_bytes() == notebook


@pytest.mark.parametrize("file", [f"{NAME}.0.1.0.ipynb", f"{NAME} (1).ipynb"])
def test_a_renamed_notebook_is_taken(tmp_path, notebook, file):
    path = submit(tmp_path, "li01", file, notebook)
    assert len(put_right(tmp_path)) == 1 and path.read_bytes() == notebook
    assert put_right(tmp_path) == []


def test_a_byte_order_mark_is_taken_out(tmp_path, notebook):
    path = submit(tmp_path, "li01", f"{NAME}.ipynb", b"\xef\xbb\xbf" + notebook)
    assert "byte-order" in put_right(tmp_path)[0] and path.read_bytes() == notebook


def test_an_old_format_is_written_again(tmp_path):
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}}
    old["worksheets"] = [
        {"cells": [{"cell_type": "code", "input": "x = 1", "language": "python", "outputs": []}]}
    ]
    path = submit(tmp_path, "li01", f"{NAME}.ipynb", json.dumps(old).encode())
    assert "format" in put_right(tmp_path)[0]
    assert json.loads(path.read_bytes())["cells"][0]["source"] in ("x = 1", ["x = 1"])


def test_what_cannot_be_marked_is_said(tmp_path):
    submit(tmp_path, "li01", "notes.txt", b"")
    submit(tmp_path, "li02", f"{NAME}.ipynb", b"no JSON")
    assert [line.split(": ")[-1] for line in put_right(tmp_path)] == [
        "there is no notebook.",
        "this is not a notebook.",
    ]
    submit(tmp_path, "s13 Li Ming", f"{NAME}.ipynb", b"{}")
    with pytest.raises(InputError, match="s13 Li Ming"):
        put_right(tmp_path)


@pytest.mark.parametrize("data", [b"{}", b'{"nbformat": 3}', b"[1]", b"\xff\xfe", b'{"nbformat": null}'])
def test_a_file_that_is_no_notebook_is_named_and_left_alone(tmp_path, data):
    path = submit(tmp_path, "li01", f"{NAME}.ipynb", data)
    assert "this is not a notebook" in put_right(tmp_path)[0] and path.read_bytes() == data


def test_formgraders_button_puts_right_too(tmp_path, notebook, capsys):
    """nbgrader calls its hook with the notebooks that it found, and marks those that are in the list afterwards."""
    path = submit(tmp_path, "li01", f"{NAME} (1).ipynb", b"\xef\xbb\xbf" + notebook)
    found = [str(path.with_name(f"{NAME} (1).ipynb")), str(path.with_name("notes.ipynb"))]
    before_marking(assignment=NAME, student="li01", notebooks=found)
    assert found == [str(path)] and path.read_bytes() == notebook
    assert len(capsys.readouterr().err.splitlines()) == 2


@pytest.mark.slow
def test_nbgraders_own_interface_marks_such_files():
    """As formgrader's button calls it, in one process, with no `autograde` on a command line."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        course = Course(Path(folder))
        course.enter(NAME)
        place = course.submit("li01", NAME, solved(NAME, "en"))
        renamed = place / f"{NAME} (1).ipynb"
        (place / f"{NAME}.ipynb").rename(renamed)
        renamed.write_bytes(b"\xef\xbb\xbf" + renamed.read_bytes())
        code = (
            "from traitlets.config.loader import PyFileConfigLoader\n"
            "from nbgrader.apps import NbGraderAPI\nfrom nbgrader.coursedir import CourseDirectory\n"
            "config = PyFileConfigLoader('nbgrader_config.py').load_config()\n"
            f"NbGraderAPI(CourseDirectory(config=config), config=config).autograde({NAME!r}, 'li01')"
        )
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-c", code], cwd=folder, env=environment, check=True)
        assert check_marks(course, NAME, ["li01"], []) == []


def test_whatever_fails_in_the_configuration_ends_the_run(tmp_path, monkeypatch):
    """nbgrader would swallow an exception, mark without the configuration, and give everybody all points."""
    monkeypatch.setattr(configure, "put_right", lambda _root: 1 / 0)
    monkeypatch.setattr("sys.argv", ["nbgrader", "autograde"])
    with pytest.raises(SystemExit, match="ZeroDivisionError"):
        configure.configure(None, tmp_path)
