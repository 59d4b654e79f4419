"""The parts of a question: what is asked for, how an answer is checked, and which typical mistakes are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.course.answers.kinds import Kind

Case = Any
"""A MyCase, which this module may not import: an assignment is made of parts, and a case of an assignment."""


@dataclass(frozen=True)
class Hint:
    """The texts shown for one typical mistake: first a question to think about, then, after a changed answer, more."""

    id: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class KnownMistake:
    """The result of a typical wrong answer on a hand table, and the hint for it."""

    result: Any
    hint: Hint


def _no_mistake(case: Case, answer: Any) -> Hint | None:
    """Finds no mistake: the default of `find_mistake`."""
    return None


@dataclass(frozen=True)
class HandCheck:
    """A function tried on a hand table. The right result may be public: students can work it out on paper.

    find_mistake: returns the hint for an answer that is not a single number, so that no list of results can cover it.
    """

    inputs: Callable[[Case], tuple[Any, ...]]
    right: Callable[[Case], Any]
    mistakes: tuple[KnownMistake, ...] = ()
    find_mistake: Callable[[Case, Any], Hint | None] = _no_mistake


@dataclass(frozen=True)
class Part:
    """One function or value that the student's notebook must define.

    points: out of those of its question; inputs: the calls that are marked (None: it is a value, not a function);
    find_mistake: for values, returns the hint for a wrong answer.
    """

    question: str
    name: str
    points: float
    kind: Kind
    inputs: Callable[[Case], list[tuple[Any, ...]]] | None = None
    hand_checks: tuple[HandCheck, ...] = ()
    find_mistake: Callable[[Case, Any], Hint | None] = _no_mistake

    @property
    def is_function(self) -> bool:
        """Whether the student writes a function."""
        return self.inputs is not None
