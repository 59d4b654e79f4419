"""`kefu sweep`: many policies under the same luck, and which of them are efficient."""

from __future__ import annotations

import argparse
import json
from contextlib import nullcontext
from html import escape
from typing import Any

import pandas as pd
from rich.console import Console

from sim.base.errors import InputError
from sim.base.files import atomic_folder
from sim.base.formatting import lever_value
from sim.base.i18n import _, ngettext
from sim.base.version import version
from sim.case.load import load_case
from sim.cli.common import (
    add_run_options,
    printed,
    said_written,
    write,
)
from sim.cli.designs import design_of
from sim.cli.options import case_word, given
from sim.cli.parser import Parser
from sim.cli.run import strict
from sim.experiments.precision import Precision
from sim.experiments.sweep import sweep as run_points
from sim.experiments.sweep_result import MARK, Sweep
from sim.experiments.wording import mean_text
from sim.measures.kpis import KPIS, kpi

SHOWN = 30
"""Points up to which all are printed; of more, only the efficient ones."""
PAGE = "sweep.html"


def add_options(parser: Parser) -> None:
    """`kefu sweep CASE` and its options."""
    parser.word("CASE", _("a name from `kefu cases`, or a YAML file"))
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
        "--points", "FILE", _("the points from a file: CSV or Excel (a column a lever), or a YAML list")
    )
    parser.option("--service", "ID", _("measure of service for the efficient policies; m08 if left out"))
    parser.option("--cost", "ID", _("measure of cost for the efficient policies; cost if left out"))
    parser.option(
        "--store", "DIR", _("keep results here as they come; the same command goes on where it stopped")
    )
    add_run_options(parser, 10)
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
    case = load_case(case_word("sweep", values, varied))
    design = design_of(values, varied)
    cost, service = kpi(values.cost or "cost").id, kpi(values.service or "m08").id
    with atomic_folder(values.out) if values.out else nullcontext() as folder:
        found = run_points(
            case,
            design,
            store=values.store,
            until=_precision(values),
            progress=True,
            **given(values, "replications", "workers"),
        )
        title = found.title
        best = _efficient(found, cost, service)
        heads, rows = _table(found, best, cost, service)
        if folder is not None:
            tables = {"runs": found.table, "points": _points(found, best)}
            write(folder, tables, PAGE, title, _page(found, heads, rows, cost, service))
    if values.json:
        made = as_json(found, best)
        console.file.write(json.dumps(made, allow_nan=False, indent=2, ensure_ascii=False) + "\n")
        return
    console.print(title)
    if values.store:
        said = _("{folder}: {n:,} of {total:,} runs were there already, {new:,} are new.")
        total = len(found.table)
        text = said.format(folder=values.store, n=found.found, total=total, new=total - found.found)
        console.print(text, soft_wrap=True)
    few = len(rows) <= SHOWN
    shown = rows if few else [row for row in rows if row[-1]]
    printed(console, heads, shown, set(range(len(heads) - 1)) - {*range(1, 1 + len(found.levers))})
    console.print(_said_efficient(found, best, cost, service))
    if not few:
        console.print(_("The table shows these alone; --out DIR writes all."))
    if values.out:
        said_written(console, values.out, PAGE)


def _precision(values: argparse.Namespace) -> Precision | None:
    """What `--precision` says."""
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


def _more_is_better(service: str) -> bool:
    return kpi(service).more_is_better is not False


def _efficient(found: Sweep, cost: str, service: str) -> list[int]:
    """The efficient points, cheapest first."""
    return list(found.frontier(cost, service, more_is_better=_more_is_better(service)).index)


def _table(
    found: Sweep, best: list[int], cost: str, service: str
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Heads and a row a point: its levers, how often it was run if that differs, cost, service and profit with their
    intervals, whether it is efficient."""
    columns, runs = list(dict.fromkeys([cost, service, "profit"])), found.counts
    often = [_("replications")] if len(set(runs)) > 1 else []
    heads = (_("point"), *found.levers, *often, *(kpi(name).name for name in columns), _("efficient"))
    rows = []
    for number, point in enumerate(found.points):
        levers = [lever_value(point[name]) if name in point else _("as today") for name in found.levers]
        values = [f"{runs[number]:,}"] * len(often) + [
            mean_text(kpi(name), found.interval(number, name)) for name in columns
        ]
        rows.append((str(number), *levers, *values, MARK if number in best else ""))
    return heads, rows


def _said_efficient(found: Sweep, best: list[int], cost: str, service: str) -> str:
    sentence = ngettext(
        "{n} of {total} points is efficient ({mark}): no other is both cheaper and better ({cost}, {service}).",
        "{n} of {total} points are efficient ({mark}): no other is both cheaper and better ({cost}, {service}).",
        len(best),
    )
    return sentence.format(
        n=len(best),
        total=len(found.points),
        mark=MARK,
        cost=kpi(cost).name,
        service=kpi(service).name,
    )


def _points(found: Sweep, best: list[int]) -> pd.DataFrame:
    """A row a point: levers, means, whether it is efficient."""
    means = found.means.reset_index()
    return means.assign(efficient=means["point"].isin(best))


def _page(
    found: Sweep, heads: tuple[str, ...], rows: list[tuple[str, ...]], cost: str, service: str
) -> list[str]:
    from sim.reports.html import picture, section, table

    drawn = found.figure(cost, service, more_is_better=_more_is_better(service))
    marked = [place for place, row in enumerate(rows) if row[-1]]
    note = escape(_("Means over the replications; ±: half of the 95% interval."))
    return [
        picture("frontier", drawn),
        section(_("All points"), f"<p>{note}</p>\n" + table(heads, rows, marked=marked)),
    ]


def as_json(found: Sweep, best: list[int]) -> dict[str, Any]:
    """What `--json` prints: NaN is null, and so are the replications if not all points have as many."""
    runs = found.counts
    points = [
        {
            "point": number,
            "levers": dict(point),
            "replications": runs[number],
            "efficient": number in best,
            "means": means,
        }
        for number, (point, means) in enumerate(
            zip(found.points, found.means[list(KPIS)].to_dict("records"), strict=True)
        )
    ]
    made: dict[str, Any] = strict(
        {
            "case": found.case.name,
            "weeks": found.weeks,
            "seed": found.seed,
            "replications": runs[0] if len(set(runs)) == 1 else None,
            "version": version(),
            "found": found.found,
            "points": points,
            "frontier": best,
            "runs": found.table.to_dict("records"),
        }
    )
    return made
