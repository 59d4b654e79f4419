"""The page that a student gets back: points of every part with the reason, in the language of the edition; one file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sim.base.files import write_atomic
from sim.base.i18n import _, using
from sim.course.assignment import find_assignment
from sim.course.course_folder import FEEDBACK
from sim.course.lateness import LATE, TOO_LATE, Lateness
from sim.course.roster import ROSTER, read_roster
from sim.course.talk_works import is_talk, scenario_of
from sim.marking.batch.gradebook import Mark, totals
from sim.marking.batch.handed_in import course_file, in_words
from sim.marking.batch.results import MARKED, Result
from sim.marking.marker import HIDDEN, Record, reason
from sim.reports.html import render_plain, with_code

TEMPLATES = "marking/batch/templates"


def page_of(root: Path, student: str, assignment: str) -> Path:
    """The file of a student's page."""
    return root / FEEDBACK / student / assignment / f"{assignment}.html"


def write_page(
    root: Path,
    result: Result,
    marks: Iterable[Mark],
    late: Lateness | None = None,
    now: datetime | None = None,
) -> Path:
    """Write the page of a result, if it differs from the existing one."""
    closed = is_closed(root, result.assignment, now)
    page = render(result, list(marks), late, closed=closed).encode("utf-8")
    path = page_of(root, result.student, result.assignment)
    if not path.is_file() or path.read_bytes() != page:
        write_atomic(path, page)
    return path


def is_closed(root: Path, assignment: str, now: datetime | None = None) -> bool:
    """Whether nobody may hand in any longer: the deadline, the days for late work and the longest extension are over."""
    course = course_file(root)
    deadline = course.deadline(assignment) if course else None
    if course is None or deadline is None:
        return False
    roster = read_roster(root) if (root / ROSTER).is_file() else ()
    days = max((one.extension_days(assignment) for one in roster), default=0)
    days += course.late.days if course.late else 0
    return (now or datetime.now(UTC)) > deadline + timedelta(days=days)


def render(result: Result, marks: list[Mark], late: Lateness | None = None, *, closed: bool) -> str:
    """The page. closed: whether it may show what is right."""
    with using(result.lang):
        by_name = {mark.name: mark for mark in marks}
        return render_plain(
            "feedback.html.j2",
            templates=TEMPLATES,
            title=_title(result),
            who=_("Student: {student}").format(student=result.student),
            total=_total(marks, late),
            sentences=list(_sentences(result, marks, late, closed=closed)),
            questions=list(_aims(result, by_name))
            if is_talk(result.assignment)
            else list(_questions(result, by_name, closed=closed)),
        )


def _total(marks: list[Mark], late: Lateness | None) -> str:
    """Points so far, of what was marked, and after the loss for lateness."""
    found = totals(marks)
    text = _("{points:g} of {most:g} points").format(points=found.points, most=found.marked)
    if found.waiting:
        text = _(
            "{points:g} of {most:g} points so far, {waiting:g} still to be marked by your teacher"
        ).format(points=found.points, most=found.marked, waiting=found.waiting)
    if late is not None and late.share < 1:
        counts = round(found.points * late.share, 4)
        text += _("; because it was late, {points:g} points count").format(points=counts)
    return text


def _title(result: Result) -> str:
    title = result.notebook.get("metadata", {}).get("kefu", {}).get("title", {})
    return str(title.get(result.lang, result.assignment))


def _sentences(result: Result, marks: list[Mark], late: Lateness | None, *, closed: bool) -> Iterable[str]:
    if late is not None and late.state in (LATE, TOO_LATE):
        yield _("This work is {how}.").format(how=in_words(late))
    if is_talk(result.assignment):
        yield from _of_talk(result)
        return
    if result.status != MARKED:
        yield _("Your notebook could not be marked. Ask your teacher.")
    if any(mark.points is None for mark in marks):
        yield _("Answers without points are still to be marked by your teacher.")
    if not closed:
        yield _(
            "Until the last deadline this page gives hints. After the deadline it also shows the right results on your own data."
        )
    yield _(
        "Functions were also tried on a hidden year of your firm, so numbers written into them do not work."
    )


def _of_talk(result: Result) -> Iterable[str]:
    if result.status != MARKED:
        yield _("Your talk could not be marked: it could not be played again as it stands. Ask your teacher.")
    elif not result.outcome:
        yield _("The talk was not over when it was handed in, so this page does not say what is missing.")
    else:
        yield _("How it went on: {outcome}").format(outcome=result.outcome)
        yield _("How a talk turns out does not count. What counts is how it was led.")


def _aims(result: Result, marks: dict[str, Mark]) -> Iterable[dict[str, Any]]:
    """The aims of a talk, each with the lines that brought points and what was missed."""
    for name, aim in scenario_of(result.assignment).aims.items():
        mark, report = marks.get(name), result.aims.get(name)
        if mark is None:
            continue
        yield {
            "title": str(aim.title),
            "points": _points_of(mark) + (_(" (given by your teacher)") if mark.by_hand else ""),
            "comment": mark.comment,
            "requests": mark.requests,
            "parts": [],
            "earned": report.earned if report else (),
            "missed": report.missed if report else (),
        }


def _points_of(mark: Mark) -> str:
    return _("not marked yet") if mark.points is None else f"{mark.points:g} / {mark.most:g}"


def _questions(result: Result, marks: dict[str, Mark], *, closed: bool) -> Iterable[dict[str, Any]]:
    by_question: dict[str, list[Record]] = {}
    for record in result.records:
        by_question.setdefault(record.question, []).append(record)
    names = [*find_assignment(result.assignment).questions, *result.written]
    for name in dict.fromkeys(names):
        mark = marks.get(name)
        if mark is None:
            continue
        parts = [_part(record, result, closed=closed) for record in by_question.get(name, ())]
        written = name in result.written
        text = _("Answer in words: {name}") if written else _("Question {name}")
        by_hand = _(" (given by your teacher)") if mark.by_hand and not written else ""
        comment = mark.comment if mark.comment != "No response." else _("There is no answer.")
        yield {
            "title": text.format(name=name.removeprefix("q")),
            "points": _points_of(mark) + by_hand,
            "comment": comment,
            "requests": mark.requests,
            "parts": parts,
            "earned": (),
            "missed": (),
        }


def _part(record: Record, result: Result, *, closed: bool) -> dict[str, Any]:
    texts = []
    if record.share is None:
        texts.append(_("The machine could not mark this part. Your teacher will look at it."))
    elif record.share < 1:
        texts.append(reason(record) or _("not all of it is right"))
        if record.year == HIDDEN:
            texts.append(_("hidden test: {name} on another year").format(name=record.part))
        if record.error and record.error not in texts[0]:
            texts.append(record.error)
    figures = result.figures.get(record.part) if closed and (record.share or 0) < 1 else None
    points = "–" if record.share is None else f"{record.earned:g} / {record.points:g}"
    return {
        "name": record.part,
        "points": points,
        "percent": round(100 * (record.share or 0)),
        "texts": [with_code(text[:1500]) for text in texts],
        "figures": figures,
    }
