"""A whole space of policies: run each under the same luck, find the efficient ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.formatting import lever_value
from sim.base.i18n import _
from sim.base.progress import Progress
from sim.base.validation import check_int
from sim.base.version import version
from sim.case.case import Case, make_case
from sim.experiments.arguments import (
    MarketKind,
    as_case,
    check_market,
    check_precision,
    check_replications,
    check_seed,
    check_weeks,
)
from sim.experiments.batch import Batch
from sim.experiments.designs import Point, Sampled, points_of
from sim.experiments.grid import Grid, Results
from sim.experiments.intervals import LEVEL, Interval, interval
from sim.experiments.precision import Precision
from sim.experiments.results_folder import ResultsFolder, read_about
from sim.measures.kpis import KPIS, kpi, run_kpis
from sim.measures.run import Run

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
    market: MarketKind = "open",
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
    count, weeks, seed = check_replications(replications), check_weeks(weeks), check_seed(seed)
    market = check_market(market)
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
        about["until"] = asdict(check_precision(until))
    folder = None if store is None else ResultsFolder(store, about)
    results = Results(len(points), {} if folder is None else folder.read())
    there = set(results.kpis)
    batch = Batch(case, weeks, seed, market, _kpis_as_kept)
    grid = Grid(batch, policies, results, workers, None if folder is None else folder.keep)
    try:
        counts = grid.run(count, progress) if until is None else grid.run_until(until, progress)
    except KeyboardInterrupt as stop:
        if folder is not None:
            total = len(points) * (count if until is None else until.most)
            stop.add_note(
                _(
                    "Stopped; {n:,} of {total:,} runs are kept in {folder}: the same again goes on there."
                ).format(n=folder.count(), total=total, folder=folder.path)
            )
        raise
    used = {results.number(point, r) for point, runs in enumerate(counts) for r in range(runs)}
    return Sweep(case, points, seed, weeks, _table(points, counts, results), len(there & used))


def _kpis_as_kept(run: Run) -> dict[str, float]:
    """The KPIs of a run as they come out of a file: it makes no difference whether a run was kept or has just been run."""
    return {name: float(value) for name, value in run_kpis(run).items()}


def load_sweep(folder: str | Path) -> Sweep:
    """The sweep in a folder, as far as it has come: replications that all points have; with a precision, those of each point.

    Raises InputError if there is none.
    """
    about = read_about(folder)
    try:
        case, points = make_case(about["case"]), about["points"]
        weeks, seed = int(about["weeks"]), int(about["seed"])
        until = Precision(**about["until"]) if "until" in about else None
    except (KeyError, TypeError, ValueError):
        raise InputError(_("{file} is no experiment of Kefu.").format(file=folder)) from None
    results = Results(len(points), ResultsFolder(folder, about).read())
    counts = [_replications_of(point, results, until) for point in range(len(points))]
    if until is None:
        counts = [min(counts)] * len(points)
    if not min(counts):
        raise InputError(_("{folder} has no finished replication yet.").format(folder=folder))
    return Sweep(case, points, seed, weeks, _table(points, counts, results))


def _replications_of(point: int, results: Results, until: Precision | None) -> int:
    """How many replications of a point are used: as many as the precision takes, or as far as they have come."""
    count = results.complete(point)
    enough = None if until is None else until.enough(results.values(point, until.measure, count))
    return enough or count


def _table(points: Sequence[Point], counts: Sequence[int], results: Results) -> pd.DataFrame:
    """One row a run, by point and replication. counts: replications of each point."""
    names = list(dict.fromkeys(name for point in points for name in point))
    columns = {name: _cells([point.get(name) for point in points]) for name in names}
    rows = []
    for point, count in enumerate(counts):
        cells = {name: column[point] for name, column in columns.items()}
        for replication in range(count):
            kpis = results.of(point, replication)
            rows.append({"point": point, **cells, "replication": replication, **kpis})
    return pd.DataFrame(rows)


def _cells(values: Sequence[Any]) -> list[Any]:
    """A lever's values as one column: numbers and words as they are; all as text if one is a group; None as in the case."""
    if all(value is None or isinstance(value, bool | int | float | str) for value in values):
        return list(values)
    return [None if value is None else lever_value(value) for value in values]
