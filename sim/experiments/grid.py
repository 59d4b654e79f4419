"""Replications of one policy, or of every point of a design: a fixed number, or as many as a precision takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from sim.base.parallel import worker_count
from sim.base.progress import Progress, progress_bar
from sim.experiments.batch import Batch, Job
from sim.experiments.precision import Precision
from sim.policy.policy import Policy

Kpis = dict[str, float]


@dataclass
class Results:
    """The KPIs of runs by number. Number of a run = replication x points + point: first every point once."""

    points: int
    kpis: dict[int, Kpis] = field(default_factory=dict)

    def number(self, point: int, replication: int) -> int:
        """The number of a run."""
        return replication * self.points + point

    def of(self, point: int, replication: int) -> Kpis:
        """The KPIs of a run that is there."""
        return self.kpis[self.number(point, replication)]

    def values(self, point: int, measure: str, count: int) -> list[float]:
        """A measure in the first replications of a point."""
        return [self.of(point, replication)[measure] for replication in range(count)]

    def complete(self, point: int) -> int:
        """The number of replications of a point that are there, from the first one on without a gap."""
        count = 0
        while self.number(point, count) in self.kpis:
            count += 1
        return count


@dataclass
class Grid:
    """Runs the replications that are missing in `results`. keep: called with the number and KPIs of each new run."""

    batch: Batch[Kpis]
    policies: Sequence[Policy]
    results: Results
    workers: int | None = None
    keep: Callable[[int, Kpis], None] | None = None

    def run(self, count: int, progress: Progress | bool | None) -> list[int]:
        """Run `count` replications of every point. Returns how many of each point are used."""
        self._run(range(count * self.results.points), progress)
        return [count] * self.results.points

    def run_until(self, until: Precision, progress: Progress | bool | None) -> list[int]:
        """Run every point until its mean is known well enough. Returns how many replications of each are used.

        In a round every point that is not done gets as many replications as keep all processes busy. Replications
        beyond the precision are not used, so the result does not depend on the number of processes.
        """
        points = self.results.points
        together = worker_count(self.workers)
        counts: list[int | None] = [None] * points
        done, shares = [0] * points, [0.0] * points
        with progress_bar(progress) as report:
            while None in counts:
                open_points = [point for point in range(points) if counts[point] is None]
                more = -(-together // len(open_points))
                goals = {p: min(until.most, max(until.fewest, done[p] + more)) for p in open_points}
                self._run(
                    [self.results.number(p, r) for p, goal in goals.items() for r in range(done[p], goal)],
                    None,
                )
                for point, goal in goals.items():
                    values = self.results.values(point, until.measure, goal)
                    counts[point] = until.enough(values, since=done[point])
                    shares[point] = 1.0 if counts[point] else until.share(values)
                    done[point] = goal
                if report:
                    report(sum(shares) / points)
        return [count for count in counts if count is not None]

    def _run(self, numbers: Iterable[int], progress: Progress | bool | None) -> None:
        points, kpis = self.results.points, self.results.kpis
        missing = [number for number in numbers if number not in kpis]
        jobs = [Job(number // points, [self.policies[number % points]]) for number in missing]

        def add(place: int, found: list[Kpis]) -> None:
            number = missing[place]
            (kpis[number],) = found
            if self.keep:
                self.keep(number, kpis[number])

        self.batch.run(jobs, self.workers, progress, add)
