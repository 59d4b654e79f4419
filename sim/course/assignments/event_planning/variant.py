"""The data that differ between students: the firm's customers, prices, and the director's idea of good guests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.case.case import Case
from sim.case.load import load_case
from sim.course.data.picks import Picks

EVENING = "2014-01-08"
LAST_YEAR, THIS_YEAR = "2013-01-07", "2014-01-06"
"""Mondays on which the year of the guest file and the year of the evening begin."""
HOLIDAYS = ("2014-01-01",)
ZONES = ("home", "north", "south", "inland")
IN_FILE = 0.55
"""Share of the large customers' contact persons that are in the file at all; many of these are outdated."""
DIRECTORS = ("large", "near", "friends")
"""Whom the director thinks of first."""


@dataclass(frozen=True)
class Variant:
    """One student's Tianye.

    firm: seed of its customers; fair: CNY for a seat at the evening; gift: CNY of the souvenir; seats: how many seats the
    money for the list would pay for; director: one of DIRECTORS; travel: zone -> CNY; invited, coming, far: guests in the
    budget; limit: CNY for all; share, far_share: of those invited; plan_*: figures for the plan document.
    """

    firm: int
    fair: int
    gift: int
    seats: int
    director: str
    travel: dict[str, int]
    invited: int
    coming: int
    far: int
    limit: int
    share: float
    far_share: float
    plan_guests: int
    plan_total: int
    plan_first_day: str

    @property
    def list_budget(self) -> int:
        """CNY for the guests on the list."""
        return self.fair * self.seats


def draw_variant(seed: int) -> Variant:
    """The variant of a seed."""
    picks = Picks(seed)
    invited = picks.one("invited", range(20, 27))
    return Variant(
        firm=picks.number("firm", 1_000_000),
        fair=picks.one("fair", (800, 900, 1000)),
        gift=picks.one("gift", (100, 150, 200)),
        seats=picks.one("seats", (15, 16, 17)),
        director=picks.one("director", DIRECTORS),
        travel={
            "home": 0,
            "north": picks.one("north", (300, 400, 500)),
            "south": picks.one("south", (1400, 1600, 1800)),
            "inland": picks.one("inland", (2000, 2200, 2400)),
        },
        invited=invited,
        coming=invited - picks.one("stay away", range(6, 10)),
        far=picks.one("far", range(3, 7)),
        limit=picks.one("limit", range(20000, 26001, 500)),
        share=picks.one("share", (0.65, 0.7, 0.75, 0.8)),
        far_share=picks.one("far share", (0.15, 0.2, 0.25)),
        plan_guests=picks.one("plan guests", range(15, 25)),
        plan_total=picks.one("plan total", range(21100, 28000, 100)),
        plan_first_day=picks.one("plan day", ("2013-11-27", "2013-11-28", "2013-11-29", "2013-12-02")),
    )


def build_case(variant: Variant, start: str = THIS_YEAR) -> Case:
    """Tianye with this student's customers' file and prices of the evening."""
    changes: dict[str, Any] = {"event.fair": variant.fair, "event.gift": variant.gift}
    changes |= {"knowledge.in_file": IN_FILE, "calendar.start": start}
    return load_case("tianye").replace(**changes)
