"""`nbgrader export`: nbgrader's own columns, then the number in the LMS, in a file that every spreadsheet reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.api import MissingEntry
from nbgrader.plugins import ExportPlugin

from sim.base.files import write_atomic
from sim.base.spreadsheets import BOM, csv_text

COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
    "lms_id",
    "not_marked_yet",
)
"""Those of nbgrader in its sequence, and two more; not_marked_yet: points of what waits for a person."""


class Grades(ExportPlugin):
    """Writes grades.csv."""

    def export(self, gradebook: Any) -> None:
        """Write a row for each assignment and student."""
        wanted, names = set(self.assignment), set(self.student)
        rows = [
            _row(gradebook, assignment, student)
            for assignment in gradebook.assignments
            if not wanted or assignment.name in wanted
            for student in gradebook.students
            if not names or student.id in names
        ]
        path = Path(self.to or "grades.csv")
        self.log.info("Exporting grades to %s", path)
        write_atomic(path, BOM + csv_text([COLUMNS, *rows]))


def _row(gradebook: Any, assignment: Any, student: Any) -> list[Any]:
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        moment, score, penalty, waiting = None, 0.0, 0.0, 0.0
    else:
        moment, score, penalty = submission.timestamp, submission.score, submission.late_submission_penalty
        grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
        waiting = sum(grade.max_score for grade in grades if grade.needs_manual_grade)
    return [
        assignment.name,
        assignment.duedate,
        moment,
        student.id,
        student.last_name,
        student.first_name,
        student.email,
        round(score, 4),
        round(penalty, 4),
        round(max(0.0, score - penalty), 4),
        assignment.max_score,
        student.lms_user_id,
        waiting,
    ]
