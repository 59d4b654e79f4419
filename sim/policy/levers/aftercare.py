"""Levers after an order: complaints, surveys, and taking goods back."""

from __future__ import annotations

from sim.base.i18n import N_
from sim.policy.levers.lever import Levers, Staffing, lever


class ComplaintsLevers(Levers):
    """The complaint desk."""

    handlers: Staffing = lever(
        1,
        None,
        None,
        unit=N_("complaint handlers on duty: one number for the opening hours, or 24 numbers by hour"),
        account="wages_complaints",
        effects=(10,),
        column="complaints.recorded",
        text=N_(
            "People who handle complaints. With too few of them complaints wait, and a slow answer is worse "
            "than none."
        ),
    )
    compensation: float = lever(
        0.3,
        0,
        3,
        unit=N_("share of the order's price"),
        account="compensation",
        effects=(10,),
        column="complaints.compensation",
        text=N_(
            "Compensation for a complaint. A fair amount is the larger part of winning the customer back."
        ),
    )
    return_visit: bool = lever(
        False,
        None,
        None,
        unit=N_("yes or no"),
        account="return_visits",
        effects=(10,),
        column="complaints.called_back",
        text=N_("Whether customers are called back after their complaint was closed."),
    )


class SurveyLevers(Levers):
    """Satisfaction surveys."""

    waves: int = lever(
        0,
        0,
        12,
        unit=N_("waves a year"),
        account="surveys",
        effects=(9,),
        column="surveys.wave",
        text=N_(
            "How often customers are surveyed. Most dissatisfied customers say nothing unless they are asked."
        ),
    )
    sample: int = lever(
        100,
        0,
        20000,
        unit=N_("customers asked in a wave"),
        account="surveys",
        effects=(9,),
        column="surveys.satisfaction",
        text=N_("Customers asked in a wave; each of them costs a call."),
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
