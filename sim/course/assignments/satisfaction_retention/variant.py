"""The data that differ between students: the branch, the customers it surveys, its complaints, and its customers' ties."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.case.case import Case
from sim.case.load import load_case
from sim.course.data.picks import Picks
from sim.course.data.towns import TOWNS

WEAK = ("desk", "stock", "damage")
RESPONSES, WANTED, SPREADS = (0.40, 0.45, 0.50, 0.55), (0.08, 0.10, 0.12), (0.9, 1.0, 1.1)
EXPLAINED, CALLED_BACK = (24, 30, 36), (36, 48, 60)
"""Hours that the branch allows for these two steps."""
RATES, YEARS, COSTS = (0.06, 0.07, 0.08, 0.09), (4, 5, 6), (60, 80, 100, 120)
POINTS, SOCIAL = (0.05, 0.06, 0.07, 0.08), (5, 6, 7, 8)
FIRST_DAY = "2025-01-06"
TODAYS = 40
"""Working days from the first on which the complaints may be looked at."""


@dataclass(frozen=True)
class Variant:
    """One student's branch.

    weak: its most frequent cause of complaints; response: share of those asked who answer; wanted, spread: of a further
    survey; explained, called_back: hours allowed for two steps; rate, years, cost: for the value of a complaint; points,
    social: the share of the price, and the hours a customer, of two programmes; luck: seed of the branch's customers and years.
    """

    town: tuple[str, str]
    weak: str
    response: float
    wanted: float
    spread: float
    explained: int
    called_back: int
    rate: float
    years: int
    cost: int
    today: pd.Timestamp
    points: float
    social: int
    luck: int


def draw_variant(seed: int) -> Variant:
    """The variant of a seed."""
    picks = Picks(seed)
    return Variant(
        town=picks.one("town", TOWNS),
        weak=picks.one("weak", WEAK),
        response=picks.one("response", RESPONSES),
        wanted=picks.one("wanted", WANTED),
        spread=picks.one("spread", SPREADS),
        explained=picks.one("explained", EXPLAINED),
        called_back=picks.one("called back", CALLED_BACK),
        rate=picks.one("rate", RATES),
        years=picks.one("years", YEARS),
        cost=picks.one("cost", COSTS),
        today=pd.bdate_range(FIRST_DAY, periods=TODAYS)[picks.number("today", TODAYS)]
        + pd.Timedelta(hours=8),
        points=picks.one("points", POINTS),
        social=picks.one("social", SOCIAL),
        luck=picks.number("luck", 1000),
    )


def build_case(variant: Variant) -> Case:
    """The branch: the small firm of the lessons; only luck differs between students."""
    return load_case("corner")
