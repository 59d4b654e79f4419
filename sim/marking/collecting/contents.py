"""Recognises the contents of a file: the notebook of an assignment, a script, a talk, answers of lessons, or nothing of use."""

from __future__ import annotations

import ast
import itertools
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from sim.base.i18n import LANGUAGES, _, language
from sim.course.assignment import assignment_ids
from sim.course.handing_in.doctor.cell_facts import answers_in, defined_and_used, is_locked
from sim.course.handing_in.doctor.cells import compare_cells
from sim.course.handing_in.doctor.notebook_files import LETTERS, NEWER, ODD, OLD, reading_of
from sim.course.handing_in.doctor.outputs import students_in, versions_in
from sim.course.talk_works import talk_works
from sim.workspace.handed_out import released_notebooks
from sim.workspace.notebooks import Notebook, edition_language, grade_id, to_bytes

NOTEBOOK, SCRIPT, TALK, DESCRIPTION, ANSWERS, NOTHING = (
    "notebook",
    "script",
    "talk",
    "description",
    "answers",
    "nothing",
)
CELL_MARK = re.compile(r"^# ?(?:In ?\[[ \d*]*\]:?|%%.*)$")
"""The line that begins a cell in a script that Jupyter or an editor made from a notebook."""
ENOUGH = 1 / 3
"""Share of an assignment's cells that a notebook must have to be taken for it."""
ENOUGH_NAMES = 2
"""Answers of an assignment, by name, that code without labels must define to be taken for it."""


@dataclass(frozen=True)
class Content:
    """The contents of a file.

    Attributes
    ----------
    kind : str
        "notebook", "script", "talk", "description" (a `submission.json`), "answers" or "nothing".
    work : str
        The assignment, or the talk as the gradebook calls it; "" if that is not known.
    data : bytes
        What is placed.
    answers : int
        Cells that were filled in.
    students, versions : frozenset of str
        Whom, and which versions of Kefu, the outputs name.
    notes : tuple of str
        What was put right.
    problem : str
        Why nothing can be placed.
    about : dict
        Of a description: what it says.
    """

    kind: str
    work: str = ""
    data: bytes = b""
    answers: int = 0
    students: frozenset[str] = frozenset()
    versions: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    problem: str = ""
    about: dict[str, Any] | None = None


def content_of(data: bytes, name: str) -> Content:
    """The contents of a file of this name. Raises nothing, whatever they are: one strange file must not cost the others."""
    try:
        return _content_of(data, name)
    except Exception:
        return _broken(name, _("the notebook is damaged: it cannot be read"))


def _content_of(data: bytes, name: str) -> Content:
    reading = reading_of(data)
    if reading.notebook is not None:
        return _notebook(reading.notebook, reading.state, had_worksheets=b'"worksheets"' in data)
    if reading.state == NEWER:
        return _broken(name, _("the notebook was written by a newer Jupyter, and cannot be read"))
    content = _json(data)
    if isinstance(content, dict):
        if name.casefold() == "submission.json" and isinstance(content.get("student"), str):
            return Content(DESCRIPTION, about=content)
        if isinstance(content.get("scenario"), str) and isinstance(content.get("exchanges"), list):
            return _talk(content["scenario"], data)
        if {"checks", "predictions", "reflections"} & set(content):
            return Content(ANSWERS)
    if ".ipynb" in name.casefold():
        return _broken(name, _("the notebook is damaged: it cannot be read"))
    if name.casefold().endswith((".py", ".py.txt")):
        return _script(data, name)
    if name.casefold().endswith((".html", ".htm")):
        return Content(NOTHING, problem=_("it is a web page: the notebook itself is needed"))
    return Content(NOTHING, problem=_("it is not a notebook"))


def _talk(scenario: str, data: bytes) -> Content:
    work = next((work for work, name in talk_works().items() if name == scenario), "")
    return Content(TALK, work, data, problem="" if work else _("it is a talk that is not marked"))


def work_in_name(name: str) -> str:
    """The assignment whose id a name holds; "" if it holds none."""
    return next(
        (one for one in sorted(assignment_ids(), key=len, reverse=True) if one in name.casefold()), ""
    )


def _broken(name: str, problem: str) -> Content:
    return Content(NOTEBOOK, work_in_name(name), problem=problem)


def _json(data: bytes) -> Any:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return json.loads(data.decode(encoding))
        except (ValueError, RecursionError):
            continue
    return None


