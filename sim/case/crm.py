"""Parameters of a CRM system: cost and effects. Money is in CNY."""

from __future__ import annotations

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import NonNegative, Positive, Share


class CrmData(FrozenModel):
    """Three modules, and how staff adopt them. Adoption = backing x training x data care, over time."""

    rollout_weeks: Positive = Field(default=16, description="weeks until the system is in use everywhere")
    training_half: Positive = Field(
        default=8, description="hours of training a person and year at which half of the use is reached"
    )
    care_half: Positive = Field(
        default=0.5,
        description="hours of data care a week and 1,000 facts at which half of the trust is reached",
    )
    trust: Share = Field(default=0.4, description="trust in the file without any data care")
    shortens: Share = Field(default=0.25, description="share of handling time saved for a known customer")
    hears: Share = Field(
        default=0.25, description="share of order contacts at which a missing fact is asked for"
    )
    misleads: Share = Field(
        default=0.10, description="share of orders in which a wrong entry causes an error"
    )
    operational: NonNegative = Field(default=2600, description="operational module, a week")
    analytical: NonNegative = Field(default=1500, description="analytical module, a week")
    collaborative: NonNegative = Field(default=1800, description="collaborative module, a week")
    backing: NonNegative = Field(default=1200, description="managers' hours at full backing, a week")
    hour: NonNegative = Field(default=45, description="an hour of training or of data care")
    notice: NonNegative = Field(default=5, description="telling one customer about a delay by hand")
    notice_automatic: NonNegative = Field(default=0.3, description="the same by a contact centre")
    eases: Share = Field(
        default=0.1, description="share of the disappointment at a delay that an early notice prevents"
    )
