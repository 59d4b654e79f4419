"""Starts the process of a submission in the safest way that this computer has."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from sim.marking.messages import receive, send
from sim.marking.sandbox import bubblewrap
from sim.marking.sandbox.limits import LIMITS, Limits
from sim.marking.sandbox.watch import Watch

START_SECONDS = 60.0
NO_THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
"""Submissions are marked several at once: each needs one processor."""


@dataclass
class Started:
    """A process that waits for its first question. end: ends it with all that it started; why: the limit that it
    exceeds, or that ended it; "" if none.
    """

    questions: IO[bytes]
    answers: IO[bytes]
    end: Callable[[], None]
    why: Callable[[], str] = field(default=lambda: "")


def environment(given: dict[str, str], folder: str, results: str) -> dict[str, str]:
    """All variables of the process: nothing of the marker's own."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder if os.name == "nt" else "/tmp",
        "MPLBACKEND": "agg",  # no windows
        "PYTHONDONTWRITEBYTECODE": "1",
        "KEFU_CACHE": results,
        **NO_THREADS,
        **given,
    }


class Nursery:
    """The process that forks children which have everything loaded, see `nursery.py`. Linux with bubblewrap only."""

    def __init__(self) -> None:
        self._mine, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        code = "sim.marking.sandbox.nursery"
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", code, str(theirs.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
            env=environment({"PYTHONPATH": str(bubblewrap.PACKAGE.parent)}, "/", "/nonexistent"),
        )
        theirs.close()
        self._mine.settimeout(START_SECONDS)
        try:
            ready = self._mine.recv(100)
        except OSError:
            ready = b""
        if ready != b"ready":
            self.close()
            raise OSError("the process that forks did not start")

    def start(self, room: bubblewrap.Room, given: dict[str, str]) -> tuple[IO[bytes], IO[bytes]]:
        """Fork a child that walks into the room. Returns where to write questions, and where to read answers."""
        ask_reads, ask_writes = os.pipe()
        say_reads, say_writes = os.pipe()
        request = {
            "pid": room.pid,
            "folder": bubblewrap.WORK,
            "environment": environment(given, bubblewrap.WORK, bubblewrap.RESULTS),
        }
        try:
            socket.send_fds(self._mine, [json.dumps(request).encode()], [ask_reads, say_writes])
        finally:
            os.close(ask_reads)
            os.close(say_writes)
        return os.fdopen(ask_writes, "wb"), os.fdopen(say_reads, "rb")

    def close(self) -> None:
        """End the process."""
        self._mine.close()
        self._process.kill()
        self._process.wait()


_nursery: list[Nursery | None] = []


def nursery() -> Nursery | None:
    """The nursery of this process; None if it cannot be had here."""
    if not _nursery:
        try:
            made = Nursery()
            if not _walks_in(made):
                made.close()
                raise OSError("the system lets no process walk in")
            _nursery.append(made)
        except OSError:
            _nursery.append(None)
    return _nursery[0]


def _walks_in(made: Nursery) -> bool:
    """Whether a child gets into the place: it answers the first message."""
    room = bubblewrap.Room(None, LIMITS)
    questions, answers = made.start(room, {})
    late = threading.Timer(START_SECONDS, room.close)
    late.start()
    try:
        with questions, answers:
            send(questions, {"run": "", "limits": LIMITS.as_dict})
            return bool(receive(answers)["reply"] == "ready")
    except (OSError, EOFError):
        return False
    finally:
        late.cancel()
        room.close()


def close_nursery() -> None:
    """End the nursery of this process, if it has one."""
    while _nursery:
        found = _nursery.pop()
        if found is not None:
            found.close()


def in_sandbox(given: dict[str, str], results: Path | None, limits: Limits = LIMITS) -> Started:
    """Start a child inside bubblewrap: forked where that works, else as a new Python. Raises OSError."""
    found = nursery()
    if found is None:
        return new_python(given, results, limits)
    room = bubblewrap.Room(results, limits)
    try:
        questions, answers = found.start(room, given)
    except OSError:
        room.close()
        raise
    watch = Watch(room.pid, limits, room.close)
    watch.start()

    def end() -> None:
        watch.stop()
        room.close()

    return Started(questions, answers, end, watch.now)


def new_python(given: dict[str, str], results: Path | None, limits: Limits = LIMITS) -> Started:
    """The same as a new Python, where no child can be forked into bubblewrap's place. Raises OSError."""
    own = environment(given, bubblewrap.WORK, bubblewrap.RESULTS)
    own["PYTHONPATH"] = str(bubblewrap.PACKAGE.parent)
    words = bubblewrap.command(results, limits)
    for name, value in own.items():
        words += ["--setenv", name, value]
    reads, writes = os.pipe()
    words[1:1] = ["--info-fd", str(writes)]
    process = _popen([*words, sys.executable, "-P", "-m", "sim.marking.child"], None, {}, [writes])
    os.close(writes)
    with os.fdopen(reads, "rb") as told:
        info = told.read()
    try:
        watch = Watch(int(json.loads(info)["child-pid"]), limits, process.kill)
    except ValueError:
        process.kill()
        raise OSError("bubblewrap did not start") from None
    watch.start()
    started = _started(process)

    def end() -> None:
        watch.stop()
        started.end()

    return Started(started.questions, started.answers, end, watch.now)


def without_sandbox(given: dict[str, str], results: Path | None, limits: Limits = LIMITS) -> Started:
    """Start a child in a folder of its own, with the limits that this system has and nothing else. Raises OSError."""
    folder = tempfile.mkdtemp(prefix="kefu-")
    copies = Path(folder, "results")
    if results is not None:
        shutil.copytree(results, copies)
    work = Path(folder, "work")
    work.mkdir()
    own = environment(given, str(work), str(copies))
    for name in ("SYSTEMROOT", "TEMP", "TMP"):  # Python on Windows does not start without them
        if name in os.environ:
            own[name] = os.environ[name]
    own["PYTHONPATH"] = str(bubblewrap.PACKAGE.parent)
    process = _popen([sys.executable, "-P", "-m", "sim.marking.child"], work, own, [])
    started = _started(process)

    def end() -> None:
        started.end()
        shutil.rmtree(folder, ignore_errors=True)

    return Started(started.questions, started.answers, end)


def _popen(
    words: list[str], folder: Path | None, own: dict[str, str] | None, handles: list[int]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=own,
        pass_fds=handles,
        start_new_session=True,
    )


def _started(process: subprocess.Popen[bytes]) -> Started:
    assert process.stdin is not None and process.stdout is not None

    def end() -> None:
        with suppress(OSError):  # its group: what it left behind ends with it
            if os.name == "posix":
                os.killpg(process.pid, 9)
        process.kill()
        process.wait()

    return Started(process.stdin, process.stdout, end)
