"""`kefu mark` where there is no sandbox, and for words that cannot be used."""

from __future__ import annotations

import os

import pytest

from sim.base.errors import InputError
from sim.base.spreadsheets import csv_text
from sim.cli import mark
from sim.marking.sandbox import bubblewrap


@pytest.fixture
def no_sandbox(monkeypatch):
    monkeypatch.setattr(bubblewrap, "available", lambda: False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)


def test_marking_without_a_sandbox_must_be_accepted_once(no_sandbox, tmp_path, capsys):
    with pytest.raises(InputError, match=r"other students' work.*--without-sandbox"):
        mark._has_sandbox(tmp_path, accepted=False)
    assert mark._has_sandbox(tmp_path, accepted=True) is False
    assert mark._has_sandbox(tmp_path, accepted=False) is False
    assert "will run as you" in capsys.readouterr().err


def test_root_never_marks_without_a_sandbox(no_sandbox, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(os, "name", "posix")
    with pytest.raises(InputError, match="root"):
        mark._has_sandbox(tmp_path, accepted=True)


def test_a_cell_of_the_list_is_no_formula():
    assert csv_text([["=1+1", "+x", "@a", "li01", ""]]) == "'=1+1,'+x,'@a,li01,\n"
