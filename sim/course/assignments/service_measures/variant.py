"""The data that differ between students: the branch, its weak right, its peak season, faults of the data, hotline, penalties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.case.case import Case
from sim.case.load import load_case
from sim.course.data.dirt import TEST_CUSTOMERS
from sim.course.data.picks import Picks
from sim.course.data.towns import TOWNS

START = "2024-01-01"
"""A Monday. A year of 52 weeks from then touches every month of 2024, and no other month."""
WEEKS = 52
EXTRA_WEEKS = 2
"""Simulated after the year, so that the fate of every order promised in it is known."""

HALLS = ("North", "East", "South")
MINIMUM_ORDERS = (150, 160, 170, 180)
PEAKS = ((78, 103), (139, 164), (169, 194), (261, 286), (322, 347))
"""First and last day of the year's peak season. It lies in two months, so that a promise can hold for the year and yet be
broken in more months than head office allows."""

_COMMON_CHANGES: dict[str, Any] = {
    "calendar.start": START,
    "desk.channels.telephone.quote_error": 0.004,
    "desk.channels.telephone.invoice_error": 0.004,
    "fleet.loss": 0.005,
    "fleet.wrong_receiver": 0.008,
    "warehouse.damage": 0.02,
}
_BRANCH = {"stock.safety_factor": 2.0, "fleet.vehicles": 5}
"""Less stock than Jiaying keeps, so that goods are missing often enough to be measured; lorries are no bottleneck."""
_PROMISED_HOURS = {"A": 54, "B": 62, "C": 74}
_WEAK_RIGHTS: dict[str, dict[str, Any]] = {
    "time": {"promise": -20},
    "product": {"warehouse.pick_error": 0.09},
    "channel": {
        "desk.channels.telephone.handling": 22,
        "desk.channels.telephone.patience": 90,
        "desk.channels.web.handling": 10,
    },
    "price": {"invoice": 0.13},
    "place": {"address": 0.14},
    "customer": {"fleet.wrong_receiver": 0.13},
}
"""The right that fails most -> the changes of the case that cause it."""


@dataclass(frozen=True)
class Hotline:
    """The telephone hotline that all branches share, in one month: 20 working days from 8:00 to 20:00.

    calls_an_hour: mean over the day; handling and patience: means in minutes, both exponential; peak: the hour of the
    day with most calls.
    """

    clerks: int
    handling: float
    calls_an_hour: float
    patience: float
    peak: int


@dataclass(frozen=True)
class Variant:
    """One student's branch.

    town: in English and in Chinese; weak_right: the one that fails most; minutes_hall: the hall whose scanner writes
    minutes; peak: first and last day of the peak season; penalties: class -> CNY for a month in which a promise is broken.
    """

    seed: int
    town: tuple[str, str]
    weak_right: str
    minutes_hall: str
    test_customer: str
    minimum_order: int
    peak: tuple[int, int]
    hotline: Hotline
    penalties: dict[str, int]


def draw_variant(seed: int) -> Variant:
    """The variant of a seed."""
    picks = Picks(seed)
    clerks, handling = picks.one("clerks", (3, 4, 5)), picks.one("handling", (5.0, 6.0, 7.0))
    utilisation = picks.one("used", (0.75, 0.77, 0.79))
    return Variant(
        seed=seed,
        town=picks.one("town", TOWNS),
        weak_right=picks.one("weak", tuple(_WEAK_RIGHTS)),
        minutes_hall=picks.one("hall", HALLS),
        test_customer=picks.one("test", TEST_CUSTOMERS),
        minimum_order=picks.one("minimum", MINIMUM_ORDERS),
        peak=picks.one("peak", PEAKS),
        hotline=Hotline(
            clerks=clerks,
            handling=handling,
            calls_an_hour=round(utilisation * clerks * 60 / handling, 1),
            patience=round(handling * picks.one("patience", (0.45, 0.5, 0.55)), 2),
            peak=picks.one("rush", (10, 11, 14, 15)),
        ),
        penalties={
            "A": picks.one("penalty A", (44_000, 48_000, 52_000)),
            "B": picks.one("penalty B", (4_000, 5_000, 6_000)),
            "C": picks.one("penalty C", (2_000, 2_500, 3_000)),
        },
    )


def build_case(variant: Variant) -> Case:
    """The firm of a variant: a branch of Jiaying, a tenth of its size."""
    changes = dict(_COMMON_CHANGES)
    weakness = dict(_WEAK_RIGHTS[variant.weak_right])
    shift = weakness.pop("promise", 0)
    invoice, address = weakness.pop("invoice", None), weakness.pop("address", None)
    for channel in ("telephone", "web", "mail", "edi"):
        if invoice is not None:
            changes[f"desk.channels.{channel}.invoice_error"] = invoice
        if address is not None:
            changes[f"desk.channels.{channel}.address_error"] = address
    first, last = variant.peak
    changes |= weakness | {
        "emergencies": [
            {
                "name": {"en": "Landslide", "zh": "山体滑坡"},
                "from_day": first + 8,
                "days": 6,
                "zones": ["province", "region"],
            }
        ],
        "calendar.seasons": [
            {"name": {"en": "Spring Festival", "zh": "春节"}, "from_day": 40, "to_day": 47, "factor": 0.5},
            {"name": {"en": "Peak season", "zh": "旺季"}, "from_day": first, "to_day": last, "factor": 2.2},
        ],
    }
    levers = {
        "promise.hours": {klass: hours + shift for klass, hours in _PROMISED_HOURS.items()},
        "order.minimum": variant.minimum_order,
        **_BRANCH,
    }
    case = load_case("corner")
    return case.replace(**changes, policy=case.policy.replace(**levers).model_dump(mode="json"))
