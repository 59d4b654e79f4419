"""A case: a firm and its market, as frozen data, checked on loading.

Money in cases is CNY, time is hours, minutes or days as the field's name says; the model turns both into fen
and seconds. `docs/model.md` says where every figure comes from.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from sim.boundary import Frozen, shown, takes
from sim.disk import read_mapping
from sim.errors import InputError
from sim.i18n import _, language
from sim.policy import Klass, Policy

YEAR_DAYS = 364
"""A year is 52 weeks, so that every year has the same weekdays."""

Share = Annotated[float, Field(ge=0, le=1)]
# Far beyond any firm; it keeps every amount of fen and every second exact.
MOST = 1e9
Positive = Annotated[float, Field(gt=0, le=MOST)]
NotNegative = Annotated[float, Field(ge=0, le=MOST)]
Spread = Annotated[float, Field(ge=0, le=2)]
Day = Annotated[int, Field(ge=0, lt=YEAR_DAYS)]


MOST_NEEDS = 5_000_000
"""Needs a year: beyond it a year fits no laptop's memory."""


class Words(Frozen):
    """A text in both languages."""

    en: str
    zh: str

    def __str__(self) -> str:
        """The text in the language in force."""
        return getattr(self, language())


class CustomerClass(Frozen):
    """A stratum of customers: potential, known beforehand.

    needs_a_year: mean of one customer; contribution: mean CNY an order before fixed cost; wallet: share of its needs
    that a customer gives to this firm if it knows the firm; spread: sigma of the customers' needs a year within the
    class (their mean is exact).
    """

    customers: int = Field(ge=0, le=200_000)
    needs_a_year: Positive
    contribution: Positive
    spread: float = Field(ge=0, le=0.5)
    wallet: Share
    quantity: float = Field(ge=1, le=100_000, description="mean units a line")
    channels: dict[str, NotNegative]
    special: Share = Field(description="share of needs with a special request")
    expedite: Share = Field(description="share of needs with a request to expedite")
    delay: Share = Field(description="share of needs with a request to deliver later")


class Season(Frozen):
    """Days of the year on which customers need more or less."""

    name: Words
    from_day: Day
    to_day: Day
    factor: Positive


class Calendar(Frozen):
    """When needs arise: weights by hour of the day and day of the week (Monday first), and seasons."""

    start: date
    hours: tuple[NotNegative, ...] = Field(min_length=24, max_length=24)
    days: tuple[NotNegative, ...] = Field(min_length=7, max_length=7)
    seasons: tuple[Season, ...] = ()


class Goods(Frozen):
    """The range of goods: families of goods that are ordered together."""

    families: int = Field(ge=1, le=2000)
    per_family: int = Field(ge=1, le=20)
    zipf: float = Field(
        ge=0, le=5, description="how much more the popular ones are ordered: weight 1 / rank ** zipf"
    )
    together: Share = Field(description="share of further lines from the first line's family")
    lines: tuple[NotNegative, ...] = Field(
        min_length=1, max_length=6, description="weights of 1, 2, ... lines an order"
    )
    value: Positive = Field(description="CNY a unit, mean over goods")
    value_spread: Spread
    suppliers: int = Field(ge=1, le=200)
    lead_days: Positive
    lead_spread: Spread
    smoothing: Share = Field(description="weight of the newest review in the demand forecast")


class Channel(Frozen):
    """How a contact by one channel goes. Minutes; patience null: stays; handling 0: no clerk needed."""

    handling: NotNegative
    handling_spread: Spread
    patience: Positive | None
    patience_spread: Spread
    target: Positive = Field(description="minutes within which a contact counts as served")
    quote_error: Share
    invoice_error: Share
    address_error: Share


class Hours(Frozen):
    """Opening hours."""

    opens: int = Field(ge=0, le=23)
    closes: int = Field(ge=1, le=24)

    @model_validator(mode="after")
    def _in_order(self) -> Hours:
        if self.opens >= self.closes:
            raise ValueError(
                _("closes is {closes}, but must be later than opens ({opens})").format(
                    closes=self.closes, opens=self.opens
                )
            )
        return self


class DeskData(Hours):
    """The order desk."""

    channels: dict[str, Channel]


