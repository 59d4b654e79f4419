"""`kefu run`: run a firm and report on its service."""

from __future__ import annotations

import argparse
from typing import Any

from rich.console import Console

from sim.base.i18n import _
from sim.base.version import version
from sim.cli.common import (
    add_json_option,
    json_ready,
    print_json,
    print_written,
    results_folder,
    write_results,
)
from sim.cli.options import add_case, add_window_options, read_case, read_policy, read_request
from sim.cli.parser import Parser
from sim.experiments.simulate import run as run_firm
from sim.measures.run import Run
from sim.reports.run_page import run_page
from sim.reports.run_screen import run_screen
from sim.reports.terminal import whole_report

PAGE = "report.html"


def add_options(parser: Parser) -> None:
    """`kefu run CASE` and its options."""
    add_case(parser)
    add_window_options(parser)
    parser.option("--replication", "R", _("other luck of the same seed; 0 if left out"))
    parser.option("--policy", "FILE", _("a YAML or JSON file of levers"))
    parser.option("--set", "LEVER=VALUE ...", _("levers to change, e.g. desk.clerks=4"), many=True)
    parser.flag("--all", _("print all measures, needs and accounts, not only what matters most"))
    add_json_option(parser)
    parser.option("--out", "DIR", _("also write all records (parquet, CSV) and report.html into this folder"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Run, write, print."""
    settings = list(values.set)
    case = read_case("run", values, settings)
    request = read_request(values, case, read_policy(case, values.policy, settings))
    with results_folder(values.out) as folder:
        run = run_firm(
            request.case,
            request.policy,
            weeks=request.weeks,
            seed=request.seed,
            replication=request.replication,
            market=request.market,
            progress=True,
        )
        if folder is not None:
            write_results(folder, run.records, PAGE, run_page(run))
    if values.json:
        print_json(console, as_json(run), ascii_only=True)
        return
    console.print(whole_report(run) if values.all else run_screen(run))
    if values.out:
        print_written(console, values.out, PAGE)


def as_json(run: Run) -> dict[str, Any]:
    """The output of `--json` (docs/architecture.md): NaN is null, and `why` gives the reason."""
    content: dict[str, Any] = json_ready(
        {
            "case": run.case.name,
            "policy": run.policy.flat(),
            "weeks": run.weeks,
            "seed": run.seed,
            "version": version(),
            "counts": run.counts,
            "measures": run.measures,
            "money": run.money,
        }
    )
    return content
