"""The files of a course folder that the teacher writes: `course.toml` and `roster.csv`."""

from __future__ import annotations

from pathlib import Path

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.version import version
from sim.course.assignment import assignment_ids
from sim.course.course_folder import is_course_folder
from sim.course.handing_in.doctor.findings import Report
from sim.course.roster import ALL, ROSTER, read_roster
from sim.course.talk_works import talk_works
from sim.workspace.course_file import COURSE_FILE, read_course_file
from sim.workspace.settings import working_copy_above


def is_teachers(folder: Path) -> bool:
    """Whether a folder is a teacher's course folder, not a student's working copy."""
    return working_copy_above(folder) is None and (
        is_course_folder(folder) or (folder / COURSE_FILE).is_file()
    )


def check_course_files(report: Report) -> None:
    """Whether both files can be used, and whether the assignments that they name exist."""
    path = report.folder / COURSE_FILE
    if path.is_file():
        try:
            course = read_course_file(path)
            _check_known(report, path, set(course.deadlines))
            if course.kefu and course.kefu != version():
                report.yours(
                    path,
                    _("kefu is {theirs}, but {yours} is installed here: marks may differ.").format(
                        theirs=course.kefu, yours=version()
                    ),
                )
        except InputError as error:
            report.yours(path, str(error))
    else:
        report.note(
            path,
            _("the file is missing: without it there are no deadlines, and the id of the course is kefu."),
        )
    path = report.folder / ROSTER
    if path.is_file():
        try:
            named = {name for enrolled in read_roster(path) for name in enrolled.extension}
            _check_known(report, path, named - {ALL})
        except InputError as error:
            report.yours(path, str(error))
    else:
        report.note(path, _("the file is missing: without it Kefu does not know who has not handed in."))


def _check_known(report: Report, path: Path, names: set[str]) -> None:
    known = (*assignment_ids(), *talk_works())
    for name in sorted(names - set(known)):
        text = _("there is no assignment {name}; there are: {all}.")
        report.yours(path, text.format(name=name, all=", ".join(known)))
