"""One student's data in a course: export it as a zip, or delete it."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from sim.base.errors import InputError
from sim.base.files import cannot_write, write_atomic
from sim.base.i18n import _
from sim.base.spreadsheets import BOM, csv_text
from sim.base.zips import DAMAGES, EPOCH
from sim.course.course_folder import FEEDBACK, GRADEBOOK, MARKS, RETURNED, SUBMISSIONS
from sim.course.owner import course_of
from sim.course.roster import ROSTER, read_roster
from sim.marking.batch.gradebook import Gradebook
from sim.marking.batch.plan import roster_of
from sim.marking.batch.run import MOVED_FILE
from sim.marking.collecting.archive import items
from sim.marking.collecting.attempts import attempts
from sim.marking.collecting.collect import collect
from sim.marking.collecting.identity import People
from sim.marking.collecting.originals import Original, originals, rename_to_digest
from sim.marking.courses.without import without
from sim.workspace.course_file import COURSE_FILE, HandingIn, read_course_file

MADE_AGAIN = ("similarity.html", "statistics.html", "statistics.csv", "rights.json")
PLACES = (*SUBMISSIONS, FEEDBACK)


@dataclass
class Forgotten:
    """The files that were deleted; left: those that a person must look at."""

    files: int = 0
    originals: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def give(root: Path, student: str, target: Path) -> int:
    """Write everything that the course holds of a student into a zip; returns the number of files.

    Raises InputError if the course does not know the student.
    """
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in _files(root, student)}
    for original in originals(root):
        mine = set(_ways(root, original, student))
        for item in items(
            original.path, original.name, folder=original.is_folder, timed=original.timed, zone=_zone(root)
        ):
            names = tuple(step.name for step in item.way)
            if names in mine and item.content is not None:
                found["collected/" + "/".join(_harmless(name) for name in names)] = item.content
    roster = [one for one in roster_of(root) if one.student == student]
    for one in roster:
        rows = [["student", "name", "lms_id", "group"], [one.student, one.name, one.lms_id, one.group]]
        found["roster.csv"] = (BOM + csv_text(rows)).encode("utf-8")
    marks = list(_marks(root, student))
    if marks:
        heads = ["assignment", "question", "points", "of", "by a person", "comment", "requests"]
        found["marks.csv"] = (BOM + csv_text([heads, *marks])).encode("utf-8")
    if not found:
        raise InputError(_("{student} is not in this course.").format(student=student))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(found.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    write_atomic(target, buffer.getvalue())
    return len(found)


def forget(root: Path, student: str) -> Forgotten:
    """Delete everything that the course holds of a student, also in what was collected; other students' work stays.

    The line in roster.csv goes, too, and tables and pages of the whole class, which are made again. Backups are not reached.
    """
    done = Forgotten()
    for original in originals(root):
        mine = set(_ways(root, original, student))
        if mine:
            (done.originals if _take_out(original, mine) else done.left).append(original.name)
    for path in _files(root, student):
        path.unlink()
        done.files += 1
    for place in PLACES:
        shutil.rmtree(root / place / student, ignore_errors=True)
    shutil.rmtree(
        root / RETURNED, ignore_errors=True
    )  # zips of several students: `kefu return` makes them again
    for folder in (root / MARKS / "prepared").glob(f"*/{student}"):
        shutil.rmtree(folder)
    for path in _of_the_class(root):
        path.unlink()
    with Gradebook(root) as book:
        book.forget(student)
    if (root / GRADEBOOK).is_file():
        with closing(sqlite3.connect(root / GRADEBOOK)) as database:
            database.execute("VACUUM")  # otherwise deleted data can still be read in the file
    for path in (root / MARKS).rglob("*.csv"):
        _drop_rows(path, student)
    if (root / ROSTER).is_file():
        _drop_rows(root / ROSTER, student)
        read_roster(root)
    if originals(root):
        collect(root, [])
    names = [path.name for path in originals_naming(root, student)]
    done.left += names
    return done


def _of_the_class(root: Path) -> list[Path]:
    """Tables and pages of the whole class, with names and points in them: their commands make them again."""
    found = [path for path in (root / MARKS).rglob("*") if path.name in MADE_AGAIN or path.suffix == ".xlsx"]
    found += (root / MARKS).glob("*.csv")
    return [path for path in (*found, root / "grades.csv") if path.is_file()]


def originals_naming(root: Path, student: str) -> list[Path]:
    """Originals whose file name still names the student."""
    return [one.path for one in originals(root) if student in one.name.casefold()]


def _take_out(original: Original, mine: set[tuple[str, ...]]) -> bool:
    """Take files out of an original; False if that cannot be done, since a part of it cannot be read."""
    try:
        left = without(original.path.read_bytes(), (original.name,), mine)
    except DAMAGES:
        return False
    try:
        if left is None:
            original.path.unlink()
            return True
        time = original.path.stat().st_mtime
        original.path.write_bytes(left)
        rename_to_digest(original, time)
        return True
    except OSError as error:
        raise cannot_write(original.path, error) from None


def _ways(root: Path, original: Original, student: str) -> Iterator[tuple[str, ...]]:
    """The path to every file in an original that belongs to the student."""
    people = People(roster_of(root))
    for one in attempts(original, people, course_of(root), _zone(root)):
        if one.student == student:
            yield one.way


def _files(root: Path, student: str) -> list[Path]:
    """Files of the course folder that belong to this student only."""
    found = [
        path for place in PLACES for path in sorted((root / place / student).rglob("*")) if path.is_file()
    ]
    found += sorted((root / RETURNED).glob(f"*/{student}/*"))
    for suffix in ("json", "done"):
        found += sorted((root / MARKS).glob(f"*/{student}.{suffix}"))
    return found


def _marks(root: Path, student: str) -> Iterator[list[object]]:
    from sim.course.assignment import assignment_ids

    with Gradebook(root) as book:
        for name in assignment_ids():
            for mark in sorted(book.marks(name, student), key=lambda mark: mark.name):
                asked = " / ".join(f"{one.request} → {one.answer or '–'}" for one in mark.requests)
                by_hand = "yes" if mark.by_hand else "no"
                yield [name, mark.name, mark.points, mark.most, by_hand, mark.comment, asked]


def _drop_rows(path: Path, student: str) -> None:
    """Take the lines of a student out of a CSV file."""
    text = path.read_bytes().decode("utf-8-sig", "replace")
    rows = list(csv.reader(io.StringIO(text)))
    at = 1 if path.name == MOVED_FILE else 0
    kept = [row for row in rows if len(row) <= at or row[at].strip().casefold() != student]
    if len(kept) < len(rows):
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator="\n").writerows(kept)
        write_atomic(path, ("" if path.name == MOVED_FILE else BOM) + buffer.getvalue())


def _zone(root: Path) -> ZoneInfo:
    course = read_course_file(root) if (root / COURSE_FILE).is_file() else HandingIn()
    return ZoneInfo(course.timezone)


def _harmless(name: str) -> str:
    return "".join("_" if c in '<>:"|?*\\' or not c.isprintable() else c for c in name)
