"""What every part of the firm is built from."""

from __future__ import annotations

from dataclasses import dataclass

from simpy import Environment

from sim.case import Case
from sim.luck import Luck
from sim.model.log import Log
from sim.model.market import Drawn, Wants
from sim.policy import Policy
from sim.trial import Trial


@dataclass(frozen=True)
class Setting:
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

    @property
    def luck(self) -> Luck:
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
