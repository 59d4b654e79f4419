"""Repair files in `submitted/` whose faults are not the student's: a wrong name, a byte-order mark, an old format."""

from __future__ import annotations

import codecs
import json
import shutil
import sys
from pathlib import Path

from sim.base.errors import InputError
from sim.base.files import write_atomic
from sim.base.i18n import _
from sim.course.course_folder import SUBMITTED
from sim.workspace.settings import student_id

FORMAT = 4
"""Of notebooks, since 2014."""


def before_marking(*, assignment: str, student: str, notebooks: list[str]) -> None:
    """Repair a submission that nbgrader is about to mark: its `pre_convert_hook`, which formgrader's button also calls.

    notebooks: what nbgrader found in the submission, changed in place: only the one notebook of the assignment is marked.
    """
    folder = Path(notebooks[0]).parent
    wanted = folder / f"{folder.name}.ipynb"
    for line in _put_right(folder, wanted):
        print(line, file=sys.stderr)
    notebooks[:] = [str(wanted)]


def put_right(root: Path) -> list[str]:
    """Make every submission readable to nbgrader. Returns a line for each file that was changed or added.

    Raises InputError if the name of a folder cannot be a student's id: that work would not be marked.
    """
    folders = [path for path in sorted((root / SUBMITTED).glob("*")) if path.is_dir()]
    unusable = [path.name for path in folders if not _is_id(path.name)]
    if unusable:
        text = _("The names of these folders in submitted/ are not student ids, so rename them first: {all}.")
        raise InputError(text.format(all=", ".join(map(repr, unusable))))
    lines = []
    for folder in (path for student in folders for path in sorted(student.glob("*")) if path.is_dir()):
        lines += _put_right(folder, folder / f"{folder.name}.ipynb")
    return lines


def _is_id(name: str) -> bool:
    try:
        student_id(name)
    except InputError:
        return False
    return True


def _put_right(folder: Path, wanted: Path) -> list[str]:
    """The same for one submission: the notebook must be `wanted`."""
    lines = []
    others = sorted(folder.glob("*.ipynb"), key=lambda path: path.stat().st_mtime)
    if not wanted.exists() and others:
        # `kefu start` writes a newer edition as NAME.VERSION.ipynb; browsers write NAME (1).ipynb.
        shutil.copyfile(others[-1], wanted)
        lines.append(_("{path}: taken for the submission.").format(path=others[-1]))
    if not wanted.exists():
        return [*lines, _("{path}: there is no notebook.").format(path=folder)]
    data = wanted.read_bytes()
    if data.startswith(codecs.BOM_UTF8):
        data = data.removeprefix(codecs.BOM_UTF8)
        write_atomic(wanted, data)
        lines.append(_("{path}: a byte-order mark was taken out.").format(path=wanted))
    try:
        old = int(json.loads(data).get("nbformat", 0)) < FORMAT
    except (ValueError, AttributeError, TypeError):
        return [*lines, _("{path}: this is not a notebook.").format(path=wanted)]
    if old:
        import nbformat

        try:
            notebook = nbformat.reads(data.decode(), as_version=FORMAT)
        except (ValueError, nbformat.ValidationError):
            return [*lines, _("{path}: this is not a notebook.").format(path=wanted)]
        nbformat.write(notebook, wanted)
        lines.append(_("{path}: written again in today's format.").format(path=wanted))
    return lines
