"""Similar talks: the same lines in the same order, or the same typed words. Evidence to look at, never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path

from sim.course.course_folder import SUBMITTED
from sim.course.owner import course_of
from sim.marking.batch.taken import take
from sim.marking.talks.replaying import talk_of
from sim.roleplay.acts import normalised
from sim.roleplay.talk import Talk

ENOUGH_LINES = 0.9
"""Share of the lines that stand in the same order."""
ENOUGH_TYPED = 3
SHORTEST = 6
"""Letters of a typed line that says anything."""
FEWEST = 8
"""Lines of a talk that is compared."""


@dataclass(frozen=True)
class TalkPair:
    """Two talks of one variant. share: of the lines that stand in the same order; typed: lines typed letter by letter alike."""

    first: str
    second: str
    share: float
    typed: int


def talks_of(root: Path, assignment: str) -> dict[str, Talk]:
    """Student -> talk, of those that can be played again."""
    found = {}
    for folder in sorted((root / SUBMITTED).glob(f"*/{assignment}")):
        student = folder.parent.name
        talk = talk_of(assignment, course_of(root), student, take(folder).content)
        if talk is not None:
            found[student] = talk
    return found


def alike(talks: Mapping[str, Talk]) -> list[TalkPair]:
    """The pairs worth a look, the most alike first."""
    long = {student: talk for student, talk in talks.items() if len(talk.exchanges) >= FEWEST}
    found = (_compared(first, second, long) for first, second in combinations(long, 2))
    return sorted((pair for pair in found if pair), key=lambda pair: (-pair.typed, -pair.share))


def _compared(first: str, second: str, talks: Mapping[str, Talk]) -> TalkPair | None:
    one, other = talks[first], talks[second]
    typed = len(_typed(one) & _typed(other))
    share = 0.0
    if one.draw.variant == other.draw.variant:
        matcher = SequenceMatcher(None, _moves(one), _moves(other), autojunk=False)
        share = matcher.ratio() if matcher.quick_ratio() >= ENOUGH_LINES else 0.0
    return TalkPair(first, second, share, typed) if share >= ENOUGH_LINES or typed >= ENOUGH_TYPED else None


def _moves(talk: Talk) -> list[str]:
    return [exchange.move.id for exchange in talk.exchanges]


def _typed(talk: Talk) -> set[str]:
    """The typed lines of a talk, without those that stand in the scenario."""
    own = {
        normalised(exchange.typed)
        for exchange in talk.exchanges
        if exchange.typed and normalised(exchange.typed) != normalised(talk.said(exchange))
    }
    return {line for line in own if len(line) >= SHORTEST}
