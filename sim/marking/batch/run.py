"""A run of `kefu mark`: locks the course, marks new or changed work, enters results, writes pages. It may be killed anytime."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import write_atomic
from sim.base.i18n import LANGUAGES, _, using
from sim.course.course_folder import AUTOGRADED, MARKS, SOURCES, SUBMITTED
from sim.course.talk_works import is_talk, scenario_of
from sim.marking.batch.examining import Job, marker_of, warm_up
from sim.marking.batch.feedback import write_page
from sim.marking.batch.gradebook import Gradebook, Mark, Moved, totals
from sim.marking.batch.handed_in import moment
from sim.marking.batch.plan import Plan, roster_of
from sim.marking.batch.pool import Examiners
from sim.marking.batch.results import Result, Results
from sim.workspace.notebooks import to_bytes

LOCK = "lock"
MOVED_FILE = "moved.csv"
"""Every change of a mark: time, student, question, points before and after."""


@dataclass
class Outcome:
    """The outcome of a run: results of all students, marks that changed, and marks as they stand in the gradebook."""

    plan: Plan
    results: dict[str, Result] = field(default_factory=dict)
    moved: list[Moved] = field(default_factory=list)
    marks: dict[str, list[Mark]] = field(default_factory=dict)


@contextmanager
def course_locked(root: Path, tell: Callable[[str], None]) -> Iterator[None]:
    """Let no other `kefu mark` work in this course during the block; says so if it has to wait for one."""
    from filelock import FileLock, Timeout

    (root / MARKS).mkdir(exist_ok=True)
    lock = FileLock(root / MARKS / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        tell(_("Another kefu mark is at work in this course. Waiting until it has ended; Ctrl-C to stop."))
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


def mark(plan: Plan, root: Path, assignment: str, workers: int, report: Callable[[float], None]) -> Outcome:
    """Mark what the plan says, and enter everything that is not in the gradebook yet.

    A result is kept before it is entered, and noted as done after the gradebook, the marked notebook and the page are
    written: whatever was interrupted in between is done again, with the same result.
    """
    results, outcome = Results(root, assignment), Outcome(plan)
    if plan.jobs:
        warm_up(root, assignment, sandbox=False)  # reports faults of the assignment itself
    with Examiners(plan.jobs, workers) as examiners, Gradebook(root) as book:
        if is_talk(assignment):
            _enter_talk(book, root, assignment)
        if not book.has(assignment):
            text = _("{assignment} is not in the gradebook: run `kefu release {assignment}` first.")
            raise InputError(text.format(assignment=assignment))
        for student in plan.kept:
            result = results.read(student)
            if result is not None:
                _enter(result, results, book, root, outcome)
        for number, result in enumerate(examiners.results()):
            _enter(result, results, book, root, outcome)
            report((number + 1) / len(plan.jobs))
        book.enter_students(roster_of(root))
        for student, result in sorted(outcome.results.items()):
            late = plan.late[student]
            outcome.marks[student] = book.marks(assignment, student)
            book.enter_penalty(assignment, student, (1 - late.share) * totals(outcome.marks[student]).points)
            write_page(root, result, outcome.marks[student], late)
    return outcome


def _enter_talk(book: Gradebook, root: Path, work: str) -> None:
    """Let the gradebook and formgrader know a talk: formgrader lists works with a folder among the sources, even an empty one."""
    aims = scenario_of(work).aims
    book.enter_work(work, {name: float(aim.max) for name, aim in aims.items()})
    (root / SOURCES / work).mkdir(parents=True, exist_ok=True)


def _enter(result: Result, results: Results, book: Gradebook, root: Path, outcome: Outcome) -> None:
    outcome.results[result.student] = result
    if results.read_done(result.student).get("key") == result.key:
        return
    handed_in = root / SUBMITTED / result.student / result.assignment
    changed = results.changed_texts(result)
    outcome.moved += book.enter(result, changed, partial(_note_moved, results.folder), moment(handed_in))
    place = root / AUTOGRADED / result.student / result.assignment / f"{result.assignment}.ipynb"
    if result.notebook:
        write_atomic(place, to_bytes(result.notebook))
    else:
        with suppress(OSError):
            place.unlink()
    results.write_done(result)


def _note_moved(folder: Path, moved: list[Moved]) -> None:
    """Add changed marks to the list of all changes."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    with (folder / MOVED_FILE).open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for one in moved:
            writer.writerow([now, one.student, one.question, one.before, one.after])


def prepare(root: Path, assignment: str, course: str, workers: int) -> int:
    """Make tables, right answers and helper results of everybody on the roster. Returns the number of students.

    Raises InputError if there is no roster.
    """
    from sim.base.parallel import run_jobs

    students = [one.student for one in roster_of(root)]
    if not students:
        raise InputError(_("There is no roster.csv, so Kefu does not know for which students to prepare."))
    jobs = [Job(root, assignment, course, student, "", b"") for student in students]
    run_jobs(_prepare, jobs, min(workers, len(jobs)))
    return len(students)


def _prepare(job: Job) -> None:
    for lang in LANGUAGES:  # it is not known yet in which one the student will hand in
        with using(lang):
            marker_of(job.root, job.assignment, job.course, job.student)
