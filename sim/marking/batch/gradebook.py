"""The one writer into nbgrader's gradebook: SQLite, or PostgreSQL if `nbgrader_config.py` gives its address."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType, TracebackType
from typing import Any, Self, cast

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.owner import COURSE
from sim.course.roster import Enrolled
from sim.marking import audit
from sim.marking.batch.results import MARKED, Result
from sim.marking.reviewing import decisions, requests
from sim.marking.reviewing.requests import Request

NO_RESPONSE = "No response."
"""nbgrader's own words for an answer that was not changed."""


@dataclass(frozen=True)
class Moved:
    """A changed mark. before, after: points by the machine; None: it could not mark the question."""

    student: str
    question: str
    before: float | None
    after: float | None


@dataclass(frozen=True)
class Mark:
    """A question or written cell in the gradebook, as it stands.

    points: None if nobody has marked it yet; requests: of the student for another look, with the answers.
    """

    name: str
    points: float | None
    most: float
    by_hand: bool
    comment: str
    requests: tuple[Request, ...] = ()


@dataclass(frozen=True)
class Totals:
    """Points so far; the maximum of the marked questions; the maximum of those that nobody has marked yet."""

    points: float
    marked: float
    waiting: float


def totals(marks: Iterable[Mark]) -> Totals:
    """The sums of marks."""
    found = list(marks)
    return Totals(
        round(sum(mark.points or 0.0 for mark in found), 4),
        sum(mark.most for mark in found if mark.points is not None),
        sum(mark.most for mark in found if mark.points is None),
    )


