"""Parse YAML and JSON as people mean it: names are unique, 010 is not an octal number, and 1:30 is not minutes."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _

MAX_DEPTH = 100
"""Levels of nesting in a text that is parsed."""
MAX_DIGITS = 300
"""Digits of the longest whole number."""
WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
DECIMAL = re.compile(
    r"[-+]?(?:(?:0|[1-9][0-9]*)?\.[0-9]+|(?:0|[1-9][0-9]*)\.?)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)


class RepeatedName(ValueError):
    """A name that occurs twice in one group."""


class LongNumber(ValueError):
    """A whole number with too many digits for any field."""


def from_yaml(text: str) -> Any:
    """Parse a YAML text.

    Raises YAMLError, ValueError, or RecursionError if it is nested more than MAX_DEPTH deep; as ValueErrors also RepeatedName
    and LongNumber.
    """
    import yaml

    loader = _loader()
    depth = 0
    for event in yaml.parse(text, Loader=loader):  # before loading, which crashes at great depth
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise RecursionError
    return yaml.load(text, Loader=loader)


@cache
def _loader() -> Any:
    """The safe loader of PyYAML, with numbers as in YAML 1.2 and JSON, and without repeated names."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            names = set()
            for key, _value in node.value:
                if isinstance(key, yaml.ScalarNode) and key.tag != "tag:yaml.org,2002:merge":
                    if (key.tag, key.value) in names:
                        raise RepeatedName(key.value)
                    names.add((key.tag, key.value))
            return super().construct_mapping(node, deep=deep)

        def construct_whole(self, node: Any) -> int:
            if len(node.value) > MAX_DIGITS:
                raise LongNumber(node.value)
            return int(node.value)

    tags = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float")
    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in tags]
        for first, resolvers in Loader.yaml_implicit_resolvers.items()
    }
    Loader.add_implicit_resolver(tags[0], re.compile(f"^(?:{WHOLE.pattern})$"), list("-+0123456789"))
    Loader.add_implicit_resolver(tags[1], re.compile(f"^(?:{DECIMAL.pattern})$"), list("-+0123456789."))
    Loader.add_constructor(tags[0], Loader.construct_whole)
    return Loader


def explain(path: Any, error: ValueError) -> InputError:
    """The error for a file that holds a value which cannot be used."""
    if isinstance(error, RepeatedName):
        return InputError(_("{path}: {name} occurs twice.").format(path=path, name=error.args[0]))
    if isinstance(error, LongNumber):
        return InputError(_("{path} holds a whole number with too many digits.").format(path=path))
    return InputError(_("{path} holds a date that does not exist.").format(path=path))  # such as 2025-02-30
