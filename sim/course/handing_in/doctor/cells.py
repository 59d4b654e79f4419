"""Compare the cells of a student's notebook with the release, and put back what is missing. No work of the student's goes."""

from __future__ import annotations

import ast
import copy
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

from sim.base.i18n import _
from sim.workspace.notebooks import Notebook, source

Cell = dict[str, Any]
LABEL = ("grade_id", "grade", "solution", "locked", "points", "cell_type")
"""What makes a cell an answer or a test: if one of these differs from the release, marking would go wrong."""


@dataclass
class CellReport:
    """The mended notebook; what was mended, what only the student can mend, and written answers that are still empty."""

    notebook: Notebook
    mended: list[str] = field(default_factory=list)
    yours: list[str] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)


def compare_cells(notebook: Notebook, release: Notebook) -> CellReport:
    """Everything that differs from the release in a way that matters, in the order in which it is mended."""
    report = CellReport(copy.deepcopy(notebook))
    graded = {grade_id(cell): cell for cell in release["cells"] if grade_id(cell)}
    _name_cells(report.notebook, release)
    _restore_labels(report, graded)
    _remove_copies(report, graded)
    _restore_tests(report, graded)
    _insert_graded(report, release)
    _put_in_order(report, release)
    _insert_needed(report, release)
    report.empty = [
        name
        for cell in report.notebook["cells"]
        if (name := grade_id(cell)) in graded and _is_written(graded[name]) and _same(cell, graded[name])
    ]
    return report


def grade_id(cell: Cell) -> str:
    """The name by which nbgrader knows a cell; "" for an ordinary one."""
    label = cell.get("metadata", {}).get("nbgrader")
    name = label.get("grade_id") if isinstance(label, dict) else None
    return name if isinstance(name, str) else ""


def answers_in(notebook: Notebook, release: Notebook) -> set[str]:
    """Names of the cells of the release that the student has filled in."""
    graded = {grade_id(cell): cell for cell in release["cells"] if grade_id(cell) and not _is_locked(cell)}
    return {
        name
        for cell in notebook["cells"]
        if (name := grade_id(cell)) in graded and not _same(cell, graded[name])
    }


def describe(cell: Cell) -> str:
    """What a cell is, for a sentence: by its name, else by its first line."""
    name = grade_id(cell)
    if not name:
        lines = source(cell).strip().splitlines() or [""]
        return _("the cell that begins with “{line}”").format(line=lines[0][:60])
    if _is_locked(cell):
        return _("the test cell {name}").format(name=name)
    if _is_written(cell):
        return _("the written answer {name}").format(name=name)
    return _("the answer cell {name}").format(name=name)


def _is_locked(cell: Cell) -> bool:
    return not cell["metadata"]["nbgrader"].get("solution")


def _is_written(cell: Cell) -> bool:
    return bool(cell["cell_type"] == "markdown")


def _same(cell: Cell, other: Cell) -> bool:
    return _text(cell) == _text(other)


def _text(cell: Cell) -> list[str]:
    return [line.rstrip() for line in source(cell).strip().splitlines()]


def _name_cells(notebook: Notebook, release: Notebook) -> None:
    """Give a name of its own to every cell that has none, that of the same cell in the release if there is one."""
    notebook["nbformat_minor"] = max(notebook.get("nbformat_minor", 0), 5)
    taken = {cell.get("id") for cell in notebook["cells"]}
    for cell in notebook["cells"]:
        cell.setdefault("metadata", {})
        if not cell.get("id"):
            same = [c["id"] for c in release["cells"] if grade_id(c) == grade_id(cell) and _same(c, cell)]
            same += [c["id"] for c in release["cells"] if grade_id(c) and grade_id(c) == grade_id(cell)]
            names = chain(same, (f"cell-{number}" for number in count(1)))
            cell["id"] = next(name for name in names if name not in taken)
            taken.add(cell["id"])


def _restore_labels(report: CellReport, graded: dict[str, Cell]) -> None:
    """Put back what tells marking which cell is which, and whether a cell is code or text."""
    present = {grade_id(cell) for cell in report.notebook["cells"]}
    by_id = {cell["id"]: cell for cell in graded.values()}
    for cell in report.notebook["cells"]:
        lost = not grade_id(cell) and by_id.get(cell["id"])
        release = lost if lost and grade_id(lost) not in present else graded.get(grade_id(cell))
        if release is None:
            continue
        label = release["metadata"]["nbgrader"]
        now = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == release["cell_type"] and all(now.get(k) == label.get(k) for k in LABEL):
            continue
        cell["metadata"]["nbgrader"] = copy.deepcopy(label)
        _set_type(cell, release["cell_type"])
        report.mended.append(
            _("{cell} has lost its type or its label: put them back.").format(cell=describe(release))
        )


def _set_type(cell: Cell, kind: str) -> None:
    cell["cell_type"] = kind
    if kind == "code":
        cell.setdefault("outputs", [])
        cell.setdefault("execution_count", None)
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _remove_copies(report: CellReport, graded: dict[str, Cell]) -> None:
    """Of a cell that is there more than once keep the one with the answer; of two answers only the student knows which."""
    for name, release in graded.items():
        copies = [cell for cell in report.notebook["cells"] if grade_id(cell) == name]
        if len(copies) < 2:
            continue
        worked = [cell for cell in copies if not _same(cell, release)]
        kept = copies[0] if _is_locked(release) or not worked else worked[0]
        if not _is_locked(release) and any(not _same(cell, kept) for cell in worked):
            report.yours.append(
                _(
                    "{cell} is there {n} times with different content: delete what is not your answer, "
                    "or join what belongs together with Edit, Merge Selected Cells."
                ).format(cell=describe(release), n=len(copies))
            )
            continue
        for cell in copies:
            if cell is kept:
                continue
            if _same(cell, release) or _same(cell, kept):
                report.notebook["cells"] = [c for c in report.notebook["cells"] if c is not cell]
            else:  # a copy of a test cell in which the student wrote something
                del cell["metadata"]["nbgrader"]
        report.mended.append(
            _("{cell} is there {n} times: keep one.").format(cell=describe(release), n=len(copies))
        )


