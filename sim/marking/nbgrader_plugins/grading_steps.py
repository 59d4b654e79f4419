"""Steps of `nbgrader autograde`: whatever came back, what is graded is what was handed out, with the student's answers in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution
from traitlets import Unicode

Notebook = Any
Resources = dict[str, Any]

KEPT = ("nbgrader", "tags", "kefu", "deletable", "editable")
"""Cell metadata that has a meaning here. Anything else can only do harm."""


class _AgainstRelease(NbGraderPreprocessor):
    """Knows what was handed out."""

    released = Unicode("", help="folder of the released assignments, any language").tag(config=True)

    def handed_out(self, resources: Resources) -> list[Any]:
        """The released cells that nbgrader knows, in their sequence."""
        about = resources["nbgrader"]
        path = Path(self.released) / about["assignment"] / f"{about['notebook']}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        return [cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id")]


class OnlyKnownMetadata(_AgainstRelease):
    """Cells keep known metadata only: no `skip-execution`, no changed points. What nbgrader knows of a cell is as handed out."""

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Clean every cell."""
        known = {
            cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader for cell in self.handed_out(resources)
        }
        for cell in nb.cells:
            for name in [name for name in cell.metadata if name not in KEPT]:
                del cell.metadata[name]
            cell.metadata["tags"] = [
                tag for tag in cell.metadata.get("tags", []) if str(tag).startswith("lang-")
            ]
            if not cell.metadata["tags"]:
                del cell.metadata["tags"]
            if "nbgrader" in cell.metadata:
                about = cell.metadata["nbgrader"]
                grade_id = about.get("grade_id") if isinstance(about, dict) else None
                if grade_id in known:
                    cell.metadata["nbgrader"] = known[grade_id].copy()
                else:
                    del cell.metadata["nbgrader"]
        return nb, resources


class FirstCopy(NbGraderPreprocessor):
    """Of a graded cell that was copied the first copy counts; the others become ordinary cells."""

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Take nbgrader's metadata off every further copy."""
        seen = set()
        for cell in nb.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if grade_id in seen:
                self.log.warning(
                    "cell %s stands in the notebook more than once: the first one counts", grade_id
                )
                del cell.metadata["nbgrader"]
            elif grade_id:
                seen.add(grade_id)
        return nb, resources


class RestoreMissing(_AgainstRelease):
    """Puts deleted cells back where they were, unanswered."""

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Insert each missing cell after the one that it followed."""
        place = 0
        for wanted in self.handed_out(resources):
            grade_id = wanted.metadata.nbgrader.grade_id
            there = [
                n
                for n, cell in enumerate(nb.cells)
                if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id
            ]
            if there:
                place = there[0] + 1
                continue
            self.log.warning("cell %s is missing: put back", grade_id)
            nb.cells.insert(place, wanted)
            place += 1
        return nb, resources


class NeedVerdict(NbGraderPreprocessor):
    """Marks come from a verdict: a test cell that shows no points has failed, whatever else it shows or does not show."""

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Leave each test cell its points alone, or an error."""
        for cell in nb.cells:
            if cell.cell_type == "code" and is_grade(cell) and not is_solution(cell):
                self._settle(cell)
        return nb, resources

    def _settle(self, cell: Any) -> None:
        most = float(cell.metadata.nbgrader.points)
        shown = [output for output in cell.outputs if output.output_type == "execute_result"]
        errors = [output for output in cell.outputs if output.output_type == "error"]
        said = [o for o in cell.outputs if o.output_type == "stream" and o.name == "stdout"]
        try:
            (only,) = shown
            points = float("".join(only.data["text/plain"]))
            fair = 0 <= points <= most and not errors
        except (ValueError, KeyError):
            fair = False
        if fair:
            cell.outputs = [*said, only]
        elif not errors:
            text = "this test cell has shown no points"
            cell.outputs = [
                *said,
                nbformat.v4.new_output("error", ename="NoVerdict", evalue=text, traceback=[text]),
            ]
