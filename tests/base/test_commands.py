"""Commands in texts run as they are shown."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sim.base import commands
from sim.base.commands import kefu, python


def test_where_the_shell_finds_this_kefu_its_name_is_enough(monkeypatch, tmp_path):
    beside = Path(sys.executable).parent / "kefu"
    monkeypatch.setattr(commands.shutil, "which", lambda name: str(beside))
    assert kefu("run", "corner") == "kefu run corner"
    monkeypatch.setattr(commands.shutil, "which", lambda name: str(tmp_path / "kefu"))  # another Kefu's
    assert kefu("cases") == python("-m", "sim", "cases")


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
def test_a_command_runs_in_a_shell_as_it_is_shown(monkeypatch, root):
    monkeypatch.setattr(commands.shutil, "which", lambda name: None)
    shown = kefu("levers", "corner", "--lang", "en", "safety stock")
    assert shlex.split(shown)[0] == sys.executable
    done = subprocess.run(shown, shell=True, cwd=root, capture_output=True, encoding="utf-8", check=True)
    assert "stock.safety_factor" in done.stdout


def test_powershell_gets_its_call_sign_before_quotation_marks(monkeypatch):
    monkeypatch.setattr(commands.os, "name", "nt")
    monkeypatch.setattr(commands.sys, "executable", "C:\\Users\\Li Hua\\.venv\\Scripts\\python.exe")
    assert (
        python("-m", "sim", "C:\\作业 1")
        == '& "C:\\Users\\Li Hua\\.venv\\Scripts\\python.exe" -m sim "C:\\作业 1"'
    )
    monkeypatch.setattr(commands.sys, "executable", "C:\\venv\\python.exe")
    assert python("-m", "sim", "C:\\kefu-work") == "C:\\venv\\python.exe -m sim C:\\kefu-work"
