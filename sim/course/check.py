"""`check`: what a student calls after each answer."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from sim.course.answers.diagnosis import judge
from sim.course.my_case import current_case
from sim.course.owner import under_grading


def check(name: str, answer: Any) -> None:
    """Say what is wrong with an answer, in the student's language, without giving it away.

    name: of the function or variable, such as "m01"; answer: the function or variable itself. Raises InputError if no case
    has been made, or there is nothing of this name; AssertionError only for nbgrader's "validate", which asks for it.
    """
    if under_grading():  # what counts there are the hidden tests; a hint would only slow them down
        return
    print(_said(name, answer))


def check_all(question: str, names: Mapping[str, Any]) -> None:
    """`check` every part of a question, such as "q2", by its name among the notebook's globals.

    Raises AssertionError for nbgrader's "validate" if something wrong was found.
    """
    if under_grading():
        return
    parts = current_case().assignment.question(question)
    for part in parts:
        print(_said(part.name, names.get(part.name)))


def _said(name: str, answer: Any) -> str:
    case = current_case()
    verdict = judge(case.assignment.part(name), case, answer)
    said = case.talk(name).reply(name, verdict)
    if verdict.hint and os.environ.get("NBGRADER_EXECUTION") == "validate":
        raise AssertionError(said)
    return said
