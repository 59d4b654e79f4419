"""The points of a talk, by aim. They judge what the player did, not how the talk turned out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from sim.base.display import text_lines
from sim.base.i18n import _
from sim.roleplay.scenario import Aim, Scenario
from sim.roleplay.state import State

COUNTED = "evidence"
"""The mark that brings points as often as it is set."""


@dataclass(frozen=True)
class Score:
    """Points by aim, and the most that there are."""

    points: Mapping[str, float]
    most: Mapping[str, int]
    titles: Mapping[str, str]

    @property
    def total(self) -> float:
        """All points together."""
        return sum(self.points.values())

    def __repr__(self) -> str:
        """One line an aim."""
        lines = [f"{self.titles[name]}: {value:g} / {self.most[name]}" for name, value in self.points.items()]
        return text_lines(
            [_("{points:g} of {most} points").format(points=self.total, most=sum(self.most.values())), *lines]
        )


def score(scenario: Scenario, state: State) -> Score:
    """The points of a talk as it stands."""
    aims = scenario.aims
    return Score(
        {name: points_of(aim, state) for name, aim in aims.items()},
        {name: aim.max for name, aim in aims.items()},
        {name: str(aim.title) for name, aim in aims.items()},
    )


def points_of(aim: Aim, state: State) -> float:
    """The points of one aim: from 0 to its maximum."""
    total = sum(
        full if name in state.knows else part
        for name, (full, part) in aim.facts.items()
        if name in state.heard
    )
    total += sum(_in_order(state.productive, pair) for pair in aim.order)
    earned = {
        name: _of_mark(name, points, state, each_time=aim.each_time) for name, points in aim.marks.items()
    }
    for group in aim.best_of:
        for weaker, _better in pairwise(sorted(group, key=lambda name: earned[name])):
            earned[weaker] = 0
    return float(min(max(total + sum(earned.values()), 0), aim.max))


def _in_order(productive: Mapping[int, int], pair: tuple[int, int]) -> bool:
    first, second = (productive.get(step) for step in pair)
    return first is not None and second is not None and first < second


def _of_mark(name: str, points: float, state: State, *, each_time: bool) -> float:
    """A loss counts each time, a gain once unless the aim says otherwise, facts laid beside a proposal one by one."""
    times = state.marks[name]
    return points * (times if each_time or points < 0 or name == COUNTED else min(times, 1))
