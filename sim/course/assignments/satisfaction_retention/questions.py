"""The parts of all questions: kinds of answers, points, right results on the hand tables, worked out on paper."""

from __future__ import annotations

from typing import Any

from sim.case.complaints import SOURCES, STEPS
from sim.course.answers.kinds import Number, OneOf, share
from sim.course.answers.names import Named, choices, each
from sim.course.answers.parts import Case, Hand, Part
from sim.course.answers.plans import VERDICTS, Experiment, verdicts
from sim.course.answers.tables import Frame
from sim.course.assignments.satisfaction_retention.pilot import HALLS
from sim.course.assignments.satisfaction_retention.trial import BONDS, HOURS, NUMBERS, PERIODS
from sim.course.data.banks import numbers_by_slot
from sim.course.data.trials import as_table

ASPECTS = ("idea", "behaviour", "sight", "product", "service")
DIMENSIONS = ("tangibles", "reliability", "responsiveness", "assurance", "empathy")
VOICES = ("complained", "mentioned", "silent", "content")
REASONS = ("care", "price", "quality", "moved")
LEVELS = ("financial", "social", "structural")
LINKS = ("load", "staff", "errors", "customer", "left")
"""From the work to the customer."""
PRINCIPLE, SEEN, GOODS, QUICK, OWN_CASE = 0, (3, 4), (5, 6), 8, (6, 9)
"""Slots of voices that are often misread."""
MESSAGES, WAREHOUSE_MOVED = 2, 7
WEATHER, WATCHED, RECEIVER, OWN_FAULT = 2, 4, 8, (9, 10)
APP, CLERK = 1, 4
ACT, AGREE, CALL = 4, 5, 6
AMOUNT = Number("CNY", relative=1e-6)
COUNT = Number(low=0, close=1e-6)
MORE = Number(close=1e-6, relative=0)
YEARLY = (0.41, 0.83)
"""Shares kept a year with which `lifetime` is tried."""


def _slots(case: Case, table: str) -> dict[int, int]:
    """Slot -> the number of its text."""
    return {slot: numbers[0] for slot, numbers in numbers_by_slot(case.table(table)).items()}


def in_aspect(case: Case, answer: dict[int, str]) -> str | None:
    """A principle taken for a person, what is seen for a service, goods for their coming."""
    number = _slots(case, "voices")
    if answer[number[PRINCIPLE]] == "behaviour":
        return "who-acts"
    if any(answer[number[slot]] == "service" for slot in SEEN):
        return "seen-and-heard"
    return "goods-or-coming" if any(answer[number[slot]] == "service" for slot in GOODS) else None


def in_dimension(case: Case, answer: dict[int, str]) -> str | None:
    """Quick help taken for a promise, attention to one customer for reliability, a principle for something to be seen."""
    number = _slots(case, "voices")
    if answer[number[QUICK]] == "reliability":
        return "promised-or-quick"
    if any(answer[number[slot]] == "reliability" for slot in OWN_CASE):
        return "this-one"
    return "look-is-tangible" if any(answer[number[slot]] != "tangibles" for slot in SEEN) else None


def in_why(case: Case, answer: dict[int, str]) -> str | None:
    """No answer taken for poor quality, a customer who moved for one whom nobody cared for."""
    number = _slots(case, "reasons")
    if answer[number[MESSAGES]] == "quality":
        return "way-or-answer"
    return "keep-at-all" if answer[number[WAREHOUSE_MOVED]] != "moved" else None


def in_source(case: Case, answer: dict[int, str]) -> str | None:
    """Weather that was no cause, watching on the way, the receiver's agent, the customer's own fault."""
    number = _slots(case, "grievances")
    if answer[number[WEATHER]] == "force_majeure":
        return "fine-weather"
    if answer[number[WATCHED]] == "operations":
        return "on-the-way"
    if answer[number[RECEIVER]] == "supplier":
        return "the-receiver"
    if any(answer[number[slot]] in ("sales", "operations") for slot in OWN_FAULT):
        return "whose-hand"
    return "each-source" if len(set(answer.values())) < len(SOURCES) else None


