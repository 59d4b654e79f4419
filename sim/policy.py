"""What a manager decides: the levers, each with its unit, bounds, cost and the effects it has.

A policy is frozen; `replace` makes another. Levers have flat dotted names (`desk.clerks`). A lever acts only
through time, stock, knowledge, contacts, errors, price or promise (docs/model.md).
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, Field, GetJsonSchemaHandler, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.boundary import Frozen, shown
from sim.disk import write_beside
from sim.errors import InputError
from sim.i18n import N_, _

Klass = Literal["A", "B", "C"]
CLASSES: tuple[Klass, ...] = ("A", "B", "C")


def lever(default: Any, low: float | None, high: float | None, **about: Any) -> Any:
    """A field with its unit, ledger account, effect numbers (docs/model.md), record column and meaning."""
    return Field(default, ge=low, le=high, json_schema_extra=about)


def _staffing(value: Any) -> Any:
    """A list of 24 stays hourly; anything else must be one number."""
    return tuple(value) if isinstance(value, list) else value


MOST_STAFF = 60
OnDuty = Annotated[int, Field(ge=0, le=MOST_STAFF)]
Hourly = Annotated[tuple[OnDuty, ...], Field(min_length=24, max_length=24)]
Staffing = Annotated[OnDuty | Hourly, BeforeValidator(_staffing)]


class Levers(Frozen):
    """A group of levers."""


class Desk(Levers):
    """The order desk."""

    clerks: Staffing = lever(
        5,
        None,
        None,
        unit=N_("clerks on duty: one number for the opening hours, or 24 numbers by hour"),
        account="wages_desk",
        effects=(1, 22),
        column="orders.answered",
        text=N_("Clerks on duty at the order desk. More of them shorten waits; their wages are paid."),
    )


class PromiseHours(Levers):
    """Promised hours by customer class."""

    A: float = Field(44.0, ge=4, le=240)
    B: float = Field(52.0, ge=4, le=240)
    C: float = Field(64.0, ge=4, le=240)


def _each_class(value: Any) -> Any:
    """One number means the same promise for every class."""
    if isinstance(value, Mapping | BaseModel | list | tuple | bool | None):
        return value
    return dict.fromkeys(CLASSES, value)


class Promise(Levers):
    """What customers are told."""

    hours: Annotated[PromiseHours, BeforeValidator(_each_class)] = Field(
        default=PromiseHours(),
        json_schema_extra={
            "unit": N_("hours from acceptance to delivery in the home zone, by class"),
            "account": "penalties",
            "effects": [4, 5],
            "column": "orders.promised",
            "text": N_(
                "Promised hours from acceptance to delivery, by class. What comes later costs a penalty."
            ),
        },
    )


class Order(Levers):
    """Which orders are accepted."""

    minimum: float = lever(
        60.0,
        0,
        5000,
        unit=N_("CNY of list price an order"),
        account="freight",
        effects=(7,),
        column="orders.status",
        text=N_(
            "Smallest order accepted, by its list price. Smaller ones are turned away with their income."
        ),
    )


class Stock(Levers):
    """How goods are replenished."""

    safety_factor: float = lever(
        2.0,
        0,
        6,
        unit=N_("standard deviations of demand over review and lead time"),
        account="holding",
        effects=(2,),
        column="lines.on_hand_at_allocation",
        text=N_("Safety stock. More of it makes goods available more often and costs capital and space."),
    )
    review_days: int = lever(
        3,
        1,
        28,
        unit=N_("days between two orders to a supplier"),
        account="purchasing",
        effects=(2,),
        column="stock.on_order",
        text=N_("How often each supplier is ordered from. Each purchase order costs clerical work."),
    )
    backorder_days: float = lever(
        3.0,
        0,
        28,
        unit=N_("days"),
        account="backorders",
        effects=(2,),
        column="orders.released",
        text=N_(
            "How long an order waits for missing goods before it ships without them. "
            "Waiting orders take clerical work."
        ),
    )


class Warehouse(Levers):
    """Picking and packing."""

    pickers: Staffing = lever(
        9,
        None,
        None,
        unit=N_("pickers on duty: one number for the opening hours, or 24 numbers by hour"),
        account="wages_warehouse",
        effects=(19,),
        column="orders.picked",
        text=N_("Pickers on duty. More of them shorten preparation; their wages are paid."),
    )
    packers: Staffing = lever(
        5,
        None,
        None,
        unit=N_("packers on duty: one number for the opening hours, or 24 numbers by hour"),
        account="wages_warehouse",
        effects=(19,),
        column="orders.packed",
        text=N_("Packers on duty. More of them shorten preparation; their wages are paid."),
    )
    care: int = lever(
        15,
        0,
        180,
        unit=N_("extra seconds of checking an order line"),
        account="checking",
        effects=(8,),
        column="orders.damaged",
        text=N_("Checking while packing. It prevents wrong and damaged goods, takes time and is paid."),
    )
    slotting: Literal["popularity", "lift"] = lever(
        "popularity",
        None,
        None,
        unit=N_("rule for where goods lie"),
        account="slotting",
        effects=(24,),
        column="orders.picked",
        text=N_(
            "Where goods lie: popular ones in front, or goods that are ordered together side by side. "
            "The second needs more moving of goods."
        ),
    )


class Fleet(Levers):
    """Lorries and vans."""

    vehicles: int = lever(
        30,
        1,
        400,
        unit=N_("lorries"),
        account="lorries",
        effects=(3,),
        column="trips.departed",
        text=N_("Lorries leased. Too few and full loads wait at the gate."),
    )
    consolidation_hours: int = lever(
        24,
        1,
        96,
        unit=N_("hours between two departures of a lane"),
        account="haulage",
        effects=(3,),
        column="orders.dispatched",
        text=N_("How long orders are collected for one lorry. Longer is cheaper a piece, and slower."),
    )
    express_vehicles: int = lever(
        5,
        0,
        100,
        unit=N_("vans"),
        account="vans",
        effects=(3,),
        column="orders.expedite_met",
        text=N_("Vans that take one urgent order at a time, at once."),
    )


class Flex(Levers):
    """Special requests."""

    capacity: int = lever(
        14,
        0,
        500,
        unit=N_("special requests a day that can be granted"),
        account="flex",
        effects=(19,),
        column="orders.special_granted",
        text=N_("How many special requests a day can be granted; the people for it are paid either way."),
    )


class Emergency(Levers):
    """Readiness for force majeure."""

    plan: Literal["none", "basic", "full"] = lever(
        "none",
        None,
        None,
        unit=N_("plan"),
        account="emergency",
        effects=(23,),
        column="trips.arrived",
        text=N_("What is prepared for closed roads: nothing, detours, or detours and hired help on call."),
    )


class Price(Levers):
    """What is charged."""

    level: float = lever(
        1.0,
        0.3,
        3.0,
        unit=N_("times the list price"),
        account="freight",
        effects=(6,),
        column="orders.quoted",
        text=N_("Price relative to the list. Higher earns more an order and wins fewer of them."),
    )
    express_surcharge: float = lever(
        240.0,
        0,
        3000,
        unit=N_("CNY an urgent order"),
        account="express",
        effects=(6,),
        column="ledger.amount",
        text=N_("What an urgent order costs on top, if it comes in time."),
    )


class Complaints(Levers):
    """The complaint desk."""

    handlers: Staffing = lever(
        1,
        None,
        None,
        unit=N_("complaint handlers on duty: one number for the opening hours, or 24 numbers by hour"),
        account="wages_complaints",
        effects=(10,),
        column="complaints.recorded",
        text=N_(
            "People who handle complaints. Too few and complaints lie; slow handling is worse than silence."
        ),
    )
    compensation: float = lever(
        0.3,
        0,
        3,
        unit=N_("share of the price of the order complained of"),
        account="compensation",
        effects=(10,),
        column="complaints.compensation",
        text=N_("What is paid to who complains. Fair payment is the larger half of making up."),
    )
    return_visit: bool = lever(
        False,
        None,
        None,
        unit=N_("yes or no"),
        account="return_visits",
        effects=(10,),
        column="complaints.called_back",
        text=N_("Whether customers are called back after their complaint was settled."),
    )


class Survey(Levers):
    """Satisfaction surveys."""

    waves: int = lever(
        0,
        0,
        12,
        unit=N_("waves a year"),
        account="surveys",
        effects=(9,),
        column="surveys.wave",
        text=N_("How often customers are asked. Most of the dissatisfied say nothing unless asked."),
    )
    sample: int = lever(
        100,
        0,
        20000,
        unit=N_("customers asked in a wave"),
        account="surveys",
        effects=(9,),
        column="surveys.satisfaction",
        text=N_("How many customers are asked in a wave; each costs a call."),
    )


class Brand(Levers):
    """The brand."""

    advertising: float = lever(
        0.0,
        0,
        5_000_000,
        unit=N_("CNY a year"),
        account="advertising",
        effects=(20,),
        column="customers.joined",
        text=N_("Advertising makes the firm known sooner; it cannot make up for bad service."),
    )


class Policy(Levers):
    """All levers. Without arguments every lever is at its general default; a case brings its own policy."""

    desk: Desk = Desk()
    price: Price = Price()
    promise: Promise = Promise()
    order: Order = Order()
    stock: Stock = Stock()
    warehouse: Warehouse = Warehouse()
    fleet: Fleet = Fleet()
    flex: Flex = Flex()
    emergency: Emergency = Emergency()
    complaints: Complaints = Complaints()
    survey: Survey = Survey()
    brand: Brand = Brand()

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
        from sim.disk import read_mapping

        return (base or cls()).replace(**read_mapping(path))

    def save(self, path: str | Path) -> None:
        """Write as JSON, readable by `load`; the file appears whole or not at all."""
        write_beside(Path(path), json.dumps(self.flat(), indent=2, ensure_ascii=False) + "\n")


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
            if field.annotation is bool:
                choices = ("true", "false")
            if field.annotation is PromiseHours:
                low, high = _bounds(PromiseHours.model_fields["A"].metadata)
            elif low is None and not choices:
                low, high = 0, MOST_STAFF
            whole = choices is None and field.annotation not in (float, PromiseHours)
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
        name=name, value=shown(first["input"]), allowed=known.allowed()
    )
