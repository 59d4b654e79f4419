"""What a manager decides: the levers, each with its unit, bounds, cost and the effects it has.

A policy is frozen; `replace` makes another. Levers have flat dotted names (`desk.clerks`). A lever acts only
through time, stock, knowledge, contacts, errors, price or promise (docs/model.md). The levers
themselves are in `levers/`.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Self, get_args, get_origin

from pydantic import BaseModel, GetJsonSchemaHandler, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.base.errors import InputError
from sim.base.files import read_mapping, write_atomic
from sim.base.i18n import _
from sim.base.validation import show_value
from sim.policy.classes import CLASSES
from sim.policy.levers.aftercare import ComplaintsLevers, SurveyLevers
from sim.policy.levers.contact import DeskLevers, FlexLevers, OrderLevers, PromiseLevers
from sim.policy.levers.crm import CrmLevers, DelaysLevers
from sim.policy.levers.goods import StockLevers, WarehouseLevers
from sim.policy.levers.lever import MOST_STAFF, ByClass, Levers
from sim.policy.levers.people import ReturnsLevers, StaffLevers
from sim.policy.levers.relations import EventLevers, LoyaltyLevers, RelationsLevers
from sim.policy.levers.selling import BrandLevers, PriceLevers
from sim.policy.levers.transport import EmergencyLevers, FleetLevers


class Policy(Levers):
    """All levers. Without arguments every lever is at its general default; a case brings its own policy."""

    desk: DeskLevers = DeskLevers()
    price: PriceLevers = PriceLevers()
    promise: PromiseLevers = PromiseLevers()
    order: OrderLevers = OrderLevers()
    stock: StockLevers = StockLevers()
    warehouse: WarehouseLevers = WarehouseLevers()
    fleet: FleetLevers = FleetLevers()
    flex: FlexLevers = FlexLevers()
    emergency: EmergencyLevers = EmergencyLevers()
    complaints: ComplaintsLevers = ComplaintsLevers()
    survey: SurveyLevers = SurveyLevers()
    brand: BrandLevers = BrandLevers()
    staff: StaffLevers = StaffLevers()
    relations: RelationsLevers = RelationsLevers()
    event: EventLevers = EventLevers()
    loyalty: LoyaltyLevers = LoyaltyLevers()
    crm: CrmLevers = CrmLevers()
    delays: DelaysLevers = DelaysLevers()
    returns: ReturnsLevers = ReturnsLevers()

    def __init__(self, **levers: Any) -> None:
        """Take nested groups (`desk={"clerks": 5}`), dotted names (`**{"desk.clerks": 5}`), or both.

        Raises InputError, with one sentence, for a lever that does not exist or is out of range.
        """
        try:
            super().__init__(**_nested(levers))
        except ValidationError as error:
            raise InputError(_sentence(error)) from None

    @classmethod
    def __get_pydantic_json_schema__(cls, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """The schema of a file: levers nested in groups, or by dotted names, as `save` writes them."""
        schema = handler.resolve_ref_schema(handler(core))
        groups = {name: handler.resolve_ref_schema(group) for name, group in schema["properties"].items()}
        dotted = {
            f"{name}.{field}": about
            for name, group in groups.items()
            for field, about in group["properties"].items()
        }
        return {**schema, "properties": {**schema["properties"], **dotted}}

    def replace(self, **levers: Any) -> Self:
        """The same policy but for these levers, by dotted name. Raises InputError like the constructor."""
        changed: dict[str, Any] = self.model_dump()
        _merge(changed, _nested(levers))
        return type(self)(**changed)

    def flat(self) -> dict[str, Any]:
        """Dotted name -> value of every lever."""
        return {name: self[name] for name in levers()}

    def __getitem__(self, name: str) -> Any:
        """The value of a lever by its dotted name; hourly staffing as a list, promises as a dict."""
        if not any(name == known or name.startswith(known + ".") for known in levers()):
            raise InputError(_unknown_lever(name))
        value: Any = self
        for part in name.split("."):
            value = getattr(value, part)
        if isinstance(value, BaseModel):
            return value.model_dump()
        return list(value) if isinstance(value, tuple) else value

    @classmethod
    def load(cls, path: str | Path, base: Policy | None = None) -> Policy:
        """Read a policy from YAML or JSON; levers that the file does not name stay as in `base`.

        Raises InputError if the file cannot be read or holds something else than levers.
        """
        return (base or cls()).replace(**read_mapping(path))

    def save(self, path: str | Path) -> None:
        """Write as JSON, readable by `load`; the file appears whole or not at all."""
        write_atomic(Path(path), json.dumps(self.flat(), indent=2, ensure_ascii=False) + "\n")


@dataclass(frozen=True)
class Lever:
    """What is known of a lever. low, high None: not a number; whole: no fractions; choices None: a number."""

    name: str
    unit: str
    low: float | None
    high: float | None
    whole: bool
    choices: tuple[str, ...] | None
    account: str
    effects: tuple[int, ...]
    column: str
    text: str

    def allowed(self) -> str:
        """What the lever takes, in the user's language."""
        if self.choices:
            return _("one of {choices}").format(choices=", ".join(self.choices))
        pattern = (
            _("whole numbers from {low:g} to {high:g} ({unit})")
            if self.whole
            else _("{low:g} to {high:g} ({unit})")
        )
        return pattern.format(low=self.low, high=self.high, unit=_(self.unit))


