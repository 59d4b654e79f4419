"""A case: a firm and its market, as frozen data, checked on loading.

Money in cases is CNY, time is hours, minutes or days as the field's name says; the model turns both into fen
and seconds. `docs/model.md` says where every figure comes from. The parts stand in `sim/casedata/`.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import pkgutil
from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from sim.base.errors import InputError
from sim.base.files import read_mapping
from sim.base.i18n import _
from sim.base.validation import FrozenModel, expected, show_value
from sim.case.complaints import ComplaintData
from sim.case.costs import Costs, Income
from sim.case.crm import CrmData
from sim.case.demand import Calendar, CustomerClass, Requests
from sim.case.fields import Share, Spread, Words
from sim.case.goods import Goods
from sim.case.market import MarketData
from sim.case.relations import EventData, KnowledgeData, LoyaltyData, RelationsData, ReturnsData
from sim.case.staff import StaffData
from sim.case.stations import DeskData, WarehouseData
from sim.case.transport import Centre, FleetData, ForceMajeure, Plans, Zone
from sim.policy.policy import Policy

MOST_NEEDS = 5_000_000
"""Needs a year: beyond it a year fits no laptop's memory."""


class Case(FrozenModel):
    """A firm and its market."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Words
    story: Words
    assumed: dict[str, Words] = Field(
        description="by subject: what the course does not say, and why it is assumed so"
    )
    warmup_weeks: int = Field(ge=0, le=104)
    settle_days: int = Field(ge=0, le=60)
    classes: dict[Literal["A", "B", "C"], CustomerClass] = Field(min_length=3)
    home_centre: Share = Field(description="share of needs that go to the customer's own centre")
    calendar: Calendar
    goods: Goods
    desk: DeskData
    warehouse: WarehouseData
    zones: dict[str, Zone]
    centres: tuple[Centre, ...] = Field(min_length=1, max_length=500)
    fleet: FleetData
    requests: Requests
    emergencies: tuple[ForceMajeure, ...] = ()
    plans: Plans
    market: MarketData
    complaints: ComplaintData
    costs: Costs
    income: Income
    knowledge: KnowledgeData = KnowledgeData()
    relations: RelationsData = RelationsData()
    event: EventData = EventData()
    loyalty: LoyaltyData = LoyaltyData()
    crm: CrmData = CrmData()
    returns: ReturnsData = ReturnsData()
    staff: StaffData | None = Field(
        default=None, description="null: the people at desk and shelves neither tire nor learn nor leave"
    )
    satisfaction_spread: Spread = Field(description="points (of 5) by which moods differ")
    policy: Policy = Field(description="what the firm does today; the reference")

    @model_validator(mode="after")
    def _names_meet(self) -> Case:
        """What one part names must exist in another."""
        for letter, klass in self.classes.items():
            _known(f"classes.{letter}.channels", klass.channels, "desk.channels", self.desk.channels)
        _known("centres", [centre.zone for centre in self.centres], "zones", self.zones)
        for emergency in self.emergencies:
            _known("emergencies", emergency.zones, "zones", self.zones)
        weights = {
            **{f"classes.{name}.channels": klass.channels.values() for name, klass in self.classes.items()},
            "classes": [klass.customers for klass in self.classes.values()],
            "calendar.hours": self.calendar.hours,
            "calendar.days": self.calendar.days,
            "goods.lines": self.goods.lines,
            "centres": [centre.weight for centre in self.centres],
        }
        for name, values in weights.items():
            if not sum(values):
                raise ValueError(_("{name} has only zeros, but needs one figure above 0").format(name=name))
        if not any(k.wallet * k.customers for k in self.classes.values()):
            raise ValueError(
                _("{name} has only zeros, but needs one figure above 0").format(name="classes.*.wallet")
            )
        needs = sum(k.customers * k.needs_a_year for k in self.classes.values())
        if needs > MOST_NEEDS:
            raise ValueError(
                _("{needs:,.0f} needs a year are more than {most:,}").format(needs=needs, most=MOST_NEEDS)
            )
        names = [centre.name.en for centre in self.centres]
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            raise ValueError(_("there are two centres named {name}").format(name=twice))
        rivals = [rival.name.en for rival in self.market.rivals]
        for name in rivals:
            if rivals.count(name) > 1 or name in ("us", "nobody"):
                raise ValueError(_("market.rivals: {name} is no name of its own").format(name=name))
        for season in self.calendar.seasons:
            if season.to_day < season.from_day:
                raise ValueError(_("season {name} ends before it begins").format(name=season.name))
        if self.requests.delay_hours[0] > self.requests.delay_hours[1]:
            raise ValueError(_("requests.delay_hours must not fall"))
        if len(self.costs.slotting_week) < 2:
            raise ValueError(_("costs.slotting_week must name popularity and lift"))
        return self

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of everything the case says; equal cases have equal hashes."""
        return hashlib.sha256(json.dumps(self.model_dump(mode="json"), sort_keys=True).encode()).hexdigest()

    @staticmethod
    def from_orders(*args: Any, **options: Any) -> Any:
        """A first case fitted from an order log: see `sim.orderlog.fitting.fit.from_orders`."""
        # Fitting needs runs, and so stands above this room: it is found by name when it is asked for.
        fit = pkgutil.resolve_name("sim.orderlog.fitting.fit:from_orders")
        return fit(*args, **options)

    def replace(self, **fields: Any) -> Case:
        """The same case but for these dotted fields, e.g. `**{"goods.lead_days": 2}`. Raises InputError."""
        content = self.model_dump(mode="json")
        for name, value in fields.items():
            *path, last = name.split(".")
            target: Any = content
            for part in path:
                target = target.get(part) if isinstance(target, dict) else None
            if not isinstance(target, dict) or last not in target:
                raise InputError(_("A case has no field {name}.").format(name=name))
            target[last] = value
        return make_case(content)


