"""`kefu cases`: the cases that come with the package."""

from __future__ import annotations

import argparse

from rich.console import Console

from sim.base.i18n import _
from sim.case.load import case_names, load_case
from sim.cli.parser import Parser
from sim.reports.terminal import text_table


def add_options(parser: Parser) -> None:
    """`kefu cases` has no word or option of its own."""


def execute(values: argparse.Namespace, console: Console) -> None:
    """Print a table of the cases."""
    heads = (_("name"), _("firm"), _("customers"), _("needs a year"))
    rows = []
    for name in case_names():
        case = load_case(name)
        customers = sum(klass.customers for klass in case.classes.values())
        needs = sum(klass.customers * klass.needs_a_year for klass in case.classes.values())
        rows.append((name, str(case.title), f"{customers:,}", f"{needs:,.0f}"))
    console.print(text_table(heads, rows, numbers=(2, 3)))
