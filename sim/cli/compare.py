"""`kefu compare`: policies under the same luck, against what the firm does today."""

from __future__ import annotations

import argparse
import json
from contextlib import nullcontext
from html import escape
from pathlib import Path
from typing import Any

from rich.console import Console

from sim.base.errors import InputError
from sim.base.files import atomic_folder
from sim.base.i18n import N_, _
from sim.base.version import version
from sim.case.case import Case
from sim.case.load import load_case
from sim.cli.common import (
    add_run_options,
    plus_minus,
    printed,
    said_written,
    which_runs,
    write,
)
from sim.cli.options import case_word, given, with_settings
from sim.cli.parser import Parser
from sim.cli.run import strict
from sim.experiments.comparison import Comparison
from sim.experiments.comparison import compare as compare_policies
from sim.measures.kpis import kpi
from sim.measures.registry import EXPLAINED
from sim.policy.policy import Policy
from sim.reports.terminal import levers_between

SHOWN = (
    *(measure.id for measure in EXPLAINED),
    "orders",
    "satisfaction",
    "left",
    "joined",
    "income",
    "cost",
    "profit",
)
"""Rows of the table in the terminal; --out and --json have the others too."""
VERDICTS = {
    "higher": N_("higher"),
    "lower": N_("lower"),
    "not distinguishable": N_("may be luck"),
    "unaffected": N_("unaffected"),
    "nothing to compare": N_("nothing to compare"),
}
PAGE = "comparison.html"
NUMBERS = {2, 3, 4}


def add_options(parser: Parser) -> None:
    """`kefu compare CASE` and its options."""
    parser.word("CASE", _("a name from `kefu cases`, or a YAML file"))
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
    parser.option("--measure", "ID", _("the measure that is told in words and drawn; m08 if left out"))
    add_run_options(parser, 20)
    parser.option(
        "--out", "DIR", _("also write all tables (parquet, CSV) and comparison.html into this folder")
    )


def execute(values: argparse.Namespace, console: Console) -> None:
    """Compare, write, print."""
    lists = [list(words) for words in getattr(values, "with")]
    files = list(values.policy)
    case = load_case(case_word("compare", values, lists[-1] if lists else []))
    policies = _policies(case, files, lists)
    measure = kpi(values.measure or "m08").id
    with atomic_folder(values.out) if values.out else nullcontext() as folder:
        found = compare_policies(case, policies, progress=True, **given(values, "replications", "workers"))
        title = which_runs(case, values, found.weeks, found.seed, _count(found))
        if folder is not None:
            tables = {"runs": found.table, "differences": found.differences}
            write(folder, tables, PAGE, title, _page(found, measure))
    if values.json:
        console.file.write(json.dumps(as_json(found), allow_nan=False, indent=2, ensure_ascii=False) + "\n")
        return
    console.print(title)
    for name in list(policies)[1:]:
        console.print("\n" + _named(found, name))
        printed(console, _heads(name), _rows(found, name), NUMBERS)
        console.print(found.sentence(measure, name))
    if values.out:
        said_written(console, values.out, PAGE)


def _policies(case: Case, files: list[str], lists: list[list[str]]) -> dict[str, Policy]:
    """Today's policy first, then those of files, then those of --with."""
    policies = {_("today's policy"): case.policy}
    named = [(Path(file).stem, Policy.load(file, base=case.policy)) for file in files]
    for words in lists:
        if "=" in words[0]:
            raise InputError(
                _("--with takes a name first, e.g. --with more {setting}.").format(setting=" ".join(words))
            )
        if len(words) == 1:
            raise InputError(
                _("--with {name} takes levers after the name, e.g. --with {name} desk.clerks=4.").format(
                    name=words[0]
                )
            )
        named.append((words[0], with_settings(case.policy, words[1:], "--with")))
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


def _count(found: Comparison) -> int:
    return int(found.table["replication"].max()) + 1


def _named(found: Comparison, name: str) -> str:
    """A policy and the levers in which it differs."""
    changed = levers_between(found.case.policy, found.policies[name])
    texts = [
        _("{lever}: {before} → {after}").format(lever=lever, before=before, after=after)
        for lever, (before, after) in changed.items()
    ]
    levers = "; ".join(texts) or _("All levers as the firm has them today.")
    return _("{name} ({levers})").format(name=name, levers=levers)


def _heads(name: str) -> tuple[str, ...]:
    return ("", _("measure"), _("today"), name, _("difference, ± 95% interval"), _("verdict"))


def _rows(found: Comparison, policy: str) -> list[tuple[str, ...]]:
    """A row a measure: its value under both policies, the difference, how sure that is."""
    rows: list[tuple[str, ...]] = []
    for name in SHOWN:
        known, pair = kpi(name), found.paired(name, policy)
        number = name if name.startswith("m") else ""
        verdict = _(VERDICTS[pair.verdict])
        if pair.verdict == "nothing to compare":
            rows.append((number, known.name, "–", "–", "–", verdict))
            continue
        half = (pair.high - pair.low) / 2
        digits = known.digits(half or abs(pair.difference))
        before, after = (known.level(value, digits) for value in (pair.before, pair.after))
        change = f"{known.change(pair.difference, digits)} {plus_minus(known, half, digits)}"
        rows.append((number, known.name, before, after, change, verdict))
    return rows


def _page(found: Comparison, measure: str) -> list[str]:
    """The parts of the page: the picture, and a table a policy."""
    from sim.reports.html import picture, section, table

    parts = [picture("difference", found.figure(measure))]
    for name in list(found.policies)[1:]:
        sentence = f"<p>{escape(found.sentence(measure, name))}</p>\n"
        shown = table(_heads(name), _rows(found, name), numbers=tuple(NUMBERS))
        parts.append(section(_named(found, name), sentence + shown))
    return parts


def as_json(found: Comparison) -> dict[str, Any]:
    """What `--json` prints: NaN is null."""
    today = found.case.policy.flat()
    levers = {
        name: {lever: value for lever, value in policy.flat().items() if value != today[lever]}
        for name, policy in found.policies.items()
    }
    differences = found.differences.astype(object).where(found.differences.notna(), None)
    made: dict[str, Any] = strict(
        {
            "case": found.case.name,
            "weeks": found.weeks,
            "seed": found.seed,
            "replications": _count(found),
            "version": version(),
            "baseline": found.baseline,
            "policies": levers,
            "differences": differences.to_dict("records"),
            "runs": found.table.to_dict("records"),
        }
    )
    return made
