"""Checks around the notebooks: settings, versions, `answers/`, and files that Python would take for a library."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from sim.base.commands import kefu_command, python_command
from sim.base.errors import InputError
from sim.base.i18n import LANGUAGES, SETTINGS_FILE, _, language
from sim.base.version import version
from sim.course.handing_in.doctor.findings import Change, Report, near, read_bytes
from sim.course.owner import without_course
from sim.workspace.answers import CHECKS, FOLDER, BrokenAnswersError, read_answers
from sim.workspace.course_file import read_handing_in
from sim.workspace.settings import course_id, read_settings, student_id

LEFT_OVER = ".kefu-*.part"
"""Names of files that a program leaves if it is killed while writing."""
STILL_AT_WORK = 3600.0
"""Seconds in which the program may still be writing."""
BROKEN = ".broken"


def check_settings(report: Report) -> None:
    """Check the student's id and the versions of Kefu in use."""
    path = report.folder / SETTINGS_FILE
    settings = read_settings(report.folder)
    if not settings.get("student"):
        text = _("there is no student id, so your work cannot be marked: run `{command}`.")
        report.yours(path, text.format(command=kefu_command("start", "--student", "ID")))
    warning = without_course(report.folder)
    if warning:
        report.note(path, warning)
    for name, canonical in (("student", student_id), ("course", course_id)):
        try:
            if settings.get(name):
                canonical(str(settings[name]))
        except InputError as error:
            report.yours(path, str(error))
    if settings.get("lang") not in LANGUAGES:
        text = _("lang must be en or zh: run `{command}`.")
        report.yours(path, text.format(command=kefu_command("start", "--lang", language())))
    if settings.get("version") != version():
        report.yours(
            path,
            _(
                "the folder was made by Kefu {old}, and this is {new}: run `{command}`, which brings new editions."
            ).format(old=settings.get("version"), new=version(), command=kefu_command("start")),
        )
    _check_versions(report, path)


def _check_versions(report: Report, path: Path) -> None:
    try:
        handing_in = read_handing_in(report.folder)
    except InputError as error:
        report.yours(path, str(error))
        return
    if handing_in and handing_in.kefu and handing_in.kefu != version():
        report.yours(
            path,
            _("your teacher marks with Kefu {theirs}, and this is {yours}: install theirs.").format(
                theirs=handing_in.kefu, yours=version()
            ),
        )
    for requirement, found in _unfit():
        report.yours(
            path,
            _("Kefu needs {requirement}, but {found} is installed: run `{command}`.").format(
                requirement=requirement,
                found=found or _("nothing"),
                command=python_command("-m", "pip", "install", requirement),
            ),
        )


def _unfit() -> Iterator[tuple[str, str]]:
    """Each requirement of Kefu that is not met, and the version that is there, "" if none."""
    from packaging.requirements import Requirement

    try:
        texts = metadata.requires("kefu") or []
    except metadata.PackageNotFoundError:  # a source tree that is not installed
        return
    for text in texts:
        requirement = Requirement(text)
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            found = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            found = ""
        if not found or not requirement.specifier.contains(found, prereleases=True):
            yield f"{requirement.name}{requirement.specifier}", found


def check_answers(report: Report) -> None:
    """Files of answers that are damaged, of a newer version, or of another student."""
    folder = report.folder / FOLDER
    settings = read_settings(report.folder)
    for path in sorted(folder.glob("*")) if folder.is_dir() else ():
        if path.suffix != ".json" or BROKEN in path.suffixes or path.is_dir():
            continue
        try:
            checks = read_answers(path)[CHECKS]
        except BrokenAnswersError:
            report.mendable(
                path,
                _("it is damaged: move it to the copies, and run the notebook again to fill a new one."),
                Change(path, None),
            )
            continue
        except InputError as error:
            report.yours(path, str(error))
            continue
        others = {_whose(check) for check in checks.values() if isinstance(check, dict)} - {_whose(settings)}
        if others:
            text = _("it holds checks of {other}, not of {you}: run the notebook again from top to bottom.")
            report.yours(path, text.format(other=", ".join(sorted(others)), you=_whose(settings)))


def _whose(values: Mapping[str, Any]) -> str:
    """Student and course of a check, or of the settings, in words."""
    student, course = (str(values.get(name) or "") for name in ("student", "course"))
    student = student or _("nobody")
    return _("{student} in the course {course}").format(student=student, course=course) if course else student


def check_names(report: Report) -> None:
    """Files beside the notebooks that Python would load in place of a library of the same name."""
    for path in sorted(report.folder.glob("*")):
        package = path.is_dir() and (path / "__init__.py").is_file()
        if (path.suffix == ".py" or package) and path.stem in _libraries():
            new = _free(path.with_name(f"my_{path.name}"))
            text = _("Python takes it for the library {name}: call it {new}.").format(
                name=path.stem, new=new.name
            )
            if package:
                report.yours(path, text)
            else:
                report.mendable(path, text, Change(new, read_bytes(path)), Change(path, None))


@cache
def _libraries() -> frozenset[str]:
    """The names of everything that can be imported: of Python itself, of Kefu, and of what is installed."""
    return frozenset({*sys.stdlib_module_names, "sim", *metadata.packages_distributions()})


def check_nested(report: Report) -> None:
    """Another working copy inside this one, in which a student may work without noticing."""
    for path in near(report.folder, SETTINGS_FILE):
        if path.parent != report.folder and not path.parent.name.startswith("."):
            report.yours(
                path.parent,
                _(
                    "this is another working copy inside your working copy: work in one of them, and delete the other."
                ),
            )


def check_left_over(report: Report) -> None:
    """Unfinished files of a program that was killed; they are moved to the copies."""
    for path in near(report.folder, LEFT_OVER):
        if time.time() - path.stat().st_mtime < STILL_AT_WORK:
            continue
        inside = [p for p in path.iterdir() if p.is_file()] if path.is_dir() else []
        restored = [p for p in inside if not (path.parent / p.name).exists()]
        report.mendable(
            path,
            _("a program that was stopped left it: move it to the copies."),
            *(Change(path.parent / p.name, read_bytes(p)) for p in restored),
            Change(path, None),
        )


def _free(path: Path) -> Path:
    while path.exists():
        path = path.with_name(f"my_{path.name}")
    return path
