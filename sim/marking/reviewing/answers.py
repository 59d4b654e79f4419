"""The answers to one question, without names and in random order."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unicodedata import category

from sim.base.i18n import _, language
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
UNSEEN = ("Cc", "Cf")
"""Categories of Unicode: control and format."""
LETTER = "a"
"""Before a slug: digits alone, or digits with an e, would be a number for a spreadsheet."""


@dataclass(frozen=True)
class Answer:
    """The text that one student wrote for a question.

    Attributes
    ----------
    slug : str
        Stands for the student; another one for each question.
    student : str
        Whose it is: not shown.
    text : str
        Name and id of the student are left out, and characters that nobody sees.
    digest : str
        Of the text as it was handed in: a decision belongs to a text, not to a later one.
    remarks : tuple of str
        What the machine found, for a question that it marks; what of the text is not shown.
    """

    slug: str
    student: str
    text: str
    digest: str
    remarks: tuple[str, ...] = ()


@dataclass
class _File:
    """A file with a result, since it changed last, and the answers made of it: by question, the student's name, and language."""

    changed: tuple[int, int]
    result: Result | None
    answers: dict[tuple[str, str, str], Answer | None] = field(default_factory=dict)


class Answers:
    """The answers of an assignment. Files are read again only when they change."""

    def __init__(self, root: Path, assignment: str) -> None:
        self.root, self.assignment = root, assignment
        self.results = Results(root, assignment)
        self.parts = _cells(assignment)
        self._course = course_of(root)
        self._files: dict[str, _File] = {}

    def of(self, cell: str) -> dict[str, Answer]:
        """Slug -> answer; sorted by slug, so that the sequence is another for each question."""
        names = self._names()
        made = [self._made(path, cell, names) for path in sorted(self.results.folder.glob("*.json"))]
        found = [one for one in made if one is not None and (one.text.strip() or one.remarks)]
        return {one.slug: one for one in sorted(found, key=lambda one: one.slug)}

    def shown(self, student: str, text: str) -> str:
        """What else a student wrote, without the student's name and what nobody sees."""
        return _without_name(without_unseen(text), student, self._names().get(student, ""))

    def _names(self) -> dict[str, str]:
        return {one.student: one.name for one in roster_of(self.root)}

    def _made(self, path: Path, cell: str, names: dict[str, str]) -> Answer | None:
        facts = path.stat()
        changed, name = (facts.st_mtime_ns, facts.st_size), names.get(path.stem, "")
        file = self._files.get(path.stem)
        if file is None or file.changed != changed:
            file = self._files[path.stem] = _File(changed, self.results.read(path.stem))
        key = (cell, name, language())
        if key not in file.answers:
            file.answers[key] = None if file.result is None else self._answer(file.result, cell, name)
        return file.answers[key]

    def _answer(self, result: Result, cell: str, name: str) -> Answer:
        if cell in result.written:
            text, remarks = result.written[cell], []
        else:
            parts = self.parts.get(cell, [])
            cells = [one for one in result.notebook.get("cells", ()) if _name(one) in parts]
            text = "\n\n".join(_shown(one) for one in cells)
            remarks = [_remark(one) for one in result.records if one.part in parts]
            if result.reason and not text:
                remarks.insert(0, result.reason)
        shown = without_unseen(text)
        if len(shown) < len(text):
            unseen = _("Characters that nobody sees were left out: {n}.")
            remarks.append(unseen.format(n=len(text) - len(shown)))
        shown = _without_name(shown, result.student, name)
        if len(shown) > MOST_LETTERS:
            cut = _("Only the first {shown} of {all} characters are shown.")
            remarks.append(cut.format(shown=MOST_LETTERS, all=len(shown)))
        key = f"{self._course}/{self.assignment}/{cell}/{result.student}"
        return Answer(
            LETTER + _hash(key, 11),
            result.student,
            shown[:MOST_LETTERS],
            _hash(text, 16),
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
        said = _("{part}: the machine could not mark it").format(part=record.part)
        return f"{said} ({record.error})" if record.error else said
    return f"{record.part}: {record.earned:g} / {record.points:g}"


def without_unseen(text: str) -> str:
    r"""A text without characters that have no form: of width zero, or such as reverse the line.

    Examples
    --------
    >>> without_unseen("li\u200b01 \u202eabc")
    'li01 abc'
    """
    return "".join(letter for letter in text if letter in "\t\n\r" or category(letter) not in UNSEEN)


def _hash(text: str, letters: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:letters]


def _without_name(text: str, student: str, name: str) -> str:
    """Also of one in capitals or spaced out; a longer word of Latin letters that holds it stays."""
    for word in (name, student):
        if len(word) >= SHORTEST_NAME:
            letters = r"\s*".join(re.escape(letter) for letter in word if not letter.isspace())
            text = re.sub(rf"(?<![A-Za-z0-9_]){letters}(?![A-Za-z0-9_])", "***", text, flags=re.IGNORECASE)
    return text
