"""Steps of `nbgrader autograde`: the released notebook is marked, with the student's answers in it, however it was changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from sim.workspace.notebooks import grade_id

Notebook = Any
Resources = dict[str, Any]

SET_UP = "setup"
"""Id of the cell that makes the student's case: nothing runs without it."""
KEPT_METADATA = ("nbgrader", "tags", "kefu", "deletable", "editable")
"""Cell metadata that is used. Any other could only change how the cell is run or marked."""


class _UsesRelease(NbGraderPreprocessor):
    """A step that compares a submission with its release."""

    released = Unicode("", help="folder of the released assignments, any language").tag(config=True)

    def released_cells(self, resources: Resources) -> list[Any]:
        """The graded cells of the release, in their order."""
        return [cell for cell in self.code_cells(resources) if grade_id(cell)]

    def code_cells(self, resources: Resources) -> list[Any]:
        """The graded cells and all code cells of the release, in their order."""
        names = resources["nbgrader"]
        path = Path(self.released) / names["assignment"] / f"{names['notebook']}.ipynb"
        cells = nbformat.read(path, as_version=4).cells
        return [cell for cell in cells if grade_id(cell) or cell.cell_type == "code"]


class OnlyKnownMetadata(_UsesRelease):
    """Removes unknown metadata, such as the tag `skip-execution`, and resets nbgrader's to the released one, such as points."""

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Clean every cell."""
        released = {grade_id(cell): cell.metadata.nbgrader for cell in self.released_cells(resources)}
        for cell in nb.cells:
            for key in [key for key in cell.metadata if key not in KEPT_METADATA]:
                del cell.metadata[key]
            tags = [tag for tag in cell.metadata.pop("tags", []) if str(tag).startswith("lang-")]
            if tags:
                cell.metadata["tags"] = tags
            name = grade_id(cell)
            cell.metadata.pop("nbgrader", None)
            if name in released:
                cell.metadata["nbgrader"] = released[name].copy()
        return nb, resources


class FirstCopy(NbGraderPreprocessor):
    """If a graded cell was copied, the first copy counts; the others become ordinary cells."""

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Remove nbgrader's metadata from every further copy."""
        seen = set()
        for cell in nb.cells:
            name = grade_id(cell)
            if name in seen:
                self.log.warning("cell %s is in the notebook more than once: the first one counts", name)
                del cell.metadata["nbgrader"]
            elif name:
                seen.add(name)
        return nb, resources


class RestoreMissing(_UsesRelease):
    """Puts deleted code cells and graded cells back where they were, without an answer."""

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Insert each missing cell after the one that it followed."""
        known = {_name(cell) for cell in nb.cells}
        has_ids = any(_name(cell) in known and not grade_id(cell) for cell in self.code_cells(resources))
        next_index = 0
        for released in self.code_cells(resources):
            name = _name(released)
            index = next((n for n, cell in enumerate(nb.cells) if _name(cell) == name), None)
            if index is None and (grade_id(released) or has_ids or name == SET_UP):
                self.log.warning("cell %s is missing: put back", name)
                nb.cells.insert(next_index, released)
                index = next_index
            next_index = next_index if index is None else index + 1
        return nb, resources


def _name(cell: Any) -> str | None:
    """The id by which nbgrader knows a cell, else its own."""
    return grade_id(cell) or cell.get("id")
