"""Staff: how people learn, get overloaded and leave. Money is CNY."""

from __future__ import annotations

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import NonNegative, Positive, Share, YearlyShare


class StaffData(FrozenModel):
    """How people learn, get overloaded and leave. Their satisfaction is between 1 and 5."""

    week_hours: Positive = Field(default=40, description="hours a week of one person")
    turnover: YearlyShare = Field(
        default=0.25, description="share who leave in a year at the satisfaction `content`"
    )
    content: float = Field(
        default=3.6, ge=1, le=5, description="satisfaction at the market's pay and without overload"
    )
    pay: NonNegative = Field(default=5.0, description="points of satisfaction gained by twice the pay")
    vacancy_weeks: NonNegative = Field(
        default=3, description="weeks until somebody who left is replaced, at the market's pay"
    )
    recruits: NonNegative = Field(
        default=4, description="by how many percent more people apply at one percent more pay"
    )
    overload: NonNegative = Field(
        default=4.0, description="points lost when the load is one above `bearable`"
    )
    bearable: Share = Field(default=0.85, description="load above which people are overloaded")
    moves: Share = Field(
        default=0.1, description="share of the way to its new level that satisfaction moves in a week"
    )
    leaves: NonNegative = Field(
        default=0.9, description="by how much a point of satisfaction changes the logarithm of turnover"
    )
    newcomer: Positive = Field(default=0.7, description="skill of a newcomer; 1 is full skill")
    learns_weeks: Positive = Field(
        default=13, description="weeks in which a newcomer's missing skill falls to about a third"
    )
    errors_load: NonNegative = Field(
        default=3.0, description="relative rise of errors when the load is one above `bearable`"
    )
    errors_new: NonNegative = Field(
        default=2.0, description="relative rise of errors when all skill is missing"
    )
    training: Share = Field(default=0.4, description="share of errors that training can prevent")
    training_half: Positive = Field(
        default=16, description="hours a person and year at which half of it is reached"
    )
    most: Positive = Field(default=3.0, description="upper limit of errors and turnover, relative to normal")
    hour: NonNegative = Field(default=40, description="an hour of training")
    hiring: NonNegative = Field(default=4000, description="hiring one person")

    @property
    def most_errors(self) -> float:
        """Upper limit of errors, relative to normal."""
        return max(1.0, self.most)