@cache
def levers() -> Mapping[str, Lever]:
    """Every lever by its dotted name, in the order of the policy."""
    found = {}
    for group_name, group in Policy.model_fields.items():
        group_type = group.annotation
        assert isinstance(group_type, type) and issubclass(group_type, Levers)
        for field_name, field in group_type.model_fields.items():
            about: dict[str, Any] = dict(field.json_schema_extra or {})  # type: ignore[arg-type]
            about["effects"] = tuple(about["effects"])
            low, high = _bounds(field.metadata)
            choices = get_args(field.annotation) if get_origin(field.annotation) is Literal else None
            choices = about.pop("choices", choices)
            kind: Any = field.annotation
            if kind is bool:
                choices = ("true", "false")
            elif isinstance(kind, type) and issubclass(kind, ByClass):
                low, high = _bounds(kind.model_fields["A"].metadata)
                kind = kind.model_fields["A"].annotation
            elif low is None and not choices:
                low, high = 0, MOST_STAFF
            whole = choices is None and kind is not float
            name = f"{group_name}.{field_name}"
            found[name] = Lever(name, low=low, high=high, whole=whole, choices=choices, **about)
    return MappingProxyType(found)


def _bounds(metadata: list[Any]) -> tuple[float | None, float | None]:
    low = next((m.ge for m in metadata if hasattr(m, "ge")), None)
    high = next((m.le for m in metadata if hasattr(m, "le")), None)
    return low, high


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """Dotted names to nested groups; every name must lead to a lever."""
    nested: dict[str, Any] = {}
    for name, value in flat.items():
        *path, last = name.split(".")
        if not path and isinstance(value, Mapping):  # a whole group: desk={"clerks": 5}
            for inner, inner_value in value.items():
                _merge(nested, _nested({f"{name}.{inner}": inner_value}))
            continue
        if not path and isinstance(value, Levers):
            _merge(nested, {name: value.model_dump()})
            continue
        if not any(name == known or name.startswith(known + ".") for known in levers()):
            raise InputError(_unknown_lever(name))
        target = nested
        for part in path:
            inside = target.setdefault(part, {})
            if not isinstance(inside, dict):  # promise.hours=48 and promise.hours.A=24 together
                inside = target[part] = dict.fromkeys(CLASSES, inside)
            target = inside
        target[last] = value
    return nested


def _merge(into: dict[str, Any], new: Mapping[str, Any]) -> None:
    for key, value in new.items():
        if isinstance(value, Mapping) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def known_lever(name: str) -> Lever:
    """What is known of a lever. Raises InputError if there is none of this name."""
    if name not in levers():
        raise InputError(_unknown_lever(name))
    return levers()[name]


def _unknown_lever(name: str) -> str:
    near = difflib.get_close_matches(name, levers(), n=1, cutoff=0.5)
    if near:
        return _("There is no lever {name}; did you mean {near}?").format(name=name, near=near[0])
    return _("There is no lever {name}; there are: {all}.").format(name=name, all=", ".join(levers()))


def _sentence(error: ValidationError) -> str:
    """The first thing wrong with a policy, in one sentence that says what is allowed."""
    errors = error.errors()
    # A staffing is a number or a list: of a list, the entry that is wrong says more than "no number".
    first = next((e for e in errors if isinstance(e["loc"][-1], int)), errors[0])
    path = [str(part) for part in first["loc"]]
    name = ".".join(path[:2])
    known = levers().get(name)
    if known is None:
        return _unknown_lever(".".join(path))
    if first["type"] == "extra_forbidden":
        return _("{name} takes the classes A, B and C, not {value}.").format(name=name, value=path[-1])
    if path[2:3] == ["A"] or path[2:3] == ["B"] or path[2:3] == ["C"]:
        name = ".".join(path[:3])
    if isinstance(first["loc"][-1], int):
        name = f"{name}[{path[-1]}]"
    return _("{name} is {value}, but takes {allowed}.").format(
        name=name, value=show_value(first["input"]), allowed=known.allowed()
    )
