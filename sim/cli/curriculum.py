"""`kefu curriculum`: where every concept is taught and graded."""

from __future__ import annotations

import argparse
import json
import sys

from rich.console import Console

from sim.base.i18n import _
from sim.cli.parser import Parser


def add_options(parser: Parser) -> None:
    """The options of `kefu curriculum`."""
    parser.flag("--json", _("for a program to read"))
    parser.flag("--markdown", _("the page docs/curriculum.md, in English"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Print every concept with where it is taught and graded."""
    from sim.course.curriculum import coverage

    concepts = coverage.coverage()
    if values.json:
        sys.stdout.write(json.dumps(coverage.as_json(concepts), ensure_ascii=False, indent=1) + "\n")
    elif values.markdown:
        sys.stdout.write(coverage.as_markdown(concepts))
    else:
        console.print(coverage.as_text(concepts))