class Gradebook:
    """The gradebook of a course folder. Use it in a `with` block."""

    def __init__(self, root: Path) -> None:
        _leave_out_slow_grammar()
        from nbgrader.api import Gradebook as Book
        from sqlalchemy.exc import SQLAlchemyError

        from sim.course.authoring.release import configuration
        from sim.marking.nbgrader_plugins.configure import prepare

        prepare(root)
        url = configuration(root).CourseDirectory.db_url
        try:
            self._book: Any = Book(url, COURSE)
        except (SQLAlchemyError, ImportError) as error:
            text = _("The gradebook cannot be opened: {reason}")
            raise InputError(text.format(reason=str(error).splitlines()[0])) from None

    def __enter__(self) -> Self:
        """The open gradebook."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        self._book.close()

    def has(self, assignment: str) -> bool:
        """Whether the assignment was released into this gradebook."""
        from nbgrader.api import MissingEntry

        try:
            return bool(self._book.find_assignment(assignment).notebooks)
        except MissingEntry:
            return False

    def enter_work(self, name: str, most: Mapping[str, float]) -> None:
        """Let the gradebook know a work without a release. most: question -> maximum points."""
        book = self._book
        book.update_or_create_assignment(name)
        book.update_or_create_notebook(name, name)
        for question, points in most.items():
            book.update_or_create_grade_cell(question, name, name, max_score=points, cell_type="code")

    def forget(self, student: str) -> None:
        """Delete a student with all marks; nothing happens if there is none."""
        from nbgrader.api import MissingEntry

        connection = self._book.db.connection()
        for kept in (audit, decisions, requests):
            kept.forget(connection, student)
        self._book.db.commit()
        try:
            self._book.remove_student(student)
        except MissingEntry:
            return

    def changes(self, assignment: str | None = None, student: str | None = None) -> list[audit.Change]:
        """All changes of marks: who, which mark and when, oldest first."""
        return list(audit.changes(self._book.db.connection(), assignment, student))

    def most(self, assignment: str) -> dict[str, float]:
        """Question or written cell -> maximum points, in the order of the notebook."""
        cells = [
            cell
            for notebook in self._book.find_assignment(assignment).notebooks
            for cell in notebook.grade_cells
        ]
        return {cell.name: float(cell.max_score) for cell in sorted(cells, key=_sequence)}

    def enter(
        self,
        result: Result,
        changed_texts: set[str],
        note: Callable[[list[Moved]], None],
        timestamp: datetime | None = None,
    ) -> list[Moved]:
        """Enter a result as a whole or not at all; entering it twice changes nothing. Returns the marks that changed.

        note: called with the marks that will change, before they change.

        Points given by a person stay, and are put up for another look if the machine's mark or the text has changed.
        """
        book = self._book
        book.update_or_create_student(result.student)
        # nbgrader keeps times in UTC and without a zone
        more = {} if timestamp is None else {"timestamp": timestamp.astimezone(UTC).replace(tzinfo=None)}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SQLAlchemy's, about how nbgrader builds a submission
            submission = book.update_or_create_submission(result.assignment, result.student, **more)
        moved: list[Moved] = []
        points = result.points
        try:
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    moved += _enter(grade, result, points, changed_texts)
                for comment in notebook.comments:
                    name = comment.name
                    comment.auto_comment = NO_RESPONSE if result.written.get(name) == "" else None
            if moved:
                note(moved)
            book.db.commit()
        except BaseException:
            book.db.rollback()
            raise
        return moved

    def enter_students(self, roster: Iterable[Enrolled]) -> None:
        """Let the gradebook know everybody on the roster, with name and number in the LMS. Entries by a person stay."""
        known = {student.id: student for student in self._book.students}
        for one in roster:
            student = known.get(one.student) or self._book.update_or_create_student(one.student)
            if one.name and not student.last_name and not student.first_name:
                student.last_name, student.first_name = (
                    one.name,
                    "",
                )  # nobody can split a name that is not known
            if one.lms_id and not student.lms_user_id:
                student.lms_user_id = one.lms_id
        self._book.db.commit()

    def enter_penalty(self, assignment: str, student: str, points: float) -> None:
        """Enter the points that are lost because the work was late, apart from the marks, as nbgrader does."""
        submission = self._book.find_submission(assignment, student)
        for number, notebook in enumerate(submission.notebooks):
            penalty = round(points, 4) if number == 0 else 0.0
            if (notebook.late_submission_penalty or 0.0) != penalty:
                notebook.late_submission_penalty = penalty
        self._book.db.commit()

    def marks(self, assignment: str, student: str) -> list[Mark]:
        """The marks of a student as they stand, in no particular order; empty if there is no submission."""
        from nbgrader.api import MissingEntry

        try:
            submission = self._book.find_submission(assignment, student)
        except MissingEntry:
            return []
        connection = self._book.db.connection()
        said = {
            one.cell: one.comment
            for one in decisions.all_of(connection, assignment, student=student)
            if one.role == decisions.FIRST
        }
        asked = requests.all_of(connection, assignment, student)
        found = []
        for notebook in submission.notebooks:
            comments = {comment.name: comment.comment or "" for comment in notebook.comments}
            for grade in notebook.grades:
                given = grade.manual_score if grade.manual_score is not None else grade.auto_score
                points = None if given is None else given + (grade.extra_credit or 0.0)
                # nbgrader has comments on answers in words only
                text = comments.get(grade.name, said.get(grade.name, ""))
                by_hand = grade.manual_score is not None
                mine = tuple(one for one in asked if one.cell == grade.name)
                found.append(Mark(grade.name, points, float(grade.max_score), by_hand, text, mine))
        return found


def _sequence(cell: Any) -> tuple[int, str]:
    """q2 before q10, an answer in words after its question."""
    number = re.match(r"\D*(\d+)", cell.name)
    return (int(number[1]) if number else 0, cell.name)


def _leave_out_slow_grammar() -> None:
    """Let nbgrader load without a grammar of web addresses, which takes most of the time and which no notebook needs.

    jsonschema goes without it where it is not installed.
    """
    sys.modules.setdefault("rfc3987_syntax", cast(ModuleType, None))


def _enter(grade: Any, result: Result, points: dict[str, float | None], changed: set[str]) -> list[Moved]:
    name, before = grade.name, grade.auto_score
    if name in points:
        after = points[name]
    elif result.status == MARKED and result.written.get(name) == "":
        after = 0.0
    else:  # for a person: an answer in words, or a question that the machine could not mark
        after = None
    was_marked = before is not None or not grade.needs_manual_grade
    differs = (before is None) != (after is None) or (
        before is not None and abs(before - (after or 0.0)) > 1e-9
    )
    grade.auto_score = after
    if grade.manual_score is None:
        grade.needs_manual_grade = after is None
    elif (name in points and differs) or name in changed:
        grade.needs_manual_grade = True
    moves = name not in result.written and differs and was_marked
    return [Moved(result.student, name, before, after)] if moves else []
