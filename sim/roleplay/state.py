"""How a talk stands: what has been told, done and marked so far."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

HIGHEST = 10
"""Of mood and trust; the lowest is 0."""


@dataclass
class State:
    """Everything that the next answer depends on.

    knows: facts told in full; heard: these and those told in part; done: how often each line and each act was said;
    productive: the first exchange of each step that brought something; left: exchanges that remain.
    """

    variant: str
    mood: int
    trust: int
    left: int
    knows: set[str] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)
    done: Counter[str] = field(default_factory=Counter)
    flags: set[str] = field(default_factory=set)
    marks: Counter[str] = field(default_factory=Counter)
    productive: dict[int, int] = field(default_factory=dict)
    closed_in_a_row: int = 0
    misses: int = 0
    exchanges: int = 0
    ended: bool = False

    def shift(self, mood: int = 0, trust: int = 0) -> None:
        """Change mood and trust within their bounds."""
        self.mood = min(max(self.mood + mood, 0), HIGHEST)
        self.trust = min(max(self.trust + trust, 0), HIGHEST)
