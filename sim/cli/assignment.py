"""`kefu assignment new`: begin a new assignment."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.cli.parser import Parser
from sim.cli.release import add_course_folder


def add_options(parser: Parser) -> None:
    """The words and options of `kefu assignment`."""
    parser.word("DO", _("what to do: new"))
    parser.word("ID", _("name of the new assignment: small letters, digits, _"))
    add_course_folder(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Create the files of a new assignment."""
    from sim.course.authoring.new_assignment import create

    if values.do != "new":
        raise InputError(_("The command is: kefu assignment new ID"))
    if values.id is None:
        raise InputError(_("The new assignment needs a name: kefu assignment new ID"))
    for path in create(Path(values.dir or ".").resolve(), values.id):
        console.print(path)
    console.print(_("Go on as docs/authoring.md says."))
