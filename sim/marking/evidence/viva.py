"""Three oral questions to one student with their answers, from the own firm and work, so they cannot be learned by heart.

1. A function that the student got right, on a hand table with one row fewer: what does it return now?
2. A measure of the own firm, for the first half of the data: which number, higher or lower than for the whole?
3. A typical mistake and what it gives on the hand table: what did somebody do wrong?
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.answers import asking
from sim.course.answers.parts import Part
from sim.course.answers.plain import brief
from sim.course.authoring.source import Source
from sim.course.my_case import MyCase
from sim.course.owner import Owner, course_of
from sim.marking.batch.results import MARKED, Result, Results

TIMES = 40
"""Parts and rows that are tried until three questions are found."""


@dataclass(frozen=True)
class Question:
    """A question to ask, what the student needs to see for it, and the answer."""

    text: str
    shown: str
    answer: str


def questions(root: Path, assignment: str, student: str) -> list[Question]:
    """The questions to a student: the same at every call. Raises InputError if nothing of the student's was marked."""
    result = Results(root, assignment).read(student)
    if result is None or result.status != MARKED:
        raise InputError(
            _("Nothing of {student} in {assignment} is marked yet.").format(
                student=student, assignment=assignment
            )
        )
    source = Source(root, assignment)
    case = MyCase(source.assignment, Owner(course_of(root), student, course_folder=root), None)
    parts = [part for part in source.assignment.parts if part.is_function]
    right = {record.part for record in result.records if record.share == 1}
    own = _shuffled([part for part in parts if part.name in right] or parts, student, "row")
    others = _shuffled(parts, student, "half")
    wrong = _shuffled(parts, student, "mistake")
    model = asking.AnswersHere(source.functions)
    found = [
        next(_one_row_less(own, case, model, student), None),
        next(_first_half(others, case, model), None),
        next(_mistakes(wrong, case, result), None),
    ]
    return [question for question in found if question is not None]


def _shuffled(parts: Sequence[Part], student: str, purpose: str) -> list[Part]:
    return sorted(
        parts, key=lambda part: hashlib.sha256(f"{student}/{purpose}/{part.name}".encode()).digest()
    )


def _one_row_less(
    parts: Sequence[Part], case: MyCase, model: asking.AnswersHere, student: str
) -> Iterator[Question]:
    for part in parts[:TIMES]:
        for inputs, before in part.hands(case):
            table = next((one for one in inputs if isinstance(one, pd.DataFrame)), None)
            if table is None or not 3 <= len(table) <= 30:
                continue
            first = int.from_bytes(hashlib.sha256(f"{student}/{part.name}".encode()).digest()[:4], "big")
            for offset in range(len(table)):
                row = (first + offset) % len(table)
                less = table.drop(table.index[row]).reset_index(drop=True)
                outcome = model.call(part.name, tuple(less if one is table else one for one in inputs))
                if outcome.state != asking.ANSWERED or brief(outcome.answer) == brief(before):
                    continue
                text = _(
                    "{part} gives {before} for this hand table. Row {row} is taken out. What does it give now, and why?"
                )
                yield Question(
                    text.format(part=part.name, before=brief(before), row=row + 1),
                    _numbered(table),
                    brief(outcome.answer),
                )
                break


def _first_half(parts: Sequence[Part], case: MyCase, model: asking.AnswersHere) -> Iterator[Question]:
    for part in parts[:TIMES]:
        inputs = next(iter(part.inputs(case)), ())
        table = next((one for one in inputs if isinstance(one, pd.DataFrame)), None)
        if table is None or len(table) < 100:
            continue
        half = table.iloc[: len(table) // 2].reset_index(drop=True)
        whole = model.call(part.name, inputs)
        first = model.call(part.name, tuple(half if one is table else one for one in inputs))
        numbers = (whole.answer, first.answer)
        if not all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers):
            continue
        if brief(whole.answer) == brief(first.answer):
            continue
        text = _(
            "{part} of your firm is {whole}. Is it higher or lower for the first half of the rows, and how do you find out?"
        )
        is_higher = first.answer > whole.answer
        answer = (
            _("It is higher, {first}: the same function on the first {n} rows.")
            if is_higher
            else _("It is lower, {first}: the same function on the first {n} rows.")
        ).format(first=brief(first.answer), n=len(half))
        yield Question(text.format(part=part.name, whole=brief(whole.answer)), "", answer)


def _mistakes(parts: Sequence[Part], case: MyCase, result: Result) -> Iterator[Question]:
    """Mistakes that the student did not make come first: the others were explained already."""
    told = {record.hint for record in result.records}
    assignment = case.assignment
    for part in parts:
        hands = list(part.hands(case))
        for known in sorted(assignment.known(part), key=lambda one: one.hint.id in told):
            gives = known.gives_here
            if gives is None:
                continue
            for (inputs, right), wrong in zip(hands, gives, strict=False):
                table = next((one for one in inputs if isinstance(one, pd.DataFrame)), None)
                if table is None or brief(wrong) == brief(right):
                    continue
                text = _(
                    "On this hand table somebody's {part} gives {wrong}; right is {right}. What did they do?"
                )
                yield Question(
                    text.format(part=part.name, wrong=brief(wrong), right=brief(right)),
                    _numbered(table),
                    known.hint.texts[-1],
                )
                break


def _numbered(table: pd.DataFrame) -> str:
    shown: Any = table.copy()
    shown.index = range(1, len(shown) + 1)
    return str(shown.to_string())
