"""Marks for an LMS: into the sheet that Moodle or Canvas gave, all else in it as it was; or a new one, by numbers of the roster.

Moodle: the grading worksheet of an assignment (Identifier, Full name, ..., Grade, Maximum Grade, ...), or without one a file for
Grades, Import, CSV. Canvas: the exported gradebook (Student, ID, SIS User ID, SIS Login ID, Section, a column for each
assignment; the second row has the points possible).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.spreadsheets import csv_text
from sim.base.text_files import read_table_text
from sim.marking.collecting.names import plain
from sim.marking.handing_back.standing import Standing

IDENTIFIER, FULL_NAME, NUMBER, EMAIL, GRADE, MOST = (
    "identifier",
    "full name",
    "id number",
    "email",
    "grade",
    "maximum",
)
MOODLE = {
    IDENTIFIER: ("identifier", "标识符", "编号"),
    FULL_NAME: ("full name", "fullname", "全名", "姓名"),
    NUMBER: ("id number", "idnumber", "学号", "身份编号", "id号"),
    EMAIL: ("email address", "email", "邮件地址", "电子邮件地址", "邮箱"),
    GRADE: ("grade", "成绩", "分数"),
    MOST: ("maximum grade", "最高分", "最高成绩", "满分"),
}
"""Heads of Moodle's worksheet, in English and as Chinese Moodles call them."""
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
POSSIBLE = "Points Possible"


@dataclass(frozen=True)
class Filled:
    """The file, and students without a row and rows without a student."""

    text: str
    written: int
    without_row: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()


def moodle(found: Sequence[Standing], title: str, sheet: Path | None, *, scale: bool, zero: bool) -> Filled:
    """Marks for Moodle. scale: to the sheet's maximum grade; zero: who handed in nothing gets 0."""
    if sheet is None:
        heads = ["ID number", "Full name", title]
        rows = [
            [one.student.lms_id or one.student.student, one.student.name, _points(one, 1.0, zero)]
            for one in found
        ]
        return Filled(csv_text([heads, *rows]), sum(bool(row[2]) for row in rows))
    rows = _read(sheet)
    columns = {
        kind: next((at for at, head in enumerate(rows[0]) if plain(head.strip()) in names), None)
        for kind, names in MOODLE.items()
    }
    grade, most = columns[GRADE], columns[MOST]
    keys = [columns[kind] for kind in (NUMBER, EMAIL, FULL_NAME) if columns[kind] is not None]
    if grade is None or not keys:
        text = _("{path} is not a grading worksheet of Moodle: it needs the columns Full name and Grade.")
        raise InputError(text.format(path=sheet))
    total = sum(found[0].most.values()) if found else 0.0

    def factor(row: list[str]) -> float:
        possible = None if most is None else _number(row[most])
        return _factor(sheet, possible, total, scale=scale)

    return _fill(rows, rows[1:], grade, [key for key in keys if key is not None], found, factor, zero=zero)


def canvas(
    found: Sequence[Standing], title: str, sheet: Path | None, column: str | None, *, scale: bool, zero: bool
) -> Filled:
    """Marks for Canvas. column: of the assignment, if several could be meant."""
    total = sum(found[0].most.values()) if found else 0.0
    if sheet is None:
        rows: list[list[str]] = [[*CANVAS, title], [f"    {POSSIBLE}", "", "", "", "", f"{total:g}"]]
        for one in found:
            student = one.student
            rows.append(
                [
                    student.name or student.student,
                    student.lms_id,
                    "",
                    "",
                    student.group,
                    _points(one, 1.0, zero),
                ]
            )
        return Filled(csv_text(rows), sum(bool(row[5]) for row in rows[2:]))
    rows = _read(sheet)
    heads = [head.strip() for head in rows[0]]
    if not {"Student", "ID"} <= set(heads):
        raise InputError(
            _("{path} is not a gradebook of Canvas: it needs the columns Student and ID.").format(path=sheet)
        )
    at = _canvas_column(sheet, heads, title, column)
    possible_row = next((row for row in rows[1:4] if row and row[0].strip() == POSSIBLE), None)
    possible = _number(possible_row[at]) if possible_row else None
    factor = _factor(sheet, possible, total, scale=scale)
    students = [
        row for row in rows[1:] if any(cell.strip() for cell in row[:5]) and row[0].strip() != POSSIBLE
    ]
    keys = [heads.index(name) for name in ("ID", "SIS User ID", "SIS Login ID", "Student") if name in heads]
    return _fill(rows, students, at, keys, found, lambda _row: factor, zero=zero)


