"""Transport: zones, centres, the fleet, closed roads and emergency plans."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.base.bilingual import BilingualText
from sim.base.validation import FrozenModel
from sim.case.fields import Day, NonNegative, Positive, Share, Spread
from sim.case.stations import Hours


class Zone(FrozenModel):
    """A zone that goods go to."""

    extra_hours: NonNegative = Field(description="promised hours on top of those of the home zone")
    freight: Positive = Field(description="CNY an order that cover its transport")


class Centre(FrozenModel):
    """A logistics centre, reached by one lane."""

    name: BilingualText
    zone: str
    km: Positive
    weight: NonNegative = Field(description="weight of the needs that go there")
    mode: Literal["road", "air"] = "road"
    departs: Annotated[int, Field(ge=0, le=23)] | None = Field(
        default=None,
        description="hour at which its vehicle departs; null: after the fleet's departure_hour, one lane after another",
    )


class FleetData(Hours):
    """Lanes, lorries and vans, and what can happen on the way. Opening hours are the receivers'."""

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
    refusal_late: Share = Field(description="share of orders refused among those more than a day late")
    wrong_receiver: Share
    redelivery_hours: Positive = Field(description="hours lost through a wrong address")


class ForceMajeure(FrozenModel):
    """Force majeure: roads to some zones are closed for some days."""

    name: BilingualText
    from_day: Day
    days: int = Field(ge=1, le=60)
    zones: tuple[str, ...]


class Detour(FrozenModel):
    """An emergency plan for closed roads. slow: how many times longer the detour takes; null: no detour, lorries wait."""

    slow: Positive | None
    week: NonNegative = Field(description="CNY a week for being prepared")
    trip: NonNegative = Field(description="CNY for a trip by detour")


class Plans(FrozenModel):
    """The emergency plans."""

    none: Detour
    basic: Detour
    full: Detour
