"""Marks one submission, in a process of the batch: the right answers are worked out first, then the student's code is asked."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from sim.base.cache import cache_in, key, source_digest
from sim.base.i18n import _, language, using
from sim.course.answers.asking import CRASHED, TOO_LONG
from sim.course.assignment import find_assignment
from sim.course.authoring.source import Source
from sim.course.course_folder import MARKS
from sim.course.my_case import MyCase
from sim.course.owner import SUBMISSION, Owner
from sim.course.talk_works import is_talk, scenario_of
from sim.marking.batch.assembling import Assembled, assemble, for_browsers, release_of
from sim.marking.batch.cleaning import outputs_of
from sim.marking.batch.results import (
    MARKED,
    MARKER_ERROR,
    NOT_REPLAYED,
    NOTHING_USABLE,
    Result,
    Results,
    tests_of,
)
from sim.marking.batch.taken import parse
from sim.marking.marker import Marker, Record, in_words, is_no_python, with_cell_errors
from sim.marking.outputs import fill_test
from sim.marking.sandbox import start
from sim.marking.sandbox.limits import LIMITS
from sim.marking.sandbox.watch import MEMORY, PROCESSES
from sim.marking.submission import Submission
from sim.marking.talks.replaying import mark_talk
from sim.workspace.notebooks import grade_id

PREPARED = "prepared"
WORTH_A_LOOK = {CRASHED, TOO_LONG, MEMORY, PROCESSES}
"""Ends of a cell or a part that a teacher should know of."""


@dataclass(frozen=True)
class Job:
    """A submission to mark. sandbox: whether its code runs in one; lang: the teacher's language."""

    root: Path
    assignment: str
    course: str
    student: str
    key: str
    content: bytes
    notes: tuple[str, ...] = ()
    problem: str = ""
    sandbox: bool = True
    lang: str = "en"


def examine(job: Job) -> Result:
    """Mark a submission and keep the result. Raises nothing that the submission could cause."""
    unusable = NOT_REPLAYED if is_talk(job.assignment) else NOTHING_USABLE
    result = Result(job.student, job.assignment, "en", job.key, unusable, job.problem, job.notes)
    if not job.problem:
        try:
            with using(job.lang):
                result = _examine(job)
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"[:500]
            result = Result(job.student, job.assignment, "en", job.key, MARKER_ERROR, reason, job.notes)
    Results(job.root, job.assignment).write(result)
    return result


def _examine(job: Job) -> Result:
    if is_talk(job.assignment):
        return mark_talk(job.assignment, job.course, job.student, job.content, job.key, job.notes)
    notebook = parse(job.content)
    if notebook is None:
        return Result(
            job.student, job.assignment, "en", job.key, NOTHING_USABLE, _("this is not a notebook"), job.notes
        )
    assembled = assemble(notebook, job.root, job.assignment, job.student, job.course)
    with using(assembled.lang):
        marker = marker_of(job.root, job.assignment, job.course, job.student)
        records, looks = _run(job, assembled, marker)
    released = release_of(job.root, job.assignment, assembled.lang)
    stubs = {grade_id(cell): cell["source"] for cell in released["cells"] if grade_id(cell)}
    written = {name: "" if text == stubs.get(name) else text for name, text in assembled.written.items()}
    lines = [f"{name}: {in_words(state)}" for name, state in looks]
    lines += [f"{one.part}: {one.error}" for one in records if one.share is None or is_no_python(one)]
    return Result(
        job.student,
        job.assignment,
        assembled.lang,
        job.key,
        MARKED,
        notes=(*job.notes, *assembled.notes, *dict.fromkeys(lines)),
        records=tuple(records),
        figures=marker.figures,
        written=written,
        notebook={**released, "cells": for_browsers(assembled.cells)},
        sandbox=job.sandbox,
    )