def _fill(
    rows: list[list[str]],
    students: list[list[str]],
    at: int,
    keys: Sequence[int],
    found: Sequence[Standing],
    factor: Callable[[list[str]], float],
    *,
    zero: bool,
) -> Filled:
    """Write the points into the column `at` of the rows of students; all other cells stay."""
    by_key: dict[str, list[Standing]] = {}
    for one in found:
        student = one.student
        for key in {plain(text) for text in (student.student, student.lms_id, *_names(student.name)) if text}:
            by_key.setdefault(key, []).append(one)
    seen: set[str] = set()
    strangers: list[str] = []
    written = 0
    for row in students:
        row.extend([""] * (at + 1 - len(row)))
        match = _match(row, keys, by_key)
        if match is None:
            strangers.append(next((row[key] for key in reversed(keys) if row[key].strip()), ""))
            continue
        seen.add(match.student.student)
        text = _points(match, factor(row), zero)
        if text:
            row[at] = text
            written += 1
    missing = tuple(one.student.student for one in found if one.student.student not in seen)
    return Filled(csv_text(rows), written, missing, tuple(strangers))


def _match(row: list[str], keys: Sequence[int], by_key: dict[str, list[Standing]]) -> Standing | None:
    """The student of a row: by the first cell that fits exactly one."""
    for key in keys:
        cell = plain(row[key].strip())
        texts = {cell, cell.partition("@")[0]}
        found = {one.student.student: one for text in texts for one in by_key.get(text, []) if text}
        if len(found) == 1:
            return next(iter(found.values()))
    return None


def _names(name: str) -> set[str]:
    """A name as it is, and as Canvas sorts it: last word, comma, the others."""
    words = name.split()
    return {name, f"{words[-1]}, {' '.join(words[:-1])}"} if len(words) > 1 else {name}


def _points(one: Standing, factor: float, zero: bool) -> str:
    if one.points is None:
        return "0" if zero and not one.questions else ""
    return f"{round(one.points * factor, 2):g}"


def _factor(sheet: Path, possible: float | None, total: float, *, scale: bool) -> float:
    """The factor for points. Raises InputError if the LMS's maximum differs and scaling was not asked for."""
    if not possible or not total or abs(possible - total) < 1e-9:
        return 1.0
    if scale:
        return possible / total
    text = _(
        "{path}: the maximum there is {theirs:g}, here {ours:g}. Set it to {ours:g} there, or write --scale."
    )
    raise InputError(text.format(path=sheet, theirs=possible, ours=total))


def _canvas_column(sheet: Path, heads: list[str], title: str, column: str | None) -> int:
    wanted = plain(column or title)
    others = [(at, head) for at, head in enumerate(heads) if head not in CANVAS and head]
    exact = [
        at for at, head in others if plain(head) == wanted or plain(re.sub(r" \(\d+\)$", "", head)) == wanted
    ]
    found = exact or [at for at, head in others if wanted in plain(head)]
    if len(found) == 1:
        return found[0]
    text = _("{path}: name the column of the assignment with --column; there are: {all}.")
    raise InputError(text.format(path=sheet, all=", ".join(head for _at, head in others)))


def _number(text: str) -> float | None:
    try:
        return float(text.strip().replace(",", "."))
    except ValueError:
        return None


def _read(sheet: Path) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(read_table_text(sheet))))
    if not rows:
        raise InputError(_("{path} is empty.").format(path=sheet))
    width = len(rows[0])
    return [[*row, *[""] * (width - len(row))] for row in rows]
