"""A policy: a value for every lever, frozen and checked.

A lever acts only through time, stock, knowledge, contacts, errors, price or promise (docs/model.md). The levers
themselves are in `levers/`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

from pydantic import BaseModel, GetJsonSchemaHandler, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.base.display import html_table, text_lines
from sim.base.errors import InputError
from sim.base.files import read_mapping, write_atomic
from sim.base.formatting import lever_value
from sim.base.i18n import _, ngettext
from sim.base.validation import show_value
from sim.policy.classes import CLASSES
from sim.policy.levers.lever import Levers
from sim.policy.levers.registry import LeverGroups, is_lever_name, levers, unknown_lever


class Policy(LeverGroups):
    """The decisions of a firm's manager: a value for every lever.

    A policy cannot be changed; `replace` returns a new one. Printing it shows the levers that differ from their defaults.

    Parameters
    ----------
    **levers
        Values of levers, by dotted name (`**{"desk.clerks": 6}`) or as a group (`desk={"clerks": 6}`). All other
        levers keep their defaults. The names, units and bounds are in `levers()`.

    Raises
    ------
    InputError
        If there is no such lever, or a value is not allowed.

    See Also
    --------
    levers : every lever with its unit and bounds.

    Examples
    --------
    >>> from sim import Policy, load_case
    >>> Policy(**{"desk.clerks": 6, "stock.safety_factor": 1.5})
    Policy: 2 levers differ from their defaults
      desk.clerks: 6 (default 5)
      stock.safety_factor: 1.5 (default 2)
    >>> today = load_case("corner").policy
    >>> more = today.replace(**{"desk.clerks": today["desk.clerks"] + 1})
    >>> today["desk.clerks"], more["desk.clerks"]
    (2, 3)
    """

    def __init__(self, **levers: Any) -> None:
        """See the class."""
        try:
            super().__init__(**_nested(levers))
        except ValidationError as error:
            raise InputError(_sentence(error)) from None

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema of a policy file: levers nested in groups, or by dotted name as `save` writes them."""
        schema = super().__get_pydantic_json_schema__(core, handler)
        groups = {name: handler.resolve_ref_schema(group) for name, group in schema["properties"].items()}
        dotted = {
            f"{name}.{field}": about
            for name, group in groups.items()
            for field, about in group["properties"].items()
        }
        return {**schema, "properties": {**schema["properties"], **dotted}}

    def replace(self, **levers: Any) -> Self:
        """Return a new policy in which these levers have new values, all others the same.

        Parameters
        ----------
        **levers
            Values by dotted name or group, as for `Policy`.

        Raises
        ------
        InputError
            If there is no such lever, or a value is not allowed.
        """
        content: dict[str, Any] = self.model_dump()
        _merge(content, _nested(levers))
        return type(self)(**content)

    def flat(self) -> dict[str, Any]:
        """The value of every lever, by dotted name."""
        return {name: self[name] for name in levers()}

    def changed(self, base: Policy | None = None) -> dict[str, Any]:
        """The levers whose values differ from those of `base` (None: the defaults), by dotted name."""
        base = base or Policy()
        return {name: value for name, value in self.flat().items() if value != base[name]}

    def __getitem__(self, name: str) -> Any:
        """The value of a lever by dotted name: a number, word, list (24 hours) or dict (classes)."""
        if not is_lever_name(name):
            raise unknown_lever(name)
        value: Any = self
        for part in name.split("."):
            value = getattr(value, part)
        if isinstance(value, BaseModel):
            return value.model_dump()
        return list(value) if isinstance(value, tuple) else value

    @classmethod
    def load(cls, path: str | Path, base: Policy | None = None) -> Policy:
        """Read a policy from a YAML or JSON file.

        Parameters
        ----------
        path : str or Path
            A file with levers by dotted name or in groups.
        base : Policy, optional
            Supplies the values of levers that the file does not name; the default is `Policy()`.

        Raises
        ------
        InputError
            If the file cannot be read, or holds anything other than levers and allowed values.
        """
        content = read_mapping(path)
        for group, value in content.items():
            for field in value if isinstance(value, Mapping) else ():
                if f"{group}.{field}" in content:
                    raise InputError(
                        _("{path}: {name} occurs twice.").format(path=path, name=f"{group}.{field}")
                    )
        return (base or cls()).replace(**content)

    def save(self, path: str | Path) -> None:
        """Write the policy as JSON, to be read by `load`. Raises InputError if the file cannot be written."""
        write_atomic(Path(path), json.dumps(self.flat(), indent=2, ensure_ascii=False) + "\n")

    def __repr__(self) -> str:
        """The levers that differ from their defaults, in at most ten lines."""
        default = Policy()
        lines = [
            "  "
            + _("{name}: {value} (default {default})").format(
                name=name, value=lever_value(value), default=lever_value(default[name])
            )
            for name, value in self.changed().items()
        ]
        return text_lines([self._headline(len(lines)), *lines])

    def __str__(self) -> str:
        """As `repr`."""
        return repr(self)

    def _repr_html_(self) -> str:
        default = Policy()
        rows = [
            (name, lever_value(value), lever_value(default[name]), _(levers()[name].unit))
            for name, value in self.changed().items()
        ]
        return html_table([_("lever"), _("value"), _("default"), _("unit")], rows, self._headline(len(rows)))

    def _headline(self, count: int) -> str:
        if not count:
            return _("Policy: all levers have their defaults")
        return ngettext(
            "Policy: {n} lever differs from its default",
            "Policy: {n} levers differ from their defaults",
            count,
        ).format(n=count)


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Turn dotted names into nested groups. Raises InputError for a name that is not a lever."""
    nested: dict[str, Any] = {}
    for name, value in flat.items():
        *path, last = name.split(".")
        if not path and isinstance(value, Mapping):  # a whole group: desk={"clerks": 5}
            for field, field_value in value.items():
                _merge(nested, _nested({f"{name}.{field}": field_value}))
            continue
        if not path and isinstance(value, Levers):
            _merge(nested, {name: value.model_dump()})
            continue
        if not is_lever_name(name):
            raise unknown_lever(name)
        target = nested
        for part in path:
            group = target.setdefault(part, {})
            if not isinstance(group, dict):  # promise.hours=48 and promise.hours.A=24 together
                group = target[part] = dict.fromkeys(CLASSES, group)
            target = group
        target[last] = value
    return nested


def _merge(into: dict[str, Any], new: Mapping[str, Any]) -> None:
    for key, value in new.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def _sentence(error: ValidationError) -> str:
    """The first problem of a policy, in one sentence that says what is allowed."""
    errors = error.errors()
    # Staffing is a number or a list: for a list, the error of the wrong entry says more than "not a number".
    first = next((e for e in errors if isinstance(e["loc"][-1], int)), errors[0])
    path = [str(part) for part in first["loc"]]
    name = ".".join(path[:2])
    lever = levers().get(name)
    if lever is None:
        return str(unknown_lever(".".join(path)))
    if first["type"] == "extra_forbidden":
        return _("{name} takes the classes A, B and C, not {value}.").format(name=name, value=path[-1])
    if path[2:3] and path[2] in CLASSES:
        name = ".".join(path[:3])
    if isinstance(first["loc"][-1], int):
        name = f"{name}[{path[-1]}]"
    return _("{name} is {value}, but takes {allowed}.").format(
        name=name, value=show_value(first["input"]), allowed=lever.allowed()
    )
