"""What a run of `kefu mark` says at its end, on one screen; the whole list is a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from sim.base.files import write_atomic
from sim.base.i18n import _, ngettext
from sim.base.spreadsheets import BOM, csv_text
from sim.marking.batch.gradebook import Mark
from sim.marking.batch.results import MARKED, MARKER_ERROR, Result
from sim.marking.batch.run import MOVED_FILE, Outcome

MOST_LINES = 8
"""Of each list on the screen."""
FILE = "summary.csv"


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


def needing_a_look(outcome: Outcome) -> list[tuple[str, str]]:
    """Student and why, for everybody whose submission a teacher should look at."""
    found = []
    for student, result in sorted(outcome.results.items()):
        reasons = list(result.notes)
        if result.status == MARKER_ERROR:
            reasons.insert(0, _("could not be marked ({reason})").format(reason=result.reason))
        elif result.status != MARKED:
            reasons.insert(0, _("no notebook that can be used ({reason})").format(reason=result.reason))
        if reasons:
            text = "; ".join(reasons)[:300]
            found.append((student, "".join(c if c.isprintable() else "?" for c in text)))
    plan = outcome.plan
    found += [(student, _("is not on the roster")) for student in plan.unknown]
    found += [(folder, _("this folder is no student's id, so it was not marked")) for folder in plan.folders]
    return found


def _points(student: str, outcome: Outcome) -> str:
    marks = outcome.marks.get(student, [])
    if outcome.results[student].status != MARKED:
        return f"{_named(student, outcome)}: –"
    points, most = totals(marks)
    waiting = [mark.name for mark in marks if mark.points is None]
    text = f"{_named(student, outcome)}: {points:g} / {most:g}"
    if waiting:
        text += _(", by hand: {names}").format(names=", ".join(sorted(waiting)))
    return text


def totals(marks: Sequence[Mark]) -> tuple[float, float]:
    """Points so far, and all there are."""
    return round(sum(mark.points or 0.0 for mark in marks), 4), sum(mark.most for mark in marks)


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
    rows = [["student", "name", "status", "points", "of", "needs a look"]]
    for student in sorted({*outcome.results, *outcome.plan.nothing}):
        result: Result | None = outcome.results.get(student)
        points, most = totals(outcome.marks.get(student, []))
        marked = result is not None and result.status == MARKED
        numbers = [f"{points:g}", f"{most:g}"] if marked else ["", ""]
        status = result.status if result else "nothing handed in"
        rows.append([student, outcome.plan.names.get(student, ""), status, *numbers, looks.get(student, "")])
    write_atomic(path, BOM + csv_text(rows))