def _run(job: Job, assembled: Assembled, marker: Marker) -> tuple[list[Record], list[tuple[str, str]]]:
    """Run the cells and mark; fills in their outputs. Returns the records, and cells and parts that are worth a look."""
    code = [cell for cell in assembled.cells if cell["cell_type"] == "code"]
    tests = {grade_id(cell): cell for cell in code if _is_test(cell)}
    own = [cell for cell in code if not _is_test(cell)]
    environment = {
        "NBGRADER_EXECUTION": "autograde",
        "KEFU_LANG": assembled.lang,
        SUBMISSION: f"{job.course}/{job.student}",
    }
    begin: Callable[..., start.Started] = start.in_sandbox if job.sandbox else start.without_sandbox
    shown = folders(job.root, job.assignment, job.course, job.student)[0]
    submission = Submission(
        [cell["source"] for cell in own], partial(begin, environment, shown), LIMITS, tables=marker.tables
    )
    try:
        submission.run()
        records = with_cell_errors(marker.mark(submission), _errors(own, submission, marker.source))
    finally:
        submission.close()
    room = LIMITS.output
    for cell, result in zip(own, submission.cells, strict=True):
        cell["outputs"], room = outputs_of(result, room)
    for name, cell in tests.items():
        fill_test(cell, [record for record in records if record.question == name])
    return records, _looks(own, submission, records)


def _errors(cells: list[dict[str, Any]], submission: Submission, source: Source) -> dict[str, str]:
    """Part -> the error that stopped the cell in which its answer belongs."""
    stopped = {
        grade_id(cell): result.error
        for cell, result in zip(cells, submission.cells, strict=True)
        if result.error and grade_id(cell)
    }
    return {name: stopped[cell.id] for cell in source.cells if cell.id in stopped for name in cell.names}


def marker_of(root: Path, assignment: str, course: str, student: str) -> Marker:
    """The marker of a student. Tables, helper results and right answers of both years are kept in the course folder."""
    source = _source(root, assignment)
    owner = Owner(course, student, course_folder=root)
    caches = folders(root, assignment, course, student)
    own = MyCase(source.assignment, owner, None)
    hidden = own.hidden()
    for case, cache in zip((own, hidden), caches, strict=True):
        with cache_in(cache):
            case.make_tables()
    rights = f"right-{key(language(), tests_of(root, assignment), pd.__version__)}.bin"
    return Marker(source, (own, hidden), caches, caches[0].parent / rights)


def folders(root: Path, assignment: str, course: str, student: str) -> tuple[Path, Path]:
    """The folders with a student's tables and helper results: of the own year, and of the hidden one.

    They are named after the version of Kefu; those of other versions are deleted.
    """
    kept = root / MARKS / PREPARED / assignment / student
    current = kept / key(course, source_digest())
    made = (current / "own", current / "hidden")
    if not current.is_dir():
        shutil.rmtree(kept, ignore_errors=True)
    for folder in made:
        folder.mkdir(parents=True, exist_ok=True)
    return made


_sources: dict[tuple[Path, str], Source] = {}


def _source(root: Path, assignment: str) -> Source:
    """The source of an assignment, read once a process."""
    if (root, assignment) not in _sources:
        _sources[root, assignment] = Source(root, assignment)
    return _sources[root, assignment]


def warm_up(root: Path, assignment: str, *, sandbox: bool) -> None:
    """Load what every submission needs."""
    if is_talk(assignment):
        scenario_of(assignment)
        return
    find_assignment(assignment)
    source = _source(root, assignment)
    source.model()
    if sandbox:
        start.nursery()


def _is_test(cell: dict[str, Any]) -> bool:
    label = cell["metadata"].get("nbgrader", {})
    return bool(label.get("grade")) and not label.get("solution")


def _looks(
    cells: list[dict[str, Any]], submission: Submission, records: list[Record]
) -> list[tuple[str, str]]:
    """Cells and parts whose end a teacher should look at, each with its state."""
    found = [
        (grade_id(cell) or cell["id"], result.state)
        for cell, result in zip(cells, submission.cells, strict=True)
    ]
    found += [(record.part, record.state) for record in records]
    return [(name, state) for name, state in found if state in WORTH_A_LOOK]
