"""The data that differ between students: Jiaying's customers, the cost of keeping them, counters, prices of software."""

from __future__ import annotations

from dataclasses import dataclass

from sim.case.case import Case
from sim.case.load import load_case
from sim.course.data.picks import Picks

DISTRICTS = ("office", "station", "homes", "campus")
POINTS = ("P1", "P2", "P3", "P4")
WALLETS, MOVES, FORMAL = (0.70, 0.78, 0.84), (0.12, 0.15, 0.18), (0.20, 0.25, 0.30)
"""Share of its needs that an A customer gives, share of C customers who move away in a year, share of formal complaints."""
SCALES, DISCOUNTS = (3.0, 4.0, 5.0), (0.08, 0.10, 0.12)
BUDGETS = (350_000, 450_000, 550_000)
EXTRAS = (25, 40, 60, 80)
"""CNY a week by which storing goods together costs more."""
HALF = {
    "classes.A.customers": 50,
    "classes.B.customers": 150,
    "classes.C.customers": 800,
    "costs.overhead_week": 85_000,
    "costs.lorry_km": 1.3,
    "income.fee_spread": 0.45,
}
"""One of Jiaying's two sales regions: half its customers, shorter ways, fees that differ more."""
HALF_POLICY = {
    "desk.clerks": 5,
    "warehouse.pickers": 6,
    "warehouse.packers": 4,
    "fleet.vehicles": 20,
    "flex.capacity": 10,
}
PICKERS = 2
"""In the firm of question 10 nobody waits for a picker, so only walking is saved."""


@dataclass(frozen=True)
class Variant:
    """One student's Jiaying.

    wallet, moves, formal: of its customers; scale, discount, budget: facts of questions 6, 8 and 12; extra, seed: of question
    10; districts: in which each of four counters stands.
    """

    wallet: float
    moves: float
    formal: float
    scale: float
    discount: float
    budget: int
    extra: int
    seed: int
    districts: tuple[str, ...]


def draw_variant(seed: int) -> Variant:
    """The variant of a seed."""
    picks = Picks(seed)
    return Variant(
        wallet=picks.one("wallet", WALLETS),
        moves=picks.one("moves", MOVES),
        formal=picks.one("formal", FORMAL),
        scale=picks.one("scale", SCALES),
        discount=picks.one("discount", DISCOUNTS),
        budget=picks.one("budget", BUDGETS),
        extra=picks.one("extra", EXTRAS),
        seed=picks.number("seed", 1_000_000),
        districts=tuple(picks.shuffled("districts", DISTRICTS)),
    )


def build_region(variant: Variant) -> Case:
    """The firm whose customers are rated: one sales region of Jiaying."""
    case = load_case("jiaying")
    changes = HALF | {
        "classes.A.wallet": variant.wallet,
        "market.moves": {**case.market.moves, "C": variant.moves},
        "complaints.formal": variant.formal,
    }
    return case.replace(**changes, policy=case.policy.replace(**HALF_POLICY).model_dump(mode="json"))


def build_case(variant: Variant) -> Case:
    """The firm of question 10: a small warehouse, where storing goods together costs the variant's extra."""
    case = load_case("corner")
    week = case.costs.slotting_week
    costs = {**week, "lift": week["popularity"] + variant.extra}
    policy = case.policy.replace(**{"warehouse.pickers": PICKERS})
    return case.replace(**{"costs.slotting_week": costs}, policy=policy.model_dump(mode="json"))
