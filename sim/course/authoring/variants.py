"""Tries an assignment on many students: right answers are right, each mistake is wrong and gets its hint, scores are alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.answers.asking import AnswersHere
from sim.course.answers.diagnosis import diagnose
from sim.course.answers.judging import Wanted, judge
from sim.course.answers.parts import Part
from sim.course.authoring.hand_results import value_faults
from sim.course.authoring.source import Mistake, Source
from sim.course.my_case import MyCase
from sim.course.owner import COURSE, Owner

BAND = 0.1
"""Largest difference of a score from the median, as a share of it."""


@dataclass
class Variant:
    """The findings for one student. faults: a line each; score: of somebody with one typical mistake a question, a share."""

    student: str
    faults: list[str] = field(default_factory=list)
    score: float = 0.0


def try_student(source: Source, student: str, course: str = COURSE) -> Variant:
    """Answer the assignment for a student: with the model solution, then with each typical mistake."""
    case = MyCase(source.assignment, Owner(course, student), None)
    try:
        model = source.model(case)
    except InputError as error:
        return Variant(student, [str(error)])
    found = Variant(student)
    shares: dict[str, list[float]] = {question: [] for question in source.assignment.questions}
    for question, parts in source.assignment.questions.items():
        total = sum(part.points for part in parts)
        for part in parts:
            wanted = _wanted(source, part, case, model)
            right = AnswersHere(model)
            share, hint = judge(part, right, wanted).share, diagnose(part, case, right).hint
            if share != 1 or hint:
                text = _("{part}: the model solution gets {share:g} of the points, and the hint {hint!r}.")
                found.faults.append(text.format(part=part.name, share=share, hint=hint))
            elif not part.is_function:
                found.faults += value_faults(source, part, case, model)
            for mistake in source.mistakes:
                if mistake.part == part.name:
                    share = _try_mistake(part, case, mistake, model, wanted, found)
                    shares[question].append((total - part.points * (1 - share)) / total)
    found.score = fmean(fmean(some) for some in shares.values() if some)
    return found


def _wanted(source: Source, part: Part, case: MyCase, model: Mapping[str, Any]) -> list[Wanted]:
    if not part.is_function:
        return [Wanted("own", None, source.right(part, case, model))]
    wanted = [Wanted("hand", inputs, right) for inputs, right in part.hands(case)]
    here = AnswersHere(model)
    return [*wanted, *(Wanted("own", i, here.call(part.name, i).answer) for i in part.inputs(case))]


def _try_mistake(
    part: Part, case: MyCase, mistake: Mistake, model: Mapping[str, Any], wanted: list[Wanted], found: Variant
) -> float:
    """The share that the mistake earns; problems with it are added to the faults."""
    answers = wrong_answer(mistake, model, part, case)
    share, verdict = judge(part, answers, wanted).share, diagnose(part, case, answers)
    if share >= 1:
        found.faults.append(_("{mistake}: it is marked as right.").format(mistake=mistake.label))
    if verdict.hint != mistake.hint.id:
        text = _("{mistake}: it gets the hint {hint!r}, not its own, {own!r}.")
        found.faults.append(text.format(mistake=mistake.label, hint=verdict.hint, own=mistake.hint.id))
    return share


def wrong_answer(mistake: Mistake, model: Mapping[str, Any], part: Part, case: MyCase) -> AnswersHere:
    """The answers of somebody who makes the mistake."""
    right = model[part.name]
    if not part.is_function:
        return AnswersHere({part.name: mistake.make(right, case)})

    def wrong(*inputs: Any) -> Any:
        return mistake.make(right, *inputs)

    return AnswersHere({part.name: wrong})


def try_students(source: Source, students: list[str], course: str = COURSE) -> tuple[list[str], list[float]]:
    """Faults of all of them, a line each, and their scores. A score far from the median is a fault."""
    tried = [try_student(source, student, course) for student in students]
    faults = [f"{variant.student}: {fault}" for variant in tried for fault in variant.faults]
    scores = [variant.score for variant in tried if variant.score]
    middle = median(scores) if scores else 0.0
    for variant in tried:
        if variant.score and abs(variant.score - middle) > BAND * middle:
            text = _(
                "{student}: with one typical mistake a question the score is {score:.0%}; the median is {middle:.0%}."
            )
            faults.append(text.format(student=variant.student, score=variant.score, middle=middle))
    return faults, scores
