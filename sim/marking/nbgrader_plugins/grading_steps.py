"""Steps of `nbgrader autograde`: the released notebook is marked, with the student's answers in it, however it was changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from sim.marking.restoring import keep_first_copies, reset_metadata, restore_missing

Notebook = Any
Resources = dict[str, Any]


class _UsesRelease(NbGraderPreprocessor):
    """A step that compares a submission with its release."""

    released = Unicode("", help="folder of the released assignments, any language").tag(config=True)

    def released_cells(self, resources: Resources) -> list[Any]:
        """The cells of the release, in their order."""
        names = resources["nbgrader"]
        path = Path(self.released) / names["assignment"] / f"{names['notebook']}.ipynb"
        return list(nbformat.read(path, as_version=4).cells)


class OnlyKnownMetadata(_UsesRelease):
    """Removes unknown metadata, and resets nbgrader's to the released one."""

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Clean every cell."""
        reset_metadata(nb.cells, self.released_cells(resources))
        return nb, resources


class FirstCopy(NbGraderPreprocessor):
    """If a graded cell was copied, the first copy counts."""

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Remove nbgrader's metadata from every further copy."""
        for name in keep_first_copies(nb.cells):
            self.log.warning("cell %s is in the notebook more than once: the first one counts", name)
        return nb, resources


class RestoreMissing(_UsesRelease):
    """Puts deleted code cells and graded cells back where they were, without an answer."""

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Insert each missing cell after the one that it followed."""
        for name in restore_missing(nb.cells, self.released_cells(resources)):
            self.log.warning("cell %s is missing: put back", name)
        return nb, resources
