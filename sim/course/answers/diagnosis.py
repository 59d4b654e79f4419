"""Finds what is wrong with an answer: a value is checked for shape and mistakes, a function on hand tables, then on own data."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from sim.base.i18n import N_, _
from sim.course.answers import asking
from sim.course.answers.asking import Answers, Outcome
from sim.course.answers.hints import KnownMistake, Verdict
from sim.course.answers.kinds import NOT_WRITTEN, Kind
from sim.course.answers.parts import Case, Part
from sim.course.answers.plain import brief
from sim.workspace.error_words import in_words_of

EMPTY, SHAPE, ERROR, UNIT, OTHER = "empty", "shape", "error", "unit", "other"
"""Ids of the hints that every assignment has."""
PAPER = N_("On the hand table your result is {answer}. Work it out on paper. What do you get?")
LOOK = N_("On the hand table not everything is right yet. Look at this: {where}.")
RIGHT = N_(
    "On the hand table your result is {answer}. The right one is {right}. Which rows make the difference?"
)

Finding = tuple[str, tuple[str, ...]]
"""Id of a hint, and its texts in the current language."""


def diagnose(part: Part, case: Case, answers: Answers) -> Verdict:
    """The first thing that public checks find wrong with an answer."""
    seen: list[Any] = []
    hint, texts = next(_findings(part, case, answers, seen), ("", ()))
    fingerprint = hashlib.sha256("\0".join(map(_for_fingerprint, seen)).encode("utf-8", "replace"))
    shown = seen[-1].answer if seen and seen[-1].state == asking.ANSWERED else None
    own = not hint or not part.is_function
    return Verdict(hint, texts, fingerprint.hexdigest(), shown if own else None)


def _findings(part: Part, case: Case, answers: Answers, seen: list[Any]) -> Iterator[Finding]:
    """All faults, in the order in which they are checked; each outcome goes into `seen`."""
    known = case.assignment.known(part)
    if not part.is_function:
        outcome = answers.value(part.name, part.seconds)
        seen.append(outcome)
        yield from _no_answer(part, outcome, "", 0)
        yield from _wrong_value(part, case, known, outcome.answer)
        return
    pairs = []
    for inputs, right in part.hands(case):
        outcome = answers.call(part.name, inputs, part.seconds)
        seen.append(outcome)
        yield from _no_answer(part, outcome, _("the hand table"), len(inputs))
        pairs.append((outcome.answer, right))
    yield from _wrong_on_hand_tables(part.kind, known, pairs)
    for inputs in part.inputs(case)[:1]:
        outcome = answers.call(part.name, inputs, part.seconds)
        seen.append(outcome)
        yield from _no_answer(part, outcome, _("your own data"), len(inputs))
        problem = part.kind.problem(outcome.answer)
        if problem:
            yield SHAPE, (_("With your own data: {problem}").format(problem=problem),)


def _wrong_value(part: Part, case: Case, known: Sequence[KnownMistake], answer: Any) -> Iterator[Finding]:
    problem = part.kind.problem(answer)
    if problem:
        yield SHAPE, (problem,)
    hint = part.judge(case, answer) if part.judge else None
    for mistake in known:
        if mistake.hint.id == hint:
            yield hint, mistake.hint.texts


def _wrong_on_hand_tables(
    kind: Kind, known: Sequence[KnownMistake], pairs: Sequence[tuple[Any, Any]]
) -> Iterator[Finding]:
    """pairs: the answer and the right result of each call worked by hand."""
    answer, right = next(((a, r) for a, r in pairs if kind.wrong(a, r)), (None, None))
    if right is None:
        return
    where, wrong = kind.where(answer, right), kind.wrong(answer, right)
    mine = brief(kind.only(answer, wrong))
    last = _(RIGHT).format(answer=mine, right=brief(kind.only(right, wrong)))
    for mistake in known:
        gives = mistake.gives_here
        if gives is not None and shows(kind, pairs, gives):
            yield mistake.hint.id, (*mistake.hint.texts, last)
    problem = kind.problem(answer)
    if problem:
        yield SHAPE, (problem,)
    unit = kind.in_other_unit(answer, right)
    if unit:
        yield UNIT, (unit,)
    first = _(LOOK).format(where=where) if where else _(PAPER).format(answer=mine)
    yield OTHER, (first, last)


def shows(kind: Kind, pairs: Sequence[tuple[Any, Any]], mistake: Sequence[Any]) -> bool:
    """Whether answers show a mistake: wherever the mistake gives a wrong result, they give the same."""
    somewhere = False
    for (answer, right), wrong in zip(pairs, mistake, strict=True):
        if kind.size(right) > 1 and kind.problem(answer):
            return False  # missing names show nothing
        touched = set(kind.wrong(wrong, right))
        if not touched.isdisjoint(kind.wrong(answer, wrong)):
            return False
        somewhere |= bool(touched)
    return somewhere


def _no_answer(part: Part, outcome: Outcome, data: str, count: int) -> Iterator[Finding]:
    """The message if there is no answer; data: on which data, in words; count: of inputs."""
    if outcome.state in (asking.MISSING, asking.UNWRITTEN):
        yield EMPTY, (_(NOT_WRITTEN),)
    elif outcome.state == asking.NO_FUNCTION:
        text = _("A function is expected: it begins with `def {name}(`.")
        yield SHAPE, (text.format(name=part.name),)
    elif outcome.state == asking.ARGUMENTS:
        text = _("The function must take {count} inputs, as in the question.")
        yield SHAPE, (text.format(count=count),)
    elif outcome.state == asking.TOO_LONG:
        text = _("The code did not end within {seconds} seconds. Is there a loop without an end?")
        yield ERROR, (text.format(seconds=round(part.seconds)),)
    elif outcome.state == asking.CRASHED:
        yield ERROR, (_("The code ended Python itself."),)
    elif outcome.state == asking.STOPPED:
        yield ERROR, (_stopped(outcome, data),)


def _stopped(outcome: Outcome, data: str) -> str:
    """The place where the code stops, the error, the line, and the meaning of the error: up to three lines."""
    kind, _colon, message = outcome.error.partition(": ")
    words = in_words_of(kind, message)
    if outcome.line is None:
        said = _("With {data} your code stops: {error}").format(data=data, error=outcome.error)
    else:
        text = _("With {data} your code stops in line {line} of its cell: {error}")
        said = text.format(data=data, line=outcome.line, error=outcome.error)
    return "\n    ".join(filter(None, [said, outcome.code, words]))


def _for_fingerprint(outcome: Outcome) -> str:
    answer = outcome.answer
    text = answer.to_csv() if isinstance(answer, pd.DataFrame | pd.Series) else repr(answer)
    return f"{outcome.state} {outcome.error} {text}"
