"""`kefu collect`: put files from an LMS where they are marked."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from sim.base.i18n import _, ngettext
from sim.cli.parser import Parser
from sim.cli.release import add_course_folder


def add_options(parser: Parser) -> None:
    """The words and options of `kefu collect`."""
    parser.words(
        "ZIP|FOLDER", _("files from the LMS; if left out, the files collected before are looked at again")
    )
    parser.flag(
        "--file-times", _("the files' own times are when they were handed in, not when they were downloaded")
    )
    add_course_folder(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Collect, and print the report."""
    from sim.marking.collecting.collect import collect
    from sim.marking.collecting.report import summary, table

    given = [Path(name) for name in getattr(values, "zip|folder")]
    found = collect(Path(values.dir or ".").resolve(), given, timed=values.file_times)
    console.print(table(found.report))
    console.print()
    for line in summary(found.report):
        console.print(line, soft_wrap=True)
    text = ngettext(
        "{n} submission written to submitted/, {same} unchanged.",
        "{n} submissions written to submitted/, {same} unchanged.",
        found.placed.written,
    )
    console.print(text.format(n=found.placed.written, same=found.placed.unchanged))
    if found.placed.removed:
        text = _("No longer there, because another file counts or it is another student's: {names}")
        console.print(text.format(names=", ".join(found.placed.removed)), soft_wrap=True)
    console.print(_("The whole report: {file}").format(file=found.path), soft_wrap=True)
