"""Checks of the first steps in Python: right or not, and what may be wrong."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from html import escape
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.lessons.changed_tables import changed_table
from sim.course.lessons.steps import LESSON, STEPS, Judgement, judge_step
from sim.ui.style import STYLE
from sim.workspace.answers import record

_wrong: dict[str, int] = {}


def check_step(name: str, answer: Any) -> CheckedStep:
    """Check an answer of lesson 0, and keep whether it is right.

    Parameters
    ----------
    name : str
        Name of the step, such as "share_web".
    answer : float or Series or DataFrame or callable
        The student's answer; ... if there is none yet.

    Returns
    -------
    CheckedStep
        Right or not, with a hint; after three wrong answers with a solution.

    Raises
    ------
    InputError
        If there is no such step.

    Examples
    --------
    >>> from sim.ui import check_step
    >>> check_step("days", 50 / 24)
    ✓ Right.
    >>> check_step("days", 3)
    ✗ Not yet. Divide the hours by 24.
    """
    if not isinstance(name, str):
        raise InputError(_('The name of the step stands in quotation marks: check_step("days", days).'))
    if name not in STEPS:
        text = _("There is no step {name}; there are: {all}.")
        raise InputError(text.format(name=name, all=", ".join(STEPS)))
    judgement = judge_step(name, answer, _wrong.get(name, 0))
    caller = inspect.currentframe()
    changed = changed_table(caller.f_back.f_globals) if caller and caller.f_back else ""
    if changed and judgement.right is not None:
        judgement = Judgement(False, changed)
    if judgement.right is False:
        _wrong[name] = _wrong.get(name, 0) + 1
    share = None if judgement.right is None else float(judgement.right)
    return CheckedStep(judgement, record(LESSON, name, share, 1))


@dataclass(frozen=True)
class CheckedStep:
    """The result of `check_step`.

    Attributes
    ----------
    judgement : Judgement
        Right or not (None: not done yet), and what to say.
    note : str
        A sentence if something is wrong with the file that keeps it.

    Examples
    --------
    >>> from sim.ui import check_step
    >>> check_step("days", ...).judgement.right is None
    True
    """

    judgement: Judgement
    note: str = ""

    def __repr__(self) -> str:
        """The sign and the words."""
        sign = {True: "✓", False: "✗", None: "–"}[self.judgement.right]
        return f"{sign} {self.judgement.text}" + (f"\n{self.note}" if self.note else "")

    def _repr_html_(self) -> str:
        kind = {True: "right", False: "wrong", None: "none"}[self.judgement.right]
        return f'{STYLE}<div class="kefu"><p class="kefu-{kind}" role="status">{escape(repr(self))}</p></div>'
