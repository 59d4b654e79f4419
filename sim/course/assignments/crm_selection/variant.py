"""The data that differ between students: the branch, its findings, the four offers, costs, the calendar."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from sim.case.case import Case
from sim.case.load import load_case
from sim.course.data.picks import Picks
from sim.course.data.towns import TOWNS

VENDORS = {"Yunlian": "云联", "Zhihe": "智合", "Huitong": "汇通", "Anxin": "安信"}
CHARACTERS = ("rent", "suite", "specialist", "workshop")
GOOD = {"rent", "specialist"}
"""Characters that can pay; not both of them break a must."""
MUSTS = (1, 2, 3, 4)
QUESTIONS = tuple(f"q{number}" for number in range(1, 9))
FOUND = ("yes", "no", "unknown")
EACH = (3, 3, 2)
"""How many of the eight questions were answered yes, no, unknown."""
RATES = (0.06, 0.07, 0.08, 0.09)
FIRST_START, STARTS = "2026-03-02", 12
"""The first Monday on which a project can start, and how many Mondays there are."""
TURNOVERS, MANAGERS, VISITS = (0.4, 0.5, 0.6), (4, 5), (10, 12, 14)
COMPLAINT_HOURS = [0] * 9 + [1] * 9 + [0] * 6


@dataclass(frozen=True)
class Variant:
    """One student's branch.

    characters: of the vendors, in their sequence; best: the vendor whose rating is highest, though it breaks a must; broken:
    vendor -> the must that its offer breaks; found: to each of the eight questions; gate_musts: columns that must not be no;
    last_module: the slot of features that counts as a module, 5 or 6; rate: of interest; rise: of the rent in a year;
    luck: seed of the branch's customers and years.
    """

    town: tuple[str, str]
    characters: tuple[str, ...]
    best: str
    broken: dict[str, int]
    found: tuple[str, ...]
    gate_musts: tuple[str, ...]
    last_module: int
    rate: float
    rise: float
    start: pd.Timestamp
    turnover: float
    managers: int
    visits: int
    luck: int


def draw_variant(seed: int) -> Variant:
    """The variant of a seed."""
    picks = Picks(seed)
    vendors = list(VENDORS)
    characters = dict(zip(vendors, picks.shuffled("characters", CHARACTERS), strict=True))
    best, *others = picks.shuffled("breaks", vendors)
    other = next(vendor for vendor in others if {characters[best], characters[vendor]} != GOOD)
    musts = picks.shuffled("musts", MUSTS)
    answers = [word for word, count in zip(FOUND, EACH, strict=True) for _n in range(count)]
    return Variant(
        town=picks.one("town", TOWNS),
        characters=tuple(characters.values()),
        best=best,
        broken={best: musts[0], other: musts[1]},
        found=tuple(picks.shuffled("found", answers)),
        gate_musts=tuple(sorted(picks.shuffled("gate", QUESTIONS)[:2])),
        last_module=picks.one("module", (5, 6)),
        rate=picks.one("rate", RATES),
        rise=round(0.12 + 0.01 * picks.one("rise", range(7)), 2),
        start=pd.Timestamp(FIRST_START) + pd.Timedelta(weeks=picks.one("start", range(STARTS))),
        turnover=picks.one("turnover", TURNOVERS),
        managers=picks.one("managers", MANAGERS),
        visits=picks.one("visits", VISITS),
        luck=picks.one("luck", range(1000)),
    )


def build_case(variant: Variant) -> Case:
    """The branch. Clerks and pickers who leave are replaced at once, so only managers take sales along."""
    case = load_case("corner")
    visits = {"A": variant.visits, "B": variant.visits // 2, "C": 0}
    policy = case.policy.replace(
        **{
            "relations.managers": variant.managers,
            "relations.visits": visits,
            "complaints.handlers": COMPLAINT_HOURS,
        }
    )
    changes = {"staff.turnover": variant.turnover, "staff.vacancy_weeks": 0, "staff.newcomer": 1.0}
    return case.replace(**changes, policy=policy.model_dump(mode="json"))
