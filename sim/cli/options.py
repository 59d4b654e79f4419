"""Options shared by commands that run a firm: the case, `lever=value`, the weeks and the seed."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from sim.base.commands import kefu_command
from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.yaml_text import from_yaml
from sim.case.case import Case
from sim.case.load import load_case
from sim.cli.parser import Parser
from sim.policy.policy import Policy

LONGEST = 60
"""Letters of a wrong value that a message repeats."""


@dataclass(frozen=True)
class RunRequest:
    """The run that a command line asks for.

    A number that is not a whole number is kept as its text: the function that runs says what is allowed.
    """

    case: Case
    policy: Policy
    weeks: Any = 52
    seed: Any = 0
    replication: Any = 0
    market: Any = "open"


def add_case(parser: Parser) -> None:
    """The case, as a word of its own."""
    parser.word("CASE", _("a name from `kefu cases`, or a YAML file"))


def add_window_options(parser: Parser) -> None:
    """Options of all commands that run a firm: weeks, seed, market."""
    parser.option("--weeks", "N", _("weeks observed; 52 if left out"))
    parser.option("--seed", "S", _("another seed gives other luck; 0 if left out"))
    parser.option(
        "--market",
        "open|frozen",
        _("frozen: customers order as they do today, whatever changes; open if left out"),
    )


def read_request(values: argparse.Namespace, case: Case, policy: Policy | None = None) -> RunRequest:
    """The request for a case; policy None: the case's own."""
    numbers = {name: whole_number(getattr(values, name, None)) for name in ("weeks", "seed", "replication")}
    given = {name: value for name, value in {**numbers, "market": values.market}.items() if value is not None}
    return RunRequest(case, policy or case.policy, **given)


def read_case(command: str, values: argparse.Namespace, words: list[str]) -> Case:
    """The case: the word for it, or the last of the words of the option before it, as in `--set a=1 CASE`.

    In the second case it is taken out of the words. Raises InputError if there is none.
    """
    if values.case is not None:
        return load_case(str(values.case))
    if len(words) > 1 and "=" not in words[-1]:
        return load_case(words.pop())
    raise InputError(
        _("The case is missing: {command}; `{cases}` lists them.").format(
            command=kefu_command(command, "CASE"), cases=kefu_command("cases")
        )
    )


def read_policy(case: Case, file: str | None, settings: Iterable[str]) -> Policy:
    """The case's policy, changed by a file and by settings."""
    policy = case.policy if file is None else Policy.load(file, base=case.policy)
    return with_settings(policy, settings)


def with_settings(policy: Policy, settings: Iterable[str], option: str = "--set") -> Policy:
    """The policy with each `lever=value` applied in turn; values as in YAML. Raises InputError, which names the option."""
    for setting in settings:
        name, equals, text = (part.strip() for part in setting.partition("="))
        if not (name and equals and text):
            raise InputError(
                _("{option} takes lever=value, e.g. desk.clerks=4, and not {setting!r}.").format(
                    option=option, setting=setting
                )
            )
        policy = policy.replace(**{name: read_value(name, text)})
    return policy


def whole_number(text: str | None) -> Any:
    """The text as a whole number; any other text, and None, as it is."""
    try:
        return None if text is None else int(text)
    except ValueError:
        return text


def read_value(name: str, text: str) -> Any:
    """The text as YAML. Raises InputError, which names the lever."""
    try:
        return from_yaml(text)
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: a date that does not exist
        text = text if len(text) <= LONGEST else text[:LONGEST] + "…"
        raise InputError(
            _("{name}: {text} is not a number, a word or a list.").format(name=name, text=text)
        ) from None
