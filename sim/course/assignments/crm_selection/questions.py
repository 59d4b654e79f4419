"""The parts of all questions: kinds of answers, points, right results on the hand tables, worked out on paper."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.course.answers.kinds import Date, Number, OneOf, TupleOf, share
from sim.course.answers.names import Named, choices, each
from sim.course.answers.parts import Case, Part
from sim.course.answers.plans import VERDICTS, Experiment, Feasible
from sim.course.assignments.crm_selection.offers import CRITERIA, total_costs
from sim.course.assignments.crm_selection.trial import LEAVER_NUMBERS, NUMBERS, YARDSTICKS
from sim.course.assignments.crm_selection.variant import FOUND, MUSTS, VENDORS
from sim.course.data.banks import numbers_by_slot
from sim.course.data.trials import as_table

FUNCTIONS = (
    "contact",
    "management",
    "tracking",
    "records",
    "segments",
    "mining",
    "integration",
    "none",
)
SUBSYSTEMS = ("collaboration", "business", "analysis", "integration")
MODULES = ("sales", "marketing", "service", "intelligence")
DECISIONS = ("go", "ask", "wait")
OWNERS = ("crm", "hr", "operations", "finance")
CONTACT, MANAGEMENT, INTEGRATION, NOTHING = (3, 4), 6, 10, 11
"""Slots of notes that are often misread."""
MARKETING, CALL_CENTRE, OTHER_SYSTEMS = 1, 3, (7, 8)
"""Slots of features that are often misread."""
SOFTWARE, VENDOR = 4, 5
"""Slots of tasks that are often exchanged."""
TRIED, UNUSED = ("operational", "analytical", "collaborative"), ("operational", "no care", "no backing")
AMOUNT = Number("CNY", relative=1e-6)
CLOSE = 0.005
LOST = Number(low=-1, high=2, close=1e-6, relative=0)
"""A share of sales; below 0 if customers bought more."""


def in_function(case: Case, answer: dict[int, str]) -> str | None:
    """Everything mended by a program, a missing result taken for mining, another system or channel for a missing record."""
    number = numbers_by_slot(case.table("notes"))
    if answer[number[NOTHING][0]] != "none":
        return "no-program"
    if answer[number[MANAGEMENT][0]] == "mining":
        return "result-missing"
    if answer[number[INTEGRATION][0]] == "records":
        return "other-system"
    return "which-way" if any(answer[number[slot][0]] == "records" for slot in CONTACT) else None


def in_subsystem(case: Case, answer: dict[int, str]) -> str | None:
    """The call centre put elsewhere than into collaboration, another system taken for the customer."""
    number = numbers_by_slot(case.table("features"))
    if answer[number[CALL_CENTRE][0]] != "collaboration":
        return "contact-centre"
    return "systems" if any(answer[number[slot][0]] == "business" for slot in OTHER_SYSTEMS) else None


def in_module(case: Case, answer: dict[int, str]) -> str | None:
    """The call centre put elsewhere than into service, marketing taken for sales."""
    number = numbers_by_slot(case.table("features"))
    if answer[number[CALL_CENTRE][0]] != "service":
        return "call-centre-module"
    return "before-the-lead" if answer[number[MARKETING][0]] == "sales" else None


def in_ready(case: Case, answer: dict[int, str]) -> str | None:
    """An opinion taken for a yes or a no, a fact for an opinion."""
    said = {int(row.number): FOUND[int(row.choice)] for row in case.table("findings").itertuples()}
    pairs = {(said[number], answer[number]) for number in said}
    if ("unknown", "yes") in pairs:
        return "who-says-so"
    if ("unknown", "no") in pairs:
        return "may-be"
    return "a-fact" if ("no", "unknown") in pairs else None


def in_breaks(case: Case, answer: dict[str, int]) -> str | None:
    """Too few or too many offers that break a must, or another must than the text breaks."""
    broken = case.table("offers").query("breaks > 0").set_index("vendor")["breaks"]
    if len(answer) < len(broken):
        return "two-offers"
    if set(answer) - set(broken.index):
        return "other-words"
    return "which-must" if any(answer[vendor] != must for vendor, must in broken.items()) else None


def in_lost(case: Case, answer: dict[str, Any]) -> str | None:
    """Systems exchanged, what stayed in place of what was lost, a share of what was left."""
    sums = as_table(answer["runs"]).groupby("system")[["stayed", "left"]].sum()
    right = 1 - sums["left"] / sums["stayed"]
    mine = {name: answer[name] for name in right.index}
    if all(abs(mine[name] - (1 - right[name])) < 1e-6 for name in mine):
        return "what-stayed"
    if abs(mine["none"] - right["operational"]) < 1e-6 and abs(mine["operational"] - right["none"]) < 1e-6:
        return "exchanged"
    of_left = sums["stayed"] / sums["left"] - 1
    return "share-of-what" if all(abs(mine[name] - of_left[name]) < 1e-6 for name in mine) else None


def in_verdicts(case: Case, answer: dict[str, Any]) -> str | None:
    """By the sign of the mean alone, or by one number alone."""
    wide = as_table(answer["runs"]).set_index(["number", "system"]).unstack()
    keys = [(yardstick, system) for yardstick in YARDSTICKS for system in TRIED]
    found = {
        (yardstick, system): wide[yardstick, system] - wide[yardstick, "none"] for yardstick, system in keys
    }
    if answer["minutes"]["operational"] == VERDICTS[0]:
        return "good-or-higher"
    mine = {(yardstick, system): answer[yardstick][system] for yardstick, system in found}
    if all(mine[key] == _sign(values.mean()) for key, values in found.items()):
        return "leaves-out-0"
    return "one-number" if all(mine[key] == _sign(values.iloc[0]) for key, values in found.items()) else None


def _sign(value: float) -> str:
    return VERDICTS[0] if value > 0 else VERDICTS[1] if value < 0 else VERDICTS[2]


def in_unused(case: Case, answer: dict[str, Any]) -> str | None:
    """A gain with the wrong sign, no bill where nobody uses the system, money where an error is asked for."""
    if answer["gain"]["operational"] < 0:
        return "minutes-saved"
    if answer["bill"]["no backing"] == 0:
        return "bill-stays"
    return "wrong-entry" if answer["worse"] != "wrong_address" else None


def in_step(case: Case, answer: dict[int, int]) -> str | None:
    """The mistake of choosing the software and the vendor in the wrong order, or of giving two tasks the same step."""
    number = numbers_by_slot(case.table("tasks"))
    if answer[number[SOFTWARE][0]] == 6 or answer[number[VENDOR][0]] == 5:
        return "what-then-whom"
    return "every-step" if len(set(answer.values())) < len(answer) else None


def in_owner(case: Case, answer: dict[int, str]) -> str | None:
    """Every duty given to the department of the system."""
    if len(set(answer.values())) < len(OWNERS):
        return "every-department"
    number = numbers_by_slot(case.table("duties"))
    return "people" if any(answer[number[slot][0]] == "crm" for slot in (2, 3)) else None


def in_paper(case: Case, answer: dict[str, Any]) -> str | None:
    """An offer that breaks a must, or figures of another offer."""
    vendor, costs = answer["vendor"], total_costs(case.read("costs"))
    if vendor in set(case.table("offers").query("breaks > 0")["vendor"]):
        return "a-must-broken"
    not_discounted = costs[vendor] / case.read("gains")["gain"].sum()
    if abs(answer["five_years"] / costs[vendor] - 1) > CLOSE:
        return "own-figures"
    return "own-figures" if abs(answer["needed_use"] / not_discounted - 1) < CLOSE else None


YEAR = Named({**dict.fromkeys(YARDSTICKS, Number(relative=1e-6)), "bill": AMOUNT})
SUMS = Named({"stayed": AMOUNT, "left": AMOUNT})
VERDICT = choices(TRIED, VERDICTS)
QUESTIONS: dict[str, tuple[Part, ...]] = {
    "q1": (Part("function", choices(range(1, 13), FUNCTIONS), judge=in_function, points=3),),
    "q2": (
        Part("subsystem", choices(range(1, 11), SUBSYSTEMS), judge=in_subsystem, points=2),
        Part("module", each(OneOf(MODULES)), judge=in_module),
    ),
    "q3": (
        Part("ready", choices(range(1, 9), FOUND), judge=in_ready, points=2),
        Part(
            "gate",
            each(OneOf(DECISIONS)),
            "branches musts",
            dict(
                zip(
                    [f"B{number:02d}" for number in range(1, 11)],
                    ["go", "wait", "go", "wait", "ask", "wait", "ask", "go", "wait", "wait"],
                    strict=True,
                )
            ),
        ),
    ),
    "q4": (
        Part("weights_of", each(share()), "votes", {"functions": 0.35, "ease": 0.6, "weeks": 0.05}),
        Part("score", each(Number(low=0)), "ratings weights", {"X": 7.2, "Y": 7.9}),
        Part("breaks", each(OneOf(MUSTS)), judge=in_breaks),
    ),
    "q5": (
        Part(
            "swing",
            TupleOf((Number("share", 0, 1, 0.001, 0), Number("share", 0, 1, 0.001, 0))),
            "points weights criterion",
            (0.5, 1.0),
            points=2,
            calls=lambda case: [
                (case.read("points"), case.read("weights"), criterion) for criterion in CRITERIA
            ],
        ),
    ),
    "q6": (
        Part("five_years", each(AMOUNT), "costs hour", {"X": 2500.0, "Y": 2300.0}),
        Part(
            "npv",
            each(AMOUNT),
            "costs gains rate hour use",
            {
                "X": 0.8 * (1000 / 1.1 + 2000 / 1.21) - (1500 + 500 / 1.1 + 500 / 1.21),
                "Y": 0.8 * (1000 / 1.1 + 2000 / 1.21) - (2000 + 100 / 1.1 + 200 / 1.21),
            },
            points=1.5,
            calls=lambda case: [
                (*map(case.given, ("costs", "gains", "rate", "hour")), use) for use in (0.5, 0.9)
            ],
        ),
        Part(
            "needed_use",
            each(Number(low=0, relative=1e-6)),
            "costs gains rate hour",
            {
                "X": (1500 + 500 / 1.1 + 500 / 1.21) / (1000 / 1.1 + 2000 / 1.21),
                "Y": (2000 + 100 / 1.1 + 200 / 1.21) / (1000 / 1.1 + 2000 / 1.21),
            },
            points=1.5,
        ),
    ),
    "q7": (
        Part("drift", share(), "leavers", 0.14),
        Part(
            "lost",
            Experiment(
                LEAVER_NUMBERS,
                Named({"none": SUMS, "operational": SUMS}),
                {"none": LOST, "operational": LOST},
            ),
            judge=in_lost,
            points=2,
        ),
    ),
    "q8": (
        Part(
            "verdicts",
            Experiment(
                NUMBERS, Named(dict.fromkeys(("none", *TRIED), YEAR)), dict.fromkeys(YARDSTICKS, VERDICT)
            ),
            judge=in_verdicts,
            points=2,
        ),
    ),
    "q9": (
        Part(
            "unused",
            Experiment(
                NUMBERS,
                Named(dict.fromkeys(("none", *UNUSED), YEAR)),
                {
                    "gain": Named(dict.fromkeys(UNUSED, Number("minutes", close=0.001))),
                    "bill": Named(dict.fromkeys(UNUSED, Number("CNY", relative=1e-4))),
                    "worse": OneOf(YARDSTICKS),
                },
            ),
            judge=in_unused,
            points=2,
        ),
    ),
    "q10": (
        Part("step", choices(range(1, 8), tuple(range(1, 8))), judge=in_step, points=0.5),
        Part(
            "schedule",
            each(Date()),
            "plan start closed",
            {
                step: pd.Timestamp(f"2026-{day}")
                for step, day in enumerate(
                    ("03-03", "03-06", "03-13", "03-17", "03-20", "03-27", "04-10"), start=1
                )
            },
        ),
        Part("owner", choices(range(1, 7), OWNERS), judge=in_owner, points=0.5),
    ),
    "q11": (
        Part(
            "paper_numbers",
            Feasible(
                Named({"vendor": OneOf(tuple(VENDORS)), "five_years": AMOUNT, "needed_use": Number(low=0)})
            ),
            judge=in_paper,
        ),
    ),
}
