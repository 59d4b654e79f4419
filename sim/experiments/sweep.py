"""A whole space of policies: run each under the same luck, find the efficient ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from sim.base.errors import InputError
from sim.base.formatting import lever_value
from sim.base.i18n import _
from sim.base.parallel import run_jobs, worker_count
from sim.base.progress import Progress, progress_bar
from sim.base.validation import check_int
from sim.base.version import version
from sim.case.case import Case, make_case
from sim.experiments.designs import Point, Sampled, points_of
from sim.experiments.intervals import LEVEL, Interval, interval
from sim.experiments.precision import Precision
from sim.experiments.replications import MOST_REPLICATIONS, known_precision
from sim.experiments.results_folder import Store, about_of
from sim.experiments.simulate import MOST_SEED, MOST_WEEKS, as_case, known_market, run
from sim.measures.kpis import KPIS, kpi, run_kpis
from sim.policy.policy import Policy

if TYPE_CHECKING:
    from plotly.graph_objects import Figure


@dataclass(frozen=True, eq=False)
class Sweep:
    """Runs of many policies of one case, all under the same luck.

    table: one row a run: point, a column for each lever that varies, replication, and the columns of `Replications.table`;
    found: how many of the runs were in the store already.
    """

    case: Case
    points: Sequence[Point]
    seed: int
    weeks: int
    table: pd.DataFrame
    found: int = 0

    @property
    def levers(self) -> list[str]:
        """The levers that vary."""
        return list(dict.fromkeys(name for point in self.points for name in point))

    @cached_property
    def means(self) -> pd.DataFrame:
        """One row a point: its levers, and the mean of every kpi over the replications."""
        values = self.table.groupby("point")[list(KPIS)].mean()
        levers = self.table.drop_duplicates("point").set_index("point")[self.levers]
        return pd.concat([levers, values], axis=1)

    def interval(self, point: int, measure: str, level: float = LEVEL) -> Interval:
        """The mean of a measure at a point with its confidence interval. Raises InputError for an unknown one."""
        check_int("point", point, 0, len(self.points) - 1)
        return interval(self.table.loc[self.table["point"] == point, kpi(measure).id], level)

    def frontier(
        self, cost: str = "cost", service: str = "m08", *, more_is_better: bool = True
    ) -> pd.DataFrame:
        """The efficient points by their means, cheapest first: no other is at least as cheap and as good, and better in one.

        more_is_better: whether more of `service` is better. Points where one of the two has nothing to count are left out.
        """
        means = self.means.dropna(subset=[kpi(cost).id, kpi(service).id])
        gain = means[service] if more_is_better else -means[service]
        order = means.assign(gain=gain).sort_values([cost, "gain"], ascending=[True, False], kind="stable")
        best, kept = -float("inf"), []
        for point, value in order["gain"].items():
            if value > best:
                best = value
                kept.append(point)
        return self.means.loc[kept]

    def figure(self, cost: str = "cost", service: str = "m08", *, more_is_better: bool = True) -> Figure:
        """All points by cost and service; the efficient ones are joined."""
        from sim.plots.sweep import frontier_figure

        efficient = self.frontier(cost, service, more_is_better=more_is_better).index
        labels = [", ".join(f"{k} {lever_value(v)}" for k, v in point.items()) for point in self.points]
        return frontier_figure(self.means, list(efficient), labels, kpi(cost), kpi(service))


def sweep(
    case: Case | str | Path,
    design: Mapping[str, Sequence[Any]] | Sequence[Point] | Sampled,
    *,
    replications: int = 10,
    weeks: int = 52,
    seed: int = 0,
    market: Literal["open", "frozen"] = "open",
    workers: int | None = None,
    progress: Progress | bool | None = None,
    store: str | Path | None = None,
    until: Precision | None = None,
) -> Sweep:
    """Run every point of a design again and again, all points under the same luck.

    design: lever -> values (a grid of all combinations), a list of points (levers by name), or `sampled(...)`. store: a folder in
    which results are kept as they come; the same call goes on where it stopped. workers, progress: as in `replicate`; within
    `joblib.parallel_config` its backend takes over. until: each point as often as this precision takes, whatever `replications`
    says. The table depends on neither workers nor backend. Raises InputError for arguments out of
    range and for a store that holds something else.
    """
    case = as_case(case)
    points, policies = points_of(design, case)
    count = check_int("replications", replications, 1, MOST_REPLICATIONS)
    weeks = check_int("weeks", weeks, 1, MOST_WEEKS)
    seed = check_int("seed", seed, 0, MOST_SEED)
    known_market(market)
    about: dict[str, Any] = {
        "kind": "sweep",
        "case": case.model_dump(mode="json"),
        "points": points,
        "weeks": weeks,
        "seed": seed,
        "market": market,
        "version": version(),
    }
    if until is not None:
        about["until"] = asdict(known_precision(until))
    kept = Store(store, about) if store is not None else None
    found = kept.done() if kept else {}
    there = set(found)

    def run_all(numbers: Sequence[int], progress: Progress | bool | None) -> None:
        missing = [number for number in numbers if number not in found]
        job = _Job(case, tuple(policies), weeks, seed, market, tuple(missing))

        def keep_result(place: int, quantities: dict[str, float]) -> None:
            if kept:
                kept.keep(missing[place], quantities)

        found.update(zip(missing, run_jobs(job, len(missing), workers, progress, keep_result), strict=True))

    total = len(points) * (until.most if until else count)
    try:
        if until is None:
            run_all(range(total), progress)
            counts = [count] * len(points)
        else:
            counts = _until(until, found, len(points), worker_count(workers), run_all, progress)
    except KeyboardInterrupt as stop:
        if kept:
            stop.add_note(
                _(
                    "Stopped; {n:,} of {total:,} runs are kept in {folder}: the same again goes on there."
                ).format(n=kept.count(), total=total, folder=kept.folder)
            )
        raise
    table = _table(points, counts, found)
    used = {replication * len(points) + point for point, n in enumerate(counts) for replication in range(n)}
    return Sweep(case, points, seed, weeks, table, len(there & used))


def _until(
    until: Precision,
    found: Mapping[int, Mapping[str, float]],
    points: int,
    together: int,
    run_all: Callable[[Sequence[int], Progress | bool | None], None],
    progress: Progress | bool | None,
) -> list[int]:
    """Run every point until its mean is known well enough. Returns how many replications of each point are used.

    found grows as `run_all` runs. In a round every point that is not done gets as many replications as keep all processes at
    work; what that gives beyond the precision is not used, so the result does not depend on how many there are.
    """
    counts: list[int | None] = [None] * points
    done = [0] * points
    with progress_bar(progress) as report:
        while None in counts:
            still = [point for point in range(points) if counts[point] is None]
            more = -(-together // len(still))
            goal = {point: min(until.most, max(until.fewest, done[point] + more)) for point in still}
            run_all([r * points + point for point in still for r in range(done[point], goal[point])], None)
            shares = [1.0] * points
            for point in still:
                values = [found[r * points + point][until.measure] for r in range(goal[point])]
                counts[point] = until.enough(values, since=done[point])
                shares[point] = 1.0 if counts[point] else until.share(values)
                done[point] = goal[point]
            if report:
                report(sum(shares) / points)
    return [count for count in counts if count is not None]


@dataclass(frozen=True)
class _Job:
    """Runs that are missing, by place. Run number = replication x points + point: first every point once."""

    case: Case
    policies: tuple[Policy, ...]
    weeks: int
    seed: int
    market: Literal["open", "frozen"]
    missing: tuple[int, ...]

    def __call__(self, place: int) -> dict[str, float]:
        replication, point = divmod(self.missing[place], len(self.policies))
        done = run(
            self.case,
            self.policies[point],
            weeks=self.weeks,
            seed=self.seed,
            replication=replication,
            market=self.market,
        )
        # As they come out of a file: so that nobody can tell what was kept from what was just run.
        return {name: float(value) for name, value in run_kpis(done).items()}


def load_sweep(folder: str | Path) -> Sweep:
    """The sweep in a folder, as far as it has come: replications that all points have; with a precision, those of each point.

    Raises InputError if there is none.
    """
    about = about_of(folder)
    try:
        case, points = make_case(about["case"]), about["points"]
        weeks, seed = int(about["weeks"]), int(about["seed"])
        until = Precision(**about["until"]) if "until" in about else None
    except (KeyError, TypeError, ValueError):
        raise InputError(_("{file} is no experiment of Kefu.").format(file=folder)) from None
    found = Store(folder, about).done()
    if until is None:
        count = min(_in_a_row(found, point, len(points)) for point in range(len(points)))
        counts = [count] * len(points)
    else:
        counts = [_as_far(until, found, point, len(points)) for point in range(len(points))]
    if not min(counts):
        raise InputError(_("{folder} has no finished replication yet.").format(folder=folder))
    return Sweep(case, points, seed, weeks, _table(points, counts, found))


def _in_a_row(found: Mapping[int, Any], point: int, points: int) -> int:
    """How many replications of a point are there, the first ones without a gap."""
    count = 0
    while count * points + point in found:
        count += 1
    return count


def _as_far(until: Precision, found: Mapping[int, Mapping[str, float]], point: int, points: int) -> int:
    """How many replications of a point are used: as many as the precision takes, or as far as it has come."""
    count = _in_a_row(found, point, points)
    values = [found[replication * points + point][until.measure] for replication in range(count)]
    return until.enough(values) or count


def _table(
    points: Sequence[Point], counts: Sequence[int], found: Mapping[int, Mapping[str, float]]
) -> pd.DataFrame:
    """One row a run, by point and replication. counts: replications of each point."""
    names = list(dict.fromkeys(name for point in points for name in point))
    columns = {name: _cells([point.get(name) for point in points]) for name in names}
    rows = []
    for point, count in enumerate(counts):
        cells = {name: column[point] for name, column in columns.items()}
        for replication in range(count):
            quantities = found[replication * len(points) + point]
            rows.append({"point": point, **cells, "replication": replication, **quantities})
    return pd.DataFrame(rows)


def _cells(values: Sequence[Any]) -> list[Any]:
    """A lever's values as one column: numbers and words as they are; all as text if one is a group; None as in the case."""
    if all(value is None or isinstance(value, bool | int | float | str) for value in values):
        return list(values)
    return [None if value is None else lever_value(value) for value in values]
