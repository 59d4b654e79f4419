"""`kefu doctor`: find problems before work is handed in, and repair them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from rich.console import Console

from sim.base.commands import kefu_command
from sim.base.i18n import _, ngettext
from sim.cli.exit_codes import DIFFERS
from sim.cli.parser import Parser
from sim.cli.progress import add_working_copy
from sim.course.handing_in.doctor.course_files import is_teachers
from sim.course.handing_in.doctor.examine import examine
from sim.course.handing_in.doctor.findings import MENDABLE, NOTE, YOURS, Finding, Report, repair
from sim.workspace.working_copy import find_working_copy


def add_options(parser: Parser) -> None:
    """The options of `kefu doctor`."""
    add_working_copy(parser)
    parser.flag("--repair", _("mend whatever can be mended, and keep copies of the changed files"))
    parser.flag("--fast", _("run no notebook"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Print the findings, mend them with --repair; exit with 1 if something remains to be done."""
    here = Path(values.dir or ".")
    folder = here if is_teachers(here.resolve()) else find_working_copy(values.dir)

    if values.repair:  # at once: while notebooks run, a student may save one
        before = examine(folder)
        kept = repair(before)
        for finding in before.of_kind(MENDABLE):
            console.print(_("[mended] {finding}").format(finding=finding), soft_wrap=True)
        if kept:
            text = _(
                "Copies of the changed files are in {folder}. If a notebook is open, close it and open it again."
            )
            console.print(text.format(folder=kept.relative_to(before.folder).as_posix()), soft_wrap=True)
    report = examine(folder, None if values.fast else partial(say_running, console))
    _print(report, console)
    if report.of_kind(YOURS, MENDABLE):
        sys.exit(DIFFERS)


def say_running(console: Console, name: str) -> None:
    """Say that a notebook is being run."""
    console.print(_("Running {file} from top to bottom ...").format(file=name), soft_wrap=True)


def print_findings(findings: Iterable[Finding], console: Console) -> None:
    """A line for each finding: first those that a repair mends, then tasks for the student, then notes."""
    texts = {MENDABLE: _("[repair] {finding}"), YOURS: _("[to do] {finding}"), NOTE: _("[note] {finding}")}
    order = list(texts)
    for finding in sorted(findings, key=lambda one: order.index(one.kind)):
        console.print(texts[finding.kind].format(finding=finding), soft_wrap=True)


def _print(report: Report, console: Console) -> None:
    print_findings(report.findings, console)
    if not report.of_kind(YOURS, MENDABLE):
        console.print(_("Everything is in order."))
    mendable = len(report.of_kind(MENDABLE))
    if mendable:
        text = ngettext(
            "`{command}` does what is marked “repair” ({n} thing). Close your notebooks first.",
            "`{command}` does what is marked “repair” ({n} things). Close your notebooks first.",
            mendable,
        )
        console.print(text.format(n=mendable, command=kefu_command("doctor", "--repair")), soft_wrap=True)
