"""Look at the notebooks: of lessons only the file, of assignments also cells, outputs, and whether they run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sim.base.commands import python_command
from sim.base.errors import InputError
from sim.base.i18n import _, language
from sim.base.version import version
from sim.course.handing_in.doctor.cell_facts import answers_in, describe
from sim.course.handing_in.doctor.cells import compare_cells
from sim.course.handing_in.doctor.findings import Report
from sim.course.handing_in.doctor.notebook_files import read_notebook
from sim.course.handing_in.doctor.outputs import students_in, versions_in
from sim.course.handing_in.doctor.places import (
    all_notebooks,
    check_file,
    find_notebook,
    notebook_to_hand_in,
)
from sim.course.handing_in.doctor.running import CELL_SECONDS, can_run, failures
from sim.workspace.editions import files_of
from sim.workspace.handed_out import lessons, released_notebooks
from sim.workspace.notebooks import Notebook, edition_language, to_bytes
from sim.workspace.settings import read_settings


def check_assignments(report: Report, run: Callable[[str], None] | None, only: str | None = None) -> None:
    """Look at every assignment, or at only one of them.

    run: called with the name of each notebook before it is run, which takes up to some minutes; None: nothing is run.
    """
    found = all_notebooks(report.folder)
    for name, release in released_notebooks(language()).items():
        if only not in (None, name):
            continue
        main = notebook_to_hand_in(report.folder, name, release)
        try:
            notebook = find_notebook(report, main, found, release)
        except InputError as error:
            report.yours(main, str(error))
            continue
        if notebook is None:
            continue
        notebook = _check_cells(report, main, notebook, name)
        _check_outputs(report, main, notebook)
        if run is not None and answers_in(notebook, release):
            run(main.name)
            _check_run(report, main, notebook)


def check_lessons(report: Report) -> None:
    """Look at the files of the lessons that are there."""
    for name, lesson in lessons(language()).items():
        for path in files_of(report.folder, name, language()):
            try:
                check_file(report, path, read_notebook(path), lesson)
            except InputError as error:
                report.yours(path, str(error))


def _check_cells(report: Report, main: Path, notebook: Notebook, name: str) -> Notebook:
    """Compare the cells with the release in the notebook's own language; returns the mended notebook."""
    lang = edition_language(notebook) or language()
    compared = compare_cells(notebook, released_notebooks(lang)[name])
    for text in compared.mended:
        report.mendable(main, text)
    if compared.mended:
        report.rewrite(main, to_bytes(compared.notebook))
    for text in compared.yours:
        report.yours(main, text)
    if compared.empty:
        text = _("written answers that are still empty: {names}.")
        report.note(main, text.format(names=", ".join(compared.empty)))
    if lang != language():
        report.note(main, _("it is in another language than this folder; marks do not depend on that."))
    return compared.notebook


def _check_outputs(report: Report, main: Path, notebook: Notebook) -> None:
    """Check whose firm the outputs are about, and of which version."""
    student = str(read_settings(report.folder).get("student") or "")
    others = students_in(notebook) - {student}
    if student and others:
        text = _(
            "it was last run for {other}, and you are {student}: "
            "choose Run, Restart Kernel and Run All Cells, and look at your answers again."
        )
        report.yours(main, text.format(other=", ".join(sorted(others)), student=student))
    old = versions_in(notebook) - {version()}
    if old:
        text = _(
            "it was last run with Kefu {old}, and this is {new}: "
            "choose Run, Restart Kernel and Run All Cells, and look at your answers again."
        )
        report.yours(main, text.format(old=", ".join(sorted(old)), new=version()))


def _check_run(report: Report, main: Path, notebook: Notebook) -> None:
    if not can_run():
        text = _("it was not run: `{command}` installs what is needed for that.")
        report.note(main, text.format(command=python_command("-m", "pip", "install", "jupyterlab")))
        return
    for failure in failures(notebook, report.folder):
        text = (
            _("run from top to bottom it fails in {cell}, [{number}], with {error}: mend that cell.")
            if failure.error
            else _("{cell}, [{number}], runs for more than {seconds} seconds: make it faster.")
        )
        report.yours(
            main,
            text.format(
                cell=describe(failure.cell),
                number=failure.number,
                error=failure.error,
                seconds=CELL_SECONDS,
            ),
        )
