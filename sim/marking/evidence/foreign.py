"""Wrong values that are right for another student: every student has different data, so a value can show its source."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sim.base.files import write_atomic
from sim.base.parallel import run_jobs
from sim.course.answers.plain import brief
from sim.course.course_folder import MARKS
from sim.marking.batch.examining import Job, marker_of
from sim.marking.batch.results import Result
from sim.marking.marker import Marker

RIGHTS = "rights.json"
DIGITS = 3
"""A value with fewer figures can fit by chance."""
MOST_SHARE = 0.1
"""A value that is right for a larger share of the students points to nobody."""


@dataclass(frozen=True)
class Foreign:
    """A wrong value on the student's own data that is right on another's."""

    student: str
    part: str
    value: str
    fits: tuple[str, ...]


def rights_of(
    root: Path, assignment: str, course: str, keys: Mapping[str, str], workers: int
) -> dict[str, dict[str, str]]:
    """Student -> part -> the right answer on the own data, in a few words; kept, and made only for those who are new.

    keys: student -> key of the result, which changes with the data and with Kefu.
    """
    path = root / MARKS / assignment / RIGHTS
    kept: dict[str, dict[str, object]] = {}
    with suppress(OSError, ValueError):
        kept = json.loads(path.read_bytes())
    todo = [student for student, key in keys.items() if kept.get(student, {}).get("key") != key]
    jobs = [Job(root, assignment, course, student, "", b"") for student in todo]
    made = run_jobs(_rights, jobs, max(1, min(workers, len(jobs)))) if jobs else []
    for student, found in zip(todo, made, strict=True):
        kept[student] = {"key": keys[student], "rights": found}
    write_atomic(path, json.dumps({s: kept[s] for s in keys}, ensure_ascii=False, sort_keys=True))
    return {student: dict(kept[student]["rights"]) for student in keys}  # type: ignore[call-overload]


def _rights(job: Job) -> dict[str, str]:
    return short_rights(marker_of(job.root, job.assignment, job.course, job.student))


def short_rights(marker: Marker) -> dict[str, str]:
    """Part -> what is right on the own data, in the words in which a result keeps a student's answer."""
    return {name: brief(right)[:400] for name, right in marker.own_rights().items()}


def foreign_values(results: Sequence[Result], rights: Mapping[str, Mapping[str, str]]) -> list[Foreign]:
    """Every wrong value that fits one or a few other students, and not the student's own data."""
    counts = Counter((part, text) for own in rights.values() for part, text in own.items())
    most = max(2, int(MOST_SHARE * len(rights)))
    found = []
    for result in results:
        for part, figures in sorted(result.figures.items()):
            text = figures.mine
            mine = rights.get(result.student, {}).get(part)
            if text == mine or not _tells(text) or not 0 < counts[part, text] <= most:
                continue
            fits = tuple(sorted(student for student, own in rights.items() if own.get(part) == text))
            found.append(Foreign(result.student, part, text, fits))
    return found


def _tells(text: str) -> bool:
    """Whether a text has a number of enough figures.

    Examples
    --------
    >>> _tells("0.5"), _tells("0.5213"), _tells("A: 12, B: 9")
    (False, True, False)
    """
    numbers = re.findall(r"\d[\d,]*\.?\d*(?:e[+-]?\d+)?", text)
    return any(len(re.sub(r"\D", "", number.partition("e")[0]).lstrip("0")) >= DIGITS for number in numbers)
