"""The data that differ between students: the branch, its rates, the snow, the express firm's costs."""

from __future__ import annotations

from dataclasses import dataclass

from sim.case.case import Case
from sim.course.assignments.service_strategy.branch import base_case
from sim.course.data.picks import Picks
from sim.course.data.towns import TOWNS

BRANCHES = (0, 2, 4, 5)
"""Seeds of the branches whose years come with the assignment."""
HOLDING = tuple(round(0.10 + 0.01 * n, 2) for n in range(21))
FLEX_DAYS, CHECKING_HOURS = tuple(range(12, 41, 2)), tuple(range(26, 47, 2))
VISITS = (120, 130, 140, 150, 160, 170)
"""CNY of a visit."""
COLLECTING = tuple(range(300, 801, 50))
"""CNY a week of taking goods back."""
SNOW_DAYS, SNOW_ZONES = (6, 7, 8), (("province", "region"), ("city", "province", "region"))
SNOW_BUDGETS = (3_000, 16_000, 20_000)
"""CNY for the snow. With the first one no plan of detours can be paid."""
HALF_WIDTHS = (3_000, 4_000, 5_000)
"""CNY to which a difference is wanted."""
EXTRAS = (14_000, 22_000)
"""CNY of visible cost in half a year that packages may cost more than basic for all."""
LORRY_FACTORS = tuple(round(0.80 + 0.05 * n, 2) for n in range(15))
CARRIAGE_FACTORS = tuple(round(0.80 + 0.05 * n, 2) for n in range(17))
PICKER_HOURS = range(9, 20)
"""The picker works fewer hours than the warehouse is open, so ranks matter."""


@dataclass(frozen=True)
class Variant:
    """One student's branch.

    branch: seed of its customers and years; holding: of the goods' value a year; flex_day: CNY a day and special request;
    checking_hour, visit, collecting: CNY; snow_day: the first day; lorry_factor, carriage_factor: of the express firm.
    """

    town: tuple[str, str]
    branch: int
    holding: float
    flex_day: int
    checking_hour: int
    visit: int
    collecting: int
    snow_day: int
    snow_days: int
    snow_zones: tuple[str, ...]
    snow_budget: int
    lorry_factor: float
    carriage_factor: float
    half_width: int
    extra: int

    @property
    def rates(self) -> dict[str, float]:
        """The own rates, by the account that is paid with them."""
        return {"holding": self.holding, "flex": float(self.flex_day), "checking": float(self.checking_hour)}


def draw_variant(seed: int) -> Variant:
    """The variant of a seed."""
    picks = Picks(seed)
    return Variant(
        town=picks.one("town", TOWNS),
        branch=picks.one("branch", BRANCHES),
        holding=picks.one("holding", HOLDING),
        flex_day=picks.one("flex", FLEX_DAYS),
        checking_hour=picks.one("checking", CHECKING_HOURS),
        visit=picks.one("visit", VISITS),
        collecting=picks.one("collecting", COLLECTING),
        snow_day=picks.one("snow day", range(8, 14)),
        snow_days=picks.one("snow days", SNOW_DAYS),
        snow_zones=picks.one("snow zones", SNOW_ZONES),
        snow_budget=picks.one("snow budget", SNOW_BUDGETS),
        lorry_factor=picks.one("lorries", LORRY_FACTORS),
        carriage_factor=picks.one("carriage", CARRIAGE_FACTORS),
        half_width=picks.one("half width", HALF_WIDTHS),
        extra=picks.one("extra", EXTRAS),
    )


def build_case(variant: Variant) -> Case:
    """The branch, with its own rates and its snow; without the flood."""
    snow = {
        "name": {"en": "Snow", "zh": "暴雪"},
        "from_day": variant.snow_day,
        "days": variant.snow_days,
        "zones": list(variant.snow_zones),
    }
    return base_case().replace(
        **{
            "costs.holding_year": variant.holding,
            "costs.flex_day": variant.flex_day,
            "costs.checking_hour": variant.checking_hour,
            "emergencies": [snow],
        }
    )
