"""`check`: what a student calls after each answer."""

from __future__ import annotations

import os
from typing import Any

from sim.course import session
from sim.course.checks.hints import Talk
from sim.course.checks.judging import judge
from sim.course.identity import under_grading

_talks: dict[tuple[int, str], Talk] = {}


def check(name: str, answer: Any) -> None:
    """Say what is wrong with an answer, in the student's language, without giving it away.

    name: of the function or variable, such as "m01"; answer: the function or variable itself. Raises InputError if no case
    has been made, or there is nothing of this name; AssertionError only for nbgrader's "validate", which asks for it.
    """
    if under_grading():  # what counts there are the hidden tests; a hint would only slow them down
        return
    case = session.current()
    part = case.assignment.part(name)
    verdict = judge(part, case, answer)
    if part.is_function and not verdict.hint:
        session.remember(name, answer)
    said = _talks.setdefault((id(case), name), Talk()).reply(name, verdict)
    if verdict.hint and os.environ.get("NBGRADER_EXECUTION") == "validate":
        raise AssertionError(said)
    print(said)
