"""The marker's side of a submission: it starts the process with the student's code, asks it, and survives whatever it does."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.answers.asking import CELL_SECONDS, CRASHED, MISSING, TOO_LONG, Outcome
from sim.course.answers.plain import pack
from sim.marking.child import receive

START_SECONDS = 60.0
MOST_STARTS = 25
"""Times that the process is started for one submission."""
MOST_SECONDS = 600.0
"""For everything that a submission does."""


class NoReplyError(Exception):
    """The process did not reply: state is `TOO_LONG` or `CRASHED`."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class Child:
    """The process. It works in `folder`, and is whose `environment` says it is."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "sim.marking.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={**os.environ, "MPLBACKEND": "agg", **environment},  # no windows
        )
        self._replies: queue.Queue[Any] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self._next(START_SECONDS)

    def ask(self, message: dict[str, Any], seconds: float) -> Any:
        """Send a message and wait for the reply. Raises NoReplyError; the process is then at its end."""
        data = pack(message)
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(len(data).to_bytes(8, "big") + data)
            self._process.stdin.flush()
        except OSError:
            self.end()
            raise NoReplyError(CRASHED) from None
        return self._next(seconds)

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with suppress(OSError):  # what was not sent is lost, as meant
                self._process.stdin.close()

    def _next(self, seconds: float) -> Any:
        try:
            reply = self._replies.get(timeout=max(seconds, 0.1))
        except queue.Empty:
            self.end()
            raise NoReplyError(TOO_LONG) from None
        if isinstance(reply, _Closed):
            self.end()
            raise NoReplyError(CRASHED)
        return reply

    def _listen(self) -> None:
        assert self._process.stdout is not None
        try:
            while True:
                self._replies.put(receive(self._process.stdout))
        except (EOFError, ValueError, OSError, KeyError):
            self._replies.put(_Closed())
        finally:
            self._process.stdout.close()  # here: a process that the student's code left behind may hold it open


class _Closed:
    """The process said its last."""


@dataclass
class CellResult:
    """What a cell showed, its error in one line, and whether it stopped the process: "", `TOO_LONG` or `CRASHED`."""

    shown: str = ""
    error: str = ""
    state: str = ""


@dataclass
class Submission:
    """A student's notebook in a process of its own. It answers as `sim.course.answers.asking.Answers`.

    A part that ends the process, or takes too long, costs only itself: the process is started again and the cells are run
    once more, without one that ended it.

    Attributes
    ----------
    sources : sequence of str
        The code cells.
    folder : Path
        Where they run.
    environment : dict of str to str
        More variables of the process.
    cells : list of CellResult
        What each cell showed.

    Examples
    --------
    >>> submission = Submission(["answer = 6 * 7"], Path.cwd())
    >>> submission.value("answer", seconds=10).answer
    42
    >>> submission.close()
    """

    sources: Sequence[str]
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    cells: list[CellResult] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nothing runs yet."""
        self._child: Child | None = None
        self._starts = 0
        self._end = time.monotonic() + MOST_SECONDS
        self.cells = [CellResult() for _source in self.sources]

    def run(self) -> None:
        """Run the cells in a fresh process."""
        while self._starts < MOST_STARTS and time.monotonic() < self._end:
            if self._run_once():
                return

    def _run_once(self) -> bool:
        """Run every cell that has not ended a process. Returns whether the process lives."""
        self._starts += 1
        try:
            self._child = Child(self.folder, self.environment)
        except NoReplyError as error:
            raise InputError(f"the process for a submission did not start: {error.state}") from None
        for result, source in zip(self.cells, self.sources, strict=True):
            if result.state:
                continue
            try:
                found = self._child.ask({"do": "cell", "source": source}, self._seconds(CELL_SECONDS))
            except NoReplyError as error:
                result.state = error.state
                self._child = None
                return False
            result.shown, result.error = found["shown"], found["error"]
        return True

    def value(self, name: str, seconds: float) -> Outcome:
        """See Answers."""
        return self._ask({"do": "value", "name": name}, seconds)

    def call(self, name: str, inputs: tuple[Any, ...], seconds: float) -> Outcome:
        """See Answers."""
        return self._ask({"do": "call", "name": name, "inputs": list(inputs)}, seconds)

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def _ask(self, message: dict[str, Any], seconds: float) -> Outcome:
        if self._child is None:
            self.run()
        if self._child is None:
            raise InputError(_("too many parts ended Python or took too long, so this one was not asked"))
        try:
            reply = self._child.ask(message, self._seconds(seconds))
        except NoReplyError as error:
            self._child = None
            return Outcome(error.state)
        try:
            return Outcome(**reply)
        except TypeError:  # not what our side of the process sends
            return Outcome(MISSING)

    def _seconds(self, most: float) -> float:
        return min(most, self._end - time.monotonic())
