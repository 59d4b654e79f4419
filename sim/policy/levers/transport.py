"""The way to the receiver."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from sim.base.i18n import N_
from sim.policy.levers.lever import ByClass, Levers, each_class, lever


class FirstByClass(ByClass):
    """Customer classes whose orders leave with the next lorry: 1 or 0."""

    A: int = Field(0, ge=0, le=1)
    B: int = Field(0, ge=0, le=1)
    C: int = Field(0, ge=0, le=1)


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
    first: Annotated[FirstByClass, BeforeValidator(each_class)] = lever(
        FirstByClass(),
        None,
        None,
        unit=N_("1 or 0 by class: 1 leaves with the next lorry"),
        account="haulage",
        effects=(3, 18),
        column="orders.dispatched",
        text=N_(
            "Classes that do not wait for their lane's departure: a lorry leaves with their orders at the "
            "next full hour at which one is free, and they are loaded first. Lorries are less full, so there "
            "are more trips."
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
