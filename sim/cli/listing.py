"""`kefu cases`, `kefu levers`, `kefu schema`: what there is to choose from."""

from __future__ import annotations

import argparse
import json

from pydantic import BaseModel
from rich import box
from rich.console import Console
from rich.table import Table

from sim.base.errors import InputError
from sim.base.formatting import lever_value
from sim.base.i18n import _
from sim.case.case import Case
from sim.case.load import case_names, load_case
from sim.cli.levers_page import lever_page
from sim.cli.parser import Parser
from sim.policy.levers.registry import levers as all_levers
from sim.policy.policy import Policy

FIRST_CASE = "jiaying"
SCHEMAS: dict[str, type[BaseModel]] = {"case": Case, "policy": Policy}


def add_no_options(parser: Parser) -> None:
    """`kefu cases` takes no word of its own."""


def add_case_option(parser: Parser) -> None:
    """`kefu levers [CASE]`."""
    parser.word(
        "CASE", _("whose values to show: a name from `kefu cases` or a YAML file; jiaying if left out")
    )
    parser.flag("--markdown", _("a page with units, accounts and effects, to print or to publish"))


def add_schema_options(parser: Parser) -> None:
    """`kefu schema case|policy`."""
    parser.word("KIND", _("case or policy"))


def cases(values: argparse.Namespace, console: Console) -> None:
    """A table of the cases that come with the package."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("name"))
    table.add_column(_("firm"), overflow="fold")
    table.add_column(_("customers"), justify="right")
    table.add_column(_("needs a year"), justify="right")
    for name in case_names():
        case = load_case(name)
        classes = case.classes.values()
        needs = sum(klass.customers * klass.needs_a_year for klass in classes)
        customers = sum(klass.customers for klass in classes)
        table.add_row(name, str(case.title), f"{customers:,}", f"{needs:,.0f}")
    console.print(table)


def levers(values: argparse.Namespace, console: Console) -> None:
    """A table of the levers with their values in a case."""
    policy = load_case(values.case or FIRST_CASE).policy
    if values.markdown:
        console.file.write(lever_page(policy))
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("lever"), no_wrap=True)
    table.add_column(_("today"), overflow="fold")
    table.add_column(_("takes"), overflow="fold")
    table.add_column(_("what it does"), overflow="fold")  # Chinese has no spaces to break a line at
    for name, lever in all_levers().items():
        takes = ", ".join(lever.choices) if lever.choices else f"{lever.low:g}–{lever.high:g}"
        table.add_row(
            name,
            lever_value(policy[name]),
            takes,
            _("{text} Unit: {unit}.").format(text=_(lever.text), unit=_(lever.unit)),
        )
    console.print(table)


def schema(values: argparse.Namespace, console: Console) -> None:
    """The JSON schema, for editors that check a file while it is written."""
    if values.kind not in SCHEMAS:
        raise InputError(
            _("kefu schema takes one word, {allowed}, and not {value!r}.").format(
                allowed="|".join(SCHEMAS), value=values.kind or ""
            )
        )
    console.file.write(json.dumps(SCHEMAS[values.kind].model_json_schema(), indent=2) + "\n")
