"""The parts of all questions: kinds of answers, points, right results on the hand tables, worked out on paper."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from sim.course.answers.kinds import Date, Number, OneOf, TupleOf
from sim.course.answers.names import Named, Words, each
from sim.course.answers.parts import Case, Hand, Part
from sim.course.answers.plans import VERDICTS, Document, Experiment, Feasible, Scored
from sim.course.answers.tables import Frame
from sim.course.answers.texts import ListOf, Text
from sim.course.assignments.event_planning import guest_files
from sim.course.assignments.event_planning.evening import REPLICATIONS, differences, year_with_and_without
from sim.course.assignments.event_planning.plan_files import WORDS, broken_rule, dates, length
from sim.course.assignments.event_planning.texts import OF_EACH
from sim.course.assignments.event_planning.variant import EVENING, HOLIDAYS

TRAITS = ("deep", "formal", "planned", "two-way", "equal")
KINDS = ("downward", "upward", "horizontal", "diagonal")
REMEDIES = tuple(range(1, 8))
WAYS = (
    *("event", "visit", "file", "personal", "return visit", "contact"),
    *("added value", "for the customer", "respect", "promise", "beyond selling", "preferences"),
)
CHANNELS = ("visit", "telephone", "mail", "letter")
MESSAGES = ("talk", "family", "director", "quiet")
LETTERS = tuple("ABCDEFGHIJKL")
CUSTOMERS = tuple(f"T{number:02d}" for number in range(guest_files.CUSTOMERS))
CATEGORIES = ("room", "catering", "travel", "gifts", "printing", "programme", "contingency", "total")
HEADINGS = ("title", "background", "purpose", "resources", "course", "budget", "cautions", "in_charge")
OWNERS = {word for pair in WORDS["tasks"]["owner"].items() for word in pair}
"""In both languages."""
T_30 = 2.045
"""Student's t for 30 pairs."""
PLACE, BY_CHANCE, DIAGONAL = 4, (2, 7), (3, 4)
"""Slots of scenes and messages that are often misread."""
LATE_LOTS, LETTERS_UNREAD = 5, 0
"""Slots of notes."""


def _numbers(table: pd.DataFrame) -> dict[int, int]:
    """Slot -> the number of its text."""
    return dict(zip(table["slot"].astype(int), table["number"].astype(int), strict=True))


def in_deep(case: Case, answer: dict[int, str]) -> str | None:
    """The place taken for what is missing; a chance meeting taken for an informal one."""
    number = _numbers(case.table("scenes"))
    if any(answer[number[slot]] == "formal" for slot in BY_CHANCE):
        return "who-knew"
    if answer[number[PLACE]] in ("two-way", "deep"):
        return "where"
    return "some-deep" if "deep" not in answer.values() else None


def in_words(case: Case, answer: dict[int, Any]) -> str | None:
    """A diagonal message taken for one to a subordinate; a slow answer for a missing person."""
    rows = case.table("words")
    kinds = _numbers(rows[rows["bank"] == "kinds"])
    if any(answer[kinds[slot]] in ("downward", "upward") for slot in DIAGONAL if slot in kinds):
        return "superior"
    remedies = _numbers(rows[rows["bank"] == "remedies"])
    if any(answer[remedies[slot]] == 3 for slot in (0, 4) if slot in remedies):
        return "remedy"
    acts = _numbers(rows[rows["bank"] == "acts"])
    return "way" if any(answer[number] == "personal" for number in acts.values()) else None


def in_guest_list(case: Case, answer: list[str]) -> str | None:
    """A rule that is broken, a simple rule that gives a poor list, money that is left."""
    variant, guests = case.variant, case.table("guests")
    listed = guests[guests["customer"].isin(answer)]
    if (listed["present"] == "no").any():
        return "past"
    if (guests["must"] == "yes").sum() > (listed["must"] == "yes").sum():
        return "must"
    left = variant.list_budget - listed["cost"].sum()
    if left < 0:
        return "over"
    for name in ("largest", "cheap"):
        if set(answer) == set(guest_files.slips(variant, guests)[name]):
            return name
    others = guests[~guests["customer"].isin(answer)]
    could_come = others["cost"].le(left) & (guest_files.gain(variant, others) > 0)
    total = guest_files.value(guests, variant.gift)[listed["customer"]].sum()
    return (
        "money-left" if could_come.any() and total < 0.9 * guest_files.most_worth(variant, guests) else None
    )


