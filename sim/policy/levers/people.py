"""The people of the firm, and the service of taking goods back."""

from __future__ import annotations

from sim.base.i18n import N_
from sim.policy.levers.lever import Levers, lever


class StaffLevers(Levers):
    """Pay and training."""

    pay: float = lever(
        1.0,
        0.5,
        2.0,
        unit=N_("times what others pay"),
        account="wages_desk",
        effects=(11, 12),
        column="staff.satisfaction",
        text=N_("Pay relative to the market. Who is paid badly is less content and leaves sooner."),
    )
    training_hours: float = lever(
        0.0,
        0,
        80,
        unit=N_("hours a person and year"),
        account="training",
        effects=(8, 11),
        column="staff.errors",
        text=N_("Training in the work itself: fewer errors, each hour more bringing less."),
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
            "Goods that retailers send back are collected, checked and tracked. It pays only above a volume."
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
        text=N_("How many retailers a day can be called at; all that waits at one is collected together."),
    )
