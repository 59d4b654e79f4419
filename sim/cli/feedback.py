"""`kefu feedback`: show the page with points and reasons."""

from __future__ import annotations

import argparse
import webbrowser
from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.cli.parser import Parser
from sim.cli.progress import add_working_copy
from sim.course.course_folder import FEEDBACK, is_course_folder
from sim.workspace.settings import read_settings, student_id
from sim.workspace.working_copy import find_working_copy


def add_options(parser: Parser) -> None:
    """The words and options of `kefu feedback`."""
    parser.word("ASSIGNMENT", _("the assignment; all of them, if left out"))
    parser.option("--student", "ID", _("whose page, in a course folder; your own, if left out"))
    parser.flag("--no-browser", _("only say where it is"))
    add_working_copy(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Open the pages, and say where they are. Raises InputError if there is none."""
    pages = _pages(values)
    if not pages:
        raise InputError(
            _("There is no feedback yet. Put the page that your teacher gave you into {folder}.").format(
                folder=_folder(values)
            )
        )
    for page in pages:
        console.print(str(page), soft_wrap=True)
        if not values.no_browser:
            webbrowser.open(page.resolve().as_uri())


def _folder(values: argparse.Namespace) -> Path:
    """The folder with pages: of one student in a course folder, or in the own working copy."""
    here = Path(values.dir or ".")
    if is_course_folder(here):
        if not values.student:
            raise InputError(_("--student is missing: in a course folder everybody's feedback is kept."))
        return here / FEEDBACK / student_id(values.student)
    return find_working_copy(values.dir) / FEEDBACK


def _pages(values: argparse.Namespace) -> list[Path]:
    """The pages of an assignment: as a file of its name, or in a folder of it, as `kefu mark` writes them."""
    folder = _folder(values)
    name = values.assignment or "*"
    found = [*folder.glob(f"{name}.html"), *folder.glob(f"{name}/{name}.html")]
    own = (
        None
        if is_course_folder(Path(values.dir or "."))
        else str(read_settings(folder.parent).get("student") or "")
    )
    if own:
        found += folder.glob(f"{student_id(own)}/{name}/{name}.html")
    return sorted(set(found))
