"""The parts of all questions: kinds of answers, points, right results on the hand tables, worked out on paper."""

from __future__ import annotations

from sim.course.answers.kinds import Number, OneOf, share
from sim.course.answers.names import Named, Words, choices, each
from sim.course.answers.parts import Case, Part
from sim.course.answers.tables import Frame
from sim.course.assignments.needs_analysis.backwards import LITERAL, counted_cause
from sim.course.assignments.needs_analysis.said_and_lost import FAILURES, UNASKED
from sim.course.assignments.needs_analysis.variant import ASPECTS, CAUSES, SEGMENTS, STAGES
from sim.course.data.banks import numbers_by_slot

NEEDS, KINDS = ("implied", "explicit", "neither"), ("open", "closed")
ROLES, WAYS = ("customer", "user", "both", "inside"), ("ask", "listen", "observe")
STEPS, TURNS = (1, 2, 3, 4, 5, 6), tuple(range(1, 10))
ANGRY, QUESTION, EMPTY_WISH, NUMBER = 4, 5, 8, 9
"""Slots of statements that are often misread."""
POLITE, LONG_WINDED, QUESTION_WORD = 2, 6, 8
"""Slots of questions that are often misread."""
PAID_BY_OTHERS, COLLEAGUES = (1, 5), (3, 6)
"""Slots of roles: users for whom somebody else chose and paid; persons within the firm."""
LOG_OR_SIGHT, TOLD = 3, 4
"""Slots of ways."""
EARLY, PROPOSAL, RAISE, LEAD = 5, 4, 2, 3
"""Slots of the interview."""


def in_needs(case: Case, answer: dict[int, str]) -> str | None:
    """A tone, a question mark, a wish without content, or a number that was taken for the content."""
    number = numbers_by_slot(case.table("statements"))
    if len(set(answer.values())) < len(NEEDS):
        return "every-kind"
    if answer[number[ANGRY][0]] != "explicit":
        return "tone"
    if answer[number[QUESTION][0]] == "neither":
        return "form"
    return "precise" if any(answer[number[slot][0]] == "explicit" for slot in (EMPTY_WISH, NUMBER)) else None


def in_asked(case: Case, answer: dict[int, str]) -> str | None:
    """A polite end, a question word or length that was taken for the kind of question."""
    number = numbers_by_slot(case.table("questions"))
    if answer[number[POLITE][0]] == "closed":
        return "polite"
    if answer[number[QUESTION_WORD][0]] == "open":
        return "question-word"
    return "long" if answer[number[LONG_WINDED][0]] == "open" else None


def in_role(case: Case, answer: dict[int, str]) -> str | None:
    """A user taken for a customer, a colleague for a user."""
    number = numbers_by_slot(case.table("roles"))
    if any(answer[number[slot][0]] in ("customer", "both") for slot in PAID_BY_OTHERS):
        return "who-paid"
    return "where-works" if any(answer[number[slot][0]] != "inside" for slot in COLLEAGUES) else None


def in_way(case: Case, answer: dict[int, str]) -> str | None:
    """Reading a log taken for asking, what was told unasked for an answer."""
    number = numbers_by_slot(case.table("ways"))
    if answer[number[LOG_OR_SIGHT][0]] != "observe":
        return "eyes-or-ears"
    return "unasked" if answer[number[TOLD][0]] == "ask" else None


def in_step(case: Case, answer: dict[int, int]) -> str | None:
    """The place of a sentence taken for what it does; steps 3 and 4 mixed up."""
    turn = numbers_by_slot(case.table("interview"), "turn")
    if answer[turn[EARLY][0]] != answer[turn[PROPOSAL][0]]:
        return "place"
    mixed = any(answer[t] == 4 for t in turn[RAISE]) or any(answer[t] == 3 for t in turn[LEAD])
    return "felt-or-solved" if mixed else None


def in_too_early(case: Case, answer: int) -> str | None:
    """The proposal at its right time."""
    return "right-time" if answer == numbers_by_slot(case.table("interview"), "turn")[PROPOSAL][0] else None


