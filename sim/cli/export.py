"""`kefu export`: marks as a table, or in the sheet of an LMS."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from rich.console import Console

from sim.base.errors import InputError
from sim.base.files import write_atomic
from sim.base.i18n import _, ngettext
from sim.cli.mark import need_nbgrader
from sim.cli.parser import Parser
from sim.cli.release import add_course_folder

if TYPE_CHECKING:
    from sim.marking.handing_back.standing import Standing

FORMATS = {"xlsx": "xlsx", "csv": "csv", "moodle": "csv", "canvas": "csv"}
"""Format -> suffix of its file."""


def add_options(parser: Parser) -> None:
    """The words and options of `kefu export`."""
    parser.word("ASSIGNMENT", _("the assignment; all that were handed in, if left out"))
    parser.option("--format", "xlsx|csv|moodle|canvas", _("xlsx if left out"))
    parser.option(
        "--sheet", "FILE", _("the sheet from Moodle or Canvas: points are written into a copy of it")
    )
    parser.option("--column", "NAME", _("Canvas: the column of the assignment in that sheet"))
    parser.flag("--scale", _("scale the points to the maximum in that sheet"))
    parser.flag(
        "--zero",
        _("for an LMS: write 0 points for students who handed in nothing; otherwise their cells stay empty"),
    )
    parser.option("--out", "FILE", _("where to write; marks/ in the course folder, if left out"))
    add_course_folder(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Write the file, and say who has no points and why."""
    need_nbgrader()
    from sim.course.course_folder import MARKS
    from sim.marking.handing_back import tables
    from sim.marking.handing_back.standing import standings
    from sim.workspace.course_file import COURSE_FILE, HandingIn, read_course_file

    kind = values.format or "xlsx"
    if kind not in FORMATS:
        raise InputError(
            _("--format is {value}, but takes {all}.").format(value=kind, all=", ".join(FORMATS))
        )
    root = Path(values.dir or ".").resolve()
    names = handed_in(root, values.assignment)
    if len(names) > 1 and kind != "xlsx":
        raise InputError(_("Which assignment? There are: {all}.").format(all=", ".join(names)))
    found = {name: standings(root, name) for name in names}
    course = read_course_file(root) if (root / COURSE_FILE).is_file() else HandingIn()
    zone = ZoneInfo(course.timezone)
    stem = names[0] if len(names) == 1 else "marks"
    if kind in ("moodle", "canvas"):
        stem += f"-{kind}"
    path = Path(values.out) if values.out else root / MARKS / f"{stem}.{FORMATS[kind]}"
    if kind == "xlsx":
        tables.write_workbook(path, found, zone)
    elif kind == "csv":
        tables.write_csv(path, found[names[0]], zone)
    else:
        _for_lms(kind, names[0], found[names[0]], path, values, console)
    for name in names:
        _say(name, found[name], console)
    console.print(_("It lies here: {path}").format(path=path), soft_wrap=True)


def handed_in(root: Path, assignment: str | None) -> list[str]:
    """The assignment of this name; None: all assignments with submissions. Raises InputError if there is none."""
    from sim.course.course_folder import SUBMITTED
    from sim.marking import works

    names = works.select(root, assignment)
    if assignment is None:
        names = [name for name in names if any((root / SUBMITTED).glob(f"*/{name}"))]
    if not names:
        raise InputError(_("Nothing was handed in: {folder} is empty.").format(folder=root / SUBMITTED))
    return names


def _for_lms(
    kind: str, name: str, found: list[Standing], path: Path, values: argparse.Namespace, console: Console
) -> None:
    from sim.marking.handing_back import lms
    from sim.marking.works import title_of

    title = title_of(name)
    sheet = Path(values.sheet) if values.sheet else None
    if kind == "moodle":
        filled = lms.moodle(found, title, sheet, scale=values.scale, zero=values.zero)
    else:
        filled = lms.canvas(found, title, sheet, values.column, scale=values.scale, zero=values.zero)
    write_atomic(path, filled.text)
    text = ngettext("{n} student with points.", "{n} students with points.", filled.written)
    console.print(text.format(n=filled.written))
    if filled.without_row:
        text = _("On the roster, but not in the sheet: {names}")
        console.print(text.format(names=", ".join(filled.without_row)), soft_wrap=True)
    if filled.strangers:
        text = _("In the sheet, but not known here: {names}")
        console.print(text.format(names=", ".join(filled.strangers)), soft_wrap=True)


def _say(name: str, found: list[Standing], console: Console) -> None:
    """Print how many students have each status, a line for each."""
    console.print(name)
    for status in dict.fromkeys(one.status for one in found):
        names = [one.student.student for one in found if one.status == status]
        shown = ", ".join(names[:8]) + (" ..." if len(names) > 8 else "")
        console.print(
            _("  {status}: {n} ({names})").format(status=_(status), n=len(names), names=shown), soft_wrap=True
        )
