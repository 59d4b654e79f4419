"""What `kefu compare` and `kefu sweep` have in common."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table

from sim.base.i18n import _
from sim.cli.options import add_window_options
from sim.cli.parser import Parser


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
