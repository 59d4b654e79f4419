"""The people of the firm, and the service of taking goods back."""

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


class ReturnsLevers(Levers):
    """Reverse logistics."""

    service: bool = lever(
        False,
        None,
        None,
        unit=N_("yes or no"),
        account="reverse",
        effects=(21,),
        column="returns.collected",
        text=N_(
            "Goods that retailers send back are collected, checked and tracked. The service pays only above "
            "a certain volume."
        ),
    )
    capacity: int = lever(
        10,
        0,
        500,
        unit=N_("collections a day"),
        account="reverse",
        effects=(21,),
        column="returns.collected",
        text=N_(
            "Retailers that can be visited a day; all goods that wait at a retailer are collected together."
        ),
    )
