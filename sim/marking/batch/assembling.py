"""Makes the notebook that is run and marked: the released one with the answers of the submission in it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.i18n import LANGUAGES, _
from sim.course.course_folder import RELEASES
from sim.course.owner import COURSE
from sim.course.seeds import data_number, public_seed
from sim.marking.batch.cleaning import clean_cells, clean_markdown
from sim.marking.restoring import keep_first_copies, reset_metadata, restore_locked, restore_missing
from sim.workspace.notebooks import edition_language, grade_id, source

DATA_LINE = re.compile(r"(?:data|数据编号)\s?([0-9a-f]{4}-[0-9a-f]{4})\b")
"""The text with which the case of a student, shown below a cell, names its data."""
OWNER_LINE = re.compile(r"(?:Student: |学生：|学号：)([\w.@-]{1,64})")
"""The text with which the first cell of an assignment names the student."""


@dataclass(frozen=True)
class Assembled:
    """The cells to run and mark, the language of the edition, and what a teacher should know."""

    cells: list[dict[str, Any]]
    lang: str
    notes: tuple[str, ...]

    @property
    def written(self) -> dict[str, str]:
        """Written cell -> its text as it was handed in."""
        return {
            grade_id(cell): cell["source"]
            for cell in self.cells
            if cell["cell_type"] == "markdown" and grade_id(cell)
        }


def release_of(root: Path, assignment: str, lang: str) -> dict[str, Any]:
    """A released edition, every text one string."""
    path = root / RELEASES / lang / assignment / f"{assignment}.ipynb"
    notebook: dict[str, Any] = json.loads(path.read_bytes())
    for cell in notebook["cells"]:
        cell["source"] = source(cell)
    return notebook


def assemble(
    notebook: dict[str, Any], root: Path, assignment: str, student: str, course: str = COURSE
) -> Assembled:
    """Put the student's answers into the released notebook of the same language; `notebook`: as `taken.parse` returns it."""
    said, data = _said(notebook["cells"], OWNER_LINE) - {student}, _said(notebook["cells"], DATA_LINE)
    cells, notes = clean_cells(notebook["cells"])
    lang = edition_language({"cells": [_with_tags(cell) for cell in cells]}) or next(iter(LANGUAGES))
    released = release_of(root, assignment, lang)["cells"]
    reset_metadata(cells, released)
    again = keep_first_copies(cells)
    restore_missing(cells, copy.deepcopy(released))
    restore_locked(cells, released)
    _distinct_ids(cells)
    if again:
        notes.append(
            _("copied cells (only the first one counts): {names}").format(names=", ".join(again[:9]))
        )
    if said:
        notes.append(
            _("the notebook was made by the student {names}").format(names=", ".join(sorted(said)[:3]))
        )
    elif data and data_number(public_seed(course, assignment, student)) not in data:
        notes.append(
            _("worked on the data of another course: its copy was not started with --course {course}").format(
                course=course
            )
        )
    return Assembled(cells, lang, tuple(notes))


def for_browsers(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The cells with texts that a browser can show safely."""
    return [
        cell
        if cell["cell_type"] == "code"
        else {
            **cell,
            "cell_type": "markdown",
            "source": clean_markdown(cell["source"], cell.get("attachments", {})),
        }
        for cell in cells
    ]


def _with_tags(cell: dict[str, Any]) -> dict[str, Any]:
    tags = cell["metadata"].get("tags")
    return {
        "metadata": {"tags": [tag for tag in tags if isinstance(tag, str)] if isinstance(tags, list) else []}
    }


def _distinct_ids(cells: list[dict[str, Any]]) -> None:
    """Give every cell an id of its own: notebooks are refused otherwise."""
    seen: set[str] = set()
    for number, cell in enumerate(cells):
        if not cell.get("id") or cell["id"] in seen:
            cell["id"] = f"kefu-{number}"
        seen.add(cell["id"])


def _said(cells: list[Any], pattern: re.Pattern[str]) -> set[str]:
    """The student and data that the first outputs of a notebook name."""
    found: set[str] = set()
    for cell in cells[:20]:
        outputs = cell.get("outputs") if isinstance(cell, dict) else None
        for output in outputs[:5] if isinstance(outputs, list) else ():
            for text in _texts(output):
                found.update(name.casefold() for name in pattern.findall(text[:2000]))
    return found


def _texts(output: Any) -> Iterator[str]:
    """The printed or displayed text of an output."""
    data = output.get("data") if isinstance(output, dict) else None
    shown = [output.get("text")] if isinstance(output, dict) else []
    for text in [*shown, data.get("text/plain") if isinstance(data, dict) else None]:
        if isinstance(text, list) and all(isinstance(line, str) for line in text):
            yield "".join(text)
        elif isinstance(text, str):
            yield text
