"""`kefu submit`: make the file that is handed in."""

from __future__ import annotations

import argparse
import sys
from functools import partial

from rich.console import Console

from sim.base.i18n import _
from sim.cli.doctor import print_findings, say_running
from sim.cli.exit_codes import DIFFERS
from sim.cli.parser import Parser
from sim.cli.progress import add_working_copy
from sim.course.handing_in.submit import make_submission
from sim.workspace.working_copy import find_working_copy


def add_options(parser: Parser) -> None:
    """The word and options of `kefu submit`."""
    parser.word(
        "ASSIGNMENT", _("id of the assignment, such as service_measures; may be left out if there is one")
    )
    add_working_copy(parser)
    parser.flag("--fast", _("run no notebook"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Print the doctor's findings, make the zip and say what is missing; exit with 1 if something remains to be done."""
    made = make_submission(
        find_working_copy(values.dir),
        values.assignment,
        None if values.fast else partial(say_running, console),
    )
    print_findings(made.findings, console)
    for sentence in made.sentences:
        console.print(sentence, soft_wrap=True)
    console.print(_("It lies here: {path}").format(path=made.path), soft_wrap=True)
    if made.findings:
        sys.exit(DIFFERS)
