"""What `tests/conftest.py` promises, seen from outside: through a pytest of its own."""

from __future__ import annotations

import locale
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ONE_BROWSER_TEST = "import pytest\n@pytest.mark.browser\ndef test_page(): pass\n"
TWO_TESTS = """
import os, subprocess, sys
from sim.base import i18n

def test_first():
    assert i18n.language() == "en"
    i18n.language("zh")
    os.environ["KEFU_LANG"] = "zh"

def test_second():
    assert i18n.language() == "en"
    assert "kefu-cache" in os.environ["KEFU_CACHE"]
    code = "from sim.base.i18n import language; print(language())"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).stdout.strip() == b"en"
"""


@pytest.fixture
def outcome(root, tmp_path):
    """Run a test file under our conftest; returns pytest's last line, such as "1 passed in 0.01s"."""

    def run(source: str, **env: str) -> str:
        path = tmp_path / "test_inner.py"
        path.write_text(source, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider"]
        command += ["-c", str(root / "pyproject.toml"), "--confcutdir", str(tmp_path), "-v", str(path)]
        command += ["-o", "addopts=--strict-markers"]  # without the plugin there are no workers to ask for
        base = {k: v for k, v in os.environ.items() if k not in ("CI", "KEFU_CI", "PYTEST_XDIST_WORKER")}
        base["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # ours is all that matters here, and it starts sooner
        done = subprocess.run(command, cwd=root, env=base | env, capture_output=True, encoding="utf-8")
        return done.stdout.strip().splitlines()[-1]

    return run


@pytest.mark.slow
@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({}, "1 skipped"),
        ({"CI": "false"}, "1 skipped"),
        ({"CI": "true"}, "1 error"),
        ({"KEFU_CI": "1"}, "1 error"),
    ],
)
def test_a_missing_browser_is_a_skip_but_a_failure_in_ci(outcome, tmp_path, env, expected):
    assert re.search(rf"\b{expected}\b", outcome(ONE_BROWSER_TEST, PATH=str(tmp_path), **env))


def test_a_browser_that_is_there_is_used(outcome, tmp_path):
    for name in ("chromium", "chromium.exe"):
        (tmp_path / name).write_bytes(b"")
        (tmp_path / name).chmod(0o755)
    assert "1 passed" in outcome(ONE_BROWSER_TEST, PATH=str(tmp_path), KEFU_CI="1")


def _has(name: str) -> bool:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, name)
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return True


def test_tests_speak_english_on_a_chinese_machine_and_leave_no_language_behind(outcome):
    # Where the locale is missing Python reads paths as ASCII, and an editable install in a Chinese folder is not found.
    if not str(Path(__file__)).isascii() and not _has("zh_CN.UTF-8"):
        pytest.skip("the locale zh_CN.UTF-8 is missing, and this folder's name needs it")
    assert "2 passed" in outcome(TWO_TESTS, LANG="zh_CN.UTF-8", LC_ALL="zh_CN.UTF-8", KEFU_LANG="zh")
