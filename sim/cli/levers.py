"""`kefu levers`: what a manager decides, with the values of a case."""

from __future__ import annotations

import argparse

from rich.console import Console

from sim.base.formatting import lever_value
from sim.base.i18n import _
from sim.case.load import load_case
from sim.cli.levers_page import levers_page
from sim.cli.parser import Parser
from sim.policy.levers.registry import levers
from sim.reports.terminal import text_table

FIRST_CASE = "jiaying"


def add_options(parser: Parser) -> None:
    """`kefu levers [CASE]`."""
    parser.word(
        "CASE", _("whose values to show: a name from `kefu cases` or a YAML file; jiaying if left out")
    )
    parser.flag("--markdown", _("a page with units, accounts and effects, to print or to publish"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Print a table of the levers, or a page."""
    policy = load_case(values.case or FIRST_CASE).policy
    if values.markdown:
        console.file.write(levers_page(policy))
        return
    heads = (_("lever"), _("today"), _("takes"), _("what it does"))
    rows = []
    for name, lever in levers().items():
        takes = ", ".join(lever.choices) if lever.choices else f"{lever.low:g}–{lever.high:g}"
        text = _("{text} Unit: {unit}.").format(text=_(lever.text), unit=_(lever.unit))
        rows.append((name, lever_value(policy[name]), takes, text))
    console.print(text_table(heads, rows, unbroken=(0,)))
