"""Checks of submitted notebooks: last run for the right student, and with the version that marks."""

from __future__ import annotations

from contextlib import suppress

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.version import version
from sim.course.course_folder import SUBMITTED
from sim.course.handing_in.doctor.findings import Report
from sim.course.handing_in.doctor.notebook_files import CHECKPOINTS, read_notebook
from sim.course.handing_in.doctor.outputs import students_in, versions_in
from sim.workspace.settings import student_id


def check_submissions(report: Report) -> None:
    """Look at every notebook in `submitted`. The name of the folder decides whose work it is, and which data are right."""
    for path in sorted((report.folder / SUBMITTED).glob("*/*/*.ipynb")):
        if path.parent.name == CHECKPOINTS:
            continue
        with suppress(InputError):  # an unreadable file is reported when it is marked
            student = student_id(path.parent.parent.name)
            notebook = read_notebook(path).notebook
            if notebook is None:
                continue
            others = students_in(notebook) - {student}
            if others:
                text = _(
                    "it was last run for {other}, but lies in the folder of {student}: whose work is it?"
                )
                report.yours(path, text.format(other=", ".join(sorted(others)), student=student))
            old = versions_in(notebook) - {version()}
            if old:
                text = _("it was last run with Kefu {old}, but {new} is installed here: marks may differ.")
                report.yours(path, text.format(old=", ".join(sorted(old)), new=version()))
