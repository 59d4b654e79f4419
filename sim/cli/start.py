"""`kefu start`: a student's working copy, opened in JupyterLab."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from rich.console import Console

from sim.base.i18n import SETTINGS_FILE, _, language
from sim.cli.parser import Parser
from sim.workspace.working_copy import language_of, lay_out, need_jupyter, open_jupyter

FOLDER = "kefu-work"


def add_options(parser: Parser) -> None:
    """The options of `kefu start`."""
    parser.option("--dir", "DIR", _("folder of the copy; kefu-work, or the one you are in, if left out"))
    parser.option("--student", "ID", _("student id, kept in the working copy"))
    parser.option(
        "--course", "ID", _("course id, kept in the working copy; your teacher tells you if it is needed")
    )
    parser.flag("--no-browser", _("lay out the files and stop"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Lay out, say what was done, open."""
    here = Path(SETTINGS_FILE).is_file()
    folder = Path(values.dir or ("." if here else FOLDER))
    if not values.no_browser:
        need_jupyter()
    if not values.lang and not os.environ.get("KEFU_LANG"):
        language(language_of(folder))
    laid = lay_out(folder, language(), values.student, values.course)
    console.print(_("The working copy is in {folder}.").format(folder=folder.resolve()), soft_wrap=True)
    for name in laid.beside:
        console.print(_("Your own work stays; the new edition of a notebook is {name}.").format(name=name))
    if values.no_browser:
        console.print(
            _("To open it, go to that folder and run: {command}").format(
                command=f"python -m jupyterlab {laid.first.name}"
            ),
            soft_wrap=True,
        )
        return
    sys.exit(open_jupyter(laid))
