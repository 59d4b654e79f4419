"""`kefu start`: a student's working copy, opened in JupyterLab."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from rich.console import Console

from sim.base.commands import python_command
from sim.base.i18n import SETTINGS_FILE, _, language
from sim.cli.parser import Parser
from sim.course.guide.index import write_index
from sim.course.owner import without_course
from sim.workspace.course_file import COURSE_FILE, CourseFile, read_course_file
from sim.workspace.jupyter import open_jupyter, require_jupyter
from sim.workspace.working_copy import NAME, saved_language, update_working_copy


def add_options(parser: Parser) -> None:
    """The options of `kefu start`."""
    parser.option("--dir", "DIR", _("folder of the copy; kefu-work, or the one you are in, if left out"))
    parser.option("--student", "ID", _("student id, kept in the working copy"))
    parser.option(
        "--course",
        "FILE|ID",
        _("course.toml from your teacher, or the id of the course; kept in the working copy"),
    )
    parser.flag("--no-browser", _("write the files and stop"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Create or update the working copy, and open it."""
    here = Path(SETTINGS_FILE).is_file()
    folder = Path(values.dir or ("." if here else NAME))
    if not values.no_browser:
        require_jupyter()
    if not values.lang and not os.environ.get("KEFU_LANG"):
        language(saved_language(folder))
    copy = update_working_copy(folder, language(), values.student, _course(values.course))
    console.print(_("The working copy is in {folder}.").format(folder=folder.resolve()), soft_wrap=True)
    warning = without_course(folder)
    if warning:
        console.print(_("Attention: {warning}").format(warning=warning), soft_wrap=True)
    kept = write_index(copy.folder)
    if copy.apart:
        console.print(
            _("Your work in the other language stays; the notebooks in this language end in {end}.").format(
                end=f".{language()}.ipynb"
            ),
            soft_wrap=True,
        )
    if kept:
        console.print(_("What you wrote in the index is now in {name}.").format(name=kept.name))
    for name in copy.beside:
        console.print(_("Your own work stays; the new edition of a notebook is {name}.").format(name=name))
    if values.no_browser:
        console.print(_("To open it, go to that folder and run:"))
        console.print(f"    {python_command('-m', 'jupyterlab', copy.first.name)}", soft_wrap=True)
        return
    console.print(
        _(
            "JupyterLab opens in your browser. Leave this window open while you work; when you are done, save your "
            "notebooks and close it, or press Ctrl-C in it."
        ),
        soft_wrap=True,
    )
    sys.stdout.flush()  # before Jupyter's own lines
    sys.exit(open_jupyter(copy))


def _course(given: str | None) -> str | CourseFile | None:
    """A course file if there is one of this name, else an id."""
    if given is None:
        return None
    path = Path(given)
    if path.suffix == ".toml" or path.is_file() or (path / COURSE_FILE).is_file():
        return read_course_file(path)
    return given
