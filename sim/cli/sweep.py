"""`kefu sweep`: many policies under the same luck, and which of them are efficient."""

from __future__ import annotations

import argparse
from typing import Any

import pandas as pd
from rich.console import Console

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.version import version
from sim.cli.common import (
    add_experiment_options,
    json_ready,
    print_json,
    print_written,
    read_replications,
    results_folder,
    write_results,
)
from sim.cli.designs import read_design
from sim.cli.options import add_case, read_case, read_request, whole_number
from sim.cli.parser import Parser
from sim.experiments.precision import Precision
from sim.experiments.sweep import sweep as run_points
from sim.experiments.sweep_result import Sweep
from sim.measures.kpis import KPIS, kpi
from sim.reports.experiment_pages import sweep_page
from sim.reports.experiment_screens import sweep_screen
from sim.reports.experiment_tables import SweepTable, sweep_table

PAGE = "sweep.html"
REPLICATIONS = 10


def add_options(parser: Parser) -> None:
    """`kefu sweep CASE` and its options."""
    add_case(parser)
    parser.option(
        "--vary",
        "LEVER=V1,V2 ...",
        _(
            "levers and their values, all combinations are run, e.g. desk.clerks=1,2,3; with --sample a range: 1..3"
        ),
        many=True,
    )
    parser.option("--sample", "N", _("N points spread evenly over the ranges of --vary"))
    parser.option(
        "--points", "FILE", _("the points from a file: CSV or Excel (one column per lever), or a YAML list")
    )
    parser.option("--service", "ID", _("measure of service for the efficient policies; m08 if left out"))
    parser.option("--cost", "ID", _("measure of cost for the efficient policies; cost if left out"))
    parser.option(
        "--store", "DIR", _("keep results here as they come; the same command goes on where it stopped")
    )
    add_experiment_options(parser, REPLICATIONS)
    parser.option(
        "--precision",
        "ID=SHARE",
        _(
            "in place of --replications: run each point until this measure's mean is known to this share of itself, "
            "e.g. m08=0.01"
        ),
    )
    parser.option("--out", "DIR", _("also write all tables (parquet, CSV) and sweep.html into this folder"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Run, write, print."""
    varied = list(values.vary)
    case = read_case("sweep", values, varied)
    request = read_request(values, case)
    design = read_design(values, varied)
    cost, service = kpi(values.cost or "cost").id, kpi(values.service or "m08").id
    with results_folder(values.out) as folder:
        sweep = run_points(
            request.case,
            design,
            replications=read_replications(values, REPLICATIONS),
            weeks=request.weeks,
            seed=request.seed,
            market=request.market,
            workers=whole_number(values.workers),
            store=values.store,
            until=_precision(values),
            progress=True,
        )
        table = sweep_table(sweep, cost, service)
        if folder is not None:
            tables = {"runs": sweep.table, "points": _points(sweep, table)}
            write_results(folder, tables, PAGE, sweep_page(sweep, table, cost, service))
    if values.json:
        print_json(console, as_json(sweep, table))
        return
    console.print(sweep.title)
    if values.store:
        text = _("{folder}: {n:,} of {total:,} runs were there already, {new:,} are new.")
        total = len(sweep.table)
        console.print(
            text.format(folder=values.store, n=sweep.found, total=total, new=total - sweep.found),
            soft_wrap=True,
        )
    console.print(sweep_screen(sweep, cost, service, console))
    if values.out:
        print_written(console, values.out, PAGE)


def _precision(values: argparse.Namespace) -> Precision | None:
    """The value of `--precision`."""
    if values.precision is None:
        return None
    if values.replications is not None:
        raise InputError(_("Give either {one} or {other}.").format(one="--replications", other="--precision"))
    measure, _equals, share = (part.strip() for part in values.precision.partition("="))
    try:
        relative = float(share)
    except ValueError:
        raise InputError(
            _("{option} takes measure=share, e.g. m08=0.01, and not {value!r}.").format(
                option="--precision", value=values.precision
            )
        ) from None
    return Precision(measure, relative)


def _points(sweep: Sweep, table: SweepTable) -> pd.DataFrame:
    """A row per point: levers, means, whether it is or could be efficient."""
    means = sweep.means.reset_index()
    return means.assign(
        efficient=means["point"].isin(table.efficient), could_be=means["point"].isin(table.could_be)
    )


def as_json(sweep: Sweep, table: SweepTable) -> dict[str, Any]:
    """The output of `--json`: NaN is null, and so are the replications if not all points have as many."""
    runs = sweep.counts
    points = [
        {
            "point": number,
            "levers": dict(point),
            "replications": runs[number],
            "efficient": number in table.efficient,
            "could_be": number in table.could_be,
            "means": means,
        }
        for number, (point, means) in enumerate(
            zip(sweep.points, sweep.means[list(KPIS)].to_dict("records"), strict=True)
        )
    ]
    content: dict[str, Any] = json_ready(
        {
            "case": sweep.case.name,
            "weeks": sweep.weeks,
            "seed": sweep.seed,
            "replications": runs[0] if len(set(runs)) == 1 else None,
            "version": version(),
            "found": sweep.found,
            "points": points,
            "frontier": table.efficient,
            "could_be": table.could_be,
            "runs": sweep.table.to_dict("records"),
        }
    )
    return content
