"""The marker's side of a submission: it starts the process with the student's code, asks it, and survives whatever it does."""

from __future__ import annotations

import os
import queue
import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.answers.asking import CELL_SECONDS, CRASHED, MISSING, TOO_LONG, Outcome
from sim.course.answers.plain import pack
from sim.marking.messages import receive, send_packed
from sim.marking.sandbox.limits import LIMITS, Limits
from sim.marking.sandbox.start import START_SECONDS, Started

MOST_STARTS = 25
"""Times that the process is started for one submission."""
WRITE_SECONDS = 10.0
"""For a question to arrive: the process waits for it and has nothing else to do."""
MOST_STRAY = 100
"""Messages that answer no question, after which the process is ended."""


class NoReplyError(Exception):
    """The process did not reply: state is `TOO_LONG`, `CRASHED`, or the limit that ended it."""

    def __init__(self, state: str) -> None:
        super().__init__(state)
        self.state = state


class Child:
    """The process, and the number of this run, which every reply repeats."""

    def __init__(self, started: Started, limits: Limits = LIMITS) -> None:
        self._started = started
        self._run = secrets.token_hex(16)
        self._number = 0
        self._given: set[str] = set()
        self._replies: queue.Queue[Any] = queue.Queue(maxsize=MOST_STRAY)
        self._reply_bytes = limits.reply
        threading.Thread(target=self._listen, daemon=True).start()
        self._write(pack({"run": self._run, "limits": limits.as_dict}))
        self._next(START_SECONDS)

    def give(self, name: str, packed: bytes) -> None:
        """Send a table once, for questions that name it. Raises NoReplyError as `ask` does."""
        if name not in self._given:
            self._write(packed)
            self._given.add(name)

    def ask(self, message: dict[str, Any], seconds: float) -> Any:
        """Send a message and wait for the reply. Raises NoReplyError; the process is then at its end."""
        self._number += 1
        self._write(pack({**message, "number": self._number}))
        reply = self._next(seconds)
        over = self._started.why()
        if over:  # now, so that it is not put down to the next question
            self.end()
            raise NoReplyError(over)
        return reply

    def end(self) -> None:
        """End the process and all that it started."""
        self._started.end()
        with suppress(OSError):  # what was not sent is lost, as meant
            self._started.questions.close()

    def _write(self, packed: bytes) -> None:
        # By a thread: a process that does not read must not stop the marker.
        done = threading.Event()

        def write() -> None:
            with suppress(OSError, ValueError):
                send_packed(self._started.questions, packed)
                done.set()

        threading.Thread(target=write, daemon=True).start()
        if not done.wait(WRITE_SECONDS):
            self.end()
            raise NoReplyError(self._started.why() or CRASHED)

    def _next(self, seconds: float) -> Any:
        """The reply to the last question; what answers no question of this run counts for nothing."""
        last = time.monotonic() + max(seconds, 0.1)
        for _stray in range(MOST_STRAY):
            try:
                reply = self._replies.get(timeout=max(last - time.monotonic(), 0.001))
            except queue.Empty:
                self.end()
                raise NoReplyError(self._started.why() or TOO_LONG) from None
            if isinstance(reply, _Closed):
                break
            if isinstance(reply, dict) and (reply.get("run"), reply.get("number")) == (
                self._run,
                self._number,
            ):
                return reply.get("reply")
        self.end()
        raise NoReplyError(self._started.why() or CRASHED)

    def _listen(self) -> None:
        answers = self._started.answers
        try:
            while True:
                self._replies.put(receive(answers, self._reply_bytes), timeout=60)
        except Exception:  # whatever its bytes do to a reader of JSON and Arrow
            with suppress(queue.Full):
                self._replies.put(_Closed(), timeout=60)
        finally:
            answers.close()  # here: a process that the student's code left behind may hold it open


class _Closed:
    """The process said its last, or something that cannot be read."""


@dataclass
class CellResult:
    """What a cell showed, its error in one line, and why it stopped the process: "", `TOO_LONG`, `CRASHED` or a limit.

    outputs: tables and pictures, each its media type and its text.
    """

    shown: str = ""
    error: str = ""
    state: str = ""
    outputs: list[tuple[str, str]] = field(default_factory=list)


