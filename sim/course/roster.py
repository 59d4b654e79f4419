"""`roster.csv`: the students of a course. It belongs to the teacher and is never handed out.

    student,name,lms_id,group,extension
    li01,李一,10023,A,
    wang02,王二,10024,B,3
    zhao03,赵三,10025,B,service_measures=7 needs_analysis=2

Only `student` is required. `extension` is the days by which deadlines are later: a number for all assignments, or one for
each of some. Chinese heads (学号, 姓名, LMS编号, 班级, 延期) are understood, too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.text_files import read_table_text
from sim.workspace.settings import student_id

ROSTER = "roster.csv"
COLUMNS = ("student", "name", "lms_id", "group", "extension")
CHINESE = ("学号", "姓名", "LMS编号", "班级", "延期")
ALL = "*"
"""Stands for every assignment in an extension."""


@dataclass(frozen=True)
class Enrolled:
    """A student of the course; extension: assignment, or `ALL` -> days."""

    student: str
    name: str
    lms_id: str
    group: str
    extension: Mapping[str, int]

    def extension_days(self, assignment: str) -> int:
        """The days by which the deadline of an assignment is later for this student."""
        return self.extension.get(assignment, self.extension.get(ALL, 0))


def read_roster(path: Path) -> tuple[Enrolled, ...]:
    """Everybody in a roster, in its order. Of a folder, `roster.csv` in it is read.

    Raises InputError that names the line if the file cannot be used: an id that is invalid or occurs twice, an extension that is
    not a number of days.
    """
    path = path / ROSTER if path.is_dir() else path
    found: list[Enrolled] = []
    lines: dict[tuple[str, str], int] = {}
    for line, row in _rows(path):
        try:
            enrolled = _enrolled(row)
        except InputError as error:
            raise InputError(_at(path, line, str(error))) from None
        for column in ("student", "lms_id"):
            key = (column, getattr(enrolled, column))
            before = lines.setdefault(key, line) if key[1] else line
            if before != line:
                text = _("{column} {id} is in line {before} already.")
                raise InputError(_at(path, line, text.format(column=column, id=key[1], before=before)))
        found.append(enrolled)
    return tuple(found)


def _enrolled(row: Mapping[str, str]) -> Enrolled:
    return Enrolled(
        student_id(row["student"]),
        row.get("name", ""),
        row.get("lms_id", ""),
        row.get("group", ""),
        _extension(row.get("extension", "")),
    )


def _extension(text: str) -> dict[str, int]:
    days = {}
    for word in re.split(r"[\s;，；,]+", text.strip()) if text.strip() else []:
        match = re.fullmatch(r"(?:(\w+)=)?(\d{1,3})", word)
        if not match:
            raise InputError(
                _(
                    "extension is {text}, but takes days such as 3, or service_measures=3 crm_selection=7."
                ).format(text=text)
            )
        days[match[1] or ALL] = int(match[2])
    return days


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and cells of every line that is not empty, by column."""
    text = read_table_text(path)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    columns = [_column(cell) for cell in next(reader, [])]
    if "student" not in columns or len(set(columns)) < len(columns):
        raise InputError(
            _("{path} must begin with a line of column names, each once: {all}; student is required.").format(
                path=path, all=", ".join(COLUMNS)
            )
        )
    for cells in reader:
        row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
        if any(row.values()):
            yield reader.line_num, {"student": "", **row}


def _column(head: str) -> str:
    name = head.strip()
    for english, chinese in zip(COLUMNS, CHINESE, strict=True):
        if name.casefold() in (english, chinese.casefold()):
            return english
    return name


def _at(path: Path, line: int, problem: str) -> str:
    return _("{path}, line {line}: {problem}").format(path=path, line=line, problem=problem)