def in_kept(case: Case, answer: dict[str, dict[str, float]]) -> str | None:
    """Leavers over all, those dropped who were watched for a shorter time, what left in place of what stayed."""
    first = case.read("first")
    groups = dict(list(first.groupby(["hall", "handled"])))
    mine = {(hall, handled): answer[hall][handled] for hall, handled in groups}
    if all(mine[hall, "no failure"] < 0.5 for hall in HALLS):
        return "stayed-or-left"
    gone = {pair: (rows["left"] == "yes") & (rows["weeks"] <= 26) for pair, rows in groups.items()}
    if all(abs(mine[pair] - (1 - gone[pair].mean())) < 1e-6 for pair in groups):
        return "short-watched"
    long = {pair: rows[(rows["weeks"] >= 26) | gone[pair]] for pair, rows in groups.items()}
    dropped = {pair: 1 - gone[pair][rows.index].mean() for pair, rows in long.items()}
    return "known-so-far" if all(abs(mine[pair] - dropped[pair]) < 1e-6 for pair in groups) else None


def in_level(case: Case, answer: dict[int, str]) -> str | None:
    """A price in an app taken for a link, a person for a system."""
    number = _slots(case, "acts")
    if answer[number[APP]] == "structural":
        return "price-or-system"
    return "person-or-system" if answer[number[CLERK]] == "structural" else None


def in_bonds(case: Case, answer: dict[str, Any]) -> str | None:
    """Orders in place of the difference, halves added up, the verdict of the first weeks, orders in place of profit."""
    means = as_table(answer["runs"], "bond").groupby("bond").mean()
    more, won = means.loc[list(BONDS)] - means.loc["none"], answer["won"]
    if all(abs(won[bond]["half_1"] - means.loc[bond, "half_1"]) < 1e-6 for bond in BONDS):
        return "more-than-what"
    if all(abs(won[bond]["half_2"] - more.loc[bond, ["half_1", "half_2"]].sum()) < 1e-6 for bond in BONDS):
        return "half-alone"
    if answer["verdict"]["points"] == "higher" and answer["verdict"]["links"] != "higher":
        return "after-the-end"
    return "what-it-costs" if answer["advice"] == more["half_3"].idxmax() else None


def in_chain(case: Case, answer: dict[str, Any]) -> str | None:
    """The comparison turned round, pairs not used, wages taken for all costs."""
    if answer["load"] == "lower":
        return "against-twelve"
    if all(answer[link] == VERDICTS[2] for link in LINKS):
        return "same-luck"
    return "wages-alone" if answer["best_hours"] == min(HOURS) else None


def in_place(case: Case, answer: dict[int, int]) -> str | None:
    """A number twice, agreement before the remedy, the call before agreement."""
    number = _slots(case, "handling")
    if len(set(answer.values())) < len(answer):
        return "every-place"
    if answer[number[AGREE]] < answer[number[ACT]]:
        return "act-then-agree"
    return "call-last" if answer[number[CALL]] < answer[number[AGREE]] else None


def _logs(case: Case) -> list[tuple[Any, ...]]:
    return [(case.read("complaint_log"), by) for by in ("number", "paid")]


def _lifetimes(case: Case) -> list[tuple[Any, ...]]:
    facts = case.facts
    amounts = case.read("classes")["contribution"]
    return [(amount, keep, facts["rate"], facts["years"]) for amount in amounts for keep in YEARLY]


def _halls(case: Case) -> list[tuple[Any, ...]]:
    first = case.read("first")
    return [(first[first["hall"] == hall], weeks) for hall in HALLS for weeks in (13, 26, 39)]


