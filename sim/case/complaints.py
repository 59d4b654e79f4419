"""How customers complain, and what handling takes."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import NotNegative, Positive, Share, Spread

Step = Literal["recorded", "passed", "explained", "approved", "acted", "agreed", "called_back"]


class ComplaintData(FrozenModel):
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
