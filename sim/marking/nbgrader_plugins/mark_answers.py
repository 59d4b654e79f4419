"""Steps of `nbgrader autograde` that replace two of its own: marking asks a process, and its failure does not count as 0."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from nbgrader.utils import is_grade, is_solution

from sim.base.i18n import using
from sim.course.owner import find_owner
from sim.marking.marker import marker_for
from sim.marking.outputs import fill_test, outputs_as_text
from sim.marking.submission import Submission, beside

Notebook = Any
Resources = dict[str, Any]


class MarkAnswers(NbGraderPreprocessor):
    """Runs the notebook in a process of its own, asks for every part, and writes points and reasons into the test cells.

    It takes the place of `Execute`: the student's code never runs in the process that gives points.
    """

    def preprocess(self, nb: Notebook, resources: Resources) -> tuple[Notebook, Resources]:
        """Mark the notebook."""
        names = resources["nbgrader"]
        folder = Path(resources["metadata"]["path"]).resolve()
        owner = find_owner(folder)
        assert owner.course_folder is not None
        with using(_language(nb)) as lang:
            marker = marker_for(owner.course_folder, names["assignment"], owner)
            cells = [cell for cell in nb.cells if cell.cell_type == "code"]
            tests = {cell.metadata.nbgrader.grade_id: cell for cell in cells if _is_test(cell)}
            own = [cell for cell in cells if not _is_test(cell)]
            environment = {
                "NBGRADER_EXECUTION": "autograde",
                "KEFU_LANG": lang,
                "KEFU_SUBMISSION": f"{owner.course}/{owner.student}",
            }
            submission = Submission([cell.source for cell in own], lambda: beside(folder, environment))
            try:
                submission.run()
                records = marker.mark(submission)
            finally:
                submission.close()
            for cell, result in zip(own, submission.cells, strict=True):
                cell.outputs = [nbformat.from_dict(output) for output in outputs_as_text(result)]
            for name, cell in tests.items():
                fill_test(cell, [record for record in records if record.question == name])
                cell.outputs = [nbformat.from_dict(output) for output in cell.outputs]
        return nb, resources


class SaveMarks(SaveAutoGrades):
    """Saves points. A question that the machine could not mark gets no points, and must be marked by a person."""

    def _add_score(self, cell: Any, resources: Resources) -> None:
        super()._add_score(cell, resources)
        records = cell.metadata.get("kefu", {}).get("records", [])
        if any(record["share"] is None for record in records):
            grade = self.gradebook.find_grade(
                cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id
            )
            grade.auto_score, grade.needs_manual_grade = None, True
            self.gradebook.db.commit()


def _is_test(cell: Any) -> bool:
    return "nbgrader" in cell.metadata and is_grade(cell) and not is_solution(cell)


def _language(nb: Notebook) -> str:
    """The language of an edition."""
    tags = {tag for cell in nb.cells for tag in cell.metadata.get("tags", [])}
    return "zh" if "lang-zh" in tags and "lang-en" not in tags else "en"