def _restore_tests(report: CellReport, graded: dict[str, Cell]) -> None:
    """Test cells are as they were handed out."""
    for cell in report.notebook["cells"]:
        release = graded.get(grade_id(cell))
        if release is not None and _is_locked(release) and not _same(cell, release):
            cell["source"] = release["source"]
            report.mended.append(
                _("{cell} was changed, or is of an older edition: put it back.").format(
                    cell=describe(release)
                )
            )


def _insert_graded(report: CellReport, release: Notebook) -> None:
    """Put back cells that are marked. If one other cell defines what the missing one should, that is the answer."""
    for released in release["cells"]:
        name = grade_id(released)
        if not name or any(grade_id(cell) == name for cell in report.notebook["cells"]):
            continue
        defining = [] if _is_locked(released) else _cells_that_define(report.notebook, released)
        if len(defining) == 1:
            (cell,) = defining
            cell["metadata"]["nbgrader"] = copy.deepcopy(released["metadata"]["nbgrader"])
            text = _("{cell} is missing, but another cell defines the same: make that one the answer.")
        else:
            place = _place(report.notebook, release, released)
            places = [n for n, c in enumerate(report.notebook["cells"]) if any(c is d for d in defining)]
            _insert(report.notebook, min([place, *places]), released)
            text = _("{cell} is missing: put it back.")
        report.mended.append(text.format(cell=describe(released)))


def _put_in_order(report: CellReport, release: Notebook) -> None:
    """An answer below its test cell is not there yet when the test runs: move it up, right above the test."""
    cells = report.notebook["cells"]
    answers: list[str] = []
    for released in release["cells"]:
        name = grade_id(released)
        if not name:
            continue
        if not _is_locked(released):
            answers.append(name)
            continue
        test = next(cell for cell in cells if grade_id(cell) == name)
        for answer in [cell for cell in cells if grade_id(cell) in answers]:
            if _index(cells, answer) > _index(cells, test):
                del cells[_index(cells, answer)]
                cells.insert(_index(cells, test), answer)
                text = _("{cell} is below {test}, which then does not see it: move it up.")
                report.mended.append(text.format(cell=describe(answer), test=describe(test)))
        answers = []


def _index(cells: list[Cell], cell: Cell) -> int:
    return next(number for number, other in enumerate(cells) if other is cell)


def _insert_needed(report: CellReport, release: Notebook) -> None:
    """Put back the cells that read the data: those that define what others use."""
    missing = [
        cell
        for cell in release["cells"]
        if cell["cell_type"] == "code" and not grade_id(cell) and _find(report.notebook, cell) is None
    ]
    for released in missing:
        defined = set().union(*(_names(cell)[0] for cell in report.notebook["cells"]))
        used = set().union(*(_names(cell)[1] for cell in report.notebook["cells"]))
        if (_names(released)[0] - defined) & used:
            _insert(report.notebook, _place(report.notebook, release, released), released)
            report.mended.append(
                _("{cell} is missing, and others need it: put it back.").format(cell=describe(released))
            )


def _cells_that_define(notebook: Notebook, released: Cell) -> list[Cell]:
    """The student's own code cells that define every name that a cell of the release defines."""
    wanted = _names(released)[0] or {grade_id(released)}
    return [cell for cell in notebook["cells"] if not grade_id(cell) and wanted <= _names(cell)[0]]


def _find(notebook: Notebook, released: Cell) -> int | None:
    """The place of a cell of the release: by its label, else by its name, else by its text."""
    name = grade_id(released)
    for same in (
        lambda cell: bool(name) and grade_id(cell) == name,
        lambda cell: cell.get("id") == released["id"],
        lambda cell: not name and _same(cell, released),
    ):
        found = next((n for n, cell in enumerate(notebook["cells"]) if same(cell)), None)
        if found is not None:
            return found
    return None


def _place(notebook: Notebook, release: Notebook, released: Cell) -> int:
    """Where a missing cell belongs: after the nearest earlier cell of the release that is there."""
    for earlier in reversed(release["cells"][: release["cells"].index(released)]):
        found = _find(notebook, earlier)
        if found is not None:
            return found + 1
    return 0


def _insert(notebook: Notebook, place: int, released: Cell) -> None:
    cell = copy.deepcopy(released)
    taken = {other.get("id") for other in notebook["cells"]}
    if cell["id"] in taken:
        names = (f"{released['id']}-{number}" for number in count(2))
        cell["id"] = next(name for name in names if name not in taken)
    notebook["cells"].insert(place, cell)


def _names(cell: Cell) -> tuple[set[str], set[str]]:
    """The names that a code cell defines for other cells, and those that it uses; nothing of code that does not parse."""
    if cell["cell_type"] != "code":
        return set(), set()
    lines = [line for line in source(cell).splitlines() if not line.lstrip().startswith(("%", "!"))]
    try:
        tree = ast.parse("\n".join(lines))
    except (SyntaxError, ValueError, RecursionError):
        return set(), set()
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    defined = {
        alias.asname or alias.name.partition(".")[0]
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    defined |= {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    top = [
        n
        for node in tree.body
        if not isinstance(node, ast.FunctionDef | ast.ClassDef)
        for n in ast.walk(node)
    ]
    defined |= {n.id for n in top if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return defined, {n.id for n in names if isinstance(n.ctx, ast.Load)}
