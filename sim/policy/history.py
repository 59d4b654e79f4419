"""A history of decisions: which policy a firm had, for how many weeks. With case and seed it determines a run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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

    @property
    def latest(self) -> Policy:
        """The policy of the last step."""
        return self.steps[-1][0]

    def policy_in(self, week: int) -> Policy:
        """The policy in force in a week, counted from 0."""
        ends = 0
        for policy, weeks in self.steps:
            ends += weeks
            if week < ends:
                return policy
        return self.latest

    @property
    def changes(self) -> dict[int, Policy]:
        """The policies after the first, by the time from which they are in force (s)."""
        found, week = {}, 0
        for (_before, weeks), (policy, _weeks) in zip(self.steps, self.steps[1:], strict=False):
            week += weeks
            found[week * WEEK] = policy
        return found