class WarehouseData(Hours):
    """Picking and packing; seconds. Goods lie in aisles on both sides of a main way."""

    aisles: int = Field(ge=1, le=500)
    pick_order: NotNegative = Field(description="seconds an order")
    pick_line: NotNegative = Field(description="seconds a line")
    enter_aisle: NotNegative = Field(description="seconds for each aisle entered")
    next_aisle: NotNegative = Field(description="seconds from one aisle to the next along the main way")
    pack_order: NotNegative
    pack_line: NotNegative
    special_pack: NotNegative = Field(description="extra seconds of packing for a special request")
    spread: Spread
    pick_error: Share = Field(description="share of lines picked wrong without any checking")
    damage: Share = Field(description="share of orders damaged without any checking")
    care_halves: Positive = Field(description="seconds of checking a line that halve errors and damage")


class Zone(Frozen):
    """Where goods go: what is promised on top of the home zone, and the freight that covers its cost."""

    extra_hours: NotNegative
    freight: Positive


class Centre(Frozen):
    """A logistics centre, reached by one lane."""

    name: Words
    zone: str
    km: Positive
    weight: NotNegative = Field(description="weight of the needs that go there")
    mode: Literal["road", "air"] = "road"


class FleetData(Hours):
    """Lanes, lorries, vans, and what happens on the way. Opening hours are those of receivers."""

    departure_hour: int = Field(ge=0, le=23, description="hour at which the first lane of the day departs")
    capacity: int = Field(ge=1, description="orders a lorry")
    km_hour: Positive
    fly_hours: Positive = Field(description="hours from gate to gate by air")
    spread: Spread
    stop_minutes: Positive
    stop_spread: Spread
    van_faster: float = Field(ge=1, le=3)
    incident: Share = Field(description="share of trips with an incident")
    incident_hours: Positive
    incident_spread: Spread
    incident_damage: Share = Field(description="share of orders damaged in an incident")
    loss: Share
    refusal: Share
    refusal_damaged: Share
    refusal_late: Share = Field(description="share of orders refused that come more than a day late")
    wrong_receiver: Share
    redelivery_hours: Positive = Field(description="hours lost by a wrong address")


class Requests(Frozen):
    """What requests mean. expedite: share of the promised time left to an urgent order; delay: in hours."""

    expedite: float = Field(gt=0, le=1)
    delay_hours: tuple[Positive, Positive]


class Emergency(Frozen):
    """Force majeure: roads to some zones are closed for some days."""

    name: Words
    from_day: Day
    days: int = Field(ge=1, le=60)
    zones: tuple[str, ...]


class Detour(Frozen):
    """What an emergency plan costs a week and how much longer the way is under it. slow null: wait."""

    slow: Positive | None
    week: NotNegative = Field(description="CNY a week to be ready")
    trip: NotNegative = Field(description="CNY a trip by detour")


class Plans(Frozen):
    """The emergency plans."""

    none: Detour
    basic: Detour
    full: Detour


BuyingType = Literal["economy", "ethics", "personality", "convenience"]


class Stress(Frozen):
    """What a buying type stresses: factors of the weights of the seven terms of value."""

    product: NotNegative
    service: NotNegative
    personnel: NotNegative
    image: NotNegative
    money: NotNegative
    time: NotNegative
    energy: NotNegative


class Known(Frozen):
    """A firm as customers know it: shares of orders with the right goods, on time, with a contact as wished; hours to
    delivery; share of orders that were trouble."""

    product: Share
    service: Share
    personnel: Share
    hours: Positive
    energy: Share


class Rival(Known):
    """A static offer: price relative to this firm's list; image from -1 to 1."""

    name: Words
    price: Positive
    image: float = Field(ge=-1, le=1)


class TermWeights(Frozen):
    """Utility of the whole share (0 to 1) of a term."""

    product: NotNegative
    service: NotNegative
    personnel: NotNegative
    image: NotNegative
    energy: NotNegative


ByClassValue = dict[Klass, NotNegative]
Utility = Annotated[float, Field(ge=-20, le=20)]


