"""The summary at the end of `kefu mark`, on one screen; the whole list is a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.base.files import write_atomic
from sim.base.i18n import _, ngettext
from sim.base.spreadsheets import BOM, csv_text
from sim.course.course_folder import FEEDBACK
from sim.course.lateness import LATE, TOO_LATE, UNKNOWN
from sim.marking.batch.gradebook import Totals, totals
from sim.marking.batch.handed_in import in_words
from sim.marking.batch.results import MARKED, MARKER_ERROR, NOT_REPLAYED, Result
from sim.marking.batch.run import MOVED_FILE, Outcome

MOST_LINES = 8
"""Of each list on the screen."""
FILE = "summary.csv"
GRADES = "grades.csv"
"""What `nbgrader export` writes."""


def lines(outcome: Outcome, file: Path) -> Iterator[str]:
    """The summary in the current language; file: where the whole list is."""
    plan, results = outcome.plan, outcome.results
    yield ngettext(
        "{n} submission marked, {kept} left as they were.",
        "{n} submissions marked, {kept} left as they were.",
        len(plan.jobs),
    ).format(n=len(plan.jobs), kept=len(plan.kept))
    yield from _listed(_("Points so far:"), [_points(s, outcome) for s in sorted(results)], file)
    moved = [
        f"{one.student} {one.question}: {_shown(one.before)} → {_shown(one.after)}" for one in outcome.moved
    ]
    yield from _listed(_("Marks that moved:"), moved, file.with_name(MOVED_FILE))
    yield from _listed(_("Handed in nothing:"), [_named(s, outcome) for s in plan.nothing], file)
    looks = [f"{student}: {why}" for student, why in needing_a_look(outcome)]
    yield from _listed(_("Needs a look:"), looks, file)
    yield from _listed(
        _("Handed in at a time that is not known, so nothing was taken off:"), _times(outcome), file
    )
    if plan.not_marked:
        yield from _listed(
            _("Not marked, because these files are in the wrong place:"), plan.not_marked, file
        )
        yield _("  Sort these in with `kefu collect FILE`, or put each notebook where it belongs.")
    yield ""
    yield _("Pages for students: {folder}").format(folder=file.parents[2] / FEEDBACK)
    yield _("Everybody in one table: {file}").format(file=file)
    yield _("For other systems: `nbgrader export` writes {file}").format(file=file.parents[2] / GRADES)


def _times(outcome: Outcome) -> list[str]:
    """The students whose time of handing in is not known, in a line or two."""
    unknown = [student for student, late in sorted(outcome.plan.late.items()) if late.state == UNKNOWN]
    few = ", ".join(unknown[:MOST_LINES])
    return [few if len(unknown) <= MOST_LINES else f"{few}, ... ({len(unknown)})"] if unknown else []


def needing_a_look(outcome: Outcome) -> list[tuple[str, str]]:
    """Student and why, for everybody whose submission a teacher should look at."""
    found = []
    for student, result in sorted(outcome.results.items()):
        reasons = list(result.notes)
        late = outcome.plan.late[student]
        if late.state in (LATE, TOO_LATE):
            reasons.append(in_words(late))
        if result.status == MARKER_ERROR:
            reasons.insert(0, _("could not be marked ({reason})").format(reason=result.reason))
        elif result.status == NOT_REPLAYED:
            reasons.insert(0, _("the talk was not marked: {reason}").format(reason=result.reason))
        elif result.status != MARKED:
            reasons.insert(0, _("no notebook that can be used ({reason})").format(reason=result.reason))
        if reasons:
            text = "; ".join(reasons)[:300]
            found.append((student, "".join(c if c.isprintable() else "?" for c in text)))
    plan = outcome.plan
    found += [(student, _("is not on the roster")) for student in plan.unknown]
    found += [
        (folder, _("the name of this folder is not a student id, so it was not marked"))
        for folder in plan.folders
    ]
    return found


def _points(student: str, outcome: Outcome) -> str:
    marks = outcome.marks.get(student, [])
    if outcome.results[student].status != MARKED:
        return f"{_named(student, outcome)}: –"
    found, late = totals(marks), outcome.plan.late[student]
    text = f"{_named(student, outcome)}: " + in_points(found)
    if found.waiting:
        waiting = ", ".join(sorted(mark.name for mark in marks if mark.points is None))
        text += _(", {points:g} by a person ({names})").format(points=found.waiting, names=waiting)
    if late.share < 1:
        text += _("; with the loss for lateness {points:g}").format(
            points=round(found.points * late.share, 4)
        )
    return text


def in_points(found: Totals) -> str:
    """Points so far in words, out of those that were marked: questions that nobody has marked yet are not counted as lost."""
    if found.waiting:
        return _("{points:g} of {most:g} so far").format(points=found.points, most=found.marked)
    return _("{points:g} of {most:g}").format(points=found.points, most=found.marked)


def _named(student: str, outcome: Outcome) -> str:
    name = outcome.plan.names.get(student, "")
    return f"{student} {name}".rstrip()


def _shown(points: float | None) -> str:
    return "–" if points is None else f"{points:g}"


def _listed(head: str, entries: Sequence[str], file: Path) -> Iterator[str]:
    if not entries:
        return
    yield ""
    yield head
    for entry in entries[:MOST_LINES]:
        yield f"  {entry}"
    if len(entries) > MOST_LINES:
        text = ngettext("  and {n} more: see {file}", "  and {n} more: see {file}", len(entries) - MOST_LINES)
        yield text.format(n=len(entries) - MOST_LINES, file=file)


def write_file(outcome: Outcome, path: Path) -> None:
    """The whole list as CSV: a row for each student who handed in or should have."""
    looks: dict[str, str] = {}
    for student, why in needing_a_look(outcome):
        looks[student] = "; ".join(filter(None, [looks.get(student, ""), why]))
    rows = [
        ["student", "name", "status", "points", "of", "by a person", "late", "after lateness", "needs a look"]
    ]
    for student in sorted({*outcome.results, *outcome.plan.nothing}):
        result: Result | None = outcome.results.get(student)
        found, late = totals(outcome.marks.get(student, [])), outcome.plan.late.get(student)
        marked = result is not None and result.status == MARKED
        numbers = [""] * 5
        if marked and late is not None:
            after = round(found.points * late.share, 4)
            counted = (found.points, found.marked, found.waiting)
            numbers = [*(f"{number:g}" for number in counted), str(late.days or ""), f"{after:g}"]
        status = result.status if result else "nothing handed in"
        rows.append([student, outcome.plan.names.get(student, ""), status, *numbers, looks.get(student, "")])
    write_atomic(path, BOM + csv_text(rows))
