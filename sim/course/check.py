"""`check` and `check_all`: what students call to learn what is wrong with their answers."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from sim.course.answers.diagnosis import diagnose
from sim.course.my_case import current_case
from sim.course.owner import is_autograding


def check(name: str, answer: Any) -> None:
    """Print what is wrong with an answer, in the student's language, without giving the answer away.

    First its shape and unit are checked, then its results on the hand tables, then that it works on the student's
    own year. A further hint for the same mistake comes only when the answer has changed. While nbgrader is
    autograding nothing is checked: only the hidden tests count there, and checks would slow them down.

    Parameters
    ----------
    name : str
        Name of the function or variable, such as "m01".
    answer : Any
        The function or variable itself.

    Raises
    ------
    InputError
        If `my_case` has not been called yet, or the assignment has no part of this name.
    AssertionError
        If something is wrong and nbgrader's *Validate* is running, which takes only an error for a failure.

    Examples
    --------
    >>> from sim.course import my_case
    >>> case = my_case("service_measures")  # doctest: +ELLIPSIS
    DEMONSTRATION FIRM. ...
    >>> def m02(stock):
    ...     return 100 * (stock["in_stock"].dropna() == "yes").mean()
    >>> check("m02", m02)
    m02: A share lies between 0 and 1. Is this a percentage? Then divide by 100.
    """
    if not is_autograding():
        print(_message(name, answer))


def check_all(question: str, names: Mapping[str, Any]) -> None:
    """`check` every part of a question.

    Parameters
    ----------
    question : str
        Name of the question, such as "q2".
    names : Mapping[str, Any]
        The notebook's globals: every part is looked up there by its name.

    Raises
    ------
    InputError
        If `my_case` has not been called yet.
    AssertionError
        As for `check`.

    Examples
    --------
    >>> from sim.course import my_case
    >>> case = my_case("service_measures")  # doctest: +ELLIPSIS
    DEMONSTRATION FIRM. ...
    >>> def m08(orders):
    ...     return (orders["delivered"] <= orders["promised"]).mean()
    >>> check_all("q4", {"m08": m08})
    m07: There is no answer yet. Write the code; a function must end with `return`.
    m08: nothing wrong was found. Your whole year is marked later.
    m08_by_class: There is no answer yet. Write the code; a function must end with `return`.
    """
    if is_autograding():
        return
    for part in current_case().assignment.question(question):
        print(_message(part.name, names.get(part.name)))


def _message(name: str, answer: Any) -> str:
    case = current_case()
    verdict = diagnose(case.assignment.part(name), case, answer)
    message = case.hint_history(name).message(name, verdict)
    if verdict.hint and os.environ.get("NBGRADER_EXECUTION") == "validate":
        raise AssertionError(message)
    return message
