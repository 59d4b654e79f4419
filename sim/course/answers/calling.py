"""Calling what a student wrote: on copies of the data, with nothing of it reaching the screen."""

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
class Called:
    """answer, or the error that stopped it; line: of the student's function in which it stopped."""

    answer: Any = None
    error: BaseException | None = None
    line: int | None = None


def call(function: Callable[..., Any], inputs: tuple[Any, ...]) -> Called:
    """Call a function with copies of the inputs. What it prints or warns of is dropped; an error is caught."""
    given = tuple(_copied(value) for value in inputs)
    nowhere = io.StringIO()
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(nowhere),
            contextlib.redirect_stderr(nowhere),
        ):
            warnings.simplefilter("ignore")
            return Called(answer=function(*given))
    except KeyboardInterrupt:  # the user's, or nbgrader's when a cell takes too long
        raise
    except BaseException as error:  # SystemExit too: `exit()` in a function must not end the marking
        return Called(error=error, line=_line(function, error))


def takes(function: Any, count: int) -> bool:
    """Whether it can be called with so many inputs."""
    try:
        inspect.signature(function).bind(*range(count))
    except (TypeError, ValueError):
        return False
    return True


def _copied(value: Any) -> Any:
    return value.copy() if isinstance(value, pd.DataFrame | pd.Series) else copy.deepcopy(value)


def _line(function: Callable[..., Any], error: BaseException) -> int | None:
    code = getattr(function, "__code__", None)
    step = error.__traceback__
    found = None
    while step is not None:
        if step.tb_frame.f_code is code:
            found = step.tb_lineno
        step = step.tb_next
    return found
