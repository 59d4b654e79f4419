"""Whose work this is: at grading from the submission's place in the course folder, else from the working copy, else a demo."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.workspace.settings import read_settings, settings_above, student_id

DEMO = "demo"
COURSE = "kefu"
"""The course, unless the settings of the working copy or of the course folder name another."""
STEPS = ("submitted", "autograded")
"""Folders of a course in which nbgrader keeps what students handed in."""
CONFIG = "nbgrader_config.py"
"""Marks a course folder."""


@dataclass(frozen=True)
class Who:
    """course, student: ids; demo: nobody said who; course_folder: set where a submission is graded."""

    course: str
    student: str
    demo: bool = False
    course_folder: Path | None = None


def who(folder: Path | None = None) -> Who:
    """Whose work the folder holds; None: the one we are in.

    Raises InputError if nbgrader is grading but the folder is no submission's place: then nothing that the notebook
    or its neighbours say counts.
    """
    folder = (folder or Path.cwd()).resolve()
    course_folder = _course_folder(folder)
    # A submission may bring a settings file along: it is not asked.
    settings = settings_above(folder) if course_folder is None else read_settings(course_folder)
    course = student_id(str(settings.get("course") or COURSE))
    if course_folder is not None:
        return Who(course, student_id(folder.parent.name), course_folder=course_folder)
    if under_grading():
        raise InputError(
            _(
                "{folder} is not the place of a submission: expected is COURSE/autograded/STUDENT/ASSIGNMENT."
            ).format(folder=folder)
        )
    name = str(settings.get("student") or "")
    return Who(course, student_id(name)) if name else Who(course, DEMO, demo=True)


def under_grading() -> bool:
    """Whether nbgrader is grading in this process."""
    return os.environ.get("NBGRADER_EXECUTION") == "autograde"


def _course_folder(folder: Path) -> Path | None:
    """The course folder that a submission lies in: COURSE/autograded/STUDENT/ASSIGNMENT -> COURSE."""
    parts = folder.parts
    if len(parts) < 4 or parts[-3] not in STEPS:
        return None
    course = folder.parents[2]
    return course if (course / CONFIG).is_file() else None
