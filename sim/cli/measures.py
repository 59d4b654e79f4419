"""`kefu measures`: the service measures of a user's own order log."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.console import Console

from sim.base.errors import InputError
from sim.base.files import write_atomic
from sim.base.formatting import quantity
from sim.base.i18n import _
from sim.base.version import version
from sim.cli.common import add_json_option, json_ready, print_json, results_folder
from sim.cli.log_options import add_log_options, read_log_options
from sim.cli.parser import Parser
from sim.measures.service_registry import service_measure
from sim.orderlog import OrderLog, read_orders
from sim.reports.log_tables import fault_heads, fault_rows, group_heads, group_rows
from sim.reports.run_tables import open_orders
from sim.reports.terminal import measure_table, text_table

SHOWN = 10
"""Rows left out that are printed; --rejected writes them all."""
SHOWN_GROUPS = 20
"""Groups of a kind that are printed; --out writes them all."""
PAGE, WORKBOOK = "report.html", "measures.xlsx"


def add_options(parser: Parser) -> None:
    """`kefu measures FILE ...` and its options."""
    parser.words("FILE", _("an order log: CSV, JSON or Excel; several files are joined (--join)"))
    add_log_options(parser)
    parser.option("--by", "GROUP ...", _("also by month, customer, lane, carrier or class"), many=True)
    parser.option(
        "--rejected", "CSV", _("also write every row that was left out, with the reason, into this file")
    )
    parser.option(
        "--out",
        "DIR",
        _("also write {page} with pictures and {workbook} into this folder").format(
            page=PAGE, workbook=WORKBOOK
        ),
    )
    add_json_option(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Read, write, print."""
    names, pairs = list(values.file), list(values.map)
    if not names and pairs and "=" not in pairs[-1]:
        names.append(pairs.pop())  # kefu measures --map a=b FILE
    for words in (values.by, values.ignore):
        if not names and words and Path(words[-1]).is_file():
            names.append(words.pop())  # kefu measures --by month FILE
    if not names:
        raise InputError(_("The file is missing: kefu measures FILE."))
    with results_folder(values.out) as folder:
        log = read_orders(names[0] if len(names) == 1 else names, **read_log_options(values, pairs))
        groups = {name: log.by(name) for name in values.by}
        if values.rejected:
            table = log.rejected.to_csv(index=False, lineterminator="\r\n")
            write_atomic(Path(values.rejected), "\ufeff" + table)  # the mark lets a Chinese Excel read it
        if folder is not None:
            from sim.reports.log_page import log_page
            from sim.reports.log_workbook import write_workbook

            (folder / PAGE).write_text(log_page(log, groups), encoding="utf-8", newline="\n")
            write_workbook(folder / WORKBOOK, log, groups)
    if values.json:
        print_json(console, as_json(log, groups))
        return
    _print(log, groups, console)
    if values.out:
        console.print(
            _("Written: {page} and {workbook}.").format(page=Path(values.out) / PAGE, workbook=WORKBOOK),
            soft_wrap=True,
        )


def as_json(log: OrderLog, groups: dict[str, Any]) -> dict[str, Any]:
    """The output of `--json`: NaN is null, and `why` gives the reason."""
    rows: dict[str, Any] = {"read": log.rows, "used": log.rows - log.left_out, "left_out": log.left_out}
    if log.warning():
        rows["warning"] = log.warning()
    content: dict[str, Any] = {
        "file": log.source,
        "version": version(),
        "rows": rows,
        "rejected": log.rejected.to_dict("records"),
        "notes": list(log.notes),
        "measures": log.measures,
    }
    if log.by_row is not None:
        content["by_" + log.by_row.level] = log.by_row.measures
    if groups:
        content["by"] = {name: table.to_dict("records") for name, table in groups.items()}
    found: dict[str, Any] = json_ready(content)
    return found


def _print(log: OrderLog, groups: dict[str, Any], console: Console) -> None:
    if log.warning():
        console.print(log.warning())
    console.print(
        _("{source}: {n:,} orders").format(source=log.source, n=len(log.records["orders"])), soft_wrap=True
    )
    console.print(measure_table(log.measures))
    cycle = log.measures["m04"]
    if "why" not in cycle:
        console.print(
            _("{name}: standard deviation {sd}, 95th percentile {p95}, reliability {share}.").format(
                name=service_measure("m04").name,
                sd=quantity(cycle["sd"], "hours"),
                p95=quantity(cycle["p95"], "hours"),
                share=quantity(cycle["reliability"], "share"),
            )
        )
    if log.rows_sentence:
        console.print(log.rows_sentence)
    console.print(open_orders(log.measures))
    for name, table in groups.items():
        shown = table.head(SHOWN_GROUPS)
        console.print(text_table(group_heads(name), group_rows(shown), numbers=range(1, 6)))
        if len(table) > SHOWN_GROUPS:
            console.print(_("These are the first {n}; --out DIR writes all.").format(n=SHOWN_GROUPS))
    console.print("\n" + _("What was found out or assumed"))
    for note in log.notes:
        console.print(f"- {note}")
    console.print("\n" + log.left_out_sentence())
    if log.left_out:
        console.print(text_table(fault_heads(), fault_rows(log.rejected.head(SHOWN)), numbers=(0,)))
    if len(log.rejected) > SHOWN:
        console.print(_("These are the first {n}; --rejected FILE.csv writes all.").format(n=SHOWN))
