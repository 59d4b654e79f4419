"""`kefu assignment new` and `kefu assignment check`: create a new assignment; check whether it can be handed out."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.validation import check_int
from sim.cli.common import print_checks
from sim.cli.exit_codes import DIFFERS
from sim.cli.options import whole_number
from sim.cli.parser import Parser
from sim.cli.release import add_course_folder


def add_options(parser: Parser) -> None:
    """The words and options of `kefu assignment`."""
    parser.word("DO", _("what to do: new or check"))
    parser.word("ID", _("name of the assignment: small letters, digits, _"))
    parser.flag("--fast", _("check: only a few students, and not the whole clone"))
    parser.option(
        "--students", "N", _("check: how many students are tried; 200, or 3 with --fast, if left out")
    )
    add_course_folder(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Create the files of a new assignment, or check one; exit with 1 if something is wrong."""
    root = Path(values.dir or ".").resolve()
    if values.do not in ("new", "check"):
        raise InputError(_("The commands are: kefu assignment new ID, kefu assignment check ID"))
    if values.id is None:
        raise InputError(_("The assignment needs a name: kefu assignment {do} ID").format(do=values.do))
    if values.do == "new":
        _new(root, values.id, console)
    elif _check(root, values, console):
        sys.exit(DIFFERS)


def _new(root: Path, name: str, console: Console) -> None:
    from sim.course.authoring.new_assignment import create

    for path in create(root, name):
        console.print(path)
    console.print(_("Go on as docs/authoring.md says."))


def _check(root: Path, values: argparse.Namespace, console: Console) -> bool:
    """Print the report; returns whether anything is wrong."""
    from sim.course.authoring import checking, release

    students = None if values.students is None else check_int("--students", whole_number(values.students), 1)
    release.select(root, values.id)
    wrong = print_checks(checking.check(root, values.id, fast=values.fast, students=students), console)
    console.print(_("Something is wrong.") if wrong else _("The assignment can be handed out."))
    return wrong
