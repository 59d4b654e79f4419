"""The configuration of a course folder: `nbgrader_config.py` at its root calls `configure`, and stock nbgrader works on it."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import nbgrader
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import Execute, OverwriteCells, SaveAutoGrades, SaveCells

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.owner import COURSE
from sim.marking.nbgrader_plugins.grading_steps import (
    FirstCopy,
    NeedVerdict,
    OnlyKnownMetadata,
    RestoreMissing,
)
from sim.marking.nbgrader_plugins.release_steps import KeepLanguage

GRADEBOOK = "gradebook.db"
RELEASES = "exercises"
SECONDS_A_CELL = 120
CODE_STUB = "# YOUR CODE HERE 在此编写代码\npass"
"""Runs without an error, so that a half-done notebook runs to its end."""
TEXT_STUB = "YOUR ANSWER HERE 在此作答"
TEMPLATES = Path(__file__).parent / "templates"
"""What formgrader's pages are made of, where ours differ from nbgrader's."""
NOT_RELEASED = ("reference.py", "rubric.yaml", "rubric.yml", "*.db", ".DS_Store", "Thumbs.db")


def configure(c: Any, root: Path) -> None:
    """Fill in nbgrader's configuration `c` for the course folder `root`.

    Raises SystemExit with one sentence if the gradebook was left half made: nbgrader would fail later, and obscurely.
    """
    try:
        prepare(root)
    except InputError as error:
        sys.exit(str(error))  # an exception would be swallowed, and the configuration with it
    directory = c.CourseDirectory
    directory.root = str(root)
    directory.course_id = COURSE
    directory.db_url = f"sqlite:///{(root / GRADEBOOK).as_posix()}"
    directory.source_directory = "solutions"
    directory.release_directory = f"{RELEASES}/en"
    directory.solution_directory = "worked"  # `solutions` is ours
    directory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", *NOT_RELEASED]
    c.IncludeHeaderFooter.header = ""
    c.ClearSolutions.code_stub = {"python": CODE_STUB}
    c.ClearSolutions.text_stub = TEXT_STUB
    c.GenerateAssignment.preprocessors = _after(
        list(GenerateAssignment.class_traits()["preprocessors"].default()), SaveCells, KeepLanguage
    )
    sanitize = list(Autograde.class_traits()["sanitize_preprocessors"].default())
    c.Autograde.sanitize_preprocessors = [
        OnlyKnownMetadata,
        FirstCopy,
        RestoreMissing,
        *sanitize,
    ]
    marking = list(Autograde.class_traits()["autograde_preprocessors"].default())
    before = marking.index(SaveAutoGrades)
    c.Autograde.autograde_preprocessors = [*marking[:before], NeedVerdict, *marking[before:]]
    released = str(root / RELEASES / "en")
    c.OnlyKnownMetadata.released = c.RestoreMissing.released = released
    theirs = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(theirs)]
    c.Execute.timeout = SECONDS_A_CELL
    c.ExecutePreprocessor.timeout = SECONDS_A_CELL
    # Nothing of nbgrader's is replaced but what is named here.
    assert Execute in marking and OverwriteCells in sanitize


def prepare(root: Path) -> None:
    """Make nbgrader able to make its gradebook, once. Raises InputError if an earlier try left one half made."""
    folder = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", "")
    if folder not in path.split(os.pathsep):  # nbgrader starts `alembic` by its name
        os.environ["PATH"] = os.pathsep.join([folder, path]) if path else folder
    gradebook = root / GRADEBOOK
    if not gradebook.exists():
        return
    try:
        with closing(sqlite3.connect(gradebook)) as book:
            tables = {name for (name,) in book.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            whole = not tables or (
                "alembic_version" in tables and bool(book.execute("SELECT * FROM alembic_version").fetchone())
            )
    except sqlite3.DatabaseError:
        whole = False
    if not whole:
        raise InputError(
            _("{path} was left half made: if no marks are in it, delete it and try again.").format(
                path=gradebook
            )
        )


def _after(steps: list[Any], step: type, new: type) -> list[Any]:
    place = steps.index(step) + 1
    return [*steps[:place], new, *steps[place:]]
