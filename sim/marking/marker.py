"""Marks a submission: asks for each part on the hand tables, the own year and a hidden one. The result is a list of records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.i18n import _
from sim.course.answers import asking
from sim.course.answers.asking import Answers
from sim.course.answers.diagnosis import diagnose
from sim.course.answers.judging import Judged, Wanted, judge
from sim.course.answers.parts import Part
from sim.course.authoring.source import Source
from sim.course.my_case import MyCase
from sim.course.owner import Owner

MARKED, MARKER_ERROR = "marked", "marker error"


@dataclass(frozen=True)
class Record:
    """How one part was marked.

    Attributes
    ----------
    question, part : str
        Names of the question and the part.
    points : float
        What the part is worth.
    share : float or None
        The share of the points that was earned; None if marking itself failed, which is not 0.
    state : str
        "marked"; why there was no answer: "missing", "unwritten", "no function", "arguments", "stopped", "too long",
        "crashed"; or "marker error".
    year : str
        Where the answer was worth least: "hand", "own" or "hidden"; "" if it is right, or a value of the student's own year.
    error : str
        The error that stopped the student's code, or the marker.
    hint : str
        Id of the hint that `check` gives for the answer; "" if none.
    said : str
        That hint, in the language of the edition.

    Examples
    --------
    >>> Record("q1", "m01", 2.0, 0.5, "marked").earned
    1.0
    """

    question: str
    part: str
    points: float
    share: float | None
    state: str
    year: str = ""
    error: str = ""
    hint: str = ""
    said: str = ""

    @property
    def earned(self) -> float:
        """Points earned; 0 if marking failed: see `state`."""
        return self.points * (self.share or 0.0)


class Marker:
    """Marks one student in one assignment. What is right is worked out before any of the student's code runs."""

    def __init__(self, source: Source, cases: tuple[MyCase, ...]) -> None:
        self.source = source
        self.cases = cases
        self._wanted: dict[str, list[Wanted]] = {}
        self._errors: dict[str, str] = {}
        models = [source.model(case) for case in cases]
        for part in source.assignment.parts:
            try:
                self._wanted[part.name] = list(self._right(part, models))
            except Exception as error:
                self._errors[part.name] = f"{type(error).__name__}: {error}"

    def _right(self, part: Part, models: list[dict[str, Any]]) -> Iterator[Wanted]:
        for inputs, right in part.hands(self.cases[0]):
            yield Wanted("hand", inputs, right)
        for year, case, model in zip(("own", "hidden"), self.cases, models, strict=False):
            if part.is_function:
                for inputs in part.inputs(case):
                    outcome = asking.AnswersHere(model).call(part.name, inputs)
                    if outcome.state != asking.ANSWERED:
                        raise ValueError(
                            f"the model solution gives no answer: {outcome.state} {outcome.error}"
                        )
                    yield Wanted(year, inputs, outcome.answer)
            elif year == "own" or part.hidden:
                yield Wanted(year, None, self.source.right(part, case, model))

    def mark(self, answers: Answers) -> list[Record]:
        """A record for each part, in the sequence of the assignment."""
        questions = self.source.assignment.questions
        return [
            self._record(question, part, answers) for question, parts in questions.items() for part in parts
        ]

    def _record(self, question: str, part: Part, answers: Answers) -> Record:
        known = self._errors.get(part.name)
        if known is not None:
            return Record(question, part.name, part.points, None, MARKER_ERROR, error=known)
        try:
            judged = judge(part, answers, self._wanted[part.name])
            return self._of(question, part, judged, answers)
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            return Record(question, part.name, part.points, None, MARKER_ERROR, error=said)

    def _of(self, question: str, part: Part, judged: Judged, answers: Answers) -> Record:
        outcome = judged.outcome
        state = MARKED if outcome.state == asking.ANSWERED else outcome.state
        if judged.share >= 1:
            return Record(question, part.name, part.points, 1.0, state)
        hint = said = ""
        if state in (MARKED, asking.STOPPED, asking.ARGUMENTS, asking.NO_FUNCTION):
            verdict = diagnose(part, self.cases[0], answers)
            hint, said = verdict.hint, (verdict.texts or ("",))[0]
        share = round(judged.share, 6)
        year = judged.year if part.is_function or judged.year == "hidden" else ""
        return Record(question, part.name, part.points, share, state, year, outcome.error, hint, said)


def marker_for(course_folder: Path, assignment: str, owner: Owner) -> Marker:
    """The marker of a submission in a course folder: the student's own year, and the hidden one."""
    source = Source(course_folder, assignment)
    case = MyCase(source.assignment, owner, None)
    return Marker(source, (case, case.hidden()))


def line(record: Record) -> str:
    """A record in a line, for students and teachers."""
    if record.share is None:
        return _("{part}: could not be marked by the machine ({error}).").format(
            part=record.part, error=record.error
        )
    text = f"{record.part}: {record.earned:g} / {record.points:g}"
    reasons = {
        asking.MISSING: _("there is no answer"),
        asking.UNWRITTEN: _("there is no answer"),
        asking.TOO_LONG: _("the code took too long"),
        asking.CRASHED: _("the code ended Python itself"),
    }
    reason = reasons.get(record.state) or record.said
    if not reason and record.share < 1:
        reason = {
            "hand": _("wrong on the hand table"),
            "own": _("right on the hand table, but not on the whole year"),
            "hidden": _("right on the student's own year, but not on another one"),
        }.get(record.year, _("not all of it is right"))
    return f"{text}  {reason}".rstrip()
