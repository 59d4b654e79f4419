"""What every part of the firm is built from."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from simpy import Environment

from sim.base.streams import RandomStreams
from sim.case.case import Case
from sim.model.demand.demand import Drawn, Wants
from sim.model.engine.columns import view
from sim.model.engine.log import Log
from sim.policy.policy import Policy
from sim.policy.trial import Trial


@dataclass(frozen=True)
class RunContext:
    """One run: its clock, the case under a policy, what was drawn beforehand, and where facts go.

    end: last second of the run; trial: which customers are treated otherwise, if any.
    """

    env: Environment
    case: Case
    policy: Policy
    drawn: Drawn
    log: Log
    end: int
    trial: Trial | None = None

    def once(self, name: Hashable, make: Callable[[], Any]) -> Any:
        """What case, luck, and the levers in the name settle: made by the first firm of a market that asks, shared by all."""
        return self.drawn.once(name, make)

    def listed(self, column: str) -> list[Any]:
        """A column of what is wanted, as a list: for what is asked more than once of every order."""
        return self.drawn.listed(column)

    def viewed(self, column: str) -> Any:
        """A column of what is wanted as it was drawn: for what is asked once, or of few orders."""
        return view(getattr(self.wants, column))

    @property
    def most_errors(self) -> float:
        """Errors are never more times the usual than this."""
        staff = self.case.staff
        return staff.most_errors if staff is not None else 1.0

    @property
    def luck(self) -> RandomStreams:
        """The luck of the run."""
        return self.drawn.luck

    @property
    def wants(self) -> Wants:
        """What is wanted with each need."""
        return self.drawn.wants

    @property
    def customers(self) -> int:
        """How many there are."""
        return len(self.drawn.customers.klass)
