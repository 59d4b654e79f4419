"""Who needs what, and when: customer classes, the calendar, requests."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import Day, NotNegative, Positive, Share, Words


class CustomerClass(FrozenModel):
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


class Season(FrozenModel):
    """Days of the year on which customers need more or less."""

    name: Words
    from_day: Day
    to_day: Day
    factor: Positive


class Calendar(FrozenModel):
    """When needs arise: weights by hour of the day and day of the week (Monday first), and seasons."""

    start: date
    hours: tuple[NotNegative, ...] = Field(min_length=24, max_length=24)
    days: tuple[NotNegative, ...] = Field(min_length=7, max_length=7)
    seasons: tuple[Season, ...] = ()


class Requests(FrozenModel):
    """What requests mean. expedite: share of the promised time left to an urgent order; delay: in hours."""

    expedite: float = Field(gt=0, le=1)
    delay_hours: tuple[Positive, Positive]
