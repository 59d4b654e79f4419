"""The wheel holds what students are handed, and works far from the tree it was built in."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sim.course.authoring.leaks import leaks, wheel_files
from sim.workspace.handouts import handout_folder


@pytest.fixture(scope="module")
def wheel(root, tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    _run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(root)], cwd=out
    )
    (built,) = out.glob("kefu-*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """The folder that the wheel is installed in, alone."""
    target = tmp_path_factory.mktemp("installed")
    _run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--no-deps",
            "--no-index",
            "--target",
            str(target),
            str(wheel),
        ]
    )
    return target


def _run(command: list[str], cwd: Path | None = None, **env: str) -> str:
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **env}, capture_output=True, encoding="utf-8", errors="replace"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    ("folder", "pattern", "inside"),
    [
        ("sim", "**/*.py", "sim"),
        ("sim/locale", "**/*.mo", "sim/locale"),
        ("sim/case/library", "*.yaml", "sim/case/library"),
        ("notebooks", "*.ipynb", "sim/_files/notebooks"),
        ("exercises", "**/*.ipynb", "sim/_files/exercises"),
        ("sim/course", "**/*.yaml", "sim/course"),
        ("sim/course", "**/hand_tables.txt", "sim/course"),
        ("sim/course", "**/mistakes.json", "sim/course"),
        ("sim/marking/nbgrader_plugins", "**/*.j2", "sim/marking/nbgrader_plugins"),
        ("sim/reports", "*.css", "sim/reports"),
        ("sim/reports/templates", "*.html.j2", "sim/reports/templates"),
    ],
)
def test_the_wheel_holds_every_such_file_of_the_tree(root, wheel, folder, pattern, inside):
    wanted = {f"{inside}/{p.relative_to(root / folder).as_posix()}" for p in (root / folder).glob(pattern)}
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    assert wanted and wanted <= held, wanted - held


def test_the_wheel_holds_nothing_that_is_not_handed_out(wheel):
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}
        assert tops == {"sim", f"{wheel.name.rsplit('-py3', 1)[0]}.dist-info"}
        assert not [name for name in archive.namelist() if "solutions" in name or "checkpoints" in name]


def test_the_wheel_gives_no_answer_away(root, wheel):
    assert leaks(root, wheel_files(wheel)) == []


def test_an_installed_kefu_speaks_chinese_and_hands_out_its_notebooks(root, installed, tmp_path):
    code = (
        "import json, sim.base.i18n, sim.workspace.handouts\n"
        "folder = sim.workspace.handouts.handout_folder('notebooks')\n"
        "books = sorted(book.name for book in folder.iterdir() if book.name.endswith('.ipynb'))\n"
        "message = sim.base.i18n._('There is no language {code!r}: choose one of {known}.')\n"
        "print(json.dumps([sim.base.i18n.__file__, str(folder), message, books]))\n"
    )
    out = _run([sys.executable, "-c", code], cwd=tmp_path, PYTHONPATH=str(installed), KEFU_LANG="zh")
    module, folder, message, books = json.loads(out)
    assert Path(module).is_relative_to(installed) and Path(folder).is_relative_to(installed)
    assert message.startswith("没有")
    assert books == sorted(p.name for p in (root / "notebooks").glob("*.ipynb"))


def test_the_tree_hands_out_its_own_notebooks(root):
    assert Path(str(handout_folder("notebooks"))) == root / "notebooks"


def test_a_folder_that_is_not_handed_out_is_refused():
    with pytest.raises(ValueError, match="notebooks"):
        handout_folder("solutions")
