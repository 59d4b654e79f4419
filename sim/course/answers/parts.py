"""The parts of a question: the wanted answer, and how it is tried on tables that can be worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.course.answers.kinds import Kind

Case = Any
"""A MyCase, which this module may not import: an assignment is made of parts, and a case of an assignment."""
Inputs = tuple[Any, ...]


@dataclass(frozen=True)
class Hand:
    """A call that can be worked on paper: its inputs, and the right result.

    right: a text names a hand table; a function makes it of the case, where it holds words of the current language.
    """

    inputs: Callable[[Case], Inputs]
    right: Any


@dataclass(frozen=True)
class Part:
    """One function or value that the student's notebook must define.

    Parameters
    ----------
    name : str
        Its name in the notebook.
    kind : Kind
        The kind of answer.
    takes : str
        For a function: tables and facts in the sequence in which it takes them, such as "calls clerks"; "facts" is all of
        them. "" for a value.
    hand : Any
        For a function: the right result on the hand tables, worked by hand; see `Hand.right`.
    points : float
        Points.
    also : tuple of Hand
        Further calls worked by hand, such as one on an empty table.
    calls : callable, optional
        The calls that are marked, as inputs, for a case; left out: one call with what it takes.
    judge : callable, optional
        For a value: (case, answer) -> id of the hint for a wrong answer, or None. It must not know the right answer.
    shows : str
        Columns of the hand table that the notebook shows, if not all.
    facts : str
        Of a function that takes all facts: those that it needs, which are shown with the hand table.
    hidden : bool
        Whether a value is judged on the hidden year as well, such as a policy. Functions always are.
    seconds : float
        Time limit of one call when it is marked.
    """

    name: str
    kind: Kind
    takes: str = ""
    hand: Any = None
    points: float = 1
    also: tuple[Hand, ...] = ()
    calls: Callable[[Case], list[Inputs]] | None = None
    judge: Callable[[Case, Any], str | None] | None = None
    shows: str = ""
    facts: str = ""
    hidden: bool = False
    seconds: float = 20.0

    @property
    def is_function(self) -> bool:
        """Whether the student writes a function."""
        return bool(self.takes)

    def inputs(self, case: Case) -> list[Inputs]:
        """The calls that are marked, on the year of a case."""
        if self.calls is not None:
            return self.calls(case)
        return [tuple(case.given(name) for name in self.takes.split())]

    def hands(self, case: Case) -> list[tuple[Inputs, Any]]:
        """The calls worked by hand, each with its right result."""
        calls = [] if self.hand is None else [Hand(self.hand_inputs, self.hand)]
        return [(hand.inputs(case), self._right(case, hand.right)) for hand in (*calls, *self.also)]

    def hand_inputs(self, case: Case) -> Inputs:
        """The inputs of the first call worked by hand: hand tables, and the facts that belong to them."""
        return tuple(case.hand_given(name) for name in self.takes.split())

    def _right(self, case: Case, right: Any) -> Any:
        if callable(right):
            return right(case)
        return case.hand(right) if isinstance(right, str) else right
