"""`kefu schema`: the JSON schema of a case or a policy file, for editors that check a file while it is written."""

from __future__ import annotations

import argparse
import json

from pydantic import BaseModel
from rich.console import Console

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.case.case import Case
from sim.cli.parser import Parser
from sim.policy.policy import Policy

SCHEMAS: dict[str, type[BaseModel]] = {"case": Case, "policy": Policy}


def add_options(parser: Parser) -> None:
    """`kefu schema case|policy`."""
    parser.word("KIND", _("case or policy"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Print the schema."""
    if values.kind not in SCHEMAS:
        raise InputError(
            _("kefu schema takes one word, {allowed}, and not {value!r}.").format(
                allowed="|".join(SCHEMAS), value=values.kind or ""
            )
        )
    console.file.write(json.dumps(SCHEMAS[values.kind].model_json_schema(), indent=2) + "\n")
