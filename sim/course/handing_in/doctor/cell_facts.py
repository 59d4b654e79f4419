"""Facts about a cell of a notebook: its label, its text, the names that its code defines and uses."""

from __future__ import annotations

import ast
from typing import Any

from sim.base.i18n import _
from sim.workspace.notebooks import Notebook, grade_id, source

Cell = dict[str, Any]


def answers_in(notebook: Notebook, release: Notebook) -> set[str]:
    """Names of the cells of the release that the student has filled in."""
    graded = {grade_id(cell): cell for cell in release["cells"] if grade_id(cell) and not is_locked(cell)}
    return {
        name
        for cell in notebook["cells"]
        if (name := grade_id(cell)) in graded and not same_text(cell, graded[name])
    }


def describe(cell: Cell) -> str:
    """A cell in words: by its name, else by its first line."""
    name = grade_id(cell)
    if not name:
        lines = source(cell).strip().splitlines() or [""]
        return _("the cell that begins with “{line}”").format(line=lines[0][:60])
    if is_locked(cell):
        return _("the test cell {name}").format(name=name)
    if is_written(cell):
        return _("the written answer {name}").format(name=name)
    return _("the answer cell {name}").format(name=name)


def is_locked(cell: Cell) -> bool:
    """Whether a marked cell is a test, which students must not change."""
    return not cell["metadata"]["nbgrader"].get("solution")


def is_written(cell: Cell) -> bool:
    """Whether a marked cell is an answer in words."""
    return bool(cell["cell_type"] == "markdown")


def same_text(cell: Cell, other: Cell) -> bool:
    """Whether two cells hold the same, apart from space at the ends of lines."""
    return _lines(cell) == _lines(other)


def find_cell(cells: list[Cell], released: Cell) -> int | None:
    """The place of a cell of the release: by its label, else by its name, else (if it is not marked) by its text."""
    name = grade_id(released)
    for number, cell in enumerate(cells):
        if name and grade_id(cell) == name:
            return number
    for number, cell in enumerate(cells):
        if cell.get("id") == released["id"]:
            return number
    for number, cell in enumerate(cells):
        if not name and same_text(cell, released):
            return number
    return None


def defined_and_used(cell: Cell) -> tuple[set[str], set[str]]:
    """The names that a code cell defines for other cells, and those that it uses; nothing of code that does not parse."""
    if cell["cell_type"] != "code":
        return set(), set()
    lines = [line for line in source(cell).splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError):
        return set(), set()
    defined = set()
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.ClassDef):
            defined.add(statement.name)
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.alias):
                defined.add(node.asname or node.name.partition(".")[0])
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                defined.add(node.id)
    used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    return defined, used


def _lines(cell: Cell) -> list[str]:
    return [line.rstrip() for line in source(cell).strip().splitlines()]
