"""The people of the firm: how they learn, tire and leave. Money is CNY."""

from __future__ import annotations

from pydantic import Field

from sim.base.validation import FrozenModel
from sim.case.fields import AYear, NotNegative, Positive, Share


class StaffData(FrozenModel):
    """Satisfaction of staff is on 1 to 5; `content` is what it tends to at pay as elsewhere and without overload."""

    week_hours: Positive = Field(default=40, description="hours a week of one person")
    turnover: AYear = Field(default=0.25, description="share who leave in a year when content")
    content: float = Field(default=3.6, ge=1, le=5)
    pay: NotNegative = Field(default=3.0, description="points of satisfaction for twice the pay")
    overload: NotNegative = Field(
        default=4.0, description="points lost when the load is one above `bearable`"
    )
    bearable: Share = Field(default=0.85, description="load above which people tire")
    moves: Share = Field(
        default=0.1, description="how far satisfaction moves in a week towards where it tends"
    )
    leaves: NotNegative = Field(
        default=0.9, description="by how much a point of satisfaction changes the logarithm of turnover"
    )
    newcomer: Positive = Field(
        default=0.7, description="skill of a newcomer, 1 being the skill of the experienced"
    )
    learns_weeks: Positive = Field(
        default=13, description="weeks in which a newcomer loses most of the arrears"
    )
    errors_load: NotNegative = Field(
        default=3.0, description="by how much errors rise when the load is one above `bearable`"
    )
    errors_new: NotNegative = Field(
        default=2.0, description="by how much errors rise when all skill is missing"
    )
    training: Share = Field(default=0.4, description="share of errors that training can prevent")
    training_half: Positive = Field(default=16, description="hours a person and year that bring half of it")
    most: Positive = Field(default=3.0, description="errors and turnover at most, times the usual")
    hour: NotNegative = Field(default=40, description="an hour of training")
    hiring: NotNegative = Field(default=4000, description="finding one new person")

    @property
    def most_errors(self) -> float:
        """Errors are never more times the usual than this."""
        return max(1.0, self.most)