def in_critical(case: Case, answer: list[str]) -> str | None:
    """The tasks that can slip; only the last ones before the evening."""
    network = dates(case.table("tasks"))
    if not any(network[task].critical for task in answer):
        return "can-slip"
    return "first-task" if "A" not in answer else None


def in_gantt(case: Case, answer: dict[str, float]) -> str | None:
    """A rule that is broken; one task after the other."""
    tasks = case.table("tasks")
    broken = broken_rule(tasks, answer)
    return broken or ("one-by-one" if length(tasks, answer) >= tasks["days"].sum() else None)


def in_risk_list(case: Case, answer: list[dict[str, Any]]) -> str | None:
    """The same risk twice, an owner that the plan does not know, a day that is too late."""
    if len({one["risk"].strip() for one in answer}) < len(answer):
        return "risk-twice"
    if any(one["owner"].strip() not in OWNERS for one in answer):
        return "owner"
    return "too-late" if any(pd.Timestamp(one["by"]) >= pd.Timestamp(EVENING) for one in answer) else None


def in_invite(case: Case, answer: dict[int, tuple[str, str]]) -> str | None:
    """The salesman's own taste; letters sent to who does not read them; a talk with experts for who is angry."""
    number = _numbers(case.table("notes"))
    if len({tuple(one) for one in answer.values()}) == 1:
        return "golden"
    if answer[number[LETTERS_UNREAD]][0] == "letter":
        return "unread"
    return "from-the-top" if answer[number[LATE_LOTS]][1] == "talk" else None


def in_evening(case: Case, answer: dict[str, Any]) -> str | None:
    """One kind of luck, other guests, intervals that are not those of the pairs, verdicts that do not fit them."""
    runs = answer["runs"]
    table, pairs = pd.DataFrame(runs).T, differences(runs)
    if len({tuple(row) for row in table.to_numpy()}) == 1:
        return "one-luck"
    if abs(runs[0]["profit_none"] - _director(case)["profit_none"]) > 1:
        return "which-luck"
    if abs(runs[0]["profit_evening"] - _director(case)["profit_evening"]) > 1:
        return "which-guests"
    for name in ("orders", "profit"):
        share = table[f"{name}_evening"].mean() / table[f"{name}_none"].mean() - 1
        if np.isclose(answer[name][0], share):
            return "relative"
    half, spread = (answer["profit"][2] - answer["profit"][1]) / 2, pairs["profit"].std()
    error, count = spread / np.sqrt(len(pairs)), len(pairs)
    if np.isclose(half, T_30 * table[["profit_none", "profit_evening"]].std().sum() / np.sqrt(count)):
        return "two-clouds"
    if np.isclose(half, T_30 * spread, rtol=1e-3):
        return "spread"
    if np.isclose(half, 1.96 * error, rtol=1e-3):
        return "normal"
    for name in ("orders", "profit"):
        _mean, low, high = answer[name]
        fits = VERDICTS[0] if low > 0 else VERDICTS[1] if high < 0 else VERDICTS[2]
        if answer[f"verdict_{name}"] != fits:
            return "verdict"
    return None


def _director(case: Case) -> dict[str, float]:
    """The first pair with the director's list."""
    guests = case.table("guests")
    return year_with_and_without(case, guests.loc[guests["director"] == "yes", "customer"].tolist(), 0)


def in_plan(case: Case, answer: dict[str, str]) -> str | None:
    """A figure or a day that is not the given one, background and purpose in the same words, too few owners."""
    facts = case.facts
    if len(answer) > len(HEADINGS):
        return "ninth"
    if answer["background"] == answer["purpose"]:
        return "why-now"
    if str(facts["plan_total"]) not in answer["budget"] or str(facts["plan_guests"]) not in answer["budget"]:
        return "figures"
    if EVENING not in answer["course"] or facts["plan_first_day"] not in answer["course"]:
        return "days"
    named = sum(owner in answer["course"] + answer["in_charge"] for owner in OWNERS)
    return "who" if named < 3 else None


