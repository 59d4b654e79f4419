"""What follows an order: complaints and surveys."""

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
            "People who handle complaints. Too few and complaints lie; slow handling is worse than silence."
        ),
    )
    compensation: float = lever(
        0.3,
        0,
        3,
        unit=N_("share of the price of the order complained of"),
        account="compensation",
        effects=(10,),
        column="complaints.compensation",
        text=N_("What is paid to who complains. Fair payment is the larger half of making up."),
    )
    return_visit: bool = lever(
        False,
        None,
        None,
        unit=N_("yes or no"),
        account="return_visits",
        effects=(10,),
        column="complaints.called_back",
        text=N_("Whether customers are called back after their complaint was settled."),
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
        text=N_("How often customers are asked. Most of the dissatisfied say nothing unless asked."),
    )
    sample: int = lever(
        100,
        0,
        20000,
        unit=N_("customers asked in a wave"),
        account="surveys",
        effects=(9,),
        column="surveys.satisfaction",
        text=N_("How many customers are asked in a wave; each costs a call."),
    )
