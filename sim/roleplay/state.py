"""The state of a talk: facts told, lines said and marks given so far."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

HIGHEST = 10
"""Of mood and trust; the lowest is 0."""


@dataclass(frozen=True)
class Caller:
    """The caller on the line, the true cause of the call, and the record that shows it."""

    name: str
    cause: str
    record: str


@dataclass
class State:
    """Everything that the next answer depends on.

    knows: facts told in full; heard: these and those told in part; done: how often each line and each act was said;
    productive: the first exchange of each step that brought something; left: exchanges that remain.

    At a desk, mood, done and flags are those of the call; minute: of the clock; waiting: since when, by caller; promises: until
    when to ring back; came: everybody who has rung; content: who rang off so; by_caller: marks.
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
    minute: int = 0
    caller: Caller | None = None
    waiting: dict[str, int] = field(default_factory=dict)
    promises: dict[str, int] = field(default_factory=dict)
    came: set[str] = field(default_factory=set)
    content: set[str] = field(default_factory=set)
    by_caller: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def shift(self, mood: int = 0, trust: int = 0) -> None:
        """Change mood and trust within their bounds."""
        self.mood = min(max(self.mood + mood, 0), HIGHEST)
        self.trust = min(max(self.trust + trust, 0), HIGHEST)

    def mark(self, name: str, caller: str | None = None) -> None:
        """Count a mark, at a desk also for a caller."""
        self.marks[name] += 1
        if caller is not None:
            self.by_caller[caller][name] += 1
