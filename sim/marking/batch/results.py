"""Results of marking on the disk: one file per submission, complete or absent, named after everything that it depends on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sim.base.cache import key, source_digest
from sim.base.files import write_atomic
from sim.course.course_folder import MARKS, RELEASES, SECRET, SOURCES
from sim.course.talk_works import is_talk, scenario_of
from sim.marking.marker import Figures, Record
from sim.roleplay.debrief import AimReport
from sim.roleplay.transcript import edition

FORMAT = 2
MARKED, NOTHING_USABLE, NOT_REPLAYED, MARKER_ERROR = "marked", "no notebook", "not replayed", "marker error"
DONE = "done"


@dataclass(frozen=True)
class Result:
    """The result of marking a submission.

    Attributes
    ----------
    student, assignment, lang : str
        Whose it is, and the language of the edition.
    key : str
        A hash of all that the marks depend on: the notebook, the assignment, the student's data, the version of Kefu.
    status : str
        "marked"; "no notebook"; of a talk "not replayed"; or "marker error": only the first gives points.
    reason : str
        Why it could not be marked.
    notes : tuple of str
        What a teacher should look at.
    records : tuple of Record
        A record for each part.
    figures : dict of str to Figures
        Part -> the student's answer and the right one on the student's own data.
    written : dict of str to str
        Written cell -> its text as it was handed in; "" if nothing was written.
    notebook : dict
        The marked notebook, safe to show.
    sandbox : bool
        Whether the code ran in one.
    aims : dict of str to AimReport
        Of a talk: aim -> the lines that earned its points, and what was missed.
    outcome : str
        Of a talk that is over: how it turned out.
    """

    student: str
    assignment: str
    lang: str
    key: str
    status: str
    reason: str = ""
    notes: tuple[str, ...] = ()
    records: tuple[Record, ...] = ()
    figures: dict[str, Figures] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    notebook: dict[str, Any] = field(default_factory=dict)
    sandbox: bool = True
    aims: dict[str, AimReport] = field(default_factory=dict)
    outcome: str = ""

    @property
    def points(self) -> dict[str, float | None]:
        """Question -> points that the machine gives; None if it could not mark one of its parts."""
        found: dict[str, float | None] = {}
        for record in self.records:
            before = found.get(record.question, 0.0)
            found[record.question] = (
                None if before is None or record.share is None else before + record.earned
            )
        return {name: None if value is None else round(value, 4) for name, value in found.items()}


class Results:
    """The results of an assignment in a course folder, in `marks/ASSIGNMENT`."""

    def __init__(self, root: Path, assignment: str) -> None:
        self.folder = root / MARKS / assignment

    def path(self, student: str) -> Path:
        """The file of a student's result."""
        return self.folder / f"{student}.json"

    def write(self, result: Result) -> None:
        """Keep a result; once this returns, it survives a crash."""
        text = json.dumps({"format": FORMAT, **asdict(result)}, ensure_ascii=False)
        write_atomic(self.path(result.student), text, durable=True)

    def read(self, student: str) -> Result | None:
        """The result of a student; None if there is none, or it cannot be read."""
        try:
            found = json.loads(self.path(student).read_bytes())
            if found.pop("format") != FORMAT:
                return None
            found["records"] = tuple(Record(**record) for record in found["records"])
            found["figures"] = {name: Figures(**one) for name, one in found["figures"].items()}
            found["aims"] = {name: _aim(one) for name, one in found["aims"].items()}
            found["notes"] = tuple(found["notes"])
            return Result(**found)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def read_done(self, student: str) -> dict[str, Any]:
        """The last entry into the gradebook: key, points, written; empty if there is none."""
        try:
            found = json.loads((self.folder / f"{student}.{DONE}").read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def write_done(self, result: Result) -> None:
        """Note that a result is in the gradebook and its files are written."""
        done = {"key": result.key, "points": result.points, "written": _digests(result)}
        write_atomic(self.folder / f"{result.student}.{DONE}", json.dumps(done), durable=True)

    def changed_texts(self, result: Result) -> set[str]:
        """The written cells whose text differs from the one that was entered last."""
        before = self.read_done(result.student).get("written", {})
        return {name for name, digest in _digests(result).items() if before.get(name) != digest}


def all_results(root: Path, assignment: str) -> list[Result]:
    """The kept results of an assignment, sorted by student."""
    results = Results(root, assignment)
    found = (results.read(path.stem) for path in sorted(results.folder.glob("*.json")))
    return [result for result in found if result is not None]


def _aim(found: dict[str, Any]) -> AimReport:
    return AimReport(**{**found, "earned": tuple(found["earned"]), "missed": tuple(found["missed"])})


def _digests(result: Result) -> dict[str, str]:
    return {name: hashlib.sha256(text.encode()).hexdigest() for name, text in result.written.items()}


def key_of(root: Path, assignment: str, course: str, student: str, content: bytes) -> str:
    """The key of a submission: a hash of all that its marks depend on."""
    handed_in = hashlib.sha256(content).hexdigest()
    return key(FORMAT, course, student, assignment, handed_in, tests_of(root, assignment), source_digest())


@cache
def tests_of(root: Path, assignment: str) -> str:
    """A hash of the files by which an assignment is marked: its sources, its releases, and the secret of the hidden
    year; for a talk, its scenario.
    """
    if is_talk(assignment):
        return edition(scenario_of(assignment))
    digest = hashlib.sha256()
    folders = [root / SOURCES / assignment, *sorted((root / RELEASES).glob(f"*/{assignment}"))]
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    for path in [*files, root / SECRET]:
        if ".ipynb_checkpoints" not in path.parts and "__pycache__" not in path.parts:
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()
