"""The parts of all questions: kinds of answers, points, right results on the hand tables, worked out on paper."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.course.answers.kinds import Number, OneOf, TupleOf, share
from sim.course.answers.names import Named, Words, as_dict, choices, each
from sim.course.answers.parts import Case, Hand, Part
from sim.course.answers.plans import VERDICTS, Experiment, NearBest
from sim.course.answers.tables import Frame
from sim.course.assignments.customer_value.baskets import LEAST, REPLICATIONS, pairs
from sim.course.assignments.customer_value.counters import BANDS, shares
from sim.course.assignments.customer_value.offers import MORE, STEPS, TYPES, step_gains
from sim.course.assignments.customer_value.programmes import LETTERS, Choice
from sim.course.assignments.customer_value.variant import DISTRICTS, POINTS
from sim.policy.classes import CLASSES

TIMES = ("past", "present", "future")
MEANINGS = ("low price", "what is wanted", "quality for the price", "all for all")
SERVERS, COSTS = ("own", "professional"), ("income", "direct", "fixed", "hidden")
RATINGS = ("grow", "hold", "develop", "review", "none")
UNSIGNED, GONE = 3, (0, 5)
"""Slots of clients: no contract yet; traded before."""
PRICE_IN_IT, A_FAIR_PRICE = 5, 2
"""Slots of meanings."""
FROM_A_WORKS, OWN_SHOPS = 3, 2
"""Slots of services."""
WAGES, BOOKED_NOWHERE, DAMAGE = (3, 4), 7, (1, 2, 5)
"""Slots of entries."""
NEAR = 5e-5


def _number(case: Case, table: str, slot: int) -> int:
    """The number of the text of a slot."""
    rows = case.table(table)
    return int(rows.loc[rows["slot"] == slot, "number"].iloc[0])


def in_time(case: Case, answer: dict[int, str]) -> str | None:
    """A first contact taken for the future, a customer of earlier years for one of today or tomorrow."""
    if answer[_number(case, "clients", UNSIGNED)] == "future":
        return "trading-today"
    gone = [answer[_number(case, "clients", slot)] for slot in GONE]
    return "traded-before" if any(word != "past" for word in gone) else None


def in_meaning(case: Case, answer: dict[int, str]) -> str | None:
    """A price in the sentence taken for the meaning; quality for the price taken for everything."""
    if answer[_number(case, "meanings", PRICE_IN_IT)] == "low price":
        return "besides-money"
    wide = answer[_number(case, "meanings", A_FAIR_PRICE)] == "all for all"
    return "price-and-quality" if wide else None


def in_served(case: Case, answer: dict[int, str]) -> str | None:
    """Who founded a firm, or what it is built like, taken for whom it serves."""
    if answer[_number(case, "services", FROM_A_WORKS)] == "own":
        return "who-pays"
    return "whose-goods" if answer[_number(case, "services", OWN_SHOPS)] == "professional" else None


def in_cost_kind(case: Case, answer: dict[int, str]) -> str | None:
    """A lost sale that stands in a book, wages that go with a customer, a cost of its orders that stays."""
    if answer[_number(case, "entries", BOOKED_NOWHERE)] != "hidden":
        return "no-book"
    if any(answer[_number(case, "entries", slot)] == "direct" for slot in WAGES):
        return "goes-or-stays"
    falls = any(answer[_number(case, "entries", slot)] == "fixed" for slot in DAMAGE)
    return "falls-away" if falls else None


def top_share(accounts: pd.DataFrame, by: str) -> float:
    """Share of all contribution that the first fifth brings, ranked by a column."""
    ranked = accounts.sort_values([by, "customer"], ascending=[False, True])
    top = ranked["contribution"].head(round(0.2 * len(ranked))).sum()
    return float(top / ranked["contribution"].sum())


def in_top20(case: Case, answer: float) -> str | None:
    """A rule of the course in place of the own figure, a rank by income, a part of the first fifth."""
    if any(abs(answer - rule) < NEAR for rule in (0.8, 0.95)):
        return "own-figure"
    accounts = case.read("accounts")
    return "income-rank" if abs(answer - top_share(accounts, "income")) < NEAR else None


def in_best_step(case: Case, answer: dict[str, str]) -> str | None:
    """One step for all; a lower cost counted as a loss; the price left out."""
    if len(set(answer.values())) == 1:
        return "one-step"
    gains = step_gains(case.table("steps"), case.table("types"))
    if set(answer.values()) <= set(MORE):
        return "less-is-more"
    unpaid = gains.drop(columns="price").idxmax(axis=1).to_dict()
    return "price-too" if answer["economy"] == unpaid["economy"] else None


def in_strongest(case: Case, answer: list[str]) -> str | None:
    """The greatest confidence or the greatest count in place of the greatest lift."""
    found = pairs(case.table("lines"), LEAST)
    for by, hint in (("confidence", "popular"), ("count", "frequent")):
        chosen = found.sort_values(by).iloc[-1]
        if set(answer) == {chosen["good"], chosen["with"]}:
            return hint
    return None


def in_placing(case: Case, answer: dict[str, Any]) -> str | None:
    """Hours for minutes, the sign of what is saved, a sum for a mean, an hour's wage for a minute."""
    runs = pd.DataFrame(as_dict(answer["runs"]), index=["saved", "money"]).T
    if runs["saved"].mean() < 0:
        return "saved"
    if runs["saved"].mean() < 0.05:
        return "hours"
    if abs(answer["minutes"] - runs["saved"].mean()) > 1e-6:
        return "mean-of-pairs"
    wage = case.facts["wage"]
    covered = case.facts["placing_extra"] / (answer["minutes"] / 60 * wage) if answer["minutes"] else 0
    return None if abs(answer["orders"] - covered) < 1e-3 * covered else "whose-minute"


