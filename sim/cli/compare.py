"""`kefu compare`: policies under the same luck, against the firm's policy of today."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from rich.console import Console

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.version import version
from sim.case.case import Case
from sim.cli.common import (
    add_experiment_options,
    json_ready,
    print_json,
    print_written,
    read_replications,
    results_folder,
    write_results,
)
from sim.cli.options import add_case, read_case, read_request, whole_number, with_settings
from sim.cli.parser import Parser
from sim.experiments.comparison import compare as compare_policies
from sim.experiments.comparison_result import Comparison
from sim.measures.kpis import kpi
from sim.policy.policy import Policy
from sim.reports.experiment_pages import comparison_page
from sim.reports.experiment_screens import comparison_screen

PAGE = "comparison.html"
REPLICATIONS = 20


def add_options(parser: Parser) -> None:
    """`kefu compare CASE` and its options."""
    add_case(parser)
    parser.option(
        "--with",
        "NAME LEVER=VALUE ...",
        _(
            "a policy to compare with today's: a name, then what differs, e.g. --with more desk.clerks=6; may be repeated"
        ),
        apart=True,
    )
    parser.option(
        "--policy", "FILE ...", _("policies in YAML or JSON files, called like the files"), many=True
    )
    parser.option("--measure", "ID", _("the measure to describe in words and to plot; m08 if left out"))
    parser.flag("--all", _("print a table of all measures for each policy"))
    add_experiment_options(parser, REPLICATIONS)
    parser.option(
        "--out", "DIR", _("also write all tables (parquet, CSV) and comparison.html into this folder")
    )


def execute(values: argparse.Namespace, console: Console) -> None:
    """Compare, write, print."""
    named_settings = [list(words) for words in getattr(values, "with")]
    case = read_case("compare", values, named_settings[-1] if named_settings else [])
    request = read_request(values, case)
    policies = _policies(case, list(values.policy), named_settings)
    measure = kpi(values.measure or "m08").id
    with results_folder(values.out) as folder:
        comparison = compare_policies(
            request.case,
            policies,
            replications=read_replications(values, REPLICATIONS),
            weeks=request.weeks,
            seed=request.seed,
            market=request.market,
            workers=whole_number(values.workers),
            progress=True,
        )
        if folder is not None:
            tables = {"runs": comparison.table, "differences": comparison.differences}
            write_results(folder, tables, PAGE, comparison_page(comparison, measure))
    if values.json:
        print_json(console, as_json(comparison))
        return
    asked = measure if values.measure else None
    console.print(comparison_screen(comparison, asked, whole=values.all))
    if values.out:
        print_written(console, values.out, PAGE)


def _policies(case: Case, files: list[str], named_settings: list[list[str]]) -> dict[str, Policy]:
    """Today's policy first, then those of files, then those of --with."""
    policies = {_("today's policy"): case.policy}
    named = [(Path(file).stem, Policy.load(file, base=case.policy)) for file in files]
    for name, *settings in named_settings:
        if "=" in name:
            raise InputError(
                _("--with takes a name first, e.g. --with more {setting}.").format(
                    setting=" ".join([name, *settings])
                )
            )
        if not settings:
            raise InputError(
                _("--with {name} takes levers after the name, e.g. --with {name} desk.clerks=4.").format(
                    name=name
                )
            )
        named.append((name, with_settings(case.policy, settings, "--with")))
    for name, policy in named:
        if name in policies:
            raise InputError(_("Two policies are called {name}: give each its own name.").format(name=name))
        policies[name] = policy
    if len(policies) == 1:
        raise InputError(
            _(
                "There is nothing to compare with: give a policy, e.g. --with more desk.clerks=6, or --policy FILE."
            )
        )
    return policies


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The output of `--json`: NaN is null."""
    today = comparison.case.policy.flat()
    levers = {
        name: {lever: value for lever, value in policy.flat().items() if value != today[lever]}
        for name, policy in comparison.policies.items()
    }
    differences = comparison.differences.astype(object).where(comparison.differences.notna(), None)
    choice = comparison.choice()
    content: dict[str, Any] = json_ready(
        {
            "case": comparison.case.name,
            "weeks": comparison.weeks,
            "seed": comparison.seed,
            "replications": len(comparison.table) // len(comparison.policies),
            "version": version(),
            "baseline": comparison.baseline,
            "policies": levers,
            "choice": {
                "measure": choice.measure,
                "take": choice.take or None,
                "best": choice.best,
                "runner_up": choice.runner_up,
                "difference": choice.lead.difference,
                "low": choice.lead.low,
                "high": choice.lead.high,
                "open": list(choice.open),
            },
            "differences": differences.to_dict("records"),
            "runs": comparison.table.to_dict("records"),
        }
    )
    return content
