"""All checks of the doctor, in order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sim.course.handing_in.doctor.assignments import check_assignments, check_lessons
from sim.course.handing_in.doctor.course_files import check_course_files, is_teachers
from sim.course.handing_in.doctor.findings import Report
from sim.course.handing_in.doctor.submissions import check_submissions
from sim.course.handing_in.doctor.surroundings import (
    check_answers,
    check_left_over,
    check_names,
    check_nested,
    check_settings,
)


def examine(folder: Path, run: Callable[[str], None] | None = None, assignment: str | None = None) -> Report:
    """Look at a working copy, or at a teacher's course folder; nothing in it is changed.

    run: called with the name of each notebook before it is run from top to bottom; None: no notebook is run.
    assignment: look at no other assignment, and at no lesson. Raises InputError if the settings or a file cannot be read.
    """
    report = Report(folder.resolve())
    if is_teachers(report.folder):
        check_course_files(report)
        check_submissions(report)
        return report
    check_settings(report)
    check_names(report)
    check_nested(report)
    check_left_over(report)
    check_answers(report)
    if assignment is None:
        check_lessons(report)
    check_assignments(report, run, assignment)
    return report