class MarketData(Frozen):
    """How customers choose. Utilities are in units of the scale of luck (Gumbel, scale 1)."""

    types: dict[BuyingType, Stress]
    type_shares: dict[Klass, dict[BuyingType, NotNegative]]
    weights: TermWeights
    money: ByClassValue = Field(description="utility of the logarithm of the price")
    day: ByClassValue = Field(description="utility of a day")
    known: Known
    rivals: tuple[Rival, ...]
    rival_spread: NotNegative
    nobody: float = Field(ge=-20, le=20, description="utility of giving the need to nobody")
    newest: dict[Klass, Share] = Field(description="weight of the newest order in memory")
    habit: NotNegative = Field(description="utility of the firm used last")
    taste: NotNegative = Field(description="sigma of a customer's liking of a firm")
    moves: dict[Klass, Share] = Field(
        description="share of customers a year who close or move away, whatever the service"
    )
    leave: dict[Klass, Utility] = Field(
        description="lead over the best rival (below 0: lag) below which a customer leaves for good; mean over customers"
    )
    leave_spread: Spread
    fade: Share = Field(
        description="how far memory fades towards what is told, each need, once a customer has left"
    )
    smallest_share: Share = Field(description="a contract below this share is not made")
    contract_weeks: Annotated[float, Field(ge=1, le=520)] = Field(
        default=52, description="for how long an A customer settles the share of its needs"
    )
    latent: dict[Klass, Share] = Field(description="share of customers who do not know the firm yet")
    hears_weeks: Positive
    advertising_doubles: Positive = Field(description="CNY a year that make the firm known twice as fast")
    heard: NotNegative = Field(description="how much faster a firm of good image becomes known")
    newest_image: Share = Field(description="weight of the newest week in the image")
    told: float = Field(ge=-1, le=1, description="tone of what is told at the service that is known")


Step = Literal["recorded", "passed", "explained", "approved", "acted", "agreed", "called_back"]


class ComplaintData(Frozen):
    """How customers complain, and what handling takes.

    mends, hurts: how far justice takes a bad memory back, and what slowness adds to it.
    """

    formal: Share = Field(description="share of the dissatisfied who complain formally")
    mention: Share = Field(description="share of the others who mention it to whoever they speak to next")
    own_fault: Share = Field(description="share of complaints that are the customer's own fault")
    delay_hours: Positive = Field(description="mean hours from the end of the order to the complaint")
    work_minutes: dict[Step, NotNegative] = Field(min_length=7)
    wait_hours: dict[Step, NotNegative] = Field(description="hours that others take after a step")
    pace_spread: Spread
    fair: Positive = Field(description="compensation felt as fair, share of the order's price")
    visit_warms: Share = Field(description="what a call back adds to how one feels treated")
    mends: Positive
    hurts: NotNegative
    again: Share = Field(description="what is left of mending at a later failure")
    response: Share = Field(description="share of those asked in a survey who answer")


class Costs(Frozen):
    """Prices the firm pays, CNY."""

    clerk_hour: NotNegative
    warehouse_hour: NotNegative
    checking_hour: NotNegative
    holding_year: NotNegative = Field(description="share of the goods' value a year")
    purchase_order: NotNegative
    backorder_day: NotNegative = Field(description="an order waiting for goods, a day")
    slotting_week: dict[Literal["popularity", "lift"], NotNegative]
    lorry_week: NotNegative
    lorry_km: NotNegative
    van_week: NotNegative
    van_km: NotNegative
    air_order: NotNegative
    courier_order: NotNegative = Field(
        default=0, description="piece wage for an order collected and delivered"
    )
    flex_day: NotNegative = Field(description="a special request a day that could be granted")
    redelivery: NotNegative
    return_trip: NotNegative
    overhead_week: NotNegative
    handler_hour: NotNegative
    return_visit: NotNegative
    survey_call: NotNegative
    penalty_late: Share = Field(description="share of the fee returned for a late order")
    penalty_damage: Share = Field(description="share of the fee paid for a damaged or lost order")
    wrong_line: NotNegative = Field(description="putting right a wrong line")


class Income(Frozen):
    """What customers pay beside freight and service."""

    fee_spread: Spread = Field(description="sigma of the size of orders")
    invoice_slip: Share = Field(description="by how much a wrong quote or invoice is off")


class Case(Frozen):
    """A firm and its market."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Words
    story: Words
    assumed: dict[str, str] = Field(description="what the course does not say, and why it is assumed so")
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
    emergencies: tuple[Emergency, ...] = ()
    plans: Plans
    market: MarketData
    complaints: ComplaintData
    costs: Costs
    income: Income
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
        for entry in files("sim").joinpath("cases").iterdir()
        if entry.name.endswith(".yaml")
    )


def load_case(name_or_path: str | Path) -> Case:
    """A case that comes with the package, by name, or somebody's own, by the path of its YAML file.

    Raises InputError if there is no such case or if the file is not a case.
    """
    name = str(name_or_path)
    if name in case_names():
        with as_file(files("sim") / "cases" / f"{name}.yaml") as path:
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
        field=field or _("the whole"), value=shown(error["input"]), allowed=takes(error)
    )
