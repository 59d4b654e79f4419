"""Marks a submission: asks for each part on the hand tables, the own year and a hidden one. The result is a list of records."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.cache import cache_in
from sim.base.i18n import _
from sim.course.answers import asking
from sim.course.answers.asking import Answers
from sim.course.answers.diagnosis import diagnose
from sim.course.answers.judging import Judged, judge
from sim.course.answers.parts import Part
from sim.course.answers.plain import brief
from sim.course.authoring.source import Source
from sim.course.my_case import MyCase
from sim.course.owner import Owner
from sim.marking.answer_key import HAND, HIDDEN, OWN, AnswerKey
from sim.marking.sandbox.watch import MEMORY, PROCESSES

MARKED, MARKER_ERROR = "marked", "marker error"


NO_ANSWER = (asking.MISSING, asking.UNWRITTEN)
NO_PYTHON = ("SyntaxError", "IndentationError", "TabError")


@dataclass(frozen=True)
class Record:
    """The marking of one part.

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
        "crashed", "too much memory", "too many processes"; or "marker error".
    year : str
        The year in which the answer was worth least: "hand", "own" or "hidden"; "" if it is right, or a value of the own year.
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


@dataclass(frozen=True)
class Figures:
    """The student's own answer to a part, and the right one on the own data, in a few words."""

    mine: str
    right: str


class Marker:
    """Marks one student in one assignment. The right answers are worked out before any of the student's code runs.

    figures: part -> what was answered and what is right on the student's own data, of parts that are wrong there.
    """

    def __init__(
        self,
        source: Source,
        cases: tuple[MyCase, ...],
        caches: tuple[Path | None, ...] = (None, None),
        file: Path | None = None,
    ) -> None:
        """See `AnswerKey`. The student's code may see the helper results of the own year, and not those of the hidden one."""
        self.source = source
        self.cases = cases
        self.figures: dict[str, Figures] = {}
        self._caches = caches
        self._key = AnswerKey(source, cases, caches, file)

    @property
    def tables(self) -> list[pd.DataFrame]:
        """The tables that functions are asked with, each once."""
        return self._key.tables

    def own_rights(self) -> dict[str, Any]:
        """Part -> the right answer on the student's own data: the value, or what the function returns at its first call."""
        found = {}
        for name, wanted in self._key.wanted.items():
            own = next((one for one in wanted if one.year == OWN), None)
            if own is not None:
                found[name] = own.right
        return found

    def mark(self, answers: Answers) -> list[Record]:
        """A record for each part, in the sequence of the assignment.

        The hidden year is asked for last, and nothing is asked after it: a function that has seen it cannot pass it on.
        """
        self.figures = {}
        questions = self.source.assignment.questions
        pairs = [(question, part) for question, parts in questions.items() for part in parts]
        once = _ValuesOnce(answers)
        with cache_in(self._caches[0]):
            open_records = [
                self._guarded(question, part, once, self._on_known_data) for question, part in pairs
            ]
        with cache_in(self._caches[1]):
            return [
                self._guarded(question, part, once, partial(self._on_hidden_data, record=record))
                for (question, part), record in zip(pairs, open_records, strict=True)
            ]

    def _guarded(self, question: str, part: Part, answers: Answers, mark: Callable[..., Record]) -> Record:
        """The result of `mark`, or a record without a mark if the marker itself fails."""
        known = self._key.errors.get(part.name)
        if known is not None:
            return Record(question, part.name, part.points, None, MARKER_ERROR, error=known)
        try:
            return mark(question, part, answers)
        except Exception as error:
            said = f"{type(error).__name__}: {error}"
            return Record(question, part.name, part.points, None, MARKER_ERROR, error=said)

    def _on_known_data(self, question: str, part: Part, answers: Answers) -> Record:
        wanted = [one for one in self._key.wanted[part.name] if one.year != HIDDEN]
        judged = judge(part, answers, wanted)
        state = _state(judged)
        if judged.share >= 1:
            return Record(question, part.name, part.points, 1.0, state)
        hint = said = ""
        if state in (MARKED, asking.STOPPED, asking.ARGUMENTS, asking.NO_FUNCTION):
            verdict = diagnose(part, self.cases[0], answers)
            hint, said = verdict.hint, (verdict.texts or ("",))[0]
        if state == MARKED:
            self._note_figures(part, answers)
        year = judged.year if part.is_function else ""
        share = round(judged.share, 6)
        return Record(question, part.name, part.points, share, state, year, judged.outcome.error, hint, said)

    def _on_hidden_data(self, question: str, part: Part, answers: Answers, record: Record) -> Record:
        """The record, worth less if the answer does less well on the hidden year. It says nothing of what is in that year."""
        wanted = [one for one in self._key.wanted[part.name] if one.year == HIDDEN]
        if not wanted or not record.share:
            return record
        judged = judge(part, answers, wanted)
        if judged.share >= record.share:
            return record
        share, error = round(judged.share, 6), _kind_of_error(judged.outcome.error)
        return replace(record, share=share, state=_state(judged), year=HIDDEN, error=error)

    def _note_figures(self, part: Part, answers: Answers) -> None:
        """The answer on the own data: the value, or what the function returns at its first call."""
        own = next((one for one in self._key.wanted[part.name] if one.year == OWN), None)
        if own is None:
            return
        if own.inputs is None:
            outcome = answers.value(part.name, part.seconds)
        else:
            outcome = answers.call(part.name, own.inputs, part.seconds)
        if outcome.state == asking.ANSWERED and part.kind.wrong(outcome.answer, own.right):
            self.figures[part.name] = Figures(brief(outcome.answer)[:400], brief(own.right)[:400])


