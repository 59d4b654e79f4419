"""The case that this notebook works on: set by `my_case`, asked for by `check`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sim.errors import InputError
from sim.i18n import _

if TYPE_CHECKING:
    from sim.course.my_case import MyCase

_case: MyCase | None = None
_functions: dict[str, Callable[..., Any]] = {}


def begin(case: MyCase) -> None:
    """Work on this case from now on."""
    global _case
    _case = case
    _functions.clear()


def remember(name: str, function: Callable[..., Any]) -> None:
    """Keep a function of the student's in which nothing wrong was found: later checks may use it."""
    _functions[name] = function


def remembered(name: str) -> Callable[..., Any] | None:
    """The student's own function of this name, if nothing wrong was found in it."""
    return _functions.get(name)


def current() -> MyCase:
    """The case worked on. Raises InputError if there is none yet."""
    if _case is None:
        raise InputError(_("Run the first cell of the assignment first: it makes your case."))
    return _case
