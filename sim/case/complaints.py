"""Parameters of complaints: how often customers complain, and the work, time and cost of handling."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import NonNegative, Positive, Share, Spread

Step = Literal["recorded", "passed", "explained", "approved", "acted", "agreed", "called_back"]
STEPS: tuple[Step, ...] = get_args(Step)
"""The course's steps: recorded; passed to the person responsible, with a copy to the manager; cause and remedy
explained in writing; approved; acted on; agreed with the customer; called back."""
SOURCES = ("operations", "sales", "supplier", "agent", "customer", "force_majeure")
"""The course's six sources of complaint."""


class ComplaintData(FrozenModel):
    """How customers complain, and the work and cost of handling a complaint."""

    formal: Share = Field(description="share of the dissatisfied who complain formally")
    mention: Share = Field(description="share of the others who mention it at their next contact")
    own_fault: Share = Field(description="share of complaints that are the customer's own fault")
    delay_hours: Positive = Field(description="mean hours from the end of the order to the complaint")
    work_minutes: dict[Step, NonNegative] = Field(min_length=7)
    wait_hours: dict[Step, NonNegative] = Field(description="hours that others take after a step")
    pace_spread: Spread
    fair: Positive = Field(description="compensation felt as fair, share of the order's price")
    manner: Annotated[float, Field(gt=0, lt=1)] = Field(
        default=0.5, description="mean of how kindly a complaint is treated, between customers from 0 to 1"
    )
    visit_warms: Share = Field(description="what a call back adds to the sense of fair treatment")
    mends: Positive = Field(description="share of the bad memory that full justice takes back")
    deducts: Share = Field(
        default=1.0,
        description="share of the invoice that a customer deducts whose complaint has had no answer for 14 days",
    )
    hurts: NonNegative = Field(description="share of the bad memory that slow handling adds")
    resented: Share = Field(
        default=0.1,
        description="weight in the memory of a complaint handled badly, if that of an order is smaller",
    )
    again: Share = Field(
        description="share of this recovery that is left when the customer complained before"
    )
    goodwill: Annotated[float, Field(ge=0, le=2)] = Field(
        default=0.3,
        description="points that a complaint handled well adds to satisfaction with the next order; half with each further",
    )
    response: Share = Field(description="share of those asked in a survey who answer")
