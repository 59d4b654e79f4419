"""`kefu return`: make what is handed back to students."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from sim.base.i18n import _, ngettext
from sim.cli.export import handed_in
from sim.cli.mark import need_nbgrader
from sim.cli.parser import Parser
from sim.cli.release import add_course_folder


def add_options(parser: Parser) -> None:
    """The words and options of `kefu return`."""
    parser.word("ASSIGNMENT", _("the assignment; all that were handed in, if left out"))
    parser.option(
        "--sheet", "FILE", _("Moodle's grading worksheet, if the work did not come in a zip of Moodle's")
    )
    parser.flag("--unfinished", _("also pages of students whose answers in words are not marked yet"))
    add_course_folder(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Write the pages to returned/, and list the students who do not get one yet."""
    need_nbgrader()
    from sim.marking.handing_back.returning import hand_back
    from sim.marking.handing_back.standing import standings

    root = Path(values.dir or ".").resolve()
    sheet = Path(values.sheet) if values.sheet else None
    for name in handed_in(root, values.assignment):
        made = hand_back(root, name, standings(root, name), sheet, unfinished=values.unfinished)
        text = ngettext("{name}: {n} page in {folder}", "{name}: {n} pages in {folder}", len(made.students))
        console.print(text.format(name=name, n=len(made.students), folder=made.folder), soft_wrap=True)
        if made.waiting:
            text = _("Not handed back yet, because something is still to be marked: {names}")
            console.print(text.format(names=", ".join(made.waiting)), soft_wrap=True)
        if made.zip_file:
            text = _("For Moodle (upload multiple feedback files in a zip): {path}")
            console.print(text.format(path=made.zip_file), soft_wrap=True)
        if made.no_number:
            text = _("Not in that zip, because Moodle's number is not known: {names}")
            console.print(text.format(names=", ".join(made.no_number)), soft_wrap=True)
