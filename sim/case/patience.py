"""Parameters of patience: how long customers wait for an answer and for an overdue order, and when they cancel it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.base.validation import FrozenModel


class PatienceData(FrozenModel):
    """When customers notice that nothing happens. The bounds let them notice an order no later than they cancel it."""

    unanswered_hours: Annotated[float, Field(ge=1, le=87_600)] = Field(
        default=48,
        description="hours after which a customer whom no clerk has answered gives up on any channel",
    )
    overdue_hours: Annotated[float, Field(ge=24, le=168)] = Field(
        default=48,
        description="hours after the promise from which a customer remembers an order that has not come as late",
    )
    cancel_days: Annotated[float, Field(ge=7, le=3650)] = Field(
        default=14,
        description="days after the promise after which a customer cancels an order that is not on a vehicle",
    )
