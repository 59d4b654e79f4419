"""`--set lever=value`: levers changed from the command line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import yaml

from sim.disk import from_yaml
from sim.errors import InputError
from sim.i18n import _
from sim.policy import Policy

LONGEST = 60
"""Letters of a wrong value that are said again."""


def with_settings(policy: Policy, settings: Iterable[str]) -> Policy:
    """The policy with each `lever=value` applied in turn; values as in YAML. Raises InputError."""
    for setting in settings:
        name, equals, text = (part.strip() for part in setting.partition("="))
        if not (name and equals and text):
            raise InputError(
                _("--set takes lever=value, e.g. desk.clerks=4, and not {setting!r}.").format(setting=setting)
            )
        policy = policy.replace(**{name: _value(name, text)})
    return policy


def _value(name: str, text: str) -> Any:
    try:
        return from_yaml(text)
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: a date that does not exist
        text = text if len(text) <= LONGEST else text[:LONGEST] + "…"
        raise InputError(
            _("{name}: {text} is no number, word or list.").format(name=name, text=text)
        ) from None
