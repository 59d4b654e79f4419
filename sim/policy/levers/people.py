"""The people of the firm."""

from __future__ import annotations

from sim.base.i18n import N_
from sim.policy.levers.lever import Levers, lever


class StaffLevers(Levers):
    """Pay and training."""

    pay: float = lever(
        1.0,
        0.8,
        1.3,
        unit=N_("times the market's pay"),
        account="wages_desk",
        effects=(11, 12),
        column="staff.satisfaction",
        text=N_(
            "Pay relative to the market. Badly paid people are less satisfied and leave sooner, and seats stay vacant longer."
        ),
    )
    training_hours: float = lever(
        0.0,
        0,
        80,
        unit=N_("hours a person and year"),
        account="training",
        effects=(8, 11),
        column="staff.errors",
        text=N_("Training in the work itself. It reduces errors, and each further hour brings less."),
    )
