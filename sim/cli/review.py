"""`kefu review`: mark answers in words on a page of this computer."""

from __future__ import annotations

import argparse
import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from sim.base.errors import InputError
from sim.base.i18n import _, ngettext
from sim.cli.export import handed_in
from sim.cli.mark import need_nbgrader
from sim.cli.options import whole_number
from sim.cli.parser import Parser
from sim.cli.release import add_course_folder

if TYPE_CHECKING:
    from sim.marking.reviewing.desk import Desk

MOST_PORT = 65_535


def add_options(parser: Parser) -> None:
    """The words and options of `kefu review`."""
    parser.word("ASSIGNMENT", _("the assignment; all that were handed in, if left out"))
    parser.flag(
        "--second", _("as second marker: without the first one's decisions, and without changing marks")
    )
    parser.option("--question", "NAME", _("for --out and --take: the question, such as q9-sentence"))
    parser.option("--out", "FILE", _("write the answers to a question to this CSV file"))
    parser.option("--take", "FILE", _("enter the decisions of such a file"))
    parser.option("--requests", "FILE", _("enter requests for another look: student, question, request"))
    parser.option("--port", "N", _("port of the page; a free one if left out"))
    parser.flag("--no-browser", _("only print the address"))
    add_course_folder(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Serve the pages until Ctrl-C, or read or write a file."""
    need_nbgrader()
    from sim.marking.reviewing.desk import Desk

    root = Path(values.dir or ".").resolve()
    names = handed_in(root, values.assignment)
    desks = {name: Desk(root, name, second=values.second) for name in names}
    reasons = {name: desk.why_not() for name, desk in desks.items()}
    desks = {name: desk for name, desk in desks.items() if not reasons[name]}
    if not desks:
        raise InputError(reasons[names[0]])
    files = [name for name in ("out", "take", "requests") if getattr(values, name)]
    if values.question and not (values.out or values.take):
        raise InputError(_("--question goes with --out or --take."))
    if not files:
        _serve(desks, values, console)
        return
    if len(desks) > 1:
        raise InputError(_("Which assignment? There are: {all}.").format(all=", ".join(desks)))
    if len(files) > 1:
        raise InputError(_("Give only one of --out, --take and --requests."))
    for kind in files:
        _file(next(iter(desks.values())), kind, values, console)


def _file(desk: Desk, kind: str, values: argparse.Namespace, console: Console) -> None:
    from sim.marking.reviewing import requests, sheet

    path = Path(getattr(values, kind))
    if kind == "requests":
        rows = list(requests.read_file(path, list(desk.worth)))
        n = desk.enter_requests(rows)
        text = ngettext("{n} request entered.", "{n} requests entered.", n)
        console.print(text.format(n=n))
        return
    if not values.question:
        there = ", ".join(one.question.cell for one in desk.progress())
        raise InputError(_("--question is missing: which question? There are: {all}.").format(all=there))
    if kind == "out":
        n = sheet.write_sheet(desk, values.question, path)
        text = ngettext("{n} answer lies here: {path}", "{n} answers lie here: {path}", n)
        console.print(text.format(n=n, path=path), soft_wrap=True)
    else:
        n = sheet.read_sheet(desk, values.question, path)
        console.print(ngettext("{n} decision entered.", "{n} decisions entered.", n).format(n=n))


def _serve(desks: dict[str, Desk], values: argparse.Namespace, console: Console) -> None:
    import asyncio

    from sim.marking.reviewing.server import serving

    port = 0 if values.port is None else whole_number(values.port)
    if port not in range(MOST_PORT + 1):
        text = _("--port is {value}, but takes a whole number from 0 to {most}.")
        raise InputError(text.format(value=port, most=MOST_PORT))

    def ready(address: str, once: str) -> None:
        console.print(
            _("The page is here, for this computer alone: {address}").format(address=address), soft_wrap=True
        )
        console.print(
            _("Leave this window open while you mark. Every decision is saved at once; Ctrl-C ends it.")
        )
        sys.stdout.flush()
        if not values.no_browser:
            webbrowser.open(once)

    try:
        asyncio.run(serving(desks, ready, port))
    except KeyboardInterrupt:
        if values.second:
            console.print(_("Ended. Your decisions are saved; they change no marks."))
            return
        console.print(_("Ended. Run `kefu mark` once more to write the new points into the feedback pages."))
