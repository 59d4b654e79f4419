"""Calling a student's function on copies of the data, with its output suppressed and its errors caught."""

from __future__ import annotations

import contextlib
import copy
import inspect
import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class CallResult:
    """The answer of a call, or the error that stopped it and the line of the student's function where it stopped."""

    answer: Any = None
    error: BaseException | None = None
    line: int | None = None


def call(function: Callable[..., Any], inputs: tuple[Any, ...]) -> CallResult:
    """Call a function with copies of the inputs. Its output and warnings are dropped; an error is caught."""
    copies = tuple(_copy(value) for value in inputs)
    discarded = io.StringIO()
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(discarded),
            contextlib.redirect_stderr(discarded),
        ):
            warnings.simplefilter("ignore")
            return CallResult(answer=function(*copies))
    except KeyboardInterrupt:  # from the user, or from nbgrader when a cell takes too long
        raise
    except BaseException as error:  # SystemExit too: `exit()` in a function must not end the marking
        return CallResult(error=error, line=_failing_line(function, error))


def accepts(function: Any, count: int) -> bool:
    """Whether the function can be called with this many positional arguments."""
    try:
        inspect.signature(function).bind(*range(count))
    except (TypeError, ValueError):
        return False
    return True


def _copy(value: Any) -> Any:
    return value.copy() if isinstance(value, pd.DataFrame | pd.Series) else copy.deepcopy(value)


def _failing_line(function: Callable[..., Any], error: BaseException) -> int | None:
    """The last line of this function, not of one that it called, in the traceback of the error."""
    code = getattr(function, "__code__", None)
    step = error.__traceback__
    line = None
    while step is not None:
        if step.tb_frame.f_code is code:
            line = step.tb_lineno
        step = step.tb_next
    return line
