"""`kefu measures`: the service measures of a user's own order log."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console

from sim.base.errors import InputError
from sim.base.files import write_atomic
from sim.base.i18n import _
from sim.base.version import version
from sim.cli.common import add_json_option, json_ready, print_json
from sim.cli.parser import Parser
from sim.measures.service_registry import service_measure
from sim.orderlog import OrderLog, read_orders
from sim.reports.run_tables import open_orders
from sim.reports.terminal import measure_table, text_table

SHOWN = 10
"""Rows left out that are printed; --rejected writes them all."""


def add_options(parser: Parser) -> None:
    """`kefu measures FILE` and its options."""
    parser.word("FILE", _("an order log: CSV or Excel"))
    parser.option(
        "--map",
        "FIELD=COLUMN ...",
        _("which column is which field, e.g. placed=Date; needed: order, placed, promised, delivered"),
        many=True,
    )
    parser.option("--from", "DATE", _("start of the window; the first order if left out"))
    parser.option("--to", "DATE", _("end of the window, that day included; the last fact if left out"))
    parser.option("--timezone", "ZONE", _("zone of times that name none, e.g. Asia/Shanghai"))
    parser.option("--date-order", "dmy|mdy", _("whether 3/1/2026 is 3 January or 1 March"))
    parser.option("--encoding", "NAME", _("encoding of the text, if it is found out wrongly"))
    parser.option("--sheet", "NAME", _("sheet of an Excel file; the first that is not empty if left out"))
    parser.option(
        "--rejected", "CSV", _("also write every row that was left out, with the reason, into this file")
    )
    add_json_option(parser)


def execute(values: argparse.Namespace, console: Console) -> None:
    """Read, write, print."""
    name, pairs = values.file, list(values.map)
    if name is None and pairs and "=" not in pairs[-1]:
        name = pairs.pop()  # kefu measures --map a=b FILE
    if name is None:
        raise InputError(_("The file is missing: kefu measures FILE."))
    log = read_orders(
        name,
        columns=_columns(pairs),
        timezone=values.timezone,
        date_order=values.date_order,
        start=getattr(values, "from"),
        end=values.to,
        encoding=values.encoding,
        sheet=values.sheet,
    )
    if values.rejected:
        table = log.rejected.to_csv(index=False, lineterminator="\r\n")
        write_atomic(Path(values.rejected), "\ufeff" + table)  # the mark lets a Chinese Excel read it
    if values.json:
        print_json(console, as_json(log))
        return
    _print(log, console)


def _columns(pairs: Iterable[str]) -> dict[str, str]:
    columns: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = (part.strip() for part in pair.partition("="))
        if not (field and equals and column):
            raise InputError(
                _("--map takes field=column, e.g. placed=Date, and not {pair!r}.").format(pair=pair)
            )
        if field in columns:
            raise InputError(_("--map gives the field {field} twice.").format(field=field))
        columns[field] = column
    return columns


def as_json(log: OrderLog) -> dict[str, Any]:
    """What `--json` prints: NaN is null, and `why` gives the reason."""
    content: dict[str, Any] = json_ready(
        {
            "file": log.source,
            "version": version(),
            "rows": {"read": log.rows, "used": log.rows - log.left_out, "left_out": log.left_out},
            "rejected": log.rejected.to_dict("records"),
            "notes": list(log.notes),
            "measures": log.measures,
        }
    )
    return content


def _print(log: OrderLog, console: Console) -> None:
    console.print(
        _("{source}: {n:,} orders").format(source=log.source, n=len(log.records["orders"])), soft_wrap=True
    )
    console.print(measure_table(log.measures))
    cycle = log.measures["m04"]
    if "why" not in cycle:
        console.print(
            _(
                "{name}: standard deviation {sd:.1f} h, 95th percentile {p95:.1f} h, reliability {share:.1%}."
            ).format(
                name=service_measure("m04").name, sd=cycle["sd"], p95=cycle["p95"], share=cycle["reliability"]
            )
        )
    console.print(open_orders(log.measures))
    console.print("\n" + _("What was found out or assumed"))
    for note in log.notes:
        console.print(f"- {note}")
    console.print("\n" + log.left_out_sentence())
    if log.left_out:
        heads = (_("row"), _("column"), _("value"), _("reason"))
        faults = log.rejected.head(SHOWN).to_dict("records")
        rows = [[str(fault[name]) for name in ("row", "column", "value", "reason")] for fault in faults]
        console.print(text_table(heads, rows, numbers=(0,)))
    if len(log.rejected) > SHOWN:
        console.print(_("These are the first {n}; --rejected FILE.csv writes all.").format(n=SHOWN))
