"""Enquiries: how often customers ask where their order is, and how long the answer takes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import NonNegative, Positive, Share, Spread


class EnquiryData(FrozenModel):
    """Calls about orders under way, during the opening hours of the desk. Times are in minutes."""

    per_order: Annotated[float, Field(ge=0, le=3)] = Field(
        default=0,
        description="enquiries about an order that is under way for `until` of its promised time; fewer if it comes earlier",
    )
    until: Share = Field(
        default=0.5, description="share of the promised time in which these enquiries are made"
    )
    tracing: NonNegative = Field(
        default=0,
        description="work of the complaint handlers for each enquiry about a late order; 0: nobody asks",
    )
    traced_within: Positive = Field(
        default=24, description="hours after which a customer who asked about a late order gives up"
    )
    handling: NonNegative = 4
    handling_spread: Spread = 0.5
    patience: Positive = 8
    patience_spread: Spread = 0.8
