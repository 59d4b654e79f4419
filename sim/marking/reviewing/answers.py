"""The answers to one question, without names and in a sequence that says nothing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.i18n import _
from sim.course.assignment import find_assignment
from sim.course.owner import course_of
from sim.course.talk_works import is_talk, scenario_of
from sim.marking.batch.plan import roster_of
from sim.marking.batch.results import Result, Results
from sim.marking.marker import Record
from sim.marking.talks.as_notebook import TALK
from sim.workspace.notebooks import grade_id, source

MOST_LETTERS = 20_000
"""Of an answer on a page; a longer one is cut, and a remark says so."""
SHORTEST_NAME = 2


@dataclass(frozen=True)
class Answer:
    """What one student wrote for a question.

    Attributes
    ----------
    slug : str
        Stands for the student; another one for each question.
    student : str
        Whose it is: not shown.
    text : str
        Name and id of the student are left out.
    digest : str
        Of the text: a decision belongs to a text, not to a later one.
    remarks : tuple of str
        What the machine found, for a question that it marks; and whether the text is cut.
    """

    slug: str
    student: str
    text: str
    digest: str
    remarks: tuple[str, ...] = ()


class Answers:
    """The answers of an assignment. Files are read again only when they change."""

    def __init__(self, root: Path, assignment: str) -> None:
        self.root, self.assignment = root, assignment
        self.results = Results(root, assignment)
        self.parts = _cells(assignment)
        self._course = course_of(root)
        self._kept: dict[str, tuple[tuple[int, int], Result | None]] = {}

    def of(self, cell: str) -> dict[str, Answer]:
        """Slug -> answer; sorted by slug, so that the sequence is another for each question."""
        names = {one.student: one.name for one in roster_of(self.root)}
        found = []
        for path in sorted(self.results.folder.glob("*.json")):
            result = self._read(path)
            if result is not None:
                found.append(self._answer(result, cell, names.get(result.student, "")))
        return {one.slug: one for one in sorted(found, key=lambda one: one.slug) if one.text.strip()}

    def _read(self, path: Path) -> Result | None:
        facts = path.stat()
        changed = (facts.st_mtime_ns, facts.st_size)
        kept = self._kept.get(path.stem)
        if kept is None or kept[0] != changed:
            kept = (changed, self.results.read(path.stem))
            self._kept[path.stem] = kept
        return kept[1]

    def _answer(self, result: Result, cell: str, name: str) -> Answer:
        if cell in result.written:
            text, remarks = result.written[cell], []
        else:
            parts = self.parts.get(cell, [])
            cells = [one for one in result.notebook.get("cells", ()) if _name(one) in parts]
            text = "\n\n".join(_shown(one) for one in cells) or result.reason
            remarks = [_remark(one) for one in result.records if one.part in parts]
        if len(text) > MOST_LETTERS:
            remarks.append(
                _("Only the first {shown} of {all} characters are shown.").format(
                    shown=MOST_LETTERS, all=len(text)
                )
            )
        key = f"{self._course}/{self.assignment}/{cell}/{result.student}".encode()
        return Answer(
            "a"
            + hashlib.sha256(key).hexdigest()[
                :11
            ],  # a spreadsheet takes digits, or digits with an e, for a number
            result.student,
            _without_name(text, result.student, name)[:MOST_LETTERS],
            hashlib.sha256(text.encode()).hexdigest()[:16],
            tuple(remarks),
        )


def _cells(work: str) -> dict[str, list[str]]:
    """Question -> the cells with the answer to it; of a talk all that was said, and what it earned for the aim."""
    if is_talk(work):
        return {aim: [TALK, aim] for aim in scenario_of(work).aims}
    questions = find_assignment(work).questions.items()
    return {question: [part.name for part in parts] for question, parts in questions}


def _name(cell: dict[str, Any]) -> str:
    return grade_id(cell) or str(cell.get("id", ""))


def _shown(cell: dict[str, Any]) -> str:
    """A cell as text: its code, and what it printed."""
    printed = [output.get("text", "") for output in cell.get("outputs", ())]
    return "\n".join([source(cell).strip(), *("".join(text).rstrip() for text in printed)]).strip()


def _remark(record: Record) -> str:
    if record.share is None:
        return _("{part}: the machine could not mark it").format(part=record.part)
    return f"{record.part}: {record.earned:g} / {record.points:g}"


def _without_name(text: str, student: str, name: str) -> str:
    for word in (name, student):
        if (
            len(word) >= SHORTEST_NAME
        ):  # not inside a longer word of Latin letters; in capitals or spaced out, too
            letters = r"\s*".join(re.escape(letter) for letter in word if not letter.isspace())
            text = re.sub(rf"(?<![A-Za-z0-9_]){letters}(?![A-Za-z0-9_])", "***", text, flags=re.IGNORECASE)
    return text
