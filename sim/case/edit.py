"""Changed copies of a case's content: fields by dotted name, entries of lists by number."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _

REFERENCE = "market.reference_rivals"


def edited(content: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a case's content in which these fields have new values. Raises InputError for a field that is not there.

    When rivals change, the reference rivals stay the earlier ones, so customers' opinion of the firm does not change.
    """
    new: dict[str, Any] = copy.deepcopy(dict(content))
    for name, value in fields.items():
        *path, last = name.split(".")
        target: Any = new
        for part in path:
            place = _place(target, part)
            target = None if place is None else target[place]
        place = _place(target, last)
        if place is None:
            raise InputError(_("A case has no field {name}.").format(name=name))
        target[place] = value
    rivals_edited = any(name.split(".")[:2] == ["market", "rivals"] for name in fields)
    if rivals_edited and REFERENCE not in fields and new["market"].get("reference_rivals") is None:
        new["market"]["reference_rivals"] = content["market"]["rivals"]
    return new


def _place(part: Any, name: str) -> str | int | None:
    """The key of a field or the number of an entry in a part of a case; None if it has none of this name."""
    if isinstance(part, dict):
        return name if name in part else None
    if isinstance(part, list) and name.isdecimal() and int(name) < len(part):
        return int(name)
    return None
