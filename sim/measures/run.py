"""What a run gives back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sim.case.case import Case
from sim.measures.money import counts, money
from sim.measures.service import service_measures
from sim.policy.policy import Policy
from sim.policy.trial import Trial
from sim.records.schema import Records


@dataclass(frozen=True, eq=False)
class Run:
    """What happened in one run: case, policy, luck, and the records; everything else follows from the records."""

    case: Case
    policy: Policy
    seed: int
    replication: int
    weeks: int
    records: Records
    market: str = "open"
    trial: Trial | None = None

    def __repr__(self) -> str:
        """Short: a run holds a hundred thousand rows."""
        return f"Run({self.case.name}, {self.weeks} weeks, seed {self.seed}, replication {self.replication})"

    @cached_property
    def measures(self) -> dict[str, Any]:
        """The twelve service measures and the perfect order rate, see `service_measures`."""
        return service_measures(self.records, self.policy)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Needs of the observed weeks by how they ended."""
        return counts(self.records)

    @cached_property
    def money(self) -> dict[str, Any]:
        """Income, cost and profit of the observed weeks, fen."""
        return money(self.records)
