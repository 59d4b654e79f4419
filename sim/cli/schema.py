"""`kefu schema`: the JSON schema of a case, a policy or a scenario file, for editors that check a file while it is written."""

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
from sim.roleplay.scenario import Scenario

SCHEMAS: dict[str, type[BaseModel]] = {"case": Case, "policy": Policy, "scenario": Scenario}


def add_options(parser: Parser) -> None:
    """`kefu schema case|policy|scenario`."""
    parser.word("KIND", _("case, policy or scenario"))


def execute(values: argparse.Namespace, console: Console) -> None:
    """Print the schema."""
    if values.kind not in SCHEMAS:
        raise InputError(
            _("kefu schema takes one word, {allowed}, and not {value!r}.").format(
                allowed="|".join(SCHEMAS), value=values.kind or ""
            )
        )
    console.file.write(json.dumps(SCHEMAS[values.kind].model_json_schema(), indent=2) + "\n")
