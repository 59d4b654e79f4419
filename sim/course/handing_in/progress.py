"""A student's progress from `answers/`: for each assignment and concept, the parts that are done, checked or missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import language
from sim.course.assignment import assignment_ids, find_assignment
from sim.course.curriculum.coverage import BY_PERSON, Concept, coverage
from sim.workspace.answers import CHECKS, answers_file, read_answers
from sim.workspace.course_file import HandingIn, read_handing_in
from sim.workspace.handed_out import released_notebooks
from sim.workspace.notebooks import Notebook, grade_id
from sim.workspace.settings import read_settings

DONE, CHECKED, MISSING = "done", "checked", "missing"
STATES = (DONE, CHECKED, MISSING)
"""done: the last check found nothing wrong; checked: it found something; missing: no answer was checked."""


@dataclass(frozen=True)
class PartProgress:
    """A part of an assignment; share: of it that was right when it was last checked."""

    assignment: str
    question: str
    name: str
    points: float
    share: float | None

    @property
    def state(self) -> str:
        """One of `STATES`."""
        if self.share is None:
            return MISSING
        return DONE if self.share >= 1 else CHECKED


@dataclass(frozen=True)
class AssignmentProgress:
    """An assignment; written: its answers in words, which only a person marks; note: what is wrong with its file of answers."""

    id: str
    title: str
    parts: tuple[PartProgress, ...]
    written: tuple[str, ...]
    deadline: datetime | None
    note: str

    @property
    def points(self) -> tuple[float, float]:
        """The points that the checks found right, and the maximum that the machine can give."""
        return sum(part.points * (part.share or 0) for part in self.parts), sum(p.points for p in self.parts)


@dataclass(frozen=True)
class Progress:
    """Everything that `kefu progress` shows; concepts: those graded by machine, with the parts that grade them."""

    student: str
    course: str
    handing_in: HandingIn
    assignments: tuple[AssignmentProgress, ...]
    concepts: tuple[tuple[Concept, tuple[PartProgress, ...]], ...]

    @property
    def next_part(self) -> PartProgress | None:
        """The first part that is not done."""
        parts = (part for assignment in self.assignments for part in assignment.parts)
        return next((part for part in parts if part.state != DONE), None)


def read_progress(folder: Path) -> Progress:
    """The progress in a working copy. Raises InputError if its settings cannot be read."""
    settings = read_settings(folder)
    owner = str(settings.get("student") or ""), str(settings.get("course") or "")
    handing_in = read_handing_in(folder) or HandingIn()
    concepts = coverage()
    assignments = tuple(
        _assignment(name, notebook, folder, owner, handing_in, concepts.values())
        for name, notebook in released_notebooks(language()).items()
        if name in assignment_ids()
    )
    by_question: dict[tuple[str, str], list[PartProgress]] = {}
    for assignment in assignments:
        for part in assignment.parts:
            by_question.setdefault((assignment.id, part.question), []).append(part)
    graded = (
        (
            concept,
            tuple(part for name, cell, _by in concept.graded for part in by_question.get((name, cell), ())),
        )
        for concept in concepts.values()
    )
    return Progress(*owner, handing_in, assignments, tuple(row for row in graded if row[1]))


def count(parts: Iterable[PartProgress]) -> dict[str, int]:
    """State -> how many parts."""
    states = [part.state for part in parts]
    return {state: states.count(state) for state in STATES}


def as_json(progress: Progress) -> dict[str, Any]:
    """For programs: the names of the parts in each state, by assignment and concept."""
    return {
        "student": progress.student,
        "course": progress.course,
        "hand_in": progress.handing_in.hand_in,
        "assignments": {
            a.id: {
                "title": a.title,
                "deadline": a.deadline and a.deadline.isoformat(),
                **_names(a.parts, lambda part: part.name),
                "written": list(a.written),
                "points": round(a.points[0], 4),
                "points_by_machine": a.points[1],
            }
            for a in progress.assignments
        },
        "concepts": {
            concept.id: {
                "title": concept.title[language()],
                **_names(parts, lambda part: f"{part.assignment}.{part.name}"),
            }
            for concept, parts in progress.concepts
        },
    }


def _names(parts: Iterable[PartProgress], name: Any) -> dict[str, list[str]]:
    return {state: [name(part) for part in parts if part.state == state] for state in STATES}


def _assignment(
    name: str,
    notebook: Notebook,
    folder: Path,
    owner: tuple[str, str],
    handing_in: HandingIn,
    concepts: Iterable[Concept],
) -> AssignmentProgress:
    note = ""
    try:
        checks = read_answers(answers_file(folder, name))[CHECKS]
    except InputError as error:
        checks, note = {}, str(error)
    assignment = find_assignment(name)
    parts = tuple(
        PartProgress(name, question, part.name, part.points, share_of(checks.get(part.name), owner))
        for question in map(grade_id, notebook["cells"])
        for part in assignment.question(question)
    )
    written = {cell for c in concepts for graded, cell, by in c.graded if by == BY_PERSON and graded == name}
    title = notebook["metadata"]["kefu"]["title"][language()]
    return AssignmentProgress(name, title, parts, tuple(sorted(written)), handing_in.deadline(name), note)


def share_of(check: Any, owner: tuple[str, str]) -> float | None:
    """The share that a check recorded; None if there is none, or it was about another student (owner: student, course)."""
    if not isinstance(check, dict) or (check.get("student"), check.get("course")) != owner:
        return None
    share = check.get("share")
    return float(share) if isinstance(share, int | float) and 0 <= share <= 1 else None