def _notebook(notebook: Notebook, state: str, *, had_worksheets: bool) -> Content:
    work = _assignment_of(notebook)
    if not work:
        return Content(NOTHING, problem=_("it is a notebook, but not of an assignment"))
    release = _release(work, edition_language(notebook) or language())
    notes = {
        OLD: _("an old format of notebooks was brought up to date") if had_worksheets else "",
        LETTERS: _("it was stored as UTF-8 again"),
        ODD: _("outputs or labels that no notebook has were left out"),
    }
    found = [notes[state]] if notes.get(state) else []
    marked = {grade_id(cell) for cell in release["cells"]} - {""}
    lost = marked - {grade_id(cell) for cell in notebook["cells"]}
    mended = notebook
    if 2 * len(lost) > len(marked):
        mended = compare_cells(notebook, release).notebook
        found.append(_("labels of cells were lost, and are put back"))
    elif state == OLD:  # its cells have no ids
        mended = compare_cells(notebook, release).notebook
    answers = answers_in(mended, release)
    if not answers:
        found.append(_("nothing is filled in"))
    return Content(
        NOTEBOOK,
        work,
        _bytes(mended),
        len(answers),
        frozenset(students_in(notebook)),
        frozenset(versions_in(notebook)),
        tuple(found),
    )


def _bytes(notebook: Notebook) -> bytes:
    """The file; lone surrogates, which UTF-8 cannot store, as JSON writes them."""
    try:
        return to_bytes(notebook)
    except UnicodeEncodeError:
        return json.dumps(notebook, indent=1, sort_keys=True).encode("ascii")


def _script(data: bytes, name: str) -> Content:
    """A notebook made from a script that was exported from one: it has only code, no answers in words."""
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        return Content(NOTHING, problem=_("it is not a notebook"))
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "source": chunk, "outputs": [], "execution_count": None}
        for chunk in _chunks(text.replace("\r\n", "\n"))
    ]
    made: Notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    work = _assignment_of(made)
    if not work:
        return Content(NOTHING, problem=_("it is a script that answers nothing of an assignment"))
    lang = "zh" if re.search("[\u4e00-\u9fff]", text) else "en"
    release = _release(work, lang)
    made["metadata"] = release["metadata"]
    mended = compare_cells(made, release).notebook
    for number, cell in enumerate(mended["cells"]):
        cell.setdefault("id", f"cell-{number}")
    notes = (_("made of a .py file: answers in words are not in it, look at the original"),)
    return Content(SCRIPT, work, to_bytes(mended), len(answers_in(mended, release)), notes=notes)


def _chunks(text: str) -> list[str]:
    """The script in cells: by its own marks, else a cell for each function and for the code between them."""
    lines = text.splitlines(keepends=True)
    starts = [number for number, line in enumerate(lines) if CELL_MARK.match(line.rstrip())]
    if not starts:
        try:
            body = ast.parse(text).body
        except (SyntaxError, ValueError, RecursionError):
            return [text]
        starts = [
            min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))]) - 1
            for node in body
        ]
    bounds = sorted({0, *starts, len(lines)})
    chunks = ["".join(lines[a:b]).strip() for a, b in itertools.pairwise(bounds)]
    return [chunk for chunk in chunks if chunk]


def _assignment_of(notebook: Notebook) -> str:
    """The assignment that fits best: by labels, else by the names that the code defines. "" if none fits."""
    labels = {grade_id(cell) for cell in notebook["cells"]}
    names = set().union(
        *(defined_and_used(cell)[0] for cell in notebook["cells"]),
        {str(c.get("id")) for c in notebook["cells"]},
    )
    for present, wanted, enough in ((labels, 0, ENOUGH), (names, 1, 0.0)):
        found = {work: len(present & marks[wanted]) for work, marks in _marks().items()}
        best = max(found, key=lambda work: found[work], default="")
        least = max(enough * len(_marks()[best][wanted]), ENOUGH_NAMES) if best else 0
        if best and found[best] >= least and list(found.values()).count(found[best]) == 1:
            return best
    return ""


@cache
def _marks() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Assignment -> labels of its cells that no other has, and names of its answers."""
    every = {
        work: [cell for cell in notebook["cells"] if grade_id(cell)]
        for work, notebook in released_notebooks("en").items()
    }
    labels = {work: {grade_id(cell) for cell in cells} for work, cells in every.items()}
    return {
        work: (
            frozenset(labels[work].difference(*(other for name, other in labels.items() if name != work))),
            frozenset(
                grade_id(cell) for cell in cells if not is_locked(cell) and cell["cell_type"] == "code"
            ),
        )
        for work, cells in every.items()
    }


@cache
def _release(work: str, lang: str) -> Notebook:
    assert lang in LANGUAGES
    return released_notebooks(lang)[work]
