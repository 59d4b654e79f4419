"""Makes of what was handed in the notebook that is run and marked: the released one with the student's answers in it."""

from __future__ import annotations

import copy
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.base.i18n import LANGUAGES, _
from sim.course.course_folder import RELEASES
from sim.marking.batch.cleaning import clean_cells, clean_markdown
from sim.marking.restoring import keep_first_copies, reset_metadata, restore_locked, restore_missing
from sim.workspace.notebooks import edition_language, grade_id, source

OWNER_LINE = re.compile(r"(?:Student: |学生：|学号：)([\w.@-]{1,64})")
"""How the first cell of an assignment says whose work it is."""


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


def assemble(notebook: dict[str, Any], root: Path, assignment: str, student: str) -> Assembled:
    """Put the student's answers into the released notebook of the same language; `notebook`: as `taken.parse` returns it."""
    said = _owners(notebook["cells"]) - {student}
    cells, notes = clean_cells(notebook["cells"])
    lang = edition_language({"cells": [_with_tags(cell) for cell in cells]}) or next(iter(LANGUAGES))
    released = release_of(root, assignment, lang)["cells"]
    reset_metadata(cells, released)
    again = keep_first_copies(cells)
    restore_missing(cells, copy.deepcopy(released))
    restore_locked(cells, released)
    _distinct_ids(cells)
    if again:
        notes.append(_("copied cells, of which the first counts: {names}").format(names=", ".join(again[:9])))
    if said:
        notes.append(
            _("the notebook was made by the student {names}").format(names=", ".join(sorted(said)[:3]))
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
    """Give every cell an id that no other has: notebooks are refused otherwise."""
    seen: set[str] = set()
    for number, cell in enumerate(cells):
        if not cell.get("id") or cell["id"] in seen:
            cell["id"] = f"kefu-{number}"
        seen.add(cell["id"])


def _owners(cells: list[Any]) -> set[str]:
    """The ids that the outputs of a notebook show."""
    found: set[str] = set()
    for cell in cells[:20]:
        outputs = cell.get("outputs") if isinstance(cell, dict) else None
        for output in outputs[:5] if isinstance(outputs, list) else ():
            text = output.get("text") if isinstance(output, dict) else None
            lines = (
                "".join(text) if isinstance(text, list) and all(isinstance(t, str) for t in text) else text
            )
            if isinstance(lines, str):
                found.update(name.casefold() for name in OWNER_LINE.findall(lines[:2000]))
    return found
