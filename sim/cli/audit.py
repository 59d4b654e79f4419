"""`kefu audit`: who changed which mark and when."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.table import Table

from sim.base.files import write_atomic
from sim.base.i18n import N_, _
from sim.base.spreadsheets import BOM, csv_text
from sim.cli.mark import need_nbgrader
from sim.cli.parser import Parser
from sim.cli.release import add_course_folder
from sim.workspace.settings import student_id

HEADS = (
    N_("when (UTC)"),
    N_("who"),
    N_("assignment"),
    N_("student"),
    N_("question"),
    N_("given by"),
    N_("before"),
    N_("after"),
)
KINDS = {
    "machine": N_("machine"),
    "person": N_("person"),
    "extra credit": N_("extra credit"),
    "comment": N_("comment"),
}
MOST = 50
"""Changes on the screen: the newest."""


def add_options(parser: Parser) -> None:
    """The words and options of `kefu audit`."""
    parser.word("ASSIGNMENT", _("the assignment; all of them, if left out"))
    parser.option("--student", "ID", _("only this student's marks"))
    parser.option("--out", "FILE", _("write all changes to this CSV file"))
    add_course_folder(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Show the newest changes, or write all to a file."""
    need_nbgrader()
    from sim.marking.batch.gradebook import Gradebook

    with Gradebook(Path(values.dir or ".").resolve()) as book:
        found = book.changes(values.assignment, student_id(values.student) if values.student else None)
    rows = [
        [
            one.moment,
            one.who,
            one.assignment,
            one.student,
            one.cell,
            _(KINDS.get(one.kind, one.kind)),
            one.before,
            one.after,
        ]
        for one in found
    ]
    if values.out:
        write_atomic(Path(values.out), BOM + csv_text([[_(head) for head in HEADS], *rows]))
        console.print(_("It lies here: {path}").format(path=values.out), soft_wrap=True)
        return
    if not rows:
        console.print(_("No mark was changed."))
        return
    table = Table(box=None, pad_edge=False)
    for head in HEADS:
        table.add_column(_(head), overflow="fold")
    for row in rows[-MOST:]:
        table.add_row(*("".join(c if c.isprintable() else " " for c in cell)[:60] for cell in row))
    console.print(table)
