"""The released notebook is marked, with the student's answers in it, however the notebook was changed. Cells are JSON."""

from __future__ import annotations

import copy
from typing import Any

from sim.workspace.notebooks import grade_id, source

Cells = list[Any]

SET_UP = "setup"
"""Id of the cell that makes the student's case: nothing runs without it."""
KEPT_METADATA = ("nbgrader", "tags", "kefu", "deletable", "editable")
"""Cell metadata that is used. Any other could only change how the cell is run or marked."""


def reset_metadata(cells: Cells, released: Cells) -> None:
    """Remove unknown metadata, such as the tag `skip-execution`, and reset nbgrader's to the released one, such as points."""
    labels = {grade_id(cell): cell["metadata"]["nbgrader"] for cell in released if grade_id(cell)}
    for cell in cells:
        metadata = cell["metadata"]
        for key in [key for key in metadata if key not in KEPT_METADATA]:
            del metadata[key]
        found = metadata.pop("tags", [])
        tags = [tag for tag in (found if isinstance(found, list) else []) if str(tag).startswith("lang-")]
        if tags:
            metadata["tags"] = tags
        name = grade_id(cell)
        metadata.pop("nbgrader", None)
        if name in labels:
            metadata["nbgrader"] = copy.copy(labels[name])


def keep_first_copies(cells: Cells) -> list[str]:
    """If a graded cell was copied, the first copy counts; the others become ordinary cells. Returns their names."""
    seen, again = set(), []
    for cell in cells:
        name = grade_id(cell)
        if name in seen:
            again.append(name)
            del cell["metadata"]["nbgrader"]
        elif name:
            seen.add(name)
    return again


def restore_missing(cells: Cells, released: Cells) -> list[str]:
    """Put deleted code cells and graded cells back where they were, without an answer. Returns their names."""
    wanted = [cell for cell in released if grade_id(cell) or cell["cell_type"] == "code"]
    known = {_name(cell) for cell in cells}
    has_ids = any(_name(cell) in known and not grade_id(cell) for cell in wanted)
    next_index, restored = 0, []
    for cell in wanted:
        name = _name(cell)
        index = next((n for n, one in enumerate(cells) if _name(one) == name), None)
        if index is None and (grade_id(cell) or has_ids or name == SET_UP):
            restored.append(str(name))
            cells.insert(next_index, cell)
            index = next_index
        next_index = next_index if index is None else index + 1
    return restored


def restore_locked(cells: Cells, released: Cells) -> None:
    """Give every graded cell its released type, and every locked one, such as a test, its released text."""
    originals = {grade_id(cell): cell for cell in released if grade_id(cell)}
    for place, cell in enumerate(cells):
        original = originals.get(grade_id(cell))
        if original is None:
            continue
        mine = copy.deepcopy(original)
        if original["metadata"]["nbgrader"].get("solution"):
            mine["source"] = source(cell)
            if original["cell_type"] == "markdown" and "attachments" in cell:
                mine["attachments"] = cell["attachments"]
        cells[place] = mine


def _name(cell: Any) -> str | None:
    """The id by which nbgrader knows a cell, else its own."""
    return grade_id(cell) or cell.get("id")
