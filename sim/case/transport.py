"""The way to the receiver: zones, centres, the fleet, closed roads and what is prepared for them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import Day, NotNegative, Positive, Share, Spread, Words
from sim.case.stations import Hours


class Zone(FrozenModel):
    """Where goods go: what is promised on top of the home zone, and the freight that covers its cost."""

    extra_hours: NotNegative
    freight: Positive


class Centre(FrozenModel):
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


class ForceMajeure(FrozenModel):
    """Force majeure: roads to some zones are closed for some days."""

    name: Words
    from_day: Day
    days: int = Field(ge=1, le=60)
    zones: tuple[str, ...]


class Detour(FrozenModel):
    """What an emergency plan costs a week and how much longer the way is under it. slow null: wait."""

    slow: Positive | None
    week: NotNegative = Field(description="CNY a week to be ready")
    trip: NotNegative = Field(description="CNY a trip by detour")


class Plans(FrozenModel):
    """The emergency plans."""

    none: Detour
    basic: Detour
    full: Detour
