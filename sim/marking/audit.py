"""Who changed which mark and when: kept in the gradebook, in the same transaction as the change.

`nbgrader_config.py` starts it in every program that reads it: `kefu mark`, formgrader, `nbgrader`.
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

TABLE = "kefu_audit"
POINTS = {"auto_score": "machine", "manual_score": "person", "extra_credit": "extra credit"}
"""Column of a mark -> who gives it."""
COMMENT = "comment"
MOST = 300
"""Letters of a comment that are kept."""
CREATE = (
    f"CREATE TABLE IF NOT EXISTS {TABLE} (moment VARCHAR(32), who VARCHAR(64), assignment VARCHAR(128), student VARCHAR(128), "
    "cell VARCHAR(128), kind VARCHAR(16), before_text VARCHAR(400), after_text VARCHAR(400))"
)
INSERT = (
    f"INSERT INTO {TABLE} (moment, who, assignment, student, cell, kind, before_text, after_text) "
    "VALUES (:moment, :who, :assignment, :student, :cell, :kind, :before, :after)"
)
_started = False


@dataclass(frozen=True)
class Change:
    """A change of a mark or a comment.

    kind: "machine", "person", "extra credit" or "comment"; before, after: as texts, "" if there was none.
    """

    moment: str
    who: str
    assignment: str
    student: str
    cell: str
    kind: str
    before: str
    after: str


def start() -> None:
    """Note every change that this process makes to a mark from now on."""
    global _started
    if _started:
        return
    from nbgrader.api import Comment, Grade
    from sqlalchemy import event

    _started = True
    for column in (*(getattr(Grade, name) for name in POINTS), Comment.manual_comment):
        event.listen(
            column, "set", _nothing, active_history=True
        )  # otherwise the old value is not always known
    event.listen(Grade, "before_update", _grade_changes)
    event.listen(Comment, "before_update", _comment_changes)


def _nothing(*_what: Any) -> None:
    """Called at each change, before the change is written."""


def who() -> str:
    """The user of this computer; on a JupyterHub its name for the user."""
    try:
        return (os.environ.get("JUPYTERHUB_USER") or getpass.getuser())[:64]
    except (KeyError, OSError):
        return "?"


def _grade_changes(_mapper: Any, connection: Any, grade: Any) -> None:
    for column, kind in POINTS.items():
        _note(connection, grade, column, kind)


def _comment_changes(_mapper: Any, connection: Any, comment: Any) -> None:
    _note(connection, comment, "manual_comment", COMMENT)


def _note(connection: Any, row: Any, column: str, kind: str) -> None:
    from sqlalchemy import inspect, text

    history = inspect(row).attrs[column].history
    if not history.has_changes():
        return
    before = history.deleted[0] if history.deleted else None
    after = history.added[0] if history.added else None
    if before == after or (before is None and after is None):
        return
    connection.execute(text(CREATE))
    notebook = row.notebook
    connection.execute(
        text(INSERT),
        {
            "moment": datetime.now(UTC).isoformat(timespec="seconds"),
            "who": who(),
            "assignment": notebook.assignment.assignment.name,
            "student": notebook.assignment.student_id,
            "cell": row.cell.name,
            "kind": kind,
            "before": _text(before),
            "after": _text(after),
        },
    )


def changes(connection: Any, assignment: str | None = None, student: str | None = None) -> Iterator[Change]:
    """The changes in a gradebook, oldest first."""
    from sqlalchemy import text

    connection.execute(text(CREATE))
    rows = connection.execute(
        text(f"SELECT moment, who, assignment, student, cell, kind, before_text, after_text FROM {TABLE}")
    )
    for row in rows:
        change = Change(*(str(cell or "") for cell in row))
        if assignment in (None, change.assignment) and student in (None, change.student):
            yield change


def forget(connection: Any, student: str) -> None:
    """Delete the changes of a student's marks."""
    from sqlalchemy import text

    connection.execute(text(CREATE))
    connection.execute(text(f"DELETE FROM {TABLE} WHERE student = :student"), {"student": student})


def _text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)[:MOST]
