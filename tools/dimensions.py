"""The levers as dimensions along which a program can move a policy.

A lever with a value for each class is one dimension for all classes together and one for each class. Staff on duty counts as
one number for the opening hours, or, where today's policy states it by the hour, as hours of work a day, which go to the
busiest hours first. A move never leaves the bounds of its lever and never changes anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.case.service_path import BUSY
from sim.policy.classes import CLASSES
from sim.policy.levers.registry import levers
from sim.policy.policy import Policy

FIGURES = 3
"""Significant figures of a value that a program chooses: more would only be noise in a report."""
NEAR = 1 / 1024
"""Share of the range below which a value that shrinks towards the lower bound is set to it."""
FROM_NOTHING = 1 / 64
"""Share of the range that a lever at its lower bound rises by in a step of size 1."""
DAY_SHIFT = 12
"""Hours of a day among which hours of work are shared out."""
WORDS: dict[str, Any] = {"true": True, "false": False}


@dataclass(frozen=True)
class Dimension:
    """A lever, or the part of one for some classes. choices: the values of one that is no number, else None."""

    lever: str
    classes: tuple[str, ...]
    low: float
    high: float
    whole: bool
    choices: tuple[Any, ...] | None

    @property
    def name(self) -> str:
        """The dotted name; that of the lever stands for all classes together."""
        return f"{self.lever}.{self.classes[0]}" if len(self.classes) == 1 else self.lever

    def towards(self, policy: Policy, share: float) -> Policy:
        """Go this share of the way to the upper bound, or, below 0, to the lower one."""
        bound = self.high if share > 0 else self.low
        return self._moved(policy, lambda value: value + abs(share) * (bound - value))

    def times(self, policy: Policy, factor: float) -> Policy:
        """Multiply the value."""
        return self._moved(policy, lambda value: value * factor)

    def step(self, policy: Policy, size: float) -> Policy:
        """Go up (size above 0) or down so that a step down undoes a step up: size 1 doubles the distance from the lower bound."""
        return self._moved(policy, lambda value: self._stepped(value, size))

    def repeated(self, before: Policy, after: Policy) -> Policy:
        """`after` with the change that led there from `before` made once more."""
        old = dict(zip(self.classes or ("",), self.values(before), strict=True))
        new = dict(zip(self.classes or ("",), self.values(after), strict=True))
        return self._set(after, [2 * new[key] - old[key] for key in new])

    def choose(self, policy: Policy, choice: Any) -> Policy:
        """Set one of the choices."""
        return policy.replace(**{self.lever: choice})

    def values(self, policy: Policy) -> list[float]:
        """The numbers in a policy: one, or one a class."""
        value = policy[self.lever]
        if isinstance(value, dict):
            return [value[klass] for klass in self.classes]
        return [sum(value) if isinstance(value, list) else value]

    def at_bound(self, policy: Policy) -> bool:
        """Whether a number stands at one of its bounds."""
        return self.choices is None and any(value in (self.low, self.high) for value in self.values(policy))

    def _stepped(self, value: float, size: float) -> float:
        above, width = value - self.low, self.high - self.low
        if size > 0:
            return value + max(above * size, width * FROM_NOTHING * size)
        smaller = above / (1 - size)
        return self.low + (smaller if smaller > NEAR * width else 0)

    def _moved(self, policy: Policy, change: Callable[[float], float]) -> Policy:
        return self._set(policy, [self._different(value, change(value)) for value in self.values(policy)])

    def _different(self, old: float, new: float) -> float:
        """A whole number changes by one at least."""
        if self.whole and new != old and round(new) == old:
            return old + (1 if new > old else -1)
        return new

    def _set(self, policy: Policy, values: list[float]) -> Policy:
        allowed = [self._allowed(value) for value in values]
        if allowed == self.values(policy):
            return policy
        if isinstance(policy[self.lever], list):
            return policy.replace(**{self.lever: _by_hour(round(allowed[0]))})
        names = [f"{self.lever}.{klass}" for klass in self.classes] or [self.lever]
        return policy.replace(**dict(zip(names, allowed, strict=True)))

    def _allowed(self, value: float) -> float:
        rounded = round(value) if self.whole else float(f"{value:.{FIGURES}g}")
        return min(max(rounded, self.low), self.high)


def _by_hour(hours: int) -> list[int]:
    """People on duty by hour of the day, for so many hours of work a day."""
    staff = [0] * 24
    for number in range(hours):
        staff[BUSY[number % DAY_SHIFT]] += 1
    return staff


def dimensions(policy: Policy) -> list[Dimension]:
    """All dimensions, those of single classes last. policy: any, for the kind of each value."""
    whole_levers, single_classes = [], []
    for name, lever in levers().items():
        value = policy[name]
        classes = tuple(CLASSES) if isinstance(value, dict) else ()
        choices = lever.choices and tuple(WORDS.get(choice, choice) for choice in lever.choices)
        low, high = lever.low or 0, (lever.high or 0) * (DAY_SHIFT if isinstance(value, list) else 1)
        whole_levers.append(Dimension(name, classes, low, high, lever.whole, choices))
        single_classes += [Dimension(name, (klass,), low, high, lever.whole, None) for klass in classes]
    return whole_levers + single_classes
