"""How late work was handed in, by `course.toml` and `roster.csv`, and the points that lateness costs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from sim.course.roster import Enrolled
from sim.workspace.course_file import HandingIn

DAY = 86400.0
IN_TIME, LATE, TOO_LATE, NO_DEADLINE, UNKNOWN = "in time", "late", "too late", "no deadline", "time unknown"


@dataclass(frozen=True)
class Lateness:
    """The lateness of something.

    Attributes
    ----------
    state : str
        "in time", "late", "too late" (no longer accepted), "no deadline" or "time unknown".
    days : int
        Days begun after the deadline with the student's extension; 0 unless late.
    share : float
        Share of the points that is kept.
    deadline : datetime or None
        The student's own, with the extension.
    extension : int
        Days by which it is later than the others'.
    """

    state: str
    days: int = 0
    share: float = 1.0
    deadline: datetime | None = None
    extension: int = 0


def lateness(
    course: HandingIn | None, student: Enrolled | None, work: str, moment: datetime | None
) -> Lateness:
    """The lateness of a student's work. Without a rule for late work it is accepted for ever, and costs nothing.

    Examples
    --------
    >>> from datetime import UTC
    >>> course = HandingIn(deadlines={"a": datetime(2026, 10, 12, tzinfo=UTC)}, late={"days": 3, "loss": 0.1})
    >>> late = lateness(course, None, "a", datetime(2026, 10, 13, 1, tzinfo=UTC))
    >>> late.state, late.days, late.share
    ('late', 2, 0.8)
    """
    deadline = course.deadline(work) if course else None
    if course is None or deadline is None:
        return Lateness(NO_DEADLINE)
    extension = student.extension_days(work) if student else 0
    deadline += timedelta(days=extension)
    if moment is None:
        return Lateness(UNKNOWN, deadline=deadline, extension=extension)
    if moment <= deadline:
        return Lateness(IN_TIME, deadline=deadline, extension=extension)
    days = math.ceil((moment - deadline).total_seconds() / DAY)
    if course.late is None:
        return Lateness(LATE, days, 1.0, deadline, extension)
    if days > course.late.days:
        return Lateness(TOO_LATE, days, 0.0, deadline, extension)
    return Lateness(LATE, days, round(max(0.0, 1 - days * course.late.loss), 6), deadline, extension)
