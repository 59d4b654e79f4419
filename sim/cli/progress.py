"""`kefu progress`: the parts of assignments that are done, checked or missing."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console
from rich.table import Table

from sim.base.i18n import _, language
from sim.cli.common import add_json_option, print_json
from sim.cli.parser import Parser
from sim.course.handing_in.progress import (
    CHECKED,
    DONE,
    MISSING,
    STATES,
    PartProgress,
    Progress,
    as_json,
    count,
    read_progress,
)
from sim.workspace.editions import file_in
from sim.workspace.working_copy import find_working_copy


def add_options(parser: Parser) -> None:
    """The options of `kefu progress`."""
    add_working_copy(parser)
    add_json_option(parser)


def add_working_copy(parser: Parser) -> None:
    """The option for the folder that `kefu start` made."""
    parser.option("--dir", "DIR", _("folder of the copy; kefu-work, or the one you are in, if left out"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Print the progress, or with --json the names of the parts in each state."""
    folder = find_working_copy(values.dir)
    progress = read_progress(folder)
    if values.json:
        print_json(console, as_json(progress))
    else:
        _print(progress, folder, console)


def _print(progress: Progress, folder: Path, console: Console) -> None:
    who = progress.student or _("demonstration, without a student id")
    course = progress.handing_in.title or progress.course
    console.print(" · ".join(filter(None, [who, course])))
    console.print()
    console.print(_assignments(progress))
    for assignment in progress.assignments:
        if assignment.note:
            console.print(assignment.note, soft_wrap=True)
    console.print()
    console.print(_concepts(progress))
    console.print()
    for line in _advice(progress, folder):
        console.print(line, soft_wrap=True)


def _heads() -> list[str]:
    texts = {DONE: _("done"), CHECKED: _("checked"), MISSING: _("missing")}
    return [texts[state] for state in STATES]


def _table(first: str, *others: str) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column(first, overflow="fold")
    for head in others:
        table.add_column(head, justify="right", no_wrap=True)
    return table


def _assignments(progress: Progress) -> Table:
    table = _table(_("assignment"), *_heads(), _("points so far"), _("written"), _("hand in by"))
    for assignment in progress.assignments:
        points, most = assignment.points
        table.add_row(
            assignment.title,
            *_counts(assignment.parts),
            f"{points:g} / {most:g}",
            str(len(assignment.written)),
            f"{assignment.deadline:%Y-%m-%d %H:%M}" if assignment.deadline else "–",
        )
    return table


def _concepts(progress: Progress) -> Table:
    table = _table(_("concept"), *_heads())
    for concept, parts in progress.concepts:
        table.add_row(f"{concept.id} {concept.title[language()]}", *_counts(parts))
    return table


def _counts(parts: tuple[PartProgress, ...]) -> list[str]:
    return [str(number) for number in count(parts).values()]


def _advice(progress: Progress, folder: Path) -> list[str]:
    """Lines on the meaning of the heads, the next step, and where to hand in."""
    lines = [
        _(
            "done: the last check found nothing wrong; checked: it found something; missing: nothing was checked yet."
        ),
        _("Your whole year is marked later, and written answers by your teacher."),
    ]
    part = progress.next_part
    if part:
        file = file_in(folder, f"{part.assignment}.ipynb", language()).name
        lines.append(_("Next: {part} in {file}.").format(part=part.name, file=file))
    if progress.handing_in.hand_in:
        lines.append(_("Hand in here: {place}").format(place=progress.handing_in.hand_in))
    if progress.handing_in.late:
        lines.append(str(progress.handing_in.late))
    return lines
