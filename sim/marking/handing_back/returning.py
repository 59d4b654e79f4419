"""Makes the files to hand back: a folder for each student with the page, and a zip in the form that Moodle takes."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.base.files import write_atomic
from sim.base.text_files import read_table_text
from sim.base.zips import EPOCH
from sim.course.course_folder import COLLECTED, RETURNED
from sim.marking.batch.feedback import page_of
from sim.marking.collecting.names import plain
from sim.marking.collecting.refused import moodle_numbers
from sim.marking.handing_back.lms import EMAIL, FULL_NAME, IDENTIFIER, MOODLE, NUMBER
from sim.marking.handing_back.standing import MARKED, ZERO, Standing

ZIP = "moodle-feedback.zip"


@dataclass(frozen=True)
class Returned:
    """What was made. students: get a page; waiting: do not get one yet; no_number: are not in Moodle's zip."""

    folder: Path
    students: tuple[str, ...]
    waiting: tuple[str, ...]
    no_number: tuple[str, ...]
    zip_file: Path | None


def hand_back(
    root: Path, assignment: str, found: Sequence[Standing], sheet: Path | None, *, unfinished: bool
) -> Returned:
    """Write the folders, and the zip if Moodle's numbers of participants are known, from its zip or its worksheet.

    unfinished: also pages of students whose answers in words are not marked yet.
    """
    goal = root / RETURNED / assignment
    pages: dict[str, bytes] = {}
    waiting = []
    for one in found:
        page = page_of(root, one.student.student, assignment)
        if not page.is_file():
            continue
        if one.status in (MARKED, ZERO) or unfinished:
            pages[one.student.student] = page.read_bytes()
        else:
            waiting.append(one.student.student)
    for student, data in pages.items():
        write_atomic(goal / student / f"{assignment}.html", data)
    numbers = moodle_numbers(root / COLLECTED, assignment) | _of_sheet(sheet, found)
    zip_file = goal / ZIP if numbers else None
    if zip_file:
        write_atomic(zip_file, _zip(pages, numbers, assignment))
    missing = tuple(student for student in pages if student not in numbers) if numbers else ()
    return Returned(goal, tuple(pages), tuple(waiting), missing, zip_file)


def _zip(pages: dict[str, bytes], numbers: dict[str, str], assignment: str) -> bytes:
    """Moodle reads the participant's number from the folder's name: NAME_NUMBER_assignfeedback_file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for student, data in sorted(pages.items()):
            if student in numbers:
                folder = f"{student.replace('_', '-')}_{numbers[student]}_assignfeedback_file_"
                entry = zipfile.ZipInfo(f"{folder}/{assignment}.html", EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.create_system = 3
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, data)
    return buffer.getvalue()


def _of_sheet(sheet: Path | None, found: Sequence[Standing]) -> dict[str, str]:
    """Student -> number, from the column Identifier ("Participant 501") of Moodle's worksheet."""
    if sheet is None:
        return {}
    by_key: dict[str, set[str]] = {}
    for one in found:
        for key in filter(None, (one.student.student, one.student.lms_id, one.student.name)):
            by_key.setdefault(plain(key), set()).add(one.student.student)
    numbers: dict[str, str] = {}
    for row in csv.DictReader(io.StringIO(read_table_text(sheet))):
        cells = {
            kind: next(
                (plain((row[head] or "").strip()) for head in row if head and plain(head.strip()) in names),
                "",
            )
            for kind, names in MOODLE.items()
        }
        number = re.search(r"\d+", cells[IDENTIFIER])
        for key in (cells[NUMBER], cells[EMAIL], cells[EMAIL].partition("@")[0], cells[FULL_NAME]):
            students = by_key.get(key, set())
            if number and len(students) == 1:
                numbers[next(iter(students))] = number[0]
                break
    return numbers
