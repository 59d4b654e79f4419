"""Requests of students for another look at a mark, and the answers to them, in the gradebook's database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.marking.reviewing.decisions import next_moment
from sim.marking.reviewing.tables import rows_of
from sim.workspace.settings import student_id

TABLE = "kefu_requests"
CREATE = (
    f"CREATE TABLE IF NOT EXISTS {TABLE} (asked VARCHAR(40), assignment VARCHAR(128), student VARCHAR(128), "
    "cell VARCHAR(128), request TEXT, answer TEXT, answered VARCHAR(40), marker VARCHAR(64))"
)
HEADS = {"student": "学号", "question": "题目", "request": "申请"}
MOST_LETTERS = 2000


@dataclass(frozen=True)
class Request:
    """A request; answer: "" as long as there is none."""

    asked: str
    student: str
    cell: str
    request: str
    answer: str = ""
    answered: str = ""
    marker: str = ""


def add(connection: Any, assignment: str, student: str, cell: str, request: str) -> bool:
    """Keep a request; False if the same one is there already."""
    from sqlalchemy import text

    same = any(
        (one.student, one.cell, one.request) == (student, cell, request)
        for one in all_of(connection, assignment)
    )
    if not same:
        last = connection.execute(text(f"SELECT MAX(asked) FROM {TABLE}")).scalar()
        connection.execute(
            text(
                f"INSERT INTO {TABLE} (asked, assignment, student, cell, request, answer, answered, marker) "
                "VALUES (:asked, :assignment, :student, :cell, :request, '', '', '')"
            ),
            {
                "asked": next_moment(last),
                "assignment": assignment,
                "student": student,
                "cell": cell,
                "request": request,
            },
        )
    return not same


def answer(connection: Any, assignment: str, asked: str, reply: str, marker: str) -> None:
    """Answer the request that was entered at this moment."""
    from sqlalchemy import text

    connection.execute(
        text(
            f"UPDATE {TABLE} SET answer = :reply, answered = :now, marker = :marker "
            "WHERE assignment = :assignment AND asked = :asked"
        ),
        {
            "reply": reply,
            "now": next_moment(None),
            "marker": marker,
            "assignment": assignment,
            "asked": asked,
        },
    )


def all_of(connection: Any, assignment: str, student: str | None = None) -> list[Request]:
    """The requests of an assignment, oldest first."""
    from sqlalchemy import text

    connection.execute(text(CREATE))
    rows = connection.execute(
        text(
            f"SELECT asked, student, cell, request, answer, answered, marker FROM {TABLE} "
            "WHERE assignment = :assignment ORDER BY asked"
        ),
        {"assignment": assignment},
    )
    found = [Request(*(str(cell or "") for cell in row)) for row in rows]
    return [one for one in found if student in (None, one.student)]


def forget(connection: Any, student: str) -> None:
    """Delete the requests of a student."""
    from sqlalchemy import text

    connection.execute(text(CREATE))
    connection.execute(text(f"DELETE FROM {TABLE} WHERE student = :student"), {"student": student})


def read_file(path: Path, questions: list[str]) -> Iterator[tuple[str, str, str]]:
    """Student, question and request of each line of a CSV file.

    Raises InputError that names the line if something cannot be used: no line is taken then.
    """
    lines = rows_of(path)
    chinese = {zh: en for en, zh in HEADS.items()}
    heads = [chinese.get(head, head.lower()) for head in next(lines, (0, []))[1]]
    if not set(HEADS) <= set(heads):
        raise InputError(
            _("{path} must begin with a line of column names: {all}.").format(path=path, all=", ".join(HEADS))
        )
    found = []
    for line, cells in lines:
        row = dict(zip(heads, cells, strict=False))
        where = _("{path}, line {line}: ").format(path=path, line=line)
        cell = row.get("question", "").lower()
        cell = cell if cell in questions else f"q{cell}"
        if cell not in questions:
            text = _("question is {value}, but takes {all}.")
            raise InputError(where + text.format(value=row.get("question", ""), all=", ".join(questions)))
        if not row.get("request"):
            raise InputError(where + _("the request is empty."))
        try:
            student = student_id(row.get("student", ""))
        except InputError as error:
            raise InputError(where + str(error)) from None
        found.append((student, cell, row["request"][:MOST_LETTERS]))
    return iter(found)
