"""A whole space of policies: run each under the same luck, find the efficient ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from sim.boundary import whole
from sim.case import Case, make_case
from sim.designs import Point, Sampled, points_of
from sim.errors import InputError
from sim.experiment import MOST_SEED, MOST_WEEKS, as_case, known_market, run
from sim.i18n import _
from sim.intervals import LEVEL, Interval, interval
from sim.policy import Policy
from sim.progress import Progress
from sim.quantities import QUANTITIES, observed, quantity
from sim.replications import MOST_REPLICATIONS
from sim.shown import lever_value
from sim.store import Store, about_of
from sim.version import version
from sim.workers import spread

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
        """One row a point: its levers, and the mean of every quantity over the replications."""
        values = self.table.groupby("point")[list(QUANTITIES)].mean()
        levers = self.table.drop_duplicates("point").set_index("point")[self.levers]
        return pd.concat([levers, values], axis=1)

    def interval(self, point: int, measure: str, level: float = LEVEL) -> Interval:
        """The mean of a measure at a point with its confidence interval. Raises InputError for an unknown one."""
        whole("point", point, 0, len(self.points) - 1)
        return interval(self.table.loc[self.table["point"] == point, quantity(measure).id], level)

    def frontier(
        self, cost: str = "cost", service: str = "m08", *, more_is_better: bool = True
    ) -> pd.DataFrame:
        """The efficient points by their means, cheapest first: no other is at least as cheap and as good, and better in one.

        more_is_better: whether more of `service` is better. Points where one of the two has nothing to count are left out.
        """
        means = self.means.dropna(subset=[quantity(cost).id, quantity(service).id])
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
        return frontier_figure(self.means, list(efficient), labels, quantity(cost), quantity(service))


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
) -> Sweep:
    """Run every point of a design again and again, all points under the same luck.

    design: lever -> values (a grid of all combinations), a list of points (levers by name), or `sampled(...)`. store: a folder in
    which results are kept as they come; the same call goes on where it stopped. workers, progress: as in `replicate`; within
    `joblib.parallel_config` its backend takes over. The table depends on neither. Raises InputError for arguments out of
    range and for a store that holds something else.
    """
    case = as_case(case)
    points, policies = points_of(design, case)
    count = whole("replications", replications, 1, MOST_REPLICATIONS)
    weeks = whole("weeks", weeks, 1, MOST_WEEKS)
    seed = whole("seed", seed, 0, MOST_SEED)
    known_market(market)
    about = {
        "kind": "sweep",
        "case": case.model_dump(mode="json"),
        "points": points,
        "weeks": weeks,
        "seed": seed,
        "market": market,
        "version": version(),
    }
    kept = Store(store, about) if store is not None else None
    found = kept.done() if kept else {}
    total = len(points) * count
    missing = [number for number in range(total) if number not in found]
    job = _Job(case, tuple(policies), weeks, seed, market, tuple(missing))

    def each(place: int, quantities: dict[str, float]) -> None:
        if kept:
            kept.keep(missing[place], quantities)

    try:
        results = spread(job, len(missing), workers, progress, each)
    except KeyboardInterrupt as stop:
        if kept:
            stop.add_note(
                _(
                    "Stopped; {n:,} of {total:,} runs are kept in {folder}: the same again goes on there."
                ).format(n=kept.count(), total=total, folder=kept.folder)
            )
        raise
    found |= dict(zip(missing, results, strict=True))
    return Sweep(case, points, seed, weeks, _table(points, count, found), total - len(missing))


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
        return {name: float(value) for name, value in observed(done).items()}


def load_sweep(folder: str | Path) -> Sweep:
    """The sweep in a folder, as far as it has come: whole replications only. Raises InputError if there is none."""
    about = about_of(folder)
    try:
        case, points = make_case(about["case"]), about["points"]
        weeks, seed = int(about["weeks"]), int(about["seed"])
    except (KeyError, TypeError, ValueError):
        raise InputError(_("{file} is no experiment of Kefu.").format(file=folder)) from None
    found = Store(folder, about).done()
    count = 0
    while all(count * len(points) + point in found for point in range(len(points))):
        count += 1
    if not count:
        raise InputError(_("{folder} has no finished replication yet.").format(folder=folder))
    return Sweep(case, points, seed, weeks, _table(points, count, found))


def _table(points: Sequence[Point], count: int, found: Mapping[int, Mapping[str, float]]) -> pd.DataFrame:
    """One row a run, by point and replication."""
    names = list(dict.fromkeys(name for point in points for name in point))
    columns = {name: _cells([point.get(name) for point in points]) for name in names}
    rows = []
    for point in range(len(points)):
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
