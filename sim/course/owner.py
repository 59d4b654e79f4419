"""The student to whom a folder belongs: of a submission that is marked, of a working copy, or of a demonstration."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sim.base.commands import kefu_command
from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.course_folder import SUBMISSIONS, is_course_folder
from sim.workspace.course_file import COURSE_FILE, read_course_file
from sim.workspace.settings import course_id, read_settings, settings_above, student_id

DEMO = "demo"
SUBMISSION = "KEFU_SUBMISSION"
"""Set by the marker for the process with a student's code: COURSE/STUDENT, whatever folder that code goes to."""
COURSE = "kefu"
"""The course, unless the settings of the working copy or of the course folder name another."""


@dataclass(frozen=True)
class Owner:
    """Course and student by id; demo: no student id is known; course_folder: set where a submission is marked."""

    course: str
    student: str
    demo: bool = False
    course_folder: Path | None = None


def find_owner(folder: Path | None = None) -> Owner:
    """The owner of the work in a folder; None: the current folder.

    Raises InputError if nbgrader is autograding outside the place of a submission: a student id in the notebook or in
    a file beside it does not count then.
    """
    if folder is None and is_autograding() and SUBMISSION in os.environ:
        course, student = os.environ[SUBMISSION].split("/")
        return Owner(course, student)
    folder = (folder or Path.cwd()).resolve()
    course_folder = _course_folder_above(folder)
    # Settings inside a submission do not count: the student may have put them there.
    if course_folder is not None:
        return Owner(course_of(course_folder), student_id(folder.parent.name), course_folder=course_folder)
    if is_autograding():
        raise InputError(
            _(
                "{folder} is not the place of a submission, which is COURSE/autograded/STUDENT/ASSIGNMENT."
            ).format(folder=folder)
        )
    settings = settings_above(folder)
    course = course_id(str(settings.get("course") or COURSE))
    student = str(settings.get("student") or "")
    return Owner(course, student_id(student)) if student else Owner(course, DEMO, demo=True)


def without_course(folder: Path) -> str:
    """A warning for a student whose working copy names no course; "" if it names one, or no student.

    The data depend on the course: work of another course, or of none, counts as another student's.
    """
    settings = read_settings(folder)
    if settings.get("course") or not settings.get("student"):
        return ""
    text = _(
        "no course is set. Has your teacher given you a course.toml, or the id of a course? Then run `{command}` before "
        "you begin: without it your data are not those that are marked."
    )
    return text.format(command=kefu_command("start", "--course", "course.toml"))


def is_autograding() -> bool:
    """Whether `nbgrader autograde` is running this notebook."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def is_marked_elsewhere() -> bool:
    """Whether the course's own marking runs this notebook, so that checks stay silent.

    Raises InputError if nbgrader runs it without the course's configuration: every test cell would earn its points.
    """
    if is_autograding() and not os.environ.get(SUBMISSION):
        raise InputError(_("nbgrader runs without this course's nbgrader_config.py, so nothing is marked."))
    return is_autograding()


def course_of(course_folder: Path) -> str:
    """The id of the course that a folder is for: from `course.toml`, else from settings there."""
    if (course_folder / COURSE_FILE).is_file():
        return read_course_file(course_folder).id
    return course_id(str(read_settings(course_folder).get("course") or COURSE))


def _course_folder_above(folder: Path) -> Path | None:
    """COURSE of a submission's place COURSE/autograded/STUDENT/ASSIGNMENT; None elsewhere."""
    parts = folder.parts
    if len(parts) < 4 or parts[-3] not in SUBMISSIONS:
        return None
    course_folder = folder.parents[2]
    return course_folder if is_course_folder(course_folder) else None
