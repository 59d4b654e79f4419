"""The points of all students in an assignment, by question, and the reason where there are none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sim.base.errors import InputError
from sim.base.i18n import N_, _
from sim.course.course_folder import COLLECTED, SUBMITTED
from sim.course.lateness import TOO_LATE, Lateness, lateness
from sim.course.roster import Enrolled
from sim.course.talk_works import is_talk
from sim.marking.batch.gradebook import Gradebook, Mark
from sim.marking.batch.handed_in import moment as moment_of
from sim.marking.batch.plan import make_plan, roster_of
from sim.marking.batch.results import MARKED as DONE
from sim.marking.batch.results import MARKER_ERROR, NOT_REPLAYED, Result, Results
from sim.marking.collecting.refused import refused
from sim.workspace.course_file import COURSE_FILE, HandingIn, read_course_file

MARKED = N_("marked")
ZERO = N_("marked, no points")
WAITS = N_("waits for a person")
CHANGED = N_("changed since it was marked")
NEVER = N_("never marked")
CRASHED = N_("marking failed")
UNREADABLE = N_("no notebook that can be read")
FAULTY = N_("the talk does not replay")
REFUSED = N_("too late")
NOTHING = N_("not handed in")
DIGITS = 4
"""Decimals of points after the loss for lateness, as on the feedback page."""


@dataclass(frozen=True)
class Standing:
    """The standing of a student in an assignment.

    Attributes
    ----------
    student : Enrolled
        From the roster; of somebody who is not on it only the id is known.
    status : str
        One of the texts above, in English: points say nothing of it.
    questions : Mapping of str to float or None
        Question or written cell -> points; None if nobody has given any.
    most : Mapping of str to float
        Question -> what it is worth.
    late : Lateness
        How late it was handed in.
    handed_in : datetime or None
        When, if that is known.
    remarks : str
        What the marker noted.
    """

    student: Enrolled
    status: str
    questions: Mapping[str, float | None]
    most: Mapping[str, float]
    late: Lateness
    handed_in: datetime | None = None
    remarks: str = ""

    @property
    def so_far(self) -> float | None:
        """Points of all questions that are marked, before any loss; None if none is."""
        given = [points for points in self.questions.values() if points is not None]
        return round(sum(given), 4) if given else None

    @property
    def points(self) -> float | None:
        """Points that count, after the loss for lateness; None unless everything is marked."""
        if self.status not in (MARKED, ZERO) or self.so_far is None:
            return None
        return round(self.so_far * self.late.share, DIGITS)


def standings(root: Path, assignment: str) -> list[Standing]:
    """Everybody on the roster, in its order, then others who handed in. Raises InputError if nothing was released."""
    plan = make_plan(root, assignment)
    course = read_course_file(root) if (root / COURSE_FILE).is_file() else None
    roster = {one.student: one for one in roster_of(root)}
    there = {*plan.kept, *plan.why}
    results, too_late = Results(root, assignment), refused(root / COLLECTED, assignment)
    found = []
    with Gradebook(root) as book:
        if not book.has(assignment):
            first = "mark" if is_talk(assignment) else "release"
            text = _("{assignment} is not in the gradebook: run `kefu {first} {assignment}` first.")
            raise InputError(text.format(assignment=assignment, first=first))
        most = book.most(assignment)
        for student in [*roster, *sorted(there - set(roster))]:
            enrolled = roster.get(student) or Enrolled(student, "", "", "", {})
            marks = book.marks(assignment, student) if student in there else []
            result = results.read(student) if student in there else None
            moment = moment_of(root / SUBMITTED / student / assignment)
            found.append(
                _standing(
                    enrolled, marks, most, result, course, moment, assignment, plan.why, there, too_late
                )
            )
    return found


def _standing(
    enrolled: Enrolled,
    marks: list[Mark],
    most: dict[str, float],
    result: Result | None,
    course: HandingIn | None,
    moment: datetime | None,
    assignment: str,
    waiting: dict[str, str],
    there: set[str],
    too_late: set[str],
) -> Standing:
    student = enrolled.student
    late = lateness(course, enrolled, assignment, moment)
    if student not in there:
        nothing = REFUSED if student in too_late else NOTHING
        late = Lateness(TOO_LATE, share=0.0) if student in too_late else late
        return Standing(enrolled, nothing, {}, most, late)
    questions = dict.fromkeys(most) | {mark.name: mark.points for mark in marks}
    remarks = "" if result is None else "; ".join([*filter(None, [result.reason]), *result.notes])
    status = _status(result, questions, again=student in waiting)
    return Standing(enrolled, status, questions, most, late, moment, remarks[:500])


def _status(result: Result | None, questions: Mapping[str, float | None], *, again: bool) -> str:
    if result is None:
        return NEVER
    if result.status == MARKER_ERROR:
        return CRASHED
    if again:
        return CHANGED
    by_hand = all(points is not None for points in questions.values())
    if result.status != DONE and not by_hand:
        return FAULTY if result.status == NOT_REPLAYED else UNREADABLE
    if not by_hand:
        return WAITS
    return MARKED if any(questions.values()) else ZERO
