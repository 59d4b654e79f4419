"""A submission's files inside bubblewrap: Python and this package, read-only; its own results; folders that vanish with it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from sim.marking.sandbox.limits import Limits

PROGRAM = "bwrap"
WORK, RESULTS = "/work", "/results"
"""Inside: where the notebook runs; helper results of the student's own variant."""
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SETTINGS = ("/etc/ld.so.cache", "/etc/alternatives", "/etc/localtime", "/etc/fonts")
PACKAGE = Path(__file__).resolve().parents[2]
"""The folder `sim`."""
READY = b"ready\n"


@cache
def available() -> bool:
    """Whether bubblewrap can make such a place here: it is installed, and the system allows it."""
    if sys.platform != "linux" or shutil.which(PROGRAM) is None:
        return False
    try:
        probe = subprocess.run(
            [*command(None, Limits()), "/bin/sh", "-c", "exit 0"], capture_output=True, timeout=30
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return probe.returncode == 0


def command(results: Path | None, limits: Limits) -> list[str]:
    """The command that runs another one inside. results: helper results that are shown there, read-only."""
    words = [
        shutil.which(PROGRAM) or PROGRAM,
        "--unshare-all",
        "--die-with-parent",
        "--new-session",
        "--clearenv",
    ]
    words += ["--cap-drop", "ALL", "--hostname", "kefu"]
    for path in SYSTEM:
        if Path(path).is_symlink():
            words += ["--symlink", os.readlink(path), path]  # noqa: PTH115 - as it is written
        elif Path(path).is_dir():
            words += ["--ro-bind", path, path]
    for path in SETTINGS:
        words += ["--ro-bind-try", path, path]
    words += ["--proc", "/proc", "--dev", "/dev"]
    for place in ("/tmp", WORK, "/dev/shm"):
        words += ["--size", str(limits.disk), "--tmpfs", place]
    for folder in _python_folders():
        words += ["--ro-bind", str(folder), str(folder)]
    if results is not None:
        words += ["--ro-bind", str(results), RESULTS]
    for place in (
        "/proc",
        "/dev",
        "/",
    ):  # also the settings of the system in /proc/sys, which root may change
        words += ["--remount-ro", place]
    words += ["--chdir", WORK]
    return words


@cache
def _python_folders() -> tuple[Path, ...]:
    """Folders that Python and this package need, apart from the system's, outermost first, none inside another."""
    import site

    wanted = {Path(folder).resolve() for folder in (sys.prefix, sys.base_prefix, sys.exec_prefix)}
    wanted |= {Path(folder) for folder in (sys.prefix, sys.base_prefix)}  # by the names that Python knows
    user = site.getusersitepackages()
    if user in sys.path:
        wanted.add(Path(user))
    wanted.add(PACKAGE)
    system = tuple(Path(path) for path in SYSTEM)
    outside = sorted(path for path in wanted if not any(path.is_relative_to(folder) for folder in system))
    return tuple(p for p in outside if not any(p != other and p.is_relative_to(other) for other in outside))


class Room:
    """An empty place that waits for a process to walk in, which is faster than to start Python there.

    pid: of its first process, as this side sees it; when that one ends, all processes inside do.
    """

    def __init__(self, results: Path | None, limits: Limits) -> None:
        reads, writes = os.pipe()
        hold = f"echo ready; exec sleep {round(limits.whole) + 120}"
        words = command(results, limits)
        words[1:1] = ["--info-fd", str(writes)]
        try:
            self._process = subprocess.Popen(
                [*words, "/bin/sh", "-c", hold],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                pass_fds=[writes],
                env={},  # what a process inside can read of its first process
            )
            os.close(writes)
            writes = -1
            with os.fdopen(reads, "rb") as told:
                info = told.read()
            reads = -1
            assert self._process.stdout is not None
            if self._process.stdout.readline() != READY:
                raise OSError("bubblewrap did not start")
            self.pid = int(json.loads(info)["child-pid"])
        except BaseException:
            for handle in (reads, writes):
                if handle >= 0:
                    os.close(handle)
            raise

    def close(self) -> None:
        """End everything inside."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
