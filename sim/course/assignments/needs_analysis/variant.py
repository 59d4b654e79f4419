"""The data that differ between students: the cause of the power failures, needs of segments, expensive failures, requests."""

from __future__ import annotations

from dataclasses import dataclass

from sim.case.case import Case
from sim.case.load import load_case
from sim.course.data.dirt import TEST_CUSTOMERS
from sim.course.data.picks import Picks

CAUSES = ("a", "b", "c", "d")
"""Nobody licensed comes at once; nobody is there at night; the line is overloaded; one machine is old."""
SEGMENTS = ("maker", "shop", "web")
ASPECTS = ("speed", "reliability", "price", "care")
STAGES = ("desk", "stock", "warehouse", "gate", "road", "invoice")
SENTENCES_OF_STEPS = (
    (2, 2, 1, 1),
    (1, 2, 2, 1),
    (2, 1, 1, 2),
    (1, 3, 1, 1),
    (1, 2, 1, 2),
    (2, 1, 2, 1),
    (3, 1, 1, 1),
)
"""How many sentences of an interview belong to steps 1, 2, 3 and 4."""
EARLY_TURNS = (2, 3, 4)
HOURS_LESS = {"contact": 8, "late": 24, "goods": 8}
"""The failure that costs most in sum -> hours by which promises are shorter than Corner's."""
FAILURES = (
    ("contact", {"warehouse.damage": 0.07, "warehouse.pick_error": 0.012}),
    ("contact", {"warehouse.damage": 0.03, "warehouse.pick_error": 0.03}),
    ("late", {"warehouse.damage": 0.07, "warehouse.pick_error": 0.012}),
    ("late", {"warehouse.damage": 0.03, "warehouse.pick_error": 0.03}),
    ("goods", {"warehouse.damage": 0.03, "warehouse.pick_error": 0.09}),
)
"""The failure that costs most in sum, and changes of the case that make either damage or wrong goods matter more."""


@dataclass(frozen=True)
class Variant:
    """One student's Shunda.

    cause: the true need behind the electrician; decoy: the cause that is behind most outages, but short ones; machine: the
    one that fails most; bases: segment -> what it wants, shares by aspect; problems: the stage at which each of six
    customers loses time; failures: index into FAILURES; steps, early: of the interview.
    """

    cause: str
    decoy: str
    machine: int
    bases: tuple[tuple[float, ...], ...]
    problems: tuple[str, ...]
    failures: int
    steps: tuple[int, ...]
    early: int
    test_customer: str


def draw_variant(seed: int) -> Variant:
    """The variant of a seed."""
    picks = Picks(seed)
    firsts = picks.shuffled("wants", range(len(ASPECTS)))
    cause = picks.one("cause", CAUSES)
    return Variant(
        cause=cause,
        decoy=picks.one("decoy", [one for one in CAUSES[1:] if one != cause]),
        machine=picks.one("machine", range(4)),
        bases=tuple(_base(firsts[n], firsts[(n + 1) % 4]) for n in range(len(SEGMENTS))),
        problems=tuple(picks.shuffled("problems", STAGES)),
        failures=picks.one("failures", range(len(FAILURES))),
        steps=picks.one("steps", SENTENCES_OF_STEPS),
        early=picks.one("early", EARLY_TURNS),
        test_customer=picks.one("test", TEST_CUSTOMERS),
    )


def _base(first: int, second: int) -> tuple[float, ...]:
    weights = [0.13] * len(ASPECTS)
    weights[first], weights[second] = 0.49, 0.25
    return tuple(weights)


def build_case(variant: Variant) -> Case:
    """The firm whose customers question 8 is about: Corner Logistics with failures enough to be measured."""
    expensive, changes = FAILURES[variant.failures]
    case = load_case("corner")
    hours = case.policy.promise.hours
    promised = {klass: getattr(hours, klass) - HOURS_LESS[expensive] for klass in ("A", "B", "C")}
    policy = case.policy.replace(**{"promise.hours": promised})
    return case.replace(**changes, policy=policy.model_dump(mode="json"))
