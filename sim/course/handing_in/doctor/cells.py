"""Compare the cells of a student's notebook with the release, and put back missing ones. No work of the student is lost."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from itertools import chain, count

from sim.base.i18n import _
from sim.course.handing_in.doctor.cell_facts import (
    Cell,
    defined_and_used,
    describe,
    find_cell,
    grade_id,
    is_locked,
    is_written,
    same_text,
)
from sim.workspace.notebooks import Notebook

LABEL = ("grade_id", "grade", "solution", "locked", "points", "cell_type")
"""What makes a cell an answer or a test: if one of these differs from the release, marking would go wrong."""


@dataclass
class CellReport:
    """The mended notebook; the mended faults, those that only the student can mend, and written answers that are still empty."""

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
        if (name := grade_id(cell)) in graded and is_written(graded[name]) and same_text(cell, graded[name])
    ]
    return report


def _name_cells(notebook: Notebook, release: Notebook) -> None:
    """Give a name of its own to every cell that has none or another's, that of the same cell in the release if there is one."""
    notebook["nbformat_minor"] = max(notebook.get("nbformat_minor", 0), 5)
    taken = {cell.get("id") for cell in notebook["cells"]}
    seen: set[str] = set()
    for cell in notebook["cells"]:
        cell.setdefault("metadata", {})
        if not cell.get("id") or cell["id"] in seen:
            alike = [c for c in release["cells"] if grade_id(c) == grade_id(cell)]
            alike = [c for c in alike if grade_id(c) or same_text(c, cell)]
            free = chain((c["id"] for c in alike), (f"cell-{number}" for number in count(1)))
            cell["id"] = next(name for name in free if name not in taken)
            taken.add(cell["id"])
        seen.add(cell["id"])


def _restore_labels(report: CellReport, graded: dict[str, Cell]) -> None:
    """Put back the labels by which marking knows each cell, and whether it is code or text."""
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
        _put_label(cell, release)
        _set_type(cell, release["cell_type"])
        report.mended.append(
            _("{cell} is not labelled as it was handed out: put its label back.").format(
                cell=describe(release)
            )
        )


def _put_label(cell: Cell, released: Cell) -> None:
    """Label a cell as the release does, tags included: one lets a run go on after an error."""
    metadata = copy.deepcopy(released["metadata"])
    cell["metadata"] |= {name: metadata[name] for name in ("nbgrader", "tags") if name in metadata}


def _set_type(cell: Cell, kind: str) -> None:
    cell["cell_type"] = kind
    if kind == "code":
        cell.pop("attachments", None)
        cell.setdefault("outputs", [])
        cell.setdefault("execution_count", None)
    else:
        cell.pop("outputs", None)
        cell.pop("execution_count", None)


def _remove_copies(report: CellReport, graded: dict[str, Cell]) -> None:
    """Of a cell that occurs more than once keep the one with the answer; between two answers only the student can choose."""
    for name, release in graded.items():
        copies = [cell for cell in report.notebook["cells"] if grade_id(cell) == name]
        if len(copies) < 2:
            continue
        worked = [cell for cell in copies if not same_text(cell, release)]
        kept = copies[0] if is_locked(release) or not worked else worked[0]
        if not is_locked(release) and any(not same_text(cell, kept) for cell in worked):
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
            if same_text(cell, release) or same_text(cell, kept):
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
        if release is not None and is_locked(release) and not same_text(cell, release):
            cell["source"] = release["source"]
            report.mended.append(
                _("{cell} was changed, or is of an older edition: put it back.").format(
                    cell=describe(release)
                )
            )


def _insert_graded(report: CellReport, release: Notebook) -> None:
    """Put back cells that are marked. If another cell defines the names of the missing one, that cell is the answer."""
    for released in release["cells"]:
        name = grade_id(released)
        if not name or any(grade_id(cell) == name for cell in report.notebook["cells"]):
            continue
        defining = [] if is_locked(released) else _cells_that_define(report.notebook, released)
        if len(defining) == 1:
            (cell,) = defining
            _put_label(cell, released)
            text = _("{cell} is missing, but another cell defines the same: make that one the answer.")
        else:
            place = _place(report.notebook, release, released)
            places = [n for n, c in enumerate(report.notebook["cells"]) if any(c is d for d in defining)]
            _insert(report.notebook, min([place, *places]), released)
            text = _("{cell} is missing: put it back.")
        report.mended.append(text.format(cell=describe(released)))


def _put_in_order(report: CellReport, release: Notebook) -> None:
    """An answer below its test cell does not exist yet when the test runs: move it up, right above the test."""
    cells = report.notebook["cells"]
    answers: list[str] = []
    for released in release["cells"]:
        name = grade_id(released)
        if not name:
            continue
        if not is_locked(released):
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
        if cell["cell_type"] == "code"
        and not grade_id(cell)
        and find_cell(report.notebook["cells"], cell) is None
    ]
    for released in missing:
        defined = set().union(*(defined_and_used(cell)[0] for cell in report.notebook["cells"]))
        used = set().union(*(defined_and_used(cell)[1] for cell in report.notebook["cells"]))
        if (defined_and_used(released)[0] - defined) & used:
            _insert(report.notebook, _place(report.notebook, release, released), released)
            report.mended.append(
                _("{cell} is missing, and others need it: put it back.").format(cell=describe(released))
            )


def _cells_that_define(notebook: Notebook, released: Cell) -> list[Cell]:
    """The student's own code cells that define every name that a cell of the release defines."""
    wanted = defined_and_used(released)[0] or {grade_id(released)}
    return [cell for cell in notebook["cells"] if not grade_id(cell) and wanted <= defined_and_used(cell)[0]]


def _place(notebook: Notebook, release: Notebook, released: Cell) -> int:
    """The place of a missing cell: after the nearest earlier cell of the release that is there."""
    for earlier in reversed(release["cells"][: release["cells"].index(released)]):
        found = find_cell(notebook["cells"], earlier)
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
