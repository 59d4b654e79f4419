"""The gradebook as a marker needs it: one question over all students."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sim.marking import audit
from sim.marking.batch.gradebook import Gradebook
from sim.marking.reviewing import decisions, requests
from sim.marking.reviewing.decisions import FIRST, Decision
from sim.marking.reviewing.requests import Request


@dataclass(frozen=True)
class Given:
    """A student's mark for a question as it stands.

    points: None if there are none; waits: whether a person must look at it, for the first time or again.
    """

    points: float | None
    waits: bool


class ReviewBook(Gradebook):
    """A gradebook with decisions of persons. Use it in a `with` block."""

    def given(self, assignment: str) -> dict[str, dict[str, Given]]:
        """Question -> student -> the mark as it stands."""
        from sqlalchemy import text

        rows = self._book.db.execute(
            text(
                "SELECT base_cell.name AS cell, submitted_assignment.student_id AS student, grade.auto_score, "
                "grade.manual_score, grade.needs_manual_grade FROM grade "
                "JOIN base_cell ON grade.cell_id = base_cell.id "
                "JOIN submitted_notebook ON grade.notebook_id = submitted_notebook.id "
                "JOIN submitted_assignment ON submitted_notebook.assignment_id = submitted_assignment.id "
                "JOIN assignment ON submitted_assignment.assignment_id = assignment.id "
                "WHERE assignment.name = :assignment"
            ),
            {"assignment": assignment},
        )
        found: dict[str, dict[str, Given]] = {}
        for row in rows:
            points = row.auto_score if row.manual_score is None else row.manual_score
            found.setdefault(row.cell, {})[row.student] = Given(points, bool(row.needs_manual_grade))
        return found

    def decisions(self, assignment: str, cell: str | None = None) -> list[Decision]:
        """The decisions that stand, oldest first."""
        return decisions.all_of(self._book.db.connection(), assignment, cell)

    def decide(self, assignment: str, many: list[Decision]) -> None:
        """Enter decisions and, of a first marker, the marks: all or none."""
        with self._whole():
            for one in many:
                before: dict[str, Any] = {}
                if one.role == FIRST:
                    before = self._set(assignment, one.student, one.cell, one.points, False, one.comment)
                kept = Decision(**{**one.__dict__, "before": before})
                decisions.add(self._book.db.connection(), assignment, kept)

    def take_back(self, assignment: str, decision: Decision) -> None:
        """Undo a decision: the mark is again what it was before it."""
        with self._whole():
            before = decision.before or {}
            if before:
                self._set(
                    assignment,
                    decision.student,
                    decision.cell,
                    before["points"],
                    before["waits"],
                    before["comment"],
                )
            decisions.remove(self._book.db.connection(), assignment, decision)

    def requests(self, assignment: str) -> list[Request]:
        """The requests for another look, oldest first."""
        return requests.all_of(self._book.db.connection(), assignment)

    def enter_requests(self, assignment: str, rows: list[tuple[str, str, str]]) -> int:
        """Enter requests: student, question, text. Returns how many were new."""
        with self._whole():
            connection = self._book.db.connection()
            return sum(requests.add(connection, assignment, *row) for row in rows)

    def answer_request(
        self, assignment: str, request: Request, reply: str, points: float | None, marker: str
    ) -> None:
        """Answer a request; points: the new mark, None if it stays."""
        with self._whole():
            if points is not None:
                self._set(assignment, request.student, request.cell, points, False, None)
            requests.answer(self._book.db.connection(), assignment, request.asked, reply, marker)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        audit.start()
        try:
            yield
            self._book.db.commit()
        except BaseException:
            self._book.db.rollback()
            raise

    def _set(
        self, assignment: str, student: str, cell: str, points: float | None, waits: bool, comment: str | None
    ) -> dict[str, Any]:
        """Set a mark and its comment (None: it stays); returns what was there."""
        notebooks = self._book.find_submission(assignment, student).notebooks
        grade = next(one for notebook in notebooks for one in notebook.grades if one.name == cell)
        remark = next((one for notebook in notebooks for one in notebook.comments if one.name == cell), None)
        before = {
            "points": grade.manual_score,
            "waits": bool(grade.needs_manual_grade),
            "comment": None if remark is None else remark.manual_comment,
        }
        grade.manual_score, grade.needs_manual_grade = points, waits
        if remark is not None and comment is not None:
            remark.manual_comment = comment or None
        elif remark is not None and points is None:
            remark.manual_comment = None
        return before
