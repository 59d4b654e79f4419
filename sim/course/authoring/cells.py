"""Fills in the parts that an author does not write: set-up, hand, try and test cells, points, and nbgrader's metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.authoring.source import BEGIN, Source

CellJson = dict[str, Any]
POINTS = "{points}"
KEEP_GOING = "raises-exception"
"""A tag of Jupyter: a fault in this cell does not stop *Run All*."""


def complete(source: Source) -> dict[str, Any]:
    """The whole notebook, still bilingual and with the model solution. Raises InputError if a part has no cell."""
    cells = [_with_metadata(source, cell) for cell in source.notebook["cells"]]
    cells = [_with_points(source, cell) for cell in cells]
    cells = _twins(cells)
    made = list(_inserted(source, cells))
    missing = [part.name for part in source.assignment.parts if part.name not in _tried(made)]
    if missing:
        raise InputError(_("No cell with a model solution defines: {all}.").format(all=", ".join(missing)))
    return {**source.notebook, "cells": made}


def points_of(source: Source, question: str) -> float:
    """Points of a question: those of its parts, and of its written cells."""
    written = sum(row["points"] for cell, row in source.rubric.items() if cell.split("-")[0] == question)
    return float(sum(part.points for part in source.assignment.question(question)) + written)


def total_points(source: Source) -> float:
    """Points of the assignment."""
    return float(
        sum(part.points for part in source.assignment.parts)
        + sum(row["points"] for row in source.rubric.values())
    )


def _with_points(source: Source, cell: CellJson) -> CellJson:
    if cell["cell_type"] != "markdown" or POINTS not in cell["source"]:
        return cell
    found = re.search(r"^## (?:Question |第)(\d+)", cell["source"], re.MULTILINE)
    points = points_of(source, f"q{found[1]}") if found else total_points(source)
    return {**cell, "source": cell["source"].replace(POINTS, f"{points:g}")}


def _with_metadata(source: Source, cell: CellJson) -> CellJson:
    metadata = dict(cell["metadata"])
    if cell["cell_type"] == "code" and BEGIN in cell["source"]:
        metadata["nbgrader"] = _nbgrader(cell["id"], solution=True)
        metadata["tags"] = [KEEP_GOING]
    elif cell["id"] in source.rubric:
        points = source.rubric[cell["id"]]["points"]
        metadata["nbgrader"] = _nbgrader(cell["id"], solution=True, points=points)
    return {**cell, "metadata": metadata}


def _nbgrader(name: str, *, solution: bool, points: float | None = None) -> dict[str, Any]:
    graded = {} if points is None else {"points": points}
    return {
        "grade": points is not None,
        "grade_id": name,
        "locked": not solution,
        "schema_version": 3,
        "solution": solution,
        "task": False,
        **graded,
    }


def _twins(cells: list[CellJson]) -> list[CellJson]:
    """Give the Chinese twin of a cell the concepts of the English one."""
    kefu = {
        c["id"][:-3]: c["metadata"]["kefu"]
        for c in cells
        if c["id"].endswith("-en") and "kefu" in c["metadata"]
    }
    return [
        {**c, "metadata": {**c["metadata"], "kefu": kefu[c["id"][:-3]]}}
        if c["id"].endswith("-zh") and c["id"][:-3] in kefu
        else c
        for c in cells
    ]


def _inserted(source: Source, cells: list[CellJson]) -> Iterator[CellJson]:
    """The cells, with generated ones in their places."""
    assignment = source.assignment
    names = {cell.id: cell.names for cell in source.cells}
    question_of = {part.name: q for q, parts in assignment.questions.items() for part in parts}
    parts = {cell: [n for n in names[cell] if n in question_of] for cell in names}
    last = {question_of[n]: cell for cell in names for n in parts[cell]}
    shown: set[str] = set()
    is_set_up = False
    for cell in cells:
        mine = parts.get(cell["id"], [])
        question = question_of[mine[0]] if mine else ""
        if question and question not in shown:
            shown.add(question)
            if any(part.is_function for part in assignment.question(question)):
                yield _code(f"hand-{question}", f'case.show("{question}")')
        yield cell
        if not is_set_up and cell["metadata"].get("tags") == ["lang-zh"]:
            is_set_up = True
            yield _code("setup", _set_up(source))
        for name in mine:
            yield _code(f"try-{name}".replace("_", "-"), f'try_out("{name}", globals())')
        if question and last[question] == cell["id"]:
            total = sum(part.points for part in assignment.question(question))
            test = f'from sim.course import check_all\n\ncheck_all("{question}", globals(), "{source.name}")'
            yield _code(question, test, {"nbgrader": _nbgrader(question, solution=False, points=total)})


def _set_up(source: Source) -> str:
    tables = "\n".join(f'{name} = case.read("{name}")' for name in source.assignment.public)
    return (
        "import pandas as pd\n\nfrom sim.course import my_case, show_error, try_out\n\n"
        f'case = my_case("{source.name}")\n{tables}\ncase'
    )


def _tried(cells: list[CellJson]) -> set[str]:
    text = "\n".join(cell["source"] for cell in cells if cell["id"].startswith("try-"))
    return set(re.findall(r'try_out\("(\w+)"', text))


def _code(name: str, source: str, metadata: dict[str, Any] | None = None) -> CellJson:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": metadata or {},
        "outputs": [],
        "source": source,
    }
