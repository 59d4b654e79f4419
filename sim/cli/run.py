"""`kefu run`: a firm runs, and its service can be read off."""

from __future__ import annotations

import argparse
import json
import math
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from rich.console import Console

from sim.base.files import atomic_folder
from sim.base.i18n import _
from sim.base.version import version
from sim.case.load import load_case
from sim.cli.options import add_window_options, case_word, given, with_settings
from sim.cli.parser import Parser
from sim.experiments.simulate import run as run_firm
from sim.measures.run import Run
from sim.policy.policy import Policy
from sim.reports.terminal import summary


def add_options(parser: Parser) -> None:
    """`kefu run CASE` and its options."""
    parser.word("CASE", _("a name from `kefu cases`, or a YAML file"))
    add_window_options(parser)
    parser.option("--replication", "R", _("another luck of the same seed; 0 if left out"))
    parser.option("--policy", "FILE", _("a YAML or JSON file of levers"))
    parser.option("--set", "LEVER=VALUE ...", _("levers to change, e.g. desk.clerks=4"), many=True)
    parser.flag("--json", _("print one JSON object and nothing else"))
    parser.option("--out", "DIR", _("also write all records (parquet, CSV) and report.html into this folder"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Run, write, print."""
    settings = list(values.set)
    case = load_case(case_word("run", values, settings))
    policy = Policy.load(values.policy, base=case.policy) if values.policy else case.policy
    policy = with_settings(policy, settings)
    # The folder first: nobody should wait for a year and then hear that it cannot be written.
    with atomic_folder(values.out) if values.out else nullcontext() as folder:
        done = run_firm(case, policy, progress=True, **given(values, "replication"))
        if folder is not None:
            _write(done, folder)
    if values.json:
        console.file.write(json.dumps(as_json(done), allow_nan=False, indent=2) + "\n")
        return
    console.print(summary(done))
    if values.out:
        written = _("Written: {page}, and every record as parquet and CSV.")
        console.print(written.format(page=Path(values.out) / "report.html"), soft_wrap=True)


def _write(done: Run, folder: Path) -> None:
    from sim.records.export import (
        export,  # these two load pyarrow and plotly, which most commands do not need
    )
    from sim.reports.run_page import report

    export(done.records, folder)
    (folder / "report.html").write_text(report(done), encoding="utf-8", newline="\n")


def as_json(done: Run) -> dict[str, Any]:
    """What `--json` prints (docs/architecture.md): NaN is null, and `why` says why."""
    return strict(
        {
            "case": done.case.name,
            "policy": done.policy.flat(),
            "weeks": done.weeks,
            "seed": done.seed,
            "version": version(),
            "counts": done.counts,
            "measures": done.measures,
            "money": done.money,
        }
    )


def strict(value: Any) -> Any:
    """The same in JSON's own types."""
    if isinstance(value, dict):
        return {str(key): strict(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [strict(part) for part in value]
    if hasattr(value, "item"):  # a number of numpy's
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
