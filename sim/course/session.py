"""The case that this notebook works on: set by `my_case`, asked for by `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.errors import InputError
from sim.i18n import _

if TYPE_CHECKING:
    from sim.course.my_case import MyCase

_case: MyCase | None = None


def begin(case: MyCase) -> None:
    """Work on this case from now on."""
    global _case
    _case = case


def current() -> MyCase:
    """The case worked on. Raises InputError if there is none yet."""
    if _case is None:
        raise InputError(_("Run the first cell of the assignment first: it makes your case."))
    return _case
