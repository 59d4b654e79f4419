"""A history of decisions: the policies of a firm, each with its number of weeks. With case and seed it determines a run."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.base.units import WEEK
from sim.policy.policy import Policy


@dataclass(frozen=True)
class History:
    """Steps of (policy, weeks), the first from time 0 on. Equal policies in succession are one step."""

    steps: tuple[tuple[Policy, int], ...]

    @classmethod
    def of(cls, steps: Iterable[tuple[Policy, int]]) -> History:
        """The history of these steps."""
        joined: list[tuple[Policy, int]] = []
        for policy, weeks in steps:
            if joined and joined[-1][0] == policy:
                joined[-1] = policy, joined[-1][1] + weeks
            else:
                joined.append((policy, weeks))
        return cls(tuple(joined))

    def then(self, policy: Policy, weeks: int) -> History:
        """This history and another step."""
        return History.of([*self.steps, (policy, weeks)])

    @property
    def weeks(self) -> int:
        """Weeks of all steps."""
        return sum(weeks for _policy, weeks in self.steps)

    @property
    def first(self) -> Policy:
        """The policy of the first step."""
        return self.steps[0][0]

    @cached_property
    def _policies(self) -> tuple[Policy, ...]:
        return tuple(policy for policy, _weeks in self.steps)

    @cached_property
    def changes(self) -> tuple[int, ...]:
        """When another policy comes into force (s)."""
        return tuple(WEEK * week for week in accumulate(weeks for _policy, weeks in self.steps[:-1]))

    def at(self, time: int) -> Policy:
        """The policy in force at a time (s); before time 0 it is the first."""
        return self._policies[bisect_right(self.changes, time)]

    def values(self, times: NDArray[np.int64], value: Callable[[Policy], float]) -> NDArray[np.floating[Any]]:
        """A value of the policy in force at each of these times (s)."""
        by_policy = np.array([value(policy) for policy in self._policies])
        return np.asarray(by_policy[np.searchsorted(self.changes, times, side="right")])

    def by_policy(self, times: NDArray[np.int64]) -> Iterator[tuple[Policy, NDArray[np.int64]]]:
        """Each policy, with those of the given times (s) at which it is in force."""
        place = np.searchsorted(self.changes, times, side="right")
        for number, policy in enumerate(self._policies):
            yield policy, times[place == number]
