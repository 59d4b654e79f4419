"""Demand: customer classes, the calendar, special requests."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from sim.base.bilingual import BilingualText
from sim.base.validation import FrozenModel
from sim.case.fields import Day, NonNegative, Positive, Share, Spread


class CustomerClass(FrozenModel):
    """A customer class, by potential."""

    customers: int = Field(ge=0, le=200_000)
    needs_a_year: Positive = Field(description="mean of one customer")
    contribution: Positive = Field(description="mean CNY an order before fixed cost")
    margin: NonNegative | None = Field(
        default=None,
        description="CNY that an order brings before fixed cost under the case's own policy; null: as contribution",
    )
    retention: Share = Field(
        default=0.8, description="share of the customers of a year that stay, under the case's own policy"
    )
    spread: float = Field(
        ge=0, le=0.5, description="sigma of the customers' needs a year within the class; the mean is exact"
    )
    wallet: Share = Field(description="share of its needs that a customer who knows the firm gives to it")
    quantity: float = Field(ge=1, le=100_000, description="mean units a line")
    channels: dict[str, NonNegative]
    special: Share = Field(description="share of needs with a special request")
    expedite: Share = Field(description="share of needs with a request to expedite")
    delay: Share = Field(description="share of needs with a request to deliver later")


class Season(FrozenModel):
    """Days of the year on which customers need more or less."""

    name: BilingualText
    from_day: Day
    to_day: Day
    factor: Positive


class Calendar(FrozenModel):
    """When needs arise: weights by hour of the day and by weekday (Monday first), and seasons."""

    start: date
    hours: tuple[NonNegative, ...] = Field(min_length=24, max_length=24)
    days: tuple[NonNegative, ...] = Field(min_length=7, max_length=7)
    seasons: tuple[Season, ...] = ()


class Requests(FrozenModel):
    """Customers' special requests."""

    expedite: float = Field(
        gt=0, le=1, description="share of the promised time that an urgent order is given"
    )
    pays: NonNegative = Field(
        default=0.45,
        description="mean surcharge that an urgent customer pays at most, as a share of the order's list price",
    )
    pays_spread: Spread = Field(default=0.5, description="sigma of that surcharge between orders")
    delay_hours: tuple[Positive, Positive] = Field(description="shortest and longest delay asked for")
