"""`kefu release`: make the exercises from their sources."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path

from rich.console import Console

from sim.base.commands import python_command
from sim.base.errors import InputError
from sim.base.i18n import _
from sim.cli.exit_codes import DIFFERS
from sim.cli.parser import Parser


def add_options(parser: Parser) -> None:
    """The words and options of `kefu release`."""
    parser.word("ID", _("the assignment; all of them, if left out"))
    add_course_folder(parser)


def add_course_folder(parser: Parser) -> None:
    """The option for the folder of the course."""
    parser.option("--dir", "DIR", _("course folder; the one you are in, if left out"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Make the editions, and try every student of the roster, if there is one."""
    if importlib.util.find_spec("nbgrader") is None:
        raise InputError(
            _("nbgrader is not installed: run `{command}`.").format(
                command=python_command("-m", "pip", "install", "nbgrader")
            )
        )
    from sim.course.authoring import release

    root = Path(values.dir or ".").resolve()
    names = release.select(root, values.id)
    for path in release.release(root, names):
        console.print(path)
    faults = [fault for name in names for fault in release.try_roster(root, name)]
    for line in faults:
        console.print(line, soft_wrap=True)
    if faults:
        sys.exit(DIFFERS)
