"""What commands that run a firm take: the case, `lever=value`, how long and under which luck."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

import yaml

from sim.base.errors import InputError
from sim.base.files import from_yaml
from sim.base.i18n import _
from sim.cli.parser import Parser
from sim.policy.policy import Policy

LONGEST = 60
"""Letters of a wrong value that are said again."""


def case_word(command: str, values: argparse.Namespace, words: list[str]) -> str:
    """The case: the word for it, or the last one of the settings before it, as in `--set a=1 CASE`."""
    if values.case is not None:
        return str(values.case)
    if len(words) > 1 and "=" not in words[-1]:
        return words.pop()
    raise InputError(
        _("The case is missing: kefu {command} CASE; `kefu cases` lists them.").format(command=command)
    )


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
        policy = policy.replace(**{name: value_of(name, text)})
    return policy


def add_window_options(parser: Parser) -> None:
    """How long, under which luck, in which market: the options of everything that runs a firm."""
    parser.option("--weeks", "N", _("weeks observed; 52 if left out"))
    parser.option("--seed", "S", _("another seed is another luck; 0 if left out"))
    parser.option(
        "--market",
        "open|frozen",
        _("frozen: customers order as they do today, whatever changes; open if left out"),
    )


def given(values: argparse.Namespace, *numbers: str) -> dict[str, Any]:
    """What was said of weeks, seed, market and other whole numbers, by the names that the calls of `sim` have for them."""
    found = {name: whole_number(getattr(values, name)) for name in ("weeks", "seed", *numbers)}
    return {name: value for name, value in {**found, "market": values.market}.items() if value is not None}


def whole_number(text: str | None) -> Any:
    """The whole number that a text is; another text as it is: who takes it says what is allowed."""
    try:
        return None if text is None else int(text)
    except ValueError:
        return text


def value_of(name: str, text: str) -> Any:
    """What a text says as YAML. Raises InputError, which names the lever."""
    try:
        return from_yaml(text)
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: a date that does not exist
        text = text if len(text) <= LONGEST else text[:LONGEST] + "…"
        raise InputError(
            _("{name}: {text} is no number, word or list.").format(name=name, text=text)
        ) from None