def _counts(case: Case) -> list[tuple[Any, ...]]:
    """Budgets for several numbers of guests."""
    facts, items = case.facts, case.read("items")
    own = (facts["invited"], facts["coming"], facts["far"])
    return [(items, *own), (items, 30, 24, 0), (items, 12, 7, 5)]


RISK = Named({"risk": Text(4), "trigger": Text(6), "owner": Text(2), "action": Text(6), "by": Date()})
RESULT = Named(
    {
        f"{what}_{name}": Number(close=1 if what == "profit" else 1e-6, relative=0)
        for what in ("orders", "profit")
        for name in ("none", "evening")
    }
)
QUESTIONS: dict[str, tuple[Part, ...]] = {
    "q1": (
        Part("deep", Named(dict.fromkeys(range(1, 9), OneOf(TRAITS))), judge=in_deep, points=1.5),
        Part(
            "words",
            Named(
                {
                    block * OF_EACH + number: OneOf(allowed)
                    for block, allowed in enumerate((KINDS, REMEDIES, WAYS))
                    for number in range(1, OF_EACH + 1)
                }
            ),
            judge=in_words,
            points=1.5,
        ),
    ),
    "q2": (
        Part(
            "guest_value",
            each(Number(close=0.01)),
            "guests gift",
            {"T01": 1580, "T02": -1892, "T03": 920, "T04": 632, "T05": 0, "T06": -640},
            points=2,
            shows="customer a_year chance known cost more present",
        ),
    ),
    "q3": (Part("guest_list", Scored(Words(CUSTOMERS)), judge=in_guest_list, points=3),),
    "q4": (
        Part("network", Frame(("task",), ("es", "ef", "ls", "lf", "slack")), "tasks", "network", points=1.5),
        Part(
            "first_day",
            Date(),
            "days holidays",
            lambda case: "2013-12-24",
            also=(Hand(lambda case: (3, []), lambda case: "2014-01-06"),),
            calls=lambda case: [(days, list(HOLIDAYS)) for days in range(18, 34, 3)],
        ),
        Part("critical", Words(LETTERS), judge=in_critical, points=0.5),
    ),
    "q5": (Part("gantt", Scored(Named(dict.fromkeys(LETTERS, Number(low=0)))), judge=in_gantt, points=2),),
    "q6": (
        Part(
            "budget",
            each(Number(close=0.01), CATEGORIES),
            "items invited coming far",
            dict(zip(CATEGORIES, (3400, 3380, 2720, 4200, 160, 3500, 1736, 19096), strict=True)),
            calls=_counts,
            points=2,
        ),
        Part("most_guests", Number(low=0), "items limit share far_share", 21),
    ),
    "q7": (
        Part(
            "exposure",
            each(Number(close=0.01)),
            "risks",
            {"a": 3000, "b": 6000, "c": 6600, "d": 4000, "e": 2700},
            points=0.5,
        ),
        Part(
            "worst_first",
            Words(tuple("abcdef"), ordered=True),
            "risks",
            ["c", "b", "d", "a", "e"],
            points=0.5,
        ),
        Part("risk_list", Feasible(ListOf(RISK, 5)), judge=in_risk_list),
    ),
    "q8": (
        Part(
            "invite",
            Named(dict.fromkeys(range(1, 9), TupleOf((OneOf(CHANNELS), OneOf(MESSAGES))))),
            judge=in_invite,
            points=2,
        ),
    ),
    "q9": (
        Part(
            "evening",
            Experiment(
                REPLICATIONS,
                RESULT,
                {
                    "orders": TupleOf((Number(close=0.01),) * 3),
                    "profit": TupleOf((Number(close=1),) * 3),
                    "verdict_orders": OneOf(VERDICTS),
                    "verdict_profit": OneOf(VERDICTS),
                    "back": Number(close=0.001),
                    "runs_unpaired": Number(low=0, relative=0.05),
                },
            ),
            judge=in_evening,
            points=4,
            seconds=90.0,
        ),
    ),
    "q10": (
        Part(
            "plan",
            Feasible(Document({heading: (5 if heading == "title" else 20, 1500) for heading in HEADINGS})),
            judge=in_plan,
        ),
    ),
}
