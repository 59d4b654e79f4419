"""`kefu statistics`: statistics of the questions of an assignment."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.table import Table

from sim.base.i18n import _
from sim.cli.export import handed_in
from sim.cli.mark import need_nbgrader
from sim.cli.parser import Parser
from sim.cli.release import add_course_folder


def add_options(parser: Parser) -> None:
    """The words and options of `kefu statistics`."""
    parser.word("ASSIGNMENT", _("the assignment; all that were handed in, if left out"))
    add_course_folder(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Show the table, and write the page with the picture."""
    need_nbgrader()
    from sim.course.course_folder import MARKS
    from sim.marking.batch.results import all_results
    from sim.marking.evidence import statistics

    root = Path(values.dir or ".").resolve()
    for name in handed_in(root, values.assignment):
        found = statistics.part_statistics(name, all_results(root, name))
        table = Table(box=None, pad_edge=False, title=name, title_justify="left")
        for head in statistics.HEADS:
            table.add_column(_(head), overflow="fold")
        for one in found:
            table.add_row(*one.cells)
        console.print(table)
        html, csv_file = statistics.write(root / MARKS / name, name, found)
        console.print(
            _("As a page: {page}; for Excel: {table}").format(page=html, table=csv_file), soft_wrap=True
        )
