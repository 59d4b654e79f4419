"""Parts of a question: what is asked for, on what it is tried, and which typical wrong answers are known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.course.answers.kinds import Kind

Case = Any
"""A MyCase; this module is below it."""


@dataclass(frozen=True)
class Hint:
    """What is said about a typical wrong answer: first the thought to think, then, after a changed answer, more."""

    id: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class KnownMistake:
    """What a typical wrong answer gives on the hand table, and the hint for it."""

    gives: Any
    hint: Hint


@dataclass(frozen=True)
class HandCheck:
    """A function tried on a hand table. inputs: from the case; right: may be known, it can be worked on paper.

    table: what to show for it; judge: for answers that are no single number, finds the hint.
    """

    table: str
    inputs: Callable[[Case], tuple[Any, ...]]
    right: Callable[[Case], Any]
    slips: tuple[KnownMistake, ...] = ()
    judge: Callable[[Case, Any], Hint | None] = lambda case, answer: None


@dataclass(frozen=True)
class Part:
    """One name that the student's notebook must define.

    points: within its question; inputs: the calls that are graded, from a case (None: it is a value, not a function);
    trials: hand tables; judge: for values, finds the hint from case and answer.
    """

    question: str
    name: str
    points: float
    kind: Kind
    inputs: Callable[[Case], list[tuple[Any, ...]]] | None = None
    trials: tuple[HandCheck, ...] = ()
    judge: Callable[[Case, Any], Hint | None] = lambda case, answer: None

    @property
    def is_function(self) -> bool:
        """Whether the student writes a function."""
        return self.inputs is not None

    @property
    def hints(self) -> Mapping[str, Hint]:
        """Hints of the slips, by id."""
        return {slip.hint.id: slip.hint for trial in self.trials for slip in trial.slips}
