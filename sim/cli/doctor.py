"""`kefu doctor`: what is not in order before work is handed in, and its repair."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console

from sim.base.i18n import _, ngettext
from sim.cli.exit_codes import DIFFERS
from sim.cli.parser import Parser
from sim.cli.progress import add_working_copy
from sim.course.handing_in.doctor.course_files import is_teachers
from sim.course.handing_in.doctor.examine import examine
from sim.course.handing_in.doctor.findings import MENDABLE, NOTE, YOURS, Report, repair
from sim.workspace.working_copy import find_working_copy


def add_options(parser: Parser) -> None:
    """The options of `kefu doctor`."""
    add_working_copy(parser)
    parser.flag("--repair", _("mend what can be mended, and keep a copy of what is changed"))
    parser.flag("--fast", _("run no notebook"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Print what was found, mend it with --repair; exit with 1 if something remains to be done."""
    here = Path(values.dir or ".")
    folder = here if is_teachers(here.resolve()) else find_working_copy(values.dir)

    def run(name: str) -> None:
        console.print(_("Running {file} from top to bottom ...").format(file=name), soft_wrap=True)

    report = examine(folder, None if values.fast else run)
    kept = repair(report) if values.repair else None
    _print(report, console, repaired=values.repair)
    if kept:
        text = _(
            "What was changed lies as it was in {folder}. If a notebook is open, close it and open it again."
        )
        console.print(text.format(folder=kept.relative_to(report.folder).as_posix()), soft_wrap=True)
    if report.of_kind(YOURS) or (report.of_kind(MENDABLE) and not values.repair):
        sys.exit(DIFFERS)


def _print(report: Report, console: Console, *, repaired: bool) -> None:
    labels = {
        MENDABLE: _("mended") if repaired else _("repair"),
        YOURS: _("to do"),
        NOTE: _("note"),
    }
    for kind, label in labels.items():
        for finding in report.of_kind(kind):
            console.print(f"[{label}] {finding}", soft_wrap=True)
    mendable, yours = len(report.of_kind(MENDABLE)), len(report.of_kind(YOURS))
    if not mendable + yours:
        console.print(_("Everything is in order."))
    if mendable and not repaired:
        text = ngettext(
            "`kefu doctor --repair` does what is marked “repair” ({n} thing). Close your notebooks first.",
            "`kefu doctor --repair` does what is marked “repair” ({n} things). Close your notebooks first.",
            mendable,
        )
        console.print(text.format(n=mendable), soft_wrap=True)
