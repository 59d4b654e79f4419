"""What a CRM system costs and does. Money is CNY."""

from __future__ import annotations

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import NotNegative, Positive, Share


class CrmData(FrozenModel):
    """Three modules, and how people take them up. Adoption = backing x training x data care, in time."""

    rollout_weeks: Positive = Field(default=16, description="weeks until the system is in use everywhere")
    training_half: Positive = Field(
        default=8, description="hours of training a person and year that bring half of the use"
    )
    care_half: Positive = Field(
        default=0.5, description="hours of data care a week and 1,000 facts that bring half of the trust"
    )
    trust: Share = Field(default=0.4, description="trust in the file without any data care")
    shortens: Share = Field(default=0.25, description="share of handling that a known customer saves")
    hears: Share = Field(
        default=0.25, description="share of order contacts at which a missing fact is asked for"
    )
    misleads: Share = Field(default=0.10, description="share of orders in which a wrong entry makes an error")
    operational: NotNegative = Field(default=2600, description="operational module, a week")
    analytical: NotNegative = Field(default=1500, description="analytical module, a week")
    collaborative: NotNegative = Field(default=1800, description="collaborative module, a week")
    backing: NotNegative = Field(default=1200, description="managers' hours at full backing, a week")
    hour: NotNegative = Field(default=45, description="an hour of training or of data care")
    notice: NotNegative = Field(default=5, description="telling one customer of a delay by hand")
    notice_automatic: NotNegative = Field(default=0.3, description="the same by a contact centre")
    eases: Share = Field(
        default=0.1, description="share of the disappointment at a delay that an early word takes away"
    )
