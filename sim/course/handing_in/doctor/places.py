"""Find the notebook of an assignment, whatever its name and state."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sim.base.errors import InputError
from sim.base.i18n import _, language
from sim.course.handing_in.doctor.cell_facts import answers_in
from sim.course.handing_in.doctor.cells import compare_cells
from sim.course.handing_in.doctor.findings import Change, Report, near
from sim.course.handing_in.doctor.notebook_files import (
    CHECKPOINTS,
    DAMAGED,
    FINE,
    LETTERS,
    NEWER,
    ODD,
    OLD,
    Reading,
    checkpoint,
    read_notebook,
)
from sim.workspace.editions import file_in, files_of
from sim.workspace.notebooks import Notebook, grade_id, to_bytes
from sim.workspace.settings import working_copy_above


@dataclass(frozen=True)
class Found:
    """A notebook in a working copy."""

    path: Path
    notebook: Notebook


def all_notebooks(folder: Path) -> list[Found]:
    """Every notebook that can be read, except copies and those of other working copies inside this one."""
    found = []
    for path in near(folder, "*.ipynb"):
        if path.parent.name == CHECKPOINTS or working_copy_above(path.parent) != folder:
            continue
        with suppress(InputError):
            notebook = read_notebook(path).notebook
            if notebook is not None:
                found.append(Found(path, notebook))
    return found


def notebook_to_hand_in(folder: Path, name: str, release: Notebook) -> Path:
    """The file that is handed in of an assignment, whether it is there or not.

    Of editions in several languages it is the one that holds answers; if several do, that in the current language.
    """
    file = f"{name}.ipynb"
    found = [path for path in files_of(folder, file, language()) if _holds_answers(path, release)]
    return found[0] if found else file_in(folder, file, language())


def _holds_answers(path: Path, release: Notebook) -> bool:
    """Whether a notebook holds answers; one that cannot be read may."""
    try:
        notebook = read_notebook(path).notebook
    except InputError:
        return True
    return notebook is None or bool(answers_in(notebook, release))


def find_notebook(report: Report, main: Path, found: list[Found], release: Notebook) -> Notebook | None:
    """The student's notebook of an assignment, whose place is `main`; None if there is none that can be read.

    If only one that lies elsewhere holds answers, it is moved to its place.
    """
    others = [
        other
        for other in found
        if other.path != main and _belongs(other.notebook, release) and answers_in(other.notebook, release)
    ]
    reading = read_notebook(main) if main.is_file() else None
    mine = reading is not None and (reading.notebook is None or answers_in(reading.notebook, release))
    if len(others) == 1 and not mine:
        (other,) = others
        text = _("this file holds your answers, but the file that is handed in is {name}: move it there.")
        report.mendable(
            other.path,
            text.format(name=main.name),
            Change(main, to_bytes(compare_cells(other.notebook, release).notebook)),
            Change(other.path, None),
        )
        return other.notebook
    for other in others:
        text = _(
            "it holds answers, too, but only {name} is handed in: copy there what you need, then delete this one."
        )
        report.yours(other.path, text.format(name=main.name))
    if reading is None:
        text = _("it is missing: put a new one there.")
        report.mendable(main, text, Change(main, to_bytes(release)))
        return None
    return check_file(report, main, reading, release)


def check_file(report: Report, path: Path, reading: Reading, release: Notebook) -> Notebook | None:
    """Look at the file that holds a notebook. Returns the notebook, None if the file cannot be read."""
    if reading.state == FINE:
        return reading.notebook
    if reading.state == NEWER:
        report.yours(path, _("it was written by a newer Jupyter: update JupyterLab."))
    elif reading.state == DAMAGED:
        kept = checkpoint(path)
        text = (
            _("it cannot be read: move it to the copies, and take what Jupyter kept when you saved last.")
            if kept
            else _("it cannot be read: move it to the copies, and put a new one there.")
        )
        report.mendable(path, text, Change(path, to_bytes(kept or release)))
        return kept
    else:
        assert reading.notebook is not None
        texts = {
            OLD: _("it has an old format, which cannot be marked: bring it up to date."),
            LETTERS: _("its letters are stored in a way that Jupyter cannot read: store it as UTF-8."),
            ODD: _("it has outputs or labels that no notebook has: leave them out."),
        }
        mended = compare_cells(reading.notebook, release).notebook
        report.mendable(path, texts[reading.state], Change(path, to_bytes(mended)))
    return reading.notebook


def _belongs(notebook: Notebook, release: Notebook) -> bool:
    """Whether a notebook is one of the assignment: it has at least half of its marked cells."""
    marked = {grade_id(cell) for cell in release["cells"]} - {""}
    present = {grade_id(cell) for cell in notebook["cells"]}
    return 2 * len(marked & present) >= len(marked)