def _known(field: str, names: Iterable[str], group: str, known: Mapping[str, Any]) -> None:
    for name in names:
        if name not in known:
            raise ValueError(
                _("{field} names {name}, but {group} has only {all}").format(
                    field=field, name=name, group=group, all=", ".join(known)
                )
            )


def case_names() -> list[str]:
    """The cases that come with the package, by name."""
    return sorted(
        entry.name.removesuffix(".yaml")
        for entry in files("sim").joinpath("case", "library").iterdir()
        if entry.name.endswith(".yaml")
    )


def load_case(name_or_path: str | Path) -> Case:
    """A case that comes with the package, by name, or somebody's own, by the path of its YAML file.

    Raises InputError if there is no such case or if the file is not a case.
    """
    name = str(name_or_path)
    if name in case_names():
        with as_file(files("sim") / "case" / "library" / f"{name}.yaml") as path:
            return make_case(read_mapping(path), name)
    if not name.endswith((".yaml", ".yml", ".json")) and not _exists(name):
        near = difflib.get_close_matches(name, case_names(), n=1)
        hint = _(" Did you mean {near}?").format(near=near[0]) if near else ""
        raise InputError(
            _("There is no case {name}; there are: {all}, or give a YAML file.").format(
                name=name, all=", ".join(case_names())
            )
            + hint
        )
    return make_case(read_mapping(name), name)


def _exists(name: str) -> bool:
    """Whether there is such a file; a name that no file can have is none."""
    try:
        return Path(name).exists()
    except OSError:
        return False


def make_case(content: Mapping[str, Any], source: str = "") -> Case:
    """A case from its content as in YAML. Raises InputError naming the first field that is wrong."""
    try:
        return Case.model_validate(content)
    except ValidationError as error:
        problem = _problem(error.errors()[0])
        sentence = _("{source}: {problem}.").format(source=source or _("the case"), problem=problem)
        raise InputError(sentence) from None


def _problem(error: Mapping[str, Any]) -> str:
    """What is wrong with a case: the field, its value, what is allowed. Without a full stop."""
    field = ".".join(str(part) for part in error["loc"] if part != "[key]")
    if error["type"] == "missing":
        return _("{field} is missing").format(field=field)
    if error["type"] == "extra_forbidden":
        return _("{field} is not a field of a case").format(field=field)
    if error["type"] == "value_error":  # said by a validator of ours, in the user's language
        said = str(error["ctx"]["error"]).removesuffix(".").removesuffix("。")
        return _("{field}: {problem}").format(field=field, problem=said) if field else said
    return _("{field} is {value}, but takes {allowed}").format(
        field=field or _("the whole"), value=show_value(error["input"]), allowed=expected(error)
    )
