"""Lesson 9, step 6: six weeks of a winter with snow."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.base.units import FEN
from sim.case.case import Case
from sim.case.load import load_case
from sim.measures.run import Run

SNOW_DAYS = 7
HARDLY = 0.1
"""Share of the dissatisfied orders without a plan: a smaller difference hardly counts."""


def firm_in_snow() -> Case:
    """Corner Logistics in a winter whose snow closes the roads of province and region for a week.

    Examples
    --------
    >>> firm_in_snow().emergencies[0].days
    7
    """
    snow = {
        "name": {"en": "Snow", "zh": "暴雪"},
        "from_day": 10,
        "days": SNOW_DAYS,
        "zones": ["province", "region"],
    }
    return load_case("corner").replace(emergencies=[snow])


def telling(plan: str = "none") -> dict[str, Any]:
    """The levers by which customers are told of delays before they ask, with a plan for closed roads.

    Examples
    --------
    >>> telling("basic")
    {'delays.announced': True, 'emergency.plan': 'basic'}
    """
    return {"delays.announced": True, "emergency.plan": plan}


def angry(weeks: Run) -> float:
    """A quantity for `compare`: orders rated below 2.5 of 5.

    Examples
    --------
    >>> from sim import run
    >>> angry(run("corner", weeks=2)) >= 0
    True
    """
    return float((weeks.records["orders"]["satisfaction"] < 2.5).sum())


def plan_cost(weeks: Run) -> float:
    """A quantity for `compare`: the cost of plans and notices, CNY.

    Examples
    --------
    >>> from sim import run
    >>> plan_cost(run("corner", weeks=2))
    0.0
    """
    accounts = weeks.money["accounts"]
    return -(accounts.get("emergency", 0) + accounts.get("notices", 0)) / FEN


def highest_price_or_not(anger: pd.Series) -> str:
    """Whether the fast detour is clearly better than the slow one.

    Parameters
    ----------
    anger : Series
        Dissatisfied orders with nothing, telling, detour, fast detour.

    Returns
    -------
    str
        "better" or "same".

    Examples
    --------
    >>> highest_price_or_not(pd.Series([40.0, 30.0, 10.0, 9.0]))
    'same'
    """
    nothing, _telling, slow, fast = anger
    return "better" if slow - fast > HARDLY * nothing else "same"
