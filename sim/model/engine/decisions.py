"""Decisions: the policies of a run, each in force from a time on until the next one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

import numpy as np

from sim.base.streams import Ints
from sim.policy.policy import Policy


class Decisions:
    """Policies in order of time; the first is in force from the beginning."""

    def __init__(self, policy: Policy) -> None:
        self._since: list[int] = []
        self._policies = [policy]

    @property
    def latest(self) -> Policy:
        """The policy that was decided on last."""
        return self._policies[-1]

    def decide(self, policy: Policy, now: int) -> None:
        """From now on this policy is in force."""
        self._since.append(now)
        self._policies.append(policy)

    def at(self, time: int) -> Policy:
        """The policy in force at a time (s)."""
        return self._policies[bisect_right(self._since, time)]

    def values(self, times: Ints, value: Callable[[Policy], float]) -> np.ndarray:
        """A value of the policy in force at each of these times (s)."""
        by_policy = np.array([value(policy) for policy in self._policies])
        return by_policy[np.searchsorted(self._since, times, side="right")]

    def by_week(self, weeks: Ints) -> Iterator[tuple[Policy, Ints]]:
        """Each policy with those of the weeks (their last seconds) in which it is in force."""
        place = np.searchsorted(self._since, weeks, side="right")
        for number, policy in enumerate(self._policies):
            yield policy, weeks[place == number]
