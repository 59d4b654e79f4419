"""What every test stands on: English, a cache of its own, and no silent skip in continuous integration."""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from sim.base import i18n
from tests.support import shared_runs

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def in_ci() -> bool:
    """Whether a missing tool is a failure and not a skip: ``KEFU_CI`` or ``CI`` is set, not to 0 or false."""
    return any(os.environ.get(name, "").lower() not in ("", "0", "false") for name in ("KEFU_CI", "CI"))


def missing(what: str) -> NoReturn:
    """Call when a tool that a test needs is not there: skips, but fails in continuous integration."""
    if in_ci():
        pytest.fail(f"{what} is missing, and continuous integration must not skip", pytrace=False)
    pytest.skip(f"{what} is missing")


def need_bubblewrap() -> None:
    """Call in a test that needs bubblewrap: it must be installed; where the system forbids namespaces, the test is skipped."""
    program = shutil.which("bwrap")
    if program is None:
        missing("bubblewrap")
    probe = [program, "--unshare-all", "--dev-bind", "/", "/", "--proc", "/proc", "true"]
    if subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("the system does not let bubblewrap make namespaces")


def browser() -> str | None:
    """Path of a Chromium, None where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and browser() is None:
        missing("Chromium")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the Chromium that a test marked ``browser`` drives."""
    found = browser()
    if found is None:
        missing("Chromium")
    return found


@pytest.fixture(scope="session", autouse=True)
def _surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """English locale, one cache and one folder of shared results for the whole session, all inherited by subprocesses."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    cache, results = shared / "kefu-cache", shared / "results"
    for folder in (cache, results):
        folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        for name in ("KEFU_LANG", "LC_ALL", "LC_MESSAGES"):
            patch.delenv(name, raising=False)
        patch.setenv("LANG", "C.UTF-8")
        programs = sysconfig.get_path(
            "scripts"
        )  # as in an active environment: printed commands are then short
        patch.setenv("PATH", os.pathsep.join([programs, os.environ.get("PATH", "")]))
        patch.setenv("KEFU_CACHE", str(cache))
        patch.setenv(shared_runs.FOLDER, str(results))
        yield


@pytest.fixture(autouse=True)
def _language(_surroundings: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No language chosen before a test, and none left behind by it."""
    monkeypatch.delenv("KEFU_LANG", raising=False)
    with i18n.using(None):
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return Path(__file__).resolve().parent.parent
