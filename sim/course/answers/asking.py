"""Asks for an answer: a value, or the result of a function for given inputs; errors become part of the outcome."""

from __future__ import annotations

import contextlib
import copy
import inspect
import io
import linecache
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Protocol

import pandas as pd

from sim.course.answers.plain import crossed

STUB = re.compile(r"# YOUR CODE HERE[^\n]*\n\s*pass\b")
"""A place for the student's code that is still empty."""
CELL_SECONDS = 60.0
"""Time limit of a cell, when marking and in the doctor."""
ANSWERED, MISSING, UNWRITTEN = "answered", "missing", "unwritten"
NO_FUNCTION, ARGUMENTS, STOPPED = "no function", "arguments", "stopped"
TOO_LONG, CRASHED = "too long", "crashed"


@dataclass(frozen=True)
class Outcome:
    """The result of asking. state: one of the words above; error, line, code: where a function stopped, in the student's code."""

    state: str
    answer: Any = None
    error: str = ""
    line: int | None = None
    code: str = ""

    @property
    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class Answers(Protocol):
    """A student's answers, wherever they are."""

    def value(self, name: str, seconds: float) -> Outcome:
        """The value of this name."""

    def call(self, name: str, inputs: tuple[Any, ...], seconds: float) -> Outcome:
        """The return value of the function of this name for the inputs."""


class AnswersHere:
    """Answers in this process: the names of a notebook. Time limits are the caller's job.

    errors: name -> the error that stopped its function last.
    """

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.names = names
        self.errors: dict[str, BaseException] = {}

    def value(self, name: str, seconds: float = 0) -> Outcome:
        """See Answers."""
        found = self.names.get(name)
        return Outcome(MISSING) if found is None else Outcome(ANSWERED, crossed(found))

    def call(self, name: str, inputs: tuple[Any, ...], seconds: float = 0) -> Outcome:
        """See Answers. Inputs are copied; output and warnings of the function are dropped."""
        function = self.names.get(name)
        if function is None:
            return Outcome(MISSING)
        if not callable(function):
            return Outcome(NO_FUNCTION, crossed(function))
        if not accepts(function, len(inputs)):
            return Outcome(ARGUMENTS)
        copies = tuple(_copy(value) for value in inputs)
        discarded = _Discarded()
        try:
            with (
                warnings.catch_warnings(),
                contextlib.redirect_stdout(discarded),
                contextlib.redirect_stderr(discarded),
            ):
                warnings.simplefilter("ignore")
                answer = crossed(function(*copies))
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # SystemExit too: `exit()` in a function must not end the marking
            outcome = _stopped(function, error)
            if outcome.state == STOPPED:
                self.errors[name] = error
            return outcome
        if answer is None:
            return Outcome(UNWRITTEN if is_stub(function) else MISSING)
        return Outcome(ANSWERED, answer)


def accepts(function: Any, count: int) -> bool:
    """Whether the function can be called with this many positional arguments."""
    try:
        inspect.signature(function).bind(*range(count))
    except Exception:  # a signature of the student's own may fail in any way
        return False
    return True


def is_stub(function: Any) -> bool:
    """Whether the place for the student's code in a function is still empty."""
    try:
        return STUB.search(inspect.getsource(function)) is not None
    except Exception:  # there is no source, or it is no longer Python
        return False


class _Discarded(io.TextIOBase):
    """Takes the output of a function and drops it: it takes no memory, however much there is."""

    def write(self, text: str) -> int:
        """Forget the text."""
        return len(text)


def _copy(value: Any) -> Any:
    return value.copy() if isinstance(value, pd.DataFrame | pd.Series) else copy.deepcopy(value)


def _stopped(function: Callable[..., Any], error: BaseException) -> Outcome:
    """The line at which the function stopped: its own last line, or that of another function of the same notebook."""
    if is_stub(function):
        return Outcome(UNWRITTEN)
    names = getattr(function, "__globals__", None)
    line, code, step = None, "", error.__traceback__
    while step is not None:
        frame = step.tb_frame
        if frame.f_globals is names:
            line = step.tb_lineno
            code = linecache.getline(frame.f_code.co_filename, line).strip()
        step = step.tb_next
    try:
        said = str(error)
    except Exception:  # an exception of the student's own whose text cannot be made
        said = ""
    return Outcome(STOPPED, error=f"{type(error).__name__}: {said}"[:300], line=line, code=code[:200])
