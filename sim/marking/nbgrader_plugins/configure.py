"""nbgrader's configuration of a course folder: `nbgrader_config.py` at its root calls `configure`."""

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
from sim.course.course_folder import GRADEBOOK, HINTS, MISTAKES, RELEASES, SOURCES
from sim.course.owner import COURSE
from sim.marking import audit
from sim.marking.nbgrader_plugins.export import Grades
from sim.marking.nbgrader_plugins.grading_steps import (
    FirstCopy,
    OnlyKnownMetadata,
    RestoreMissing,
)
from sim.marking.nbgrader_plugins.mark_answers import MarkAnswers, SaveMarks
from sim.marking.nbgrader_plugins.release_steps import FillIn, KeepLanguage
from sim.marking.repairing import before_marking, put_right

CODE_STUB = "# YOUR CODE HERE 在此编写代码\npass"
"""Valid code, so that a notebook with missing answers runs to its end."""
TEXT_STUB = "YOUR ANSWER HERE 在此作答"
TEMPLATES = Path(__file__).parent / "templates"
"""Our templates of formgrader's pages; nbgrader's serve for the rest."""
NOT_RELEASED = (MISTAKES, HINTS, "rubric.yaml", "rubric.yml", "*.db", ".DS_Store", "Thumbs.db")


def configure(c: Any, root: Path) -> None:
    """Fill in nbgrader's configuration `c` for the course folder `root`.

    Raises SystemExit with one sentence if anything fails, such as an incomplete gradebook: nbgrader would swallow another
    exception, and mark without this configuration.
    """
    try:
        prepare(root)
        if "autograde" in sys.argv:
            for line in put_right(root):
                print(line, file=sys.stderr)
        _fill_in(c, root)
        audit.start()
    except InputError as error:
        sys.exit(str(error))
    except Exception as error:
        text = _(
            "The course folder could not be prepared for marking, so nothing was marked. {kind}: {error}"
        )
        sys.exit(text.format(kind=type(error).__name__, error=error))


def _fill_in(c: Any, root: Path) -> None:
    directory = c.CourseDirectory
    directory.root = str(root)
    directory.course_id = COURSE
    directory.db_url = f"sqlite:///{(root / GRADEBOOK).as_posix()}"
    directory.source_directory = SOURCES
    directory.release_directory = f"{RELEASES}/en"
    directory.solution_directory = "worked"  # its default, `solution`, is too easily taken for `solutions`
    directory.ignore = [".ipynb_checkpoints", "*.pyc", "__pycache__", *NOT_RELEASED]
    c.IncludeHeaderFooter.header = ""
    c.ClearSolutions.code_stub = {"python": CODE_STUB}
    c.ClearSolutions.text_stub = TEXT_STUB
    steps = _insert_after(_default(GenerateAssignment, "preprocessors"), SaveCells, KeepLanguage)
    c.GenerateAssignment.preprocessors = [FillIn, *steps]
    c.FillIn.root = str(root)
    sanitize = _default(Autograde, "sanitize_preprocessors")
    c.Autograde.sanitize_preprocessors = [OnlyKnownMetadata, FirstCopy, RestoreMissing, *sanitize]
    autograde = _default(Autograde, "autograde_preprocessors")
    ours = {Execute: MarkAnswers, SaveAutoGrades: SaveMarks}
    c.Autograde.autograde_preprocessors = [ours.get(step, step) for step in autograde]
    c.Autograde.pre_convert_hook = before_marking
    c.ExportApp.plugin_class = Grades
    released = str(root / RELEASES / "en")
    c.OnlyKnownMetadata.released = c.RestoreMissing.released = released
    nbgrader_templates = Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates"
    c.HTMLExporter.extra_template_basedirs = [str(TEMPLATES), str(nbgrader_templates)]
    # nbgrader's own steps stay: marks would be wrong without these two.
    assert Execute in autograde and OverwriteCells in sanitize


def prepare(root: Path) -> None:
    """Make sure that nbgrader can create its gradebook.

    Raises InputError if an earlier attempt left an incomplete one, or another program does not let go of it.
    """
    scripts = str(Path(sys.executable).parent)
    path = os.environ.get("PATH", "")
    if scripts not in path.split(os.pathsep):  # nbgrader starts `alembic` by its name
        os.environ["PATH"] = os.pathsep.join([scripts, path]) if path else scripts
    gradebook = root / GRADEBOOK
    if not gradebook.exists():
        return
    try:
        with closing(sqlite3.connect(gradebook)) as book:
            tables = {name for (name,) in book.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            complete = not tables or (
                "alembic_version" in tables and bool(book.execute("SELECT * FROM alembic_version").fetchone())
            )
    except sqlite3.OperationalError as error:
        text = _("{path} cannot be read: {reason}. Another program is using it: try again in a moment.")
        raise InputError(text.format(path=gradebook, reason=error)) from None
    except sqlite3.DatabaseError:
        complete = False
    if not complete:
        raise InputError(
            _("{path} is incomplete: if it holds no marks, delete it and try again.").format(path=gradebook)
        )


def _default(converter: Any, trait: str) -> list[Any]:
    """nbgrader's own list of preprocessors."""
    return list(converter.class_traits()[trait].default())


def _insert_after(steps: list[Any], step: type, new: type) -> list[Any]:
    index = steps.index(step) + 1
    return [*steps[:index], new, *steps[index:]]
