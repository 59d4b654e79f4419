"""The report of `kefu collect`: who handed in what and when, who is missing, and why any other file is not placed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from rich.table import Table

from sim.base.i18n import N_, _, ngettext
from sim.course.lateness import LATE, TOO_LATE, UNKNOWN
from sim.marking.collecting.attempts import Attempt, Unplaced
from sim.marking.collecting.deciding import Decision
from sim.marking.collecting.identity import People

COUNTS, UNREADABLE, LATE_ROW, REFUSED, MISSING, SPARE, NOT_PLACED, LEFT_ASIDE, BY_HAND = (
    N_("counts"),
    N_("cannot be read"),
    N_("late"),
    N_("too late"),
    N_("not handed in"),
    N_("does not count"),
    N_("not placed"),
    N_("not needed"),
    N_("put there by hand"),
)
HEADS = (
    N_("student"),
    N_("name"),
    N_("group"),
    N_("assignment"),
    N_("status"),
    N_("handed in"),
    N_("days late"),
    N_("extension"),
    N_("file"),
    N_("remarks"),
)
MOST_ROWS = 60
"""Of a table on the screen; the file has all."""


@dataclass(frozen=True)
class Row:
    """A line of the report; status: one of the words above, in English."""

    student: str
    name: str
    group: str
    work: str
    status: str
    moment: str = ""
    days: int = 0
    extension: int = 0
    place: str = ""
    remarks: str = ""

    @property
    def cells(self) -> list[str]:
        """As texts in the current language."""
        days, extension = str(self.days or ""), str(self.extension or "")
        return [
            self.student,
            self.name,
            self.group,
            self.work,
            _(self.status),
            self.moment,
            days,
            extension,
            self.place,
            self.remarks,
        ]

    @property
    def tells(self) -> bool:
        """Whether a teacher should see it on the screen."""
        return self.status not in (COUNTS, SPARE, LEFT_ASIDE) or bool(self.remarks or self.extension)


def rows(
    decisions: Sequence[Decision],
    unplaced: Sequence[Unplaced],
    people: People,
    by_hand: frozenset[str],
    zone: tzinfo,
) -> list[Row]:
    """Every student and every file: what counts, what does not, who is missing, then what was not placed."""
    found: list[Row] = []
    for work in sorted({one.work for one in decisions}):
        here = {one.student: one for one in decisions if one.work == work}
        for student in [*people.by_student, *sorted(set(here) - set(people.by_student))]:
            if student in here:
                found += _rows_of(here[student], people, by_hand, zone)
            else:
                enrolled = people.by_student[student]
                reasons = [
                    f"{one.place}: {one.reason}" for one in unplaced if one.student == student and one.needed
                ]
                found.append(
                    _row(
                        people,
                        student,
                        work,
                        MISSING,
                        extension=enrolled.extension_days(work),
                        remarks="; ".join(reasons),
                    )
                )
    for one in sorted(unplaced, key=lambda one: (not one.needed, one.place)):
        status = NOT_PLACED if one.needed else LEFT_ASIDE
        found.append(_row(people, one.student, one.work, status, place=one.place, remarks=one.reason))
    return found


def _rows_of(one: Decision, people: People, by_hand: frozenset[str], zone: tzinfo) -> Iterator[Row]:
    def moment(one: Attempt) -> str:
        return f"{one.moment.astimezone(zone):%Y-%m-%d %H:%M}" if one.moment and one.sure else ""

    chosen, extension = one.chosen, one.late.extension
    if chosen is not None:
        status = UNREADABLE if chosen.problem else LATE_ROW if one.late.state == LATE else COUNTS
        notes = list(one.notes)
        if one.late.state == UNKNOWN:
            notes.append(_("it is not known when it was handed in"))
        if f"{one.student}/{one.work}" in by_hand:
            status = BY_HAND
            notes.append(_("the file in submitted/ was put or changed there by hand, and stays"))
        yield _row(
            people,
            one.student,
            one.work,
            status,
            moment(chosen),
            one.late.days,
            extension,
            chosen.place,
            "; ".join(notes),
        )
    elif one.late.state == TOO_LATE:
        best, reason = one.others[0]
        yield _row(
            people,
            one.student,
            one.work,
            REFUSED,
            moment(best),
            one.late.days,
            extension,
            best.place,
            reason,
        )
    for attempt, reason in one.others if chosen is not None else one.others[1:]:
        yield _row(people, one.student, one.work, SPARE, moment(attempt), place=attempt.place, remarks=reason)


def _row(
    people: People,
    student: str,
    work: str,
    status: str,
    moment: str = "",
    days: int = 0,
    extension: int = 0,
    place: str = "",
    remarks: str = "",
) -> Row:
    enrolled = people.by_student.get(student)
    name, group = (enrolled.name, enrolled.group) if enrolled else ("", "")
    return Row(student, name, group, work, status, moment, days, extension, place, remarks)


def csv_rows(report: Sequence[Row]) -> Iterator[list[str]]:
    """The whole report with its heads."""
    yield [_(head) for head in HEADS]
    yield from (row.cells for row in report)


def summary(report: Sequence[Row]) -> Iterator[str]:
    """A line for each assignment: how many are in time, late, missing."""
    for work in dict.fromkeys(row.work for row in report if row.status not in (NOT_PLACED, LEFT_ASIDE)):
        counts = Counter(row.status for row in report if row.work == work and row.status != SPARE)
        listed = [
            f"{_(status)} {counts[status]}"
            for status in (COUNTS, LATE_ROW, BY_HAND, UNREADABLE, REFUSED, MISSING)
            if counts[status]
        ]
        yield f"{work}: {_(', ').join(listed)}"
    left = sum(row.status == NOT_PLACED for row in report)
    if left:
        text = ngettext(
            "{n} file is not placed: the table says why.",
            "{n} files are not placed: the table says why.",
            left,
        )
        yield text.format(n=left)


def table(report: Sequence[Row]) -> Table:
    """The report as a table: everything if it is short, else what a teacher should look at."""
    shown = [row for row in report if row.status not in (SPARE, LEFT_ASIDE)]
    if len(shown) > MOST_ROWS:
        shown = [row for row in shown if row.tells][:MOST_ROWS]
    made = Table(box=None, pad_edge=False)
    for head in (HEADS[0], HEADS[1], HEADS[3], HEADS[4], HEADS[5], HEADS[9]):
        made.add_column(_(head), overflow="fold")
    for row in shown:
        remarks = [row.remarks]
        if row.days:
            remarks.insert(0, ngettext("{n} day late", "{n} days late", row.days).format(n=row.days))
        if row.extension:
            text = ngettext("extension of {n} day", "extension of {n} days", row.extension)
            remarks.insert(0, text.format(n=row.extension))
        if row.status == NOT_PLACED:
            remarks.insert(0, row.place)
        text = "; ".join(filter(None, remarks))
        cells = [row.student, row.name, row.work, _(row.status), row.moment, text]
        made.add_row(*("".join(c if c.isprintable() else "?" for c in cell) for cell in cells))
    return made
