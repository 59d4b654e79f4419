"""Decisions of markers, kept in the gradebook's database in the same transaction as the mark: a row for each."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

TABLE = "kefu_reviews"
FIRST, SECOND = "first", "second"
"""The first marker's decision is the mark. A second marker's is compared with it and changes nothing."""
COLUMNS = "moment, marker, role, assignment, student, cell, levels, points, comment, digest, before_state"
CREATE = (
    f"CREATE TABLE IF NOT EXISTS {TABLE} (moment VARCHAR(40), marker VARCHAR(64), role VARCHAR(8), assignment VARCHAR(128), "
    "student VARCHAR(128), cell VARCHAR(128), levels VARCHAR(400), points FLOAT, comment TEXT, digest VARCHAR(16), "
    "before_state TEXT)"
)


@dataclass(frozen=True)
class Decision:
    """A decision on one answer.

    Attributes
    ----------
    student, cell : str
        Whose answer to what.
    levels : tuple of float
        Points of each criterion; empty for a question without criteria.
    points : float
        Their sum, or the points given.
    comment : str
        For the student.
    digest : str
        Of the text that was read.
    marker, role, moment : str
        Who, as first or second marker, and when (UTC).
    before : dict
        The mark that stood there, for taking the decision back.
    """

    student: str
    cell: str
    levels: tuple[float, ...]
    points: float
    comment: str
    digest: str
    marker: str
    role: str = FIRST
    moment: str = ""
    before: dict[str, Any] | None = None

    @property
    def version(self) -> str:
        """Tells it from an earlier or a later decision on the same answer."""
        return hashlib.sha256(self.moment.encode()).hexdigest()[:8]

    @property
    def content(self) -> tuple[object, ...]:
        """Levels, points, comment and text; not the marker and the time."""
        return (self.levels, self.points, self.comment, self.digest)


def next_moment(last: str | None) -> str:
    """Now, or just after the last one if the clock has not moved on: moments tell entries apart, and some clocks are coarse."""
    now = datetime.now(UTC)
    if last:
        now = max(now, datetime.fromisoformat(last) + timedelta(microseconds=1))
    return now.isoformat(timespec="microseconds")


def add(connection: Any, assignment: str, decision: Decision) -> None:
    """Keep a decision."""
    from sqlalchemy import text

    connection.execute(text(CREATE))
    last = connection.execute(text(f"SELECT MAX(moment) FROM {TABLE}")).scalar()
    names = [name.strip() for name in COLUMNS.split(",")]
    places = ", ".join(f":{name}" for name in names)
    connection.execute(
        text(f"INSERT INTO {TABLE} ({COLUMNS}) VALUES ({places})"),
        {
            "moment": next_moment(last),
            "marker": decision.marker,
            "role": decision.role,
            "assignment": assignment,
            "student": decision.student,
            "cell": decision.cell,
            "levels": json.dumps(decision.levels),
            "points": decision.points,
            "comment": decision.comment,
            "digest": decision.digest,
            "before_state": json.dumps(decision.before or {}),
        },
    )


def all_of(
    connection: Any, assignment: str, cell: str | None = None, student: str | None = None
) -> list[Decision]:
    """The decisions that stand, oldest first."""
    from sqlalchemy import text

    connection.execute(text(CREATE))
    wanted = {"assignment": assignment, "cell": cell, "student": student}
    where = " AND ".join(f"{name} = :{name}" for name, value in wanted.items() if value is not None)
    rows = connection.execute(text(f"SELECT {COLUMNS} FROM {TABLE} WHERE {where} ORDER BY moment"), wanted)
    return [
        Decision(
            row.student,
            row.cell,
            tuple(json.loads(row.levels)),
            float(row.points),
            row.comment,
            row.digest,
            row.marker,
            row.role,
            row.moment,
            json.loads(row.before_state),
        )
        for row in rows
    ]


def latest(decisions: list[Decision], role: str) -> dict[str, Decision]:
    """Student -> the last decision in this role."""
    return {one.student: one for one in decisions if one.role == role}


def remove(connection: Any, assignment: str, decision: Decision) -> None:
    """Delete a decision that is taken back; its effect on the mark stays in the list of changes (`kefu audit`)."""
    from sqlalchemy import text

    connection.execute(
        text(
            f"DELETE FROM {TABLE} WHERE assignment = :assignment AND cell = :cell AND student = :student AND moment = :moment"
        ),
        {
            "assignment": assignment,
            "cell": decision.cell,
            "student": decision.student,
            "moment": decision.moment,
        },
    )


def forget(connection: Any, student: str) -> None:
    """Delete everything that was decided of a student."""
    from sqlalchemy import text

    connection.execute(text(CREATE))
    connection.execute(text(f"DELETE FROM {TABLE} WHERE student = :student"), {"student": student})
