"""When work was handed in, the loss for lateness, and files in `submitted/` that are not marked."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from sim.base.i18n import _, ngettext
from sim.course.course_folder import SUBMITTED, TIMESTAMP
from sim.course.lateness import IN_TIME, LATE, NO_DEADLINE, TOO_LATE, Lateness, lateness
from sim.course.roster import Enrolled
from sim.course.talk_works import is_talk
from sim.workspace.course_file import COURSE_FILE, CourseFile, read_course_file

PACKED = (".zip", ".7z", ".rar", ".tar", ".gz", ".tgz")
LOOSE = (".ipynb", *PACKED)


def course_file(root: Path) -> CourseFile | None:
    """The contents of `course.toml`; None if there is none."""
    return read_course_file(root) if (root / COURSE_FILE).is_file() else None


def moment(folder: Path) -> datetime | None:
    """The time in a submission's `timestamp.txt`, without a zone in UTC; None if there is none, or none that can be read."""
    path = folder / TIMESTAMP
    if path.is_symlink() or not path.is_file() or path.stat().st_size > 200:
        return None
    try:
        found = pd.Timestamp(path.read_text(encoding="utf-8").strip())
        moment = found.tz_localize(UTC) if found.tzinfo is None else found.tz_convert(UTC)
    except (
        OSError,
        ValueError,
        TypeError,
        OverflowError,
    ):  # no time, or a zone such as CST, of which there are several
        return None
    return None if moment is pd.NaT else moment.to_pydatetime(warn=False)


def how_late(course: CourseFile | None, student: Enrolled | None, assignment: str, folder: Path) -> Lateness:
    """The lateness of a submission."""
    return lateness(course, student, assignment, moment(folder))


def in_words(late: Lateness) -> str:
    """The lateness in words, for teacher and student; "" if the work was in time, or there is no deadline."""
    if late.state in (IN_TIME, NO_DEADLINE):
        return ""
    days = ngettext("{n} day late", "{n} days late", late.days).format(n=late.days)
    if late.state == TOO_LATE:
        return _("{days}, which is not accepted: it counts 0").format(days=days)
    if late.state == LATE:
        cost = _("{share:.0%} of the points are lost").format(share=1 - late.share)
        return _("{days}: {cost}").format(days=days, cost=cost) if late.share < 1 else days
    return _("when it was handed in is not known")


def not_marked(root: Path, assignment: str) -> list[str]:
    """Files in `submitted/` that are not marked, because they are in the wrong place or packed."""
    base = root / SUBMITTED
    found = [path for path in sorted(base.glob("*")) if _is_file(path, LOOSE)]
    found += [path for path in sorted(base.glob("*/*")) if _is_file(path, LOOSE)]
    wanted = "*.json" if is_talk(assignment) else "*.ipynb"
    for folder in sorted(base.glob(f"*/{assignment}")):
        if not any(folder.glob(wanted)):
            found += [path for path in sorted(folder.glob("*")) if _is_file(path, PACKED)]
    return [path.relative_to(root).as_posix() for path in found]


def _is_file(path: Path, suffixes: tuple[str, ...]) -> bool:
    return path.suffix.lower() in suffixes and not path.name.startswith(".") and path.is_file()
