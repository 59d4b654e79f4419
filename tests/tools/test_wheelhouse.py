"""A folder for a stick: the right wheels for each computer, and an installation that needs no network."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import need_bubblewrap
from tools.wheelhouse import __main__ as wheelhouse
from tools.wheelhouse.collect import collect, read_pins
from tools.wheelhouse.install import main as install
from tools.wheelhouse.targets import SYSTEMS, Target, this_python

PINS = """# made by uv
colorama==0.4.6 ; sys_platform == 'win32'
deep==3.0
    # via wide
numpy==2.4 ; python_full_version < '3.12'
numpy==2.5 ; python_full_version >= '3.12'
Odd_Name==1.0
wide==2.0
"""
NEEDS = {
    "wide": ["deep[more]", "colorama ; sys_platform == 'win32'", "unpinned ; extra == 'other'"],
    "deep": ["odd.name ; extra == 'more'", "wide"],
    "numpy": [],
    "odd-name": [],
    "colorama": [],
}


def wheel(folder: Path, name: str, needs: list[str]) -> Path:
    path = folder / f"{name.replace('-', '_')}-1.0-py3-none-any.whl"
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {name}",
        "Version: 1.0",
        *(f"Requires-Dist: {one}" for one in needs),
    ]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{path.name.split('-py3')[0]}.dist-info/METADATA", "\n".join(lines) + "\n\nText")
    return path


@pytest.fixture
def collected(tmp_path):
    """What a firm of made-up packages needs on a target: name -> version asked for."""

    def of(system: str, python: str) -> dict[str, str]:
        asked: dict[str, str] = {}

        def fetch(names: list[str]) -> dict[str, Path]:
            asked.update(one.split("==") for one in names)
            return {
                name: wheel(tmp_path, name, NEEDS[name])
                for name, _equal, _v in (n.partition("==") for n in names)
            }

        root = wheel(tmp_path, "root", ["wide", "numpy ; extra == 'notebook'", "tests ; extra == 'dev'"])
        target = Target(system, python)
        assert set(collect(root, "notebook", target, read_pins(PINS, target), fetch)) == set(asked)
        return asked

    return of


def test_each_target_gets_what_its_own_conditions_ask_for(collected):
    everywhere = {"wide": "2.0", "deep": "3.0", "odd-name": "1.0"}
    assert collected("linux", "3.11") == everywhere | {"numpy": "2.4"}
    assert collected("windows", "3.13") == everywhere | {"numpy": "2.5", "colorama": "0.4.6"}


@pytest.mark.parametrize("system", SYSTEMS)
def test_everything_that_kefu_needs_is_pinned_for_every_system(root, system):
    text = (root / "constraints.txt").read_text(encoding="utf-8")
    pins = read_pins(text, Target(system, "3.12"))
    assert {"numpy", "jupyterlab", "ipywidgets"} <= set(pins)
    assert ("pywinpty" in pins) == (system == "windows")


def test_a_package_without_a_wheel_ends_it_with_its_target(monkeypatch, tmp_path):
    monkeypatch.setattr(wheelhouse.subprocess, "run", lambda *words: subprocess.CompletedProcess(words, 1))
    with pytest.raises(SystemExit, match=r"windows and Python 3\.12"):
        wheelhouse.fetch(Target("windows", "3.12"), ["numpy==1"], tmp_path)


def test_beside_the_wheels_stands_what_a_class_needs(tmp_path):
    kefu = Path("kefu-0.1.0-py3-none-any.whl")
    wheelhouse.write_rest(tmp_path, kefu, ["windows", "linux"], ["3.12", "3.13"])
    assert {path.name for path in tmp_path.iterdir()} == {
        "wheels.json",
        "install.py",
        "install.cmd",
        "README.txt",
    }
    assert (
        (tmp_path / "install.cmd").read_bytes().startswith(b'@echo off\r\npy -3.12 "%~dp0install.py" %*\r\n')
    )
    readme = (tmp_path / "README.txt").read_text(encoding="utf-8-sig")
    assert "Python: 3.12, 3.13 (64 bit)" in readme and "Python：3.12, 3.13（64位）" in readme


def test_another_python_is_told_which_one_is_needed(tmp_path, monkeypatch, capsys):
    about = {"kefu": "0.1.0", "extra": "notebook", "python": ["3.2", "3.3"]}
    (tmp_path / "wheels.json").write_text(json.dumps(about), encoding="utf-8")
    monkeypatch.setattr("tools.wheelhouse.install.HERE", tmp_path)
    assert install([str(tmp_path / "env")]) == 2
    err = capsys.readouterr().err
    assert f"This is Python {this_python()}" in err and "3.2, 3.3" in err and not (tmp_path / "env").exists()


@pytest.mark.slow
def test_without_a_network_it_installs_and_starts(tmp_path):
    need_bubblewrap()
    stick, room, env = tmp_path / "stick", tmp_path / "机房 1", tmp_path / "my env"
    room.mkdir()
    root = Path(wheelhouse.__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-m", "tools.wheelhouse", str(stick)], cwd=root, check=True)
    alone = ["bwrap", "--dev-bind", "/", "/", "--unshare-net", "--die-with-parent"]
    home = {
        "HOME": str(room),
        "PATH": "/usr/bin:/bin",
        "KEFU_CACHE": str(tmp_path / "cache"),
        "LANG": "C.UTF-8",
    }

    def run(*words: str, code: int = 0) -> str:
        done = subprocess.run([*alone, *words], cwd=room, env=home, capture_output=True, encoding="utf-8")
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    reach = "import socket; socket.create_connection(('192.0.2.1', 80), 5)"
    run(sys.executable, "-c", reach, code=1)  # there is no network in there
    printed = run(sys.executable, str(stick / "install.py"), str(env)).splitlines()
    english, chinese = (shlex.split(line) for line in printed if " -m sim start" in line)
    assert english[0] == str(env / "bin" / "python") and chinese[-2:] == ["--lang", "zh"]
    said = run(*chinese, "--no-browser", "--student", "li01")
    assert "课程笔记本已生成在" in said
    assert (room / "kefu-work" / "index.ipynb").exists()
    run(str(env / "bin" / "python"), "-m", "jupyterlab", "--version")
    service = json.loads(
        run(str(env / "bin" / "python"), "-m", "sim", "run", "corner", "--weeks", "4", "--json")
    )
    assert service["case"] == "corner"
