"""`kefu release`: make the exercises from their sources."""

from __future__ import annotations

import argparse
import importlib.util
import sys
from pathlib import Path

from rich.console import Console

from sim.base.commands import python_command
from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.cli.exit_codes import DIFFERS
from sim.cli.parser import Parser
from sim.course.roster import ROSTER


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
    faults: list[str] = []
    for number, name in enumerate(names, start=1):
        text = _("{number} of {all}: {name}, this takes up to half a minute ...")
        console.print(text.format(number=number, all=len(names), name=name), soft_wrap=True)
        for path in release.release(root, [name]):
            console.print(f"  {path}", soft_wrap=True)
        if release.has_roster(root):
            console.print(_("  Trying every student of {file} ...").format(file=ROSTER), soft_wrap=True)
            faults += release.try_roster(root, name)
    for line in faults:
        console.print(line, soft_wrap=True)
    if faults:
        text = ngettext(
            "Released, but there is {n} fault: mend it and release again.",
            "Released, but there are {n} faults: mend them and release again.",
            len(faults),
        )
        console.print(text.format(n=len(faults)))
        sys.exit(DIFFERS)
    text = ngettext("Done: {n} assignment is released.", "Done: {n} assignments are released.", len(names))
    console.print(text.format(n=len(names)))
