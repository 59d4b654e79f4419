"""What `kefu compare` and `kefu sweep` have in common."""

from __future__ import annotations

import argparse
from html import escape
from pathlib import Path

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table

from sim.base.i18n import _, ngettext
from sim.case.case import Case
from sim.cli.options import add_window_options
from sim.cli.parser import Parser
from sim.measures.kpis import Kpi


def add_run_options(parser: Parser, replications: int) -> None:
    """How often, how long, where to: the options of both."""
    parser.option(
        "--replications",
        "N",
        _("runs of each policy, each under another luck; {n} if left out").format(n=replications),
    )
    add_window_options(parser)
    parser.option("--workers", "N", _("processes at once; one a core if left out"))
    parser.flag("--json", _("print one JSON object and nothing else"))


def which_runs(
    case: Case, values: argparse.Namespace, weeks: int, seed: int, count: int, most: int | None = None
) -> str:
    """Case, weeks, luck and number of replications in one line; most: where not all policies have as many."""
    replications = ngettext("{n} replication", "{n} replications", count).format(n=f"{count:,}")
    if most is not None and most > count:
        replications = _("{low:,} to {high:,} replications").format(low=count, high=most)
    said = _("{firm}: {weeks}, seed {seed}, {replications}").format(
        firm=case.title,
        weeks=ngettext("{n} week", "{n} weeks", weeks).format(n=weeks),
        seed=seed,
        replications=replications,
    )
    return said if values.market != "frozen" else _("{which}, frozen market").format(which=said)


def plus_minus(known: Kpi, half: float, digits: int) -> str:
    """Half the width of an interval, in the unit of the value before it."""
    return f"± {(100 if known.unit == 'share' else 1) * half:,.{digits}f}"


def printed(console: Console, heads: tuple[str, ...], rows: list[tuple[str, ...]], numbers: set[int]) -> None:
    """A table in the terminal. numbers: columns set to the right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, head in enumerate(heads):
        table.add_column(
            head, justify="right" if place in numbers else "left", overflow="fold", no_wrap=place in numbers
        )
    for row in rows:
        table.add_row(*row)
    console.print(table)


def write(folder: Path, tables: dict[str, pd.DataFrame], name: str, title: str, parts: list[str]) -> None:
    """Tables as parquet and CSV, and a page of HTML parts."""
    from sim.records.export import (
        export,  # these two load pyarrow and plotly, which most commands do not need
    )
    from sim.reports.html import page

    export(tables, folder)
    header = f"<header><div><h1>{escape(title)}</h1></div></header>\n"
    (folder / name).write_text(page(title, header, "".join(parts)), encoding="utf-8", newline="\n")


def said_written(console: Console, out: str, name: str) -> None:
    """Where the page and the tables are."""
    text = _("Written: {page}, and the tables as parquet and CSV.")
    console.print(text.format(page=Path(out) / name), soft_wrap=True)
