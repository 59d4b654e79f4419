"""Decides which attempt of a student counts, and who is missing, late or has more time.

The newest that can be read and is not too late counts. Where no time is known the number of a repeated upload decides. In
one upload with several notebooks the one with most answers counts, a script only if there is no notebook. If the same
content is handed in again, its first time counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sim.base.i18n import _
from sim.course.lateness import LATE, TOO_LATE, Lateness, lateness
from sim.marking.collecting.attempts import Attempt
from sim.marking.collecting.identity import People
from sim.workspace.course_file import HandingIn

NEVER = datetime(1, 1, 2, tzinfo=UTC)
"""Stands for an unknown time: earlier than any other."""
TOGETHER = 120
"""Seconds within which files of one place are one upload."""


@dataclass(frozen=True)
class Decision:
    """The attempt that counts of a student's work; others: the rest with the reason; None: nothing counts."""

    student: str
    work: str
    chosen: Attempt | None
    late: Lateness
    others: tuple[tuple[Attempt, str], ...]
    notes: tuple[str, ...] = ()


def decide(found: Iterable[Attempt], people: People, course: HandingIn | None) -> list[Decision]:
    """A decision for each student and work of which there is an attempt, sorted."""
    groups: dict[tuple[str, str], list[Attempt]] = {}
    for one in found:
        groups.setdefault((one.work, one.student), []).append(one)
    return [_decide(group, people, course) for _key, group in sorted(groups.items())]


def _decide(group: list[Attempt], people: People, course: HandingIn | None) -> Decision:
    student, work = group[0].student, group[0].work
    enrolled = people.by_student.get(student)
    kept, again = _without_repeats(group)
    late = {one: lateness(course, enrolled, work, one.moment if one.sure else None) for one in kept}

    def order(one: Attempt) -> tuple[bool, bool, datetime, int, int, int, str]:
        return (
            not one.problem,
            late[one].state != TOO_LATE,
            _upload_time(one, kept),
            one.number,
            min(one.rank, 1) * 10_000 + one.answers,
            one.rank,
            one.place,
        )

    ranked = sorted(kept, key=order, reverse=True)
    best, rest = ranked[0], ranked[1:]
    others = [(one, _("the same again")) for one in again]
    if late[best].state == TOO_LATE:
        reason = _("handed in too late: {days} days after the deadline").format(days=late[best].days)
        return Decision(
            student, work, None, late[best], tuple((one, reason) for one in ranked) + tuple(others)
        )
    notes = list(best.notes)
    for one in rest:
        others.append((one, _why_not(one, late[one], best)))
        if one.problem and (one.moment or NEVER) > (best.moment or NEVER):
            notes.append(_("a newer one cannot be read, so the one before counts"))
        if one.answers > best.answers == 0:
            notes.append(_("an earlier one has answers, this one has none"))
    if late[best].state == LATE and any(late[one].state != LATE and not one.problem for one in rest):
        notes.append(_("an earlier one was in time"))
    if best.late_by_lms and late[best].state != LATE:
        notes.append(_("the LMS calls it late"))
    if best.problem:
        notes.insert(0, best.problem)
    return Decision(student, work, best, late[best], tuple(others), tuple(dict.fromkeys(notes)))


def _without_repeats(group: list[Attempt]) -> tuple[list[Attempt], list[Attempt]]:
    """One attempt for each content, with the earliest time that is known of it; and the repeats."""
    first: dict[str, Attempt] = {}
    again: list[Attempt] = []
    for one in sorted(
        group, key=lambda one: (not one.sure, one.moment is None, one.moment or NEVER, -one.rank, one.place)
    ):
        if one.digest not in first:
            first[one.digest] = one
            continue
        kept = first[one.digest]
        first[one.digest] = replace(
            kept,
            number=max(kept.number, one.number),
            notes=tuple(note for note in kept.notes if note in one.notes),
        )
        again.append(one)
    return list(first.values()), again


def _upload_time(one: Attempt, group: list[Attempt]) -> datetime:
    """The time of the upload: files that were handed in together have the time of the last one."""
    if one.moment is None:
        return NEVER
    folder = one.place.rpartition("/")[0]
    together = [
        other.moment
        for other in group
        if other.moment is not None
        and other.place.rpartition("/")[0] == folder
        and other.number == one.number
        and abs((other.moment - one.moment).total_seconds()) <= TOGETHER
    ]
    return max(together)


def _why_not(one: Attempt, late: Lateness, best: Attempt) -> str:
    if one.problem:
        return one.problem
    if late.state == TOO_LATE:
        return _("handed in too late: {days} days after the deadline").format(days=late.days)
    if one.place.rpartition("/")[0] == best.place.rpartition("/")[0] and one.moment == best.moment:
        return _("another file of the same upload counts: {place}").format(
            place=best.place.rpartition("/")[2]
        )
    return _("a newer one counts")
