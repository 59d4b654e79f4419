"""One batch of runs under common random numbers: the building block of every experiment with many runs.

In one replication all policies meet the same customers, needs and accidents, so chance blurs the difference between them
less than in independent runs (common random numbers; Law 2015, Simulation Modeling and Analysis, 11.2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from sim.base.parallel import run_jobs
from sim.base.progress import Progress
from sim.case.case import Case
from sim.experiments.arguments import MarketKind
from sim.experiments.simulate import run
from sim.measures.run import Run
from sim.policy.policy import Policy
from sim.roleplay.hooks import TalkEffects

Result = TypeVar("Result")


class Job(NamedTuple):
    """The runs that one process makes in turn; they share the warm state of their replication."""

    replication: int
    policies: Sequence[Policy]


@dataclass(frozen=True)
class Batch(Generic[Result]):
    """Everything that the runs of a batch have in common.

    observe: takes a run and returns what to keep of it. Keep numbers: the records of many runs do not fit into memory.
    """

    case: Case
    weeks: int
    seed: int
    market: MarketKind
    observe: Callable[[Run], Result]
    talks: Mapping[int, tuple[TalkEffects, ...]] = field(default_factory=dict)
    """Talks that were held, by the position of the policy in its job."""

    def run(
        self,
        jobs: Sequence[Job],
        workers: int | None = None,
        progress: Progress | bool | None = None,
        on_result: Callable[[int, list[Result]], None] | None = None,
    ) -> list[list[Result]]:
        """Return, for each job, what `observe` returns for its policies. The other arguments are those of `run_jobs`."""
        return run_jobs(self._do, jobs, workers, progress, on_result)

    def replications(
        self,
        policies: Sequence[Policy],
        count: int,
        workers: int | None = None,
        progress: Progress | bool | None = None,
        first: int = 0,
    ) -> list[list[Result]]:
        """As `run`, with all policies in each of `count` replications; first: the number of the first replication."""
        jobs = [Job(replication, policies) for replication in range(first, first + count)]
        return self.run(jobs, workers, progress)

    def _do(self, job: Job) -> list[Result]:
        return [
            self.observe(
                run(
                    self.case,
                    policy,
                    weeks=self.weeks,
                    seed=self.seed,
                    replication=job.replication,
                    market=self.market,
                    talks=self.talks.get(place, ()),
                )
            )
            for place, policy in enumerate(job.policies)
        ]
