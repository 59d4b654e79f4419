"""The way to the receiver."""

from __future__ import annotations

from typing import Literal

from sim.base.i18n import N_
from sim.policy.levers.lever import Levers, lever


class FleetLevers(Levers):
    """Lorries and vans."""

    vehicles: int = lever(
        30,
        1,
        400,
        unit=N_("lorries"),
        account="lorries",
        effects=(3,),
        column="trips.departed",
        text=N_("Leased lorries. With too few, full loads wait at the gate."),
    )
    consolidation_hours: int = lever(
        24,
        1,
        96,
        unit=N_("hours between two departures of a lane"),
        account="haulage",
        effects=(3,),
        column="orders.dispatched",
        text=N_(
            "How long orders are collected for one lorry. A longer time is cheaper for each order, and "
            "slower."
        ),
    )
    express_vehicles: int = lever(
        5,
        0,
        100,
        unit=N_("vans"),
        account="vans",
        effects=(3,),
        column="orders.expedite_met",
        text=N_("Vans that leave at once with a single urgent order."),
    )


class EmergencyLevers(Levers):
    """Readiness for force majeure."""

    plan: Literal["none", "basic", "full"] = lever(
        "none",
        None,
        None,
        unit=N_("plan"),
        account="emergency",
        effects=(23,),
        column="trips.arrived",
        text=N_("Preparation for closed roads: nothing, detours, or detours and hired lorries on call."),
    )