SMALL_SURVEY = (0.125**2 * 0.5 / 2 + 0.25**2 * 0.5 / 2 + 0.625**2 * 1 / 3) ** 0.5
"""Standard error of the weighted mean of the hand table, class by class."""
FIGURES = Named(dict.fromkeys((*PERIODS, "cost", "profit"), Number(relative=1e-6)))
HALF_YEAR = Named(dict.fromkeys((*LINKS, "wages", "profit"), Number(relative=1e-6)))
QUESTIONS: dict[str, tuple[Part, ...]] = {
    "q1": (
        Part("aspect", choices(range(1, 11), ASPECTS), judge=in_aspect, points=1.5),
        Part("dimension", choices(range(1, 11), DIMENSIONS), judge=in_dimension, points=1.5),
    ),
    "q2": (
        Part("weighted", Number(low=1, high=5), "survey customers", 0.125 * 4.5 + 0.25 * 3.5 + 0.625 * 3),
        Part("margin", Number(low=0, relative=1e-4), "survey customers", 1.96 * SMALL_SURVEY, points=0.75),
        Part(
            "needed",
            COUNT,
            "sd wanted response",
            243,
            points=0.75,
            calls=lambda case: [
                (case.facts["sd"], wanted, case.facts["response"])
                for wanted in (0.05, 0.07, case.facts["wanted"])
            ],
        ),
    ),
    "q3": (
        Part(
            "voices_of",
            Named(dict.fromkeys(VOICES, COUNT)),
            "leavers orders complaints mentions",
            {"complained": 1, "mentioned": 1, "silent": 2, "content": 2},
            points=2,
        ),
        Part("why", choices(range(1, 9), REASONS), judge=in_why),
    ),
    "q4": (Part("source", choices(range(1, 13), SOURCES), judge=in_source, points=2.5),),
    "q5": (
        Part(
            "pareto",
            Frame(("cause",), ("value", "share", "cumulative"), close=1e-5),
            "complaint_log by",
            "pareto_number",
            points=1.5,
            also=(Hand(lambda case: (case.hand("complaint_log"), "paid"), "pareto_paid"),),
            calls=_logs,
        ),
        Part(
            "few",
            COUNT,
            "complaint_log by part",
            3,
            points=0.5,
            also=(Hand(lambda case: (case.hand("complaint_log"), "paid", 0.8), 2),),
            calls=lambda case: [(*log, part) for log in _logs(case) for part in (0.5, 0.8)],
        ),
    ),
    "q6": (
        Part(
            "in_time",
            each(share()),
            "cases standard",
            dict(zip(STEPS, (7 / 10, 7 / 8, 5 / 8, 5 / 6, 1.0, 4 / 6, 3 / 6), strict=True)),
            points=1.5,
        ),
        Part("open_late", COUNT, "cases standard today", 3),
    ),
    "q7": (
        Part("kept", share(), "first weeks", 9 / 10 * 5 / 6, points=2, calls=_halls),
        Part(
            "kept_26",
            Named({hall: Named(dict.fromkeys(handled, share())) for hall, handled in HALLS.items()}),
            judge=in_kept,
        ),
    ),
    "q8": (
        Part(
            "lifetime",
            AMOUNT,
            "contribution keep rate years",
            100 * 0.49 / 1.1 + 100 * 0.49**2 / 1.1**2,
            calls=_lifetimes,
        ),
        Part(
            "complaint_value",
            each(AMOUNT),
            "classes rate years cost",
            {
                "P": 100 * ((0.81 - 0.49) / 1.1 + (0.81**2 - 0.49**2) / 1.21) - 20,
                "Q": 1000 * ((0.36 - 0.25) / 1.1 + (0.36**2 - 0.25**2) / 1.21) - 20,
            },
            points=1.5,
        ),
    ),
    "q9": (
        Part("level", choices(range(1, 10), LEVELS), judge=in_level),
        Part(
            "bonds",
            Experiment(
                NUMBERS,
                Named(dict.fromkeys(("none", *BONDS), FIGURES)),
                {
                    "won": Named(dict.fromkeys(BONDS, Named(dict.fromkeys(PERIODS, MORE)))),
                    "verdict": verdicts(BONDS),
                    "advice": OneOf(("none", *BONDS)),
                },
            ),
            judge=in_bonds,
            points=3,
        ),
    ),
    "q10": (
        Part(
            "chain",
            Experiment(
                NUMBERS,
                Named(dict.fromkeys(HOURS, HALF_YEAR)),
                {**dict.fromkeys(LINKS, OneOf(VERDICTS)), "best_hours": OneOf(HOURS)},
            ),
            judge=in_chain,
            points=2.5,
        ),
    ),
    "q11": (Part("place", choices(range(1, 9), tuple(range(1, 9))), judge=in_place, points=0.5),),
}
