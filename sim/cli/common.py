"""Helpers shared by several commands: JSON, a folder of results, the options of experiments."""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console

from sim.base.checked import Checked
from sim.base.files import atomic_folder
from sim.base.i18n import _
from sim.cli.options import add_window_options, whole_number
from sim.cli.parser import Parser


def print_checks(checks: Iterable[Checked], console: Console) -> bool:
    """Print each check as soon as it is done, with what it found; returns whether anything is wrong."""
    wrong = False
    for checked in checks:
        wrong |= bool(checked.faults)
        mark = "✗" if checked.faults else "✓"
        remark = f": {checked.remark}" if checked.remark else ""
        console.print(f"{mark} {checked.name}{remark}", soft_wrap=True)
        for fault in checked.faults:
            console.print(f"    {fault}", soft_wrap=True, markup=False)
    return wrong


def add_json_option(parser: Parser) -> None:
    """The option for a program that reads the output."""
    parser.flag("--json", _("print only one JSON object"))


def print_json(console: Console, value: dict[str, Any], *, ascii_only: bool = False) -> None:
    """Print a value that `json_ready` returned."""
    text = json.dumps(value, allow_nan=False, indent=2, ensure_ascii=ascii_only)
    console.file.write(text + "\n")


def json_ready(value: Any) -> Any:
    """The same in the types of JSON; NaN becomes null."""
    if isinstance(value, dict):
        return {str(key): json_ready(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [json_ready(part) for part in value]
    if hasattr(value, "item"):  # a NumPy number
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def add_experiment_options(parser: Parser, replications: int) -> None:
    """Options of `kefu compare` and `kefu sweep`: number of runs, weeks, output."""
    parser.option(
        "--replications",
        "N",
        _("runs of each policy, each with different luck; {n} if left out").format(n=replications),
    )
    add_window_options(parser)
    parser.option("--workers", "N", _("processes at once; one a core if left out"))
    add_json_option(parser)


def read_replications(values: argparse.Namespace, default: int) -> Any:
    """Number of replications; a text that is not a number is checked where it is used."""
    return default if values.replications is None else whole_number(values.replications)


def results_folder(out: str | None) -> AbstractContextManager[Path | None]:
    """The folder of `--out`, opened before anything runs: a user should not wait only to learn that it cannot be written."""
    return nullcontext() if out is None else atomic_folder(out)


def write_results(folder: Path, tables: dict[str, pd.DataFrame], page_name: str, page: str) -> None:
    """Write the tables as parquet and CSV, and a page."""
    from sim.records.export import export  # loads pyarrow's writers, which most commands do not need

    export(tables, folder)
    (folder / page_name).write_text(page, encoding="utf-8", newline="\n")


def print_written(console: Console, out: str, page_name: str) -> None:
    """Print where the page and the tables are."""
    text = _("Written: {page}, and the tables as parquet and CSV.")
    console.print(text.format(page=Path(out) / page_name), soft_wrap=True)