def in_promise(case: Case, answer: dict[str, str]) -> str | None:
    """One promise for all segments."""
    return "one-for-all" if len(set(answer.values())) == 1 else None


def in_punished(case: Case, answer: dict[str, str]) -> str | None:
    """The most frequent failure taken for the severest; the severest for the most expensive."""
    orders = case.table("orders")
    bad = {"late": "yes", "damaged": "yes", "goods_ok": "no", "contact_ok": "no"}
    counts = [(orders[column] == word).sum() for column, word in bad.items()]
    if answer["one_case"] == FAILURES[counts.index(max(counts))]:
        return "often"
    return "same" if answer["one_case"] == answer["in_sum"] else None


def in_behind(case: Case, answer: dict[str, str]) -> str | None:
    """The stage that takes longest for everybody; the stage that the request speaks of."""
    if len(set(answer.values())) == 1:
        return "longest"
    requests = case.table("requests")
    literal = [
        LITERAL[slot] == answer[name]
        for name, slot in zip(requests["customer"], requests["slot"], strict=True)
    ]
    return "oars" if sum(literal) > 3 else None


def in_true_need(case: Case, answer: str) -> str | None:
    """The cause behind most outages, not behind most minutes."""
    return "counted" if answer == counted_cause(case.table("outages")) else None


QUESTIONS: dict[str, tuple[Part, ...]] = {
    "q1": (Part("need", choices(range(1, 11), NEEDS), judge=in_needs, points=2),),
    "q2": (Part("asked", choices(range(1, 11), KINDS), judge=in_asked, points=2),),
    "q3": (
        Part("role", choices(range(1, 9), ROLES), judge=in_role),
        Part("way", choices(range(1, 7), WAYS), judge=in_way),
    ),
    "q4": (
        Part("step", choices(range(1, 10), STEPS), judge=in_step, points=2),
        Part("too_early", OneOf(TURNS), judge=in_too_early),
    ),
    "q5": (
        Part(
            "merge",
            Frame(("key",), ("contact", "phone", "goods")),
            "crm visits test_customer ending",
            "merged",
            points=4,
        ),
    ),
    "q6": (
        Part(
            "interest",
            each(Number(close=1e-4, relative=0)),
            "web bots own",
            {"tracking": 0.6, "price": 0.4, "customs": 0.4},
            points=2,
        ),
        Part("prospects", Words(), "web customers", lambda case: case.hand("prospects")["key"].tolist()),
    ),
    "q7": (
        Part("weights", Frame(("segment",), ASPECTS, close=1e-4), "survey", "weighed", points=2),
        Part("promise_first", choices(SEGMENTS, ASPECTS), judge=in_promise),
    ),
    "q8": (
        Part(
            "severity",
            each(Number(), FAILURES),
            "orders",
            {"late": 2.0, "damaged": 2.5, "goods": 1.5, "contact": 0.5},
        ),
        Part(
            "lost",
            each(Number(), FAILURES),
            "orders",
            {"late": 2 * 3 / 9, "damaged": 2.5 * 2 / 9, "goods": 1.5 * 1 / 9, "contact": 0.5 * 2 / 9},
        ),
        Part(
            "punished",
            Named({"one_case": OneOf(FAILURES), "in_sum": OneOf(FAILURES), "unasked": OneOf(UNASKED)}),
            judge=in_punished,
        ),
    ),
    "q9": (
        Part("profile", Frame(("customer",), STAGES), "stages", "profiled", points=2),
        Part("behind", each(OneOf(STAGES)), judge=in_behind),
    ),
    "q10": (
        Part(
            "causes",
            each(share(), CAUSES),
            "outages",
            {"a": 180 / 400, "b": 140 / 400, "c": 215 / 400, "d": 140 / 400},
            points=1.5,
        ),
        Part("true_need", OneOf(CAUSES), judge=in_true_need, points=0.5),
    ),
}
