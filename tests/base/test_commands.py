"""Commands that are printed run as they are printed."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sim.base import commands
from sim.base.commands import command_line, kefu_command, python_command


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """A folder of programs with a blank in its name that holds this Python and this Kefu; nothing is on the PATH."""
    folder = tmp_path / "my programs"
    folder.mkdir()
    for name in ("python", "kefu"):
        (folder / name).write_text(f"#!{sys.executable}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    monkeypatch.setattr(commands.sys, "executable", str(folder / "python"))
    monkeypatch.setattr(commands.sysconfig, "get_path", lambda name: str(folder))
    monkeypatch.setenv("PATH", "")
    return folder


def test_in_an_active_environment_the_short_names_are_shown(environment, monkeypatch):
    monkeypatch.setenv("PATH", str(environment))
    assert kefu_command("doctor", "--repair") == "kefu doctor --repair"
    assert python_command("-m", "jupyterlab") == "python -m jupyterlab"


def test_without_an_active_environment_the_path_of_this_python_is_shown(environment):
    assert shlex.split(kefu_command("start")) == [str(environment / "python"), "-m", "sim", "start"]


def test_another_kefu_and_another_python_on_the_path_are_not_meant(environment, monkeypatch, tmp_path):
    other = tmp_path / "other"
    environment.rename(other)
    environment.mkdir()
    monkeypatch.setenv("PATH", str(other))
    assert not kefu_command("start").startswith("kefu")
    assert not python_command("-m", "sim").startswith("python ")


def test_what_is_shown_without_an_environment_runs(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    root = Path(__file__).resolve().parents[2]
    shown = command_line(sys.executable, "-m", "sim", "--version", powershell=False)
    done = subprocess.run(["/bin/sh", "-c", shown], cwd=root, capture_output=True, encoding="utf-8")
    assert done.stdout.startswith("kefu ")


@pytest.mark.parametrize(
    ("word", "quoted"),
    [
        ("--dir", "--dir"),
        (r"C:\课程\python.exe", r"C:\课程\python.exe"),
        ("kefu[notebook]", "'kefu[notebook]'"),
        ("a b", "'a b'"),
        ("it's", "'it''s'"),
        ("李‘明’", "'李‘‘明’’'"),
        ("$HOME", "'$HOME'"),
        ("a,b", "'a,b'"),
        ("", "''"),
    ],
)
def test_powershell_takes_each_word_as_it_is_meant(word, quoted):
    assert command_line("kefu", word, powershell=True) == f"kefu {quoted}"


def test_powershell_runs_a_program_whose_path_needs_quotation_marks():
    path = r"C:\Users\Li Ming\kefu env\Scripts\python.exe"
    assert command_line(path, "-m", "sim", powershell=True) == f"& '{path}' -m sim"
