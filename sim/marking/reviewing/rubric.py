"""The rubric of a question: its text, a good answer, and the points of its levels, in the current language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.base.i18n import language
from sim.course.authoring.source import Source


@dataclass(frozen=True)
class Level:
    """A level of a criterion."""

    points: float
    text: str


@dataclass(frozen=True)
class Criterion:
    """A criterion of a written answer; levels: the best first."""

    name: str
    levels: tuple[Level, ...]


@dataclass(frozen=True)
class Question:
    """A question that a person marks.

    criteria: empty if the machine marks it; asked, model: the texts of question and model answer, "" if there are none.
    """

    cell: str
    most: float
    criteria: tuple[Criterion, ...]
    asked: str
    model: str


def question(source: Source, cell: str, most: float, whole: float) -> Question:
    """A question of an assignment. most: what it is worth; whole: with the other parts of the same number."""
    rows = source.rubric.get(cell, {}).get("criteria", ())
    asked = _asked(source, cell).replace("{points}", f"{whole:g}")
    return Question(cell, most, tuple(_criterion(row) for row in rows), asked, _text(source, cell))


def _criterion(row: dict[str, Any]) -> Criterion:
    lang = language()
    levels = [Level(float(level["points"]), str(level[lang])) for level in row["levels"]]
    return Criterion(str(row["name"][lang]), tuple(sorted(levels, key=lambda level: -level.points)))


def _asked(source: Source, cell: str) -> str:
    """The text of the question in the current language: the last heading before the cell, and what follows it."""
    parts = source.assignment.questions.get(cell, ())
    names = {cell, *(part.name for part in parts)}
    found = ""
    for one in source.notebook["cells"]:
        if one["id"] in names:
            break
        if f"lang-{language()}" in one["metadata"].get("tags", ()):
            before, mark, after = f"\n{one['source']}".rpartition("\n## ")
            found = mark.strip() + " " + after if mark else before.strip()
    return found


def _text(source: Source, name: str) -> str:
    cells = source.notebook["cells"]
    return next(
        (str(one["source"]) for one in cells if one["id"] == name and one["cell_type"] == "markdown"), ""
    )