def beside(folder: Path, environment: dict[str, str]) -> Started:
    """Start the process in a folder, as this user and with this user's variables: for nbgrader, which shares that folder."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "sim.marking.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**os.environ, "MPLBACKEND": "agg", **environment},  # no windows
    )
    assert process.stdin is not None and process.stdout is not None

    def end() -> None:
        process.kill()
        process.wait()

    return Started(process.stdin, process.stdout, end)


@dataclass
class Submission:
    """A student's notebook in a process of its own. It answers as `sim.course.answers.asking.Answers`.

    A part that ends the process, or takes too long, costs only itself: the process is started again and the cells are run
    once more, without one that ended it.

    Attributes
    ----------
    sources : sequence of str
        The code cells.
    start : callable
        Starts the process.
    limits : Limits
        What it may use.
    cells : list of CellResult
        What each cell showed when it ran first.
    tables : sequence of pandas.DataFrame
        Tables that many calls have among their inputs, as these very objects: they are sent once to a process.

    Examples
    --------
    >>> submission = Submission(["answer = 6 * 7"], lambda: beside(Path.cwd(), {}))
    >>> submission.value("answer", seconds=10).answer
    42
    >>> submission.close()
    """

    sources: Sequence[str]
    start: Callable[[], Started]
    limits: Limits = LIMITS
    cells: list[CellResult] = field(default_factory=list)
    tables: Sequence[pd.DataFrame] = ()

    def __post_init__(self) -> None:
        """Nothing runs yet."""
        self._child: Child | None = None
        self._starts = 0
        self._end = time.monotonic() + self.limits.whole
        self._spent: dict[str, float] = {}
        self.cells = [CellResult() for _source in self.sources]
        self._names = {id(table): f"table {number}" for number, table in enumerate(self.tables)}

    def run(self) -> None:
        """Run the cells in a fresh process."""
        while self._starts < MOST_STARTS and time.monotonic() < self._end:
            if self._run_once():
                return

    def _run_once(self) -> bool:
        """Run every cell that has not ended a process. Returns whether the process lives."""
        self._starts += 1
        try:
            self._child = Child(self.start(), self.limits)
        except (NoReplyError, OSError) as error:
            raise InputError(f"the process for a submission did not start: {error}") from None
        for result, source in zip(self.cells, self.sources, strict=True):
            if result.state:
                continue
            try:
                found = self._child.ask({"do": "cell", "source": source}, self._seconds(CELL_SECONDS))
            except NoReplyError as error:
                result.state = error.state
                self._child = None
                return False
            if self._starts == 1 or not result.shown:
                _note(result, found)
        return True

    def value(self, name: str, seconds: float) -> Outcome:
        """See Answers."""
        return self._ask({"do": "value", "name": name}, seconds)

    def call(self, name: str, inputs: tuple[Any, ...], seconds: float) -> Outcome:
        """See Answers."""
        return self._ask({"do": "call", "name": name}, seconds, inputs)

    @cached_property
    def _packed(self) -> dict[str, bytes]:
        """The tables as messages, by name."""
        return {
            name: pack({"do": "keep", "name": name, "table": table})
            for name, table in zip(self._names.values(), self.tables, strict=True)
        }

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def _ask(self, message: dict[str, Any], seconds: float, inputs: tuple[Any, ...] = ()) -> Outcome:
        if self._child is None:
            self.run()
        if self._child is None:
            raise InputError(_("too many parts ended Python or took too long, so this one was not asked"))
        left = self.limits.part - self._spent.get(message["name"], 0.0)
        if left <= 0:
            return Outcome(TOO_LONG)
        begun = time.monotonic()
        try:
            kept = [self._names.get(id(value), "") for value in inputs]
            for one in filter(None, kept):
                self._child.give(one, self._packed[one])
            rest = [None if one else value for one, value in zip(kept, inputs, strict=True)]
            asked = {**message, "inputs": rest, "kept": kept}
            reply = self._child.ask(asked, self._seconds(min(seconds, left)))
        except NoReplyError as error:
            self._child = None
            return Outcome(error.state)
        finally:
            self._spent[message["name"]] = self.limits.part - left + time.monotonic() - begun
        return _outcome(reply)

    def _seconds(self, most: float) -> float:
        return min(most, self._end - time.monotonic())


def _outcome(reply: Any) -> Outcome:
    """The reply as an outcome; a missing answer if it is not what our side of the process sends."""
    try:
        made = Outcome(**reply)
    except TypeError:
        return Outcome(MISSING)
    texts = (made.state, made.error, made.code)
    if not all(isinstance(text, str) for text in texts) or not isinstance(made.line, int | None):
        return Outcome(MISSING)
    return Outcome(made.state[:40], made.answer, made.error[:300], made.line, made.code[:200])


def _note(result: CellResult, found: Any) -> None:
    """Keep what a cell showed, if it has the form that our side of the process sends."""
    if not isinstance(found, dict):
        return
    result.shown, result.error = str(found.get("shown", ""))[:20_000], str(found.get("error", ""))[:300]
    outputs = found.get("outputs")
    pairs = outputs if isinstance(outputs, list) else []
    result.outputs = [
        (pair[0], pair[1])
        for pair in pairs
        if isinstance(pair, list) and len(pair) == 2 and all(isinstance(text, str) for text in pair)
    ]