def in_district(case: Case, answer: dict[str, str]) -> str | None:
    """The same district twice; a counter that is busy at one end of the day taken for the station."""
    if len(set(answer.values())) < len(POINTS):
        return "each-once"
    station = next(point for point, name in answer.items() if name == "station")
    found = shares(case.read("visits")).loc[station]
    return "two-ends" if found["evening"] > 2 * found["morning"] else None


def in_keep(case: Case, answer: list[str]) -> str | None:
    """Two programmes for a class, too expensive, only the best customers, the cost left out or paid once."""
    letters = "".join(sorted(answer))
    choice = Choice(case.table("programmes"), case.variant)
    if not choice.one_a_class(letters):
        return "one-a-class"
    if letters not in choice.allowed:
        return "over-budget"
    if letters == choice.of_class("A"):
        return "only-best"
    paid = (choice.ranked("once")[0], choice.ranked("never")[0])
    return "every-year" if letters in paid else None


def _lifetimes(case: Case) -> list[tuple[Any, ...]]:
    """Margin and share kept of each class, and of a class that keeps nobody."""
    rows = case.read("programmes").drop_duplicates("klass")
    discount = case.facts["discount"]
    margins = [(float(m), float(s), discount) for m, s in zip(rows["margin"], rows["stay"], strict=True)]
    return [*margins, (1000.0, 0.0, discount)]


CNY = Number("CNY", close=0.01)
LESS = Hand(lambda case: (1000.0, 0.5, 0.1), 1000 * 0.5 / 0.6)
POINT_LESS = Hand(lambda case: (1000.0, 0.5, 0.1), 1000 * (0.51 / 0.59 - 0.5 / 0.6))
SIX = {
    "effective": Number(close=0.1, relative=0),
    "first_half": Number(),
    "wanted": Words(),
    "complained": Words(),
    "largest": Number(),
    "elsewhere": Words(),
}
SIX_BY_HAND = {
    "effective": 8,
    "first_half": 2065 / 3700,
    "wanted": ["K01", "K02", "K04"],
    "complained": ["K02", "K03"],
    "largest": -0.4,
    "elsewhere": ["K05", "K07"],
}
RATED_BY_HAND = dict(
    zip(
        (f"K{number:02d}" for number in range(1, 11)),
        ("review", "grow", "hold", "grow", "review", "hold", "review", "grow", "grow", "none"),
        strict=True,
    )
)

QUESTIONS: dict[str, tuple[Part, ...]] = {
    "q1": (
        Part("time", choices(range(1, 7), TIMES), judge=in_time, points=0.75),
        Part("meaning", choices(range(1, 7), MEANINGS), judge=in_meaning, points=0.75),
        Part("served", choices(range(1, 5), SERVERS), judge=in_served, points=0.5),
    ),
    "q2": (
        Part("cost_kind", choices(range(1, 9), COSTS), judge=in_cost_kind),
        Part("contribution", each(CNY), "bookings", {"K01": 360, "K02": -50, "K03": 400}, points=2),
    ),
    "q3": (
        Part(
            "pareto",
            each(Number(), CLASSES),
            "ranked",
            {"A": 400 / 980, "B": 280 / 980, "C": 300 / 980},
            points=2,
            calls=lambda case: [(case.read("accounts"),)],
        ),
        Part("top20", share(), judge=in_top20),
    ),
    "q4": (Part("six", Named(SIX), "accounts", SIX_BY_HAND, points=3),),
    "q5": (Part("rating", each(OneOf(RATINGS)), "accounts", RATED_BY_HAND, points=2),),
    "q6": (
        Part(
            "perceived", Frame(("type",), ("fast", "cheap"), close=0.01), "offers types", "valued", points=2
        ),
        Part("shares", Frame(("type",), ("fast", "cheap"), close=1e-4), "felt scale", "shared"),
    ),
    "q7": (Part("best_step", choices(TYPES, tuple(STEPS)), judge=in_best_step),),
    "q8": (
        Part("kept", each(share(), CLASSES), "active", {"A": 2 / 3, "B": 1 / 2, "C": 1 / 3}),
        Part("lifetime", CNY, "margin stay discount", 1000 * 0.8 / 0.3, also=(LESS,), calls=_lifetimes),
        Part(
            "point",
            CNY,
            "margin stay discount",
            1000 * (0.81 / 0.29 - 0.8 / 0.3),
            also=(POINT_LESS,),
            calls=_lifetimes,
        ),
    ),
    "q9": (
        Part(
            "rules",
            Frame(("good", "with"), ("count", "support", "confidence", "lift"), close=1e-6),
            "lines least",
            "ruled",
            points=2,
        ),
        Part("strongest", Words(), judge=in_strongest),
    ),
    "q10": (
        Part(
            "placing",
            Experiment(
                REPLICATIONS,
                TupleOf((Number(relative=1e-6), Number(close=1e-3, relative=1e-6))),
                {
                    "minutes": Number(),
                    "money": Number(),
                    "preparation": OneOf(VERDICTS),
                    "profit": OneOf(VERDICTS),
                    "orders": Number(relative=1e-3),
                },
            ),
            judge=in_placing,
            points=2,
        ),
    ),
    "q11": (
        Part("bands", Frame(("point",), BANDS, close=1e-4), "visits", "banded"),
        Part("district", choices(POINTS, DISTRICTS), judge=in_district),
    ),
    "q12": (Part("keep", NearBest(Words(tuple(LETTERS))), judge=in_keep),),
}
