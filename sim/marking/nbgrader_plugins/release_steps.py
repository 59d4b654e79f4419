"""Steps of `nbgrader generate_assignment`: from what an author wrote to an edition in one language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Enum, Unicode

from sim.base.i18n import LANGUAGES
from sim.course.authoring.cells import complete
from sim.course.authoring.source import Source
from sim.workspace.notebooks import edition

Notebook = Any
Resources = dict[str, Any]


class FillIn(NbGraderPreprocessor):
    """Adds the cells, points and metadata that an author does not write. It runs first."""

    root = Unicode("", help="the course folder").tag(config=True)

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Return the complete notebook."""
        source = Source(Path(self.root), resources["nbgrader"]["assignment"])
        return nbformat.from_dict(complete(source)), resources


class KeepLanguage(NbGraderPreprocessor):
    """Drops the cells of the other language. It runs after SaveCells, so that the gradebook has all graded cells."""

    lang = Enum(list(LANGUAGES), default_value="en", help="language of the edition").tag(config=True)

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Return the edition. Raises ValueError if a graded cell is tagged for a language."""
        for cell in nb.cells:
            tags = cell.metadata.get("tags", [])
            if "nbgrader" in cell.metadata and any(tag.startswith("lang-") for tag in tags):
                grade_id = cell.metadata.nbgrader.get("grade_id")
                raise ValueError(
                    f"cell {grade_id} is graded in both languages and must not have a language tag: put prose into other cells"
                )
        nb.cells = edition(nb, self.lang)["cells"]
        return nb, resources
