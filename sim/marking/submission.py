"""The marker's side of a submission: it starts the process with the student's code, asks it, and survives whatever it does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.answers.asking import CELL_SECONDS, MISSING, TOO_LONG, Outcome
from sim.course.answers.plain import pack
from sim.marking.process import Child, NoReplyError
from sim.marking.sandbox.limits import LIMITS, Limits
from sim.marking.sandbox.start import Started

MOST_STARTS = 25
"""Times that the process is started for one submission."""


@dataclass
class CellResult:
    """The output of a cell, its error in one line, and why it stopped the process: "", `TOO_LONG`, `CRASHED` or a limit.

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

    A part that ends the process, or takes too long, costs only its own points: the process is started again, and the
    cells are run again without one that ended it.

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