class _ValuesOnce:
    """Asks for each value once: the same answer is judged on every year."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._values: dict[str, asking.Outcome] = {}

    def value(self, name: str, seconds: float) -> asking.Outcome:
        """See Answers."""
        if name not in self._values:
            self._values[name] = self._answers.value(name, seconds)
        return self._values[name]

    def call(self, name: str, inputs: tuple[Any, ...], seconds: float) -> asking.Outcome:
        """See Answers."""
        return self._answers.call(name, inputs, seconds)


def _state(judged: Judged) -> str:
    return MARKED if judged.outcome.state == asking.ANSWERED else judged.outcome.state


def _kind_of_error(error: str) -> str:
    """Only the type of an error: its text comes from the student's code, and could reveal the hidden year."""
    name = error.partition(":")[0]
    known = getattr(builtins, name, None)
    return (
        name
        if isinstance(known, type) and issubclass(known, BaseException)
        else ("Exception" if error else "")
    )


def marker_for(course_folder: Path, assignment: str, owner: Owner) -> Marker:
    """The marker of a submission in a course folder: the student's own year, and the hidden one."""
    source = Source(course_folder, assignment)
    case = MyCase(source.assignment, owner, None)
    return Marker(source, (case, case.hidden()))


def with_cell_errors(records: list[Record], errors: dict[str, str]) -> list[Record]:
    """The records; where there is no answer, with the error that stopped its cell. errors: part -> that error."""
    return [
        replace(record, error=errors[record.part])
        if record.state in NO_ANSWER and record.part in errors and not record.error
        else record
        for record in records
    ]


def is_no_python(record: Record) -> bool:
    """Whether there is no answer because its cell is not valid Python: often one bracket is missing, so a teacher should look."""
    return record.state in NO_ANSWER and record.error.startswith(NO_PYTHON)


def line(record: Record) -> str:
    """A record in a line, for students and teachers."""
    if record.share is None:
        return _("{part}: could not be marked by the machine ({error}).").format(
            part=record.part, error=record.error
        )
    text = f"{record.part}: {record.earned:g} / {record.points:g}"
    return f"{text}  {reason(record)}".rstrip()


def reason(record: Record) -> str:
    """Why a part did not earn all of its points, in words; "" if it did."""
    if record.state in NO_ANSWER and record.year == HIDDEN:
        return _("an answer on the student's own year, but none on another one")
    if record.state in NO_ANSWER and record.error:
        return _("there is no answer: its cell stopped with an error")
    found = in_words(record.state) or record.said
    if found or record.share is None or record.share >= 1:
        return found
    return {
        HAND: _("wrong on the hand table"),
        OWN: _("right on the hand table, but not on the whole year"),
        HIDDEN: _("right on the student's own year, but not on another one"),
    }.get(record.year, _("not all of it is right"))


def in_words(state: str) -> str:
    """A state of an answer or a cell in words; "" if there is nothing to say."""
    words = {
        asking.MISSING: _("there is no answer"),
        asking.UNWRITTEN: _("there is no answer"),
        asking.TOO_LONG: _("the code took too long"),
        asking.CRASHED: _("the code ended Python itself"),
        MEMORY: _("the code used too much memory"),
        PROCESSES: _("the code started too many processes"),
    }
    return words.get(state, "")
