"""`check`, `check_all` and `try_out`, which students call to find the faults in their answers."""

from __future__ import annotations

import dis
import os
import traceback
from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.base.i18n import _
from sim.course.answers import asking
from sim.course.answers.asking import AnswersHere
from sim.course.answers.diagnosis import EMPTY, ERROR, diagnose
from sim.course.answers.hints import Verdict
from sim.course.answers.parts import Part
from sim.course.my_case import my_case
from sim.course.owner import is_marked_elsewhere
from sim.course.session import current, current_case
from sim.course.showing import show
from sim.workspace.answers import record


def check(name: str, answer: Any) -> None:
    """Print the faults of an answer, in the student's language, without giving the right answer away.

    First its shape and unit are checked, then its results on the hand tables, then that it works on the student's own
    year. A further hint for the same mistake comes only when the answer has changed. While submissions are marked
    nothing is checked.

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
    ✗ m02: A share lies between 0 and 1. Is this a percentage? Then divide by 100.
    """
    if not is_marked_elsewhere():
        _tell(current_case().assignment.part(name), {name: answer})


def try_out(name: str, names: Mapping[str, Any]) -> None:
    """Check a part, then show its result on the student's own year. This never stops the notebook.

    Parameters
    ----------
    name : str
        Name of the part, such as "m01".
    names : Mapping[str, Any]
        The notebook's globals.

    Raises
    ------
    InputError
        If `my_case` has not been called yet, or the assignment has no part of this name.

    Examples
    --------
    >>> from sim.course import my_case
    >>> case = my_case("service_measures")  # doctest: +ELLIPSIS
    DEMONSTRATION FIRM. ...
    >>> def m02(stock):
    ...     return stock["on_stock"].mean()
    >>> try_out("m02", globals())
    ✗ m02: With the hand table your code stops in line 2 of its cell: KeyError: 'on_stock'
        return stock["on_stock"].mean()
        There is no column and no key “on_stock”. Compare it letter by letter with the table.
    The whole error message: show_error("m02")
    """
    if is_marked_elsewhere():
        return
    case = current_case()
    part = case.assignment.part(name)
    verdict = _tell(part, names)
    if verdict is None or verdict.hint in (EMPTY, ERROR):
        return
    answer = verdict.answer
    if answer is None and part.is_function:
        outcome = AnswersHere(names).call(name, part.inputs(case)[0])
        answer = outcome.answer if outcome.state == asking.ANSWERED else None
    if answer is not None:
        show(_("Your year:") if part.is_function else _("Your answer:"), answer)


def check_all(question: str, names: Mapping[str, Any], assignment: str | None = None) -> None:
    """`check` every part of a question, and say how far the student is.

    Parameters
    ----------
    question : str
        Name of the question, such as "q2".
    names : Mapping[str, Any]
        The notebook's globals: every part is looked up there by its name.
    assignment : str, optional
        The assignment; its case is made if there is none yet.

    Raises
    ------
    InputError
        If there is no case yet, and no assignment is named.
    AssertionError
        As for `check`.

    Examples
    --------
    >>> from sim.course import my_case
    >>> case = my_case("service_measures")  # doctest: +ELLIPSIS
    DEMONSTRATION FIRM. ...
    >>> def m08(orders):
    ...     return (orders["delivered"] <= orders["promised"]).mean()
    >>> check_all("q4", {"m08": m08})  # doctest: +ELLIPSIS
    ✗ m07: There is no answer yet. Write the code; a function must end with `return`.
    ✓ m08: nothing wrong was found. Your whole year is marked later.
    ✗ m08_by_class: There is no answer yet. Write the code; a function must end with `return`.
    So far: 1 of ... parts without a known fault, 1 of the ... points that are not for written answers.
    """
    if is_marked_elsewhere():
        return
    if current().case is None and assignment is not None:
        my_case(assignment)
    found = current_case().assignment
    for part in found.question(question):
        _tell(part, names)
    done = [part for part in found.parts if current().done.get(part.name)]
    text = _(
        "So far: {done} of {all} parts without a known fault, {points:g} of the {most:g} points that are not for written answers."
    )
    points, most = (sum(part.points for part in parts) for parts in (done, found.parts))
    print(text.format(done=len(done), all=len(found.parts), points=points, most=most))


def show_error(name: str) -> None:
    """Print the whole error message of a part that stops.

    Parameters
    ----------
    name : str
        Name of the part, such as "m01".

    Examples
    --------
    >>> show_error("m01")
    No error is known of m01.
    """
    error = current().errors.get(name)
    if error is None:
        print(_("No error is known of {name}.").format(name=name))
    else:
        print("".join(traceback.format_exception(error)), end="")


def _outside_tables(function: Any, names: Mapping[str, Any]) -> list[str]:
    """The notebook's tables that a function reads instead of its inputs."""
    code = getattr(function, "__code__", None)
    read = [one.argval for one in dis.get_instructions(code) if one.opname == "LOAD_GLOBAL"] if code else []
    return sorted({name for name in read if isinstance(names.get(name), pd.DataFrame)})


def _tell(part: Part, names: Mapping[str, Any]) -> Verdict | None:
    """Print a verdict, and keep whether the part is done. None if the cell that defines the part failed."""
    session, name = current(), part.name
    failed = session.failed.get(name)
    if failed is not None:
        session.done[name] = False
        print(_("✗ {name}: its cell failed, so nothing was checked. {error}").format(name=name, error=failed))
        print(_("The whole error message: {call}").format(call=f'show_error("{name}")'))
        return None
    answers = AnswersHere(names)
    verdict = diagnose(part, session.case, answers)
    session.done[name] = not verdict.hint
    share = None if verdict.hint == EMPTY else float(not verdict.hint)
    note = record(session.case.assignment.id, name, share, part.points)
    message = session.history(name).message(name, verdict)
    if verdict.hint and os.environ.get("NBGRADER_EXECUTION") == "validate":
        raise AssertionError(message)
    print(message)
    if verdict.hint and verdict.hint != EMPTY and (outside := _outside_tables(names.get(name), names)):
        text = _(
            "Your function reads {tables} of the notebook. Inside use the names in the brackets after def."
        )
        print(text.format(tables=_(", ").join(outside)))
    if note:
        print(note)
    if answers.errors.get(name) is not None:
        session.errors[name] = answers.errors[name]
        print(_("The whole error message: {call}").format(call=f'show_error("{name}")'))
    return verdict
