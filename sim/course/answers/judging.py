"""The share of a part's points that an answer earns: the lowest share over all calls and years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sim.course.answers import asking
from sim.course.answers.asking import Answers, Outcome
from sim.course.answers.parts import Inputs, Part


@dataclass(frozen=True)
class Wanted:
    """One thing to ask for. year: "hand", "own" or "hidden"; inputs: of a function, None for a value; right: the right answer."""

    year: str
    inputs: Inputs | None
    right: Any


@dataclass(frozen=True)
class Judged:
    """The lowest share, with its year and the outcome there."""

    share: float
    year: str
    outcome: Outcome


def judge(part: Part, answers: Answers, wanted: Iterable[Wanted]) -> Judged:
    """Ask for all wanted answers, and stop at the first one that earns nothing."""
    least: Judged | None = None
    for one in wanted:
        if one.inputs is None:
            outcome = answers.value(part.name, part.seconds)
        else:
            outcome = answers.call(part.name, one.inputs, part.seconds)
        share = part.kind.share(outcome.answer, one.right) if outcome.state == asking.ANSWERED else 0.0
        if least is None or share < least.share:
            least = Judged(share, one.year, outcome)
        if share == 0:
            break
    if least is None:
        raise ValueError(f"nothing is asked of {part.name}")
    return least
