"""Submissions that lose nothing through names and formats of their files."""

from __future__ import annotations

import json

import nbformat
import pytest

from sim.base.errors import InputError
from sim.marking.nbgrader_plugins import configure
from sim.marking.submitted import put_right

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
        "this is no notebook.",
    ]
    submit(tmp_path, "s13 Li Ming", f"{NAME}.ipynb", b"{}")
    with pytest.raises(InputError, match="s13 Li Ming"):
        put_right(tmp_path)


@pytest.mark.parametrize("data", [b"{}", b'{"nbformat": 3}', b"[1]", b"\xff\xfe", b'{"nbformat": null}'])
def test_a_file_that_is_no_notebook_is_named_and_left_alone(tmp_path, data):
    path = submit(tmp_path, "li01", f"{NAME}.ipynb", data)
    assert "this is no notebook" in put_right(tmp_path)[0] and path.read_bytes() == data


def test_whatever_fails_in_the_configuration_ends_the_run(tmp_path, monkeypatch):
    """nbgrader would swallow an exception, mark without the configuration, and give everybody all points."""
    monkeypatch.setattr(configure, "put_right", lambda _root: 1 / 0)
    monkeypatch.setattr("sys.argv", ["nbgrader", "autograde"])
    with pytest.raises(SystemExit, match="ZeroDivisionError"):
        configure.configure(None, tmp_path)
