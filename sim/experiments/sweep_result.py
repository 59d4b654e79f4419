"""The result of a sweep: a table of runs, means of the points, and the efficient points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.base.display import html_table
from sim.base.formatting import lever_value
from sim.base.i18n import _, ngettext
from sim.base.validation import check_int
from sim.case.case import Case
from sim.experiments.arguments import MarketKind
from sim.experiments.choice import Choice, choose
from sim.experiments.designs import Point
from sim.experiments.grid import Results
from sim.experiments.pareto import COULD_BE, EFFICIENT, standings
from sim.experiments.quantities import measures_with
from sim.experiments.wording import MAX_ROWS, mean_text, summary, which_runs
from sim.measures.kpis import KPIS, OBJECTIVE, Kpi, kpi
from sim.measures.service_registry import look_up
from sim.theory.intervals import LEVEL, Interval, interval

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

COST, SERVICE = "cost", "m08"
"""The default measures by which efficient points are judged."""
MARKS = {EFFICIENT: "●", COULD_BE: "○"}
"""How a table marks points, by standing."""
MOST_LINES = 5
"""Efficient points in a few lines of text."""


@dataclass(frozen=True, eq=False)
class Sweep:
    """Runs of many policies of one case with common random numbers.

    Attributes
    ----------
    case : Case
        The firm and its market.
    points : list of dict
        Each a policy: levers by dotted name that differ from the case's own policy.
    seed : int
        The seed of all runs.
    weeks : int
        Weeks observed in each run.
    table : DataFrame
        One row per run: point, a column for each lever that varies, replication, and the columns of `Replications.table`.
    found : int
        How many of the runs were in the folder already.
    market : {"open", "frozen"}
        As in `run`.
    quantities : tuple of str
        Names of own quantities, which are columns of `table`.

    Examples
    --------
    >>> from sim import sweep
    >>> points = sweep("corner", {"desk.clerks": [2, 3]}, weeks=1, replications=2, workers=1)
    >>> len(points.table), len(points.means)
    (4, 2)
    """

    case: Case
    points: Sequence[Point]
    seed: int
    weeks: int
    table: pd.DataFrame
    found: int = 0
    market: MarketKind = "open"
    quantities: tuple[str, ...] = ()

    @property
    def levers(self) -> list[str]:
        """The levers that vary."""
        return list(dict.fromkeys(name for point in self.points for name in point))

    @cached_property
    def means(self) -> pd.DataFrame:
        """One row per point: its levers, and the mean of every kpi over the replications."""
        values = self.table.groupby("point")[[*KPIS, *self.quantities]].mean()
        levers = self.table.drop_duplicates("point").set_index("point")[self.levers]
        return pd.concat([levers, values], axis=1)

    def interval(self, point: int, measure: str, level: float = LEVEL) -> Interval:
        """The mean of a measure at a point with its confidence interval, as in `Replications.interval`."""
        check_int("point", point, 0, len(self.points) - 1)
        return interval(self.table.loc[self.table["point"] == point, self.kpi(measure).id], level)

    def standing(
        self, cost: str = COST, service: str = SERVICE, *, more_is_better: bool | None = None
    ) -> pd.Series[str]:
        """Whether each point is "efficient", "could be" or "out"; "" if it has nothing to count.

        A point is out for one of two reasons. Another point costs no more and serves no worse by its means, and is clearly
        better in one of the two. Or this point loses money where another one earns it: clearly more, and with a service that is
        not clearly worse. "Clearly" means that the 95% interval of the paired difference excludes 0. A point is efficient if it
        is clearly cheaper or clearly better than every other one that is not out; the rest could be: more replications tell.

        Parameters
        ----------
        cost, service : str
            Columns of `table`.
        more_is_better : bool, optional
            Whether more of `service` is better; the default is what is better by this measure.

        Returns
        -------
        Series
            By point.

        Raises
        ------
        InputError
            If a measure is unknown.

        References
        ----------
        Lee, L. H., Chew, E. P., Teng, S., & Goldsman, D. (2010). Finding the non-dominated Pareto set for multi-objective
        simulation models. IIE Transactions, 42(9), 656-674.
        """
        if more_is_better is None:
            more_is_better = self.kpi(service).more_is_better is not False
        sign = 1 if more_is_better else -1
        found = standings(self._values(cost), sign * self._values(service), self._values("profit"))
        return pd.Series(found, name="standing", dtype=object)

    def frontier(
        self, cost: str = COST, service: str = SERVICE, *, more_is_better: bool | None = None
    ) -> pd.DataFrame:
        """The efficient points, cheapest first: rows of `means`. Arguments and what efficient means: as in `standing`."""
        standing = self.standing(cost, service, more_is_better=more_is_better)
        return self.means.loc[standing.index[standing == EFFICIENT]].sort_values(cost, kind="stable")

    def choice(self, measure: str = OBJECTIVE) -> Choice:
        """The point to take by one measure, as in `Comparison.choice`; points are named by their numbers.

        Raises InputError if the measure is unknown.
        """
        known = self.kpi(measure)
        names = [_("point {n}").format(n=point) for point in range(len(self.points))]
        return choose(
            known,
            dict(zip(names, self._values(known.id), strict=True)),
            dict(zip(names, self.means["cost"], strict=True)),
            float(self.table["income"].mean()),
            known.more_is_better is not False,
        )

    def figure(
        self, cost: str = COST, service: str = SERVICE, *, more_is_better: bool | None = None
    ) -> Figure:
        """All points by cost and service with their intervals, a line through the efficient ones. Arguments as in `standing`."""
        from sim.plots.sweep import frontier_figure

        standing = self.standing(cost, service, more_is_better=more_is_better)
        efficient = list(self.frontier(cost, service, more_is_better=more_is_better).index)
        halves = {
            name: [
                found.high - found.mean for found in (self.interval(p, name) for p in range(len(self.points)))
            ]
            for name in (cost, service)
        }
        return frontier_figure(
            self.means,
            efficient,
            list(standing.index[standing == COULD_BE]),
            halves,
            [self.label(point) for point in range(len(self.points))],
            self.kpi(cost),
            self.kpi(service),
        )

    def _values(self, measure: str) -> NDArray[np.float64]:
        """A measure, a row per point and a column per replication; NaN where a point has fewer."""
        points = self.table.groupby("point")[self.kpi(measure).id]
        rows = [column.to_numpy(dtype=float) for _point, column in points]
        wide = np.full((len(rows), max(map(len, rows))), np.nan)
        for row, values in zip(wide, rows, strict=True):
            row[: len(values)] = values
        return wide

    @property
    def counts(self) -> list[int]:
        """The number of replications of each point."""
        return [int(count) for count in self.table["point"].value_counts(sort=False).sort_index()]

    @property
    def title(self) -> str:
        """Case, weeks, seed and number of replications in one line."""
        return which_runs(self.case, self.weeks, self.seed, self.counts, self.market)

    def kpi(self, name: str) -> Kpi:
        """The entry of a measure or a user's own quantity. Raises InputError if there is none of this name."""
        return look_up(name, measures_with(self.quantities))

    def label(self, point: int) -> str:
        """The levers of a point with their values."""
        levers = (f"{name} {lever_value(value)}" for name, value in self.points[point].items())
        return _(", ").join(levers) or _("as today")

    def __repr__(self) -> str:
        """The efficient points with cost and service."""
        cost, service = kpi(COST), kpi(SERVICE)
        efficient = self.frontier().index
        head = ngettext(
            "{n} efficient point by {cost} and {service}:",
            "{n} efficient points by {cost} and {service}:",
            len(efficient),
        )
        details = [self.title, head.format(n=len(efficient), cost=cost.name, service=service.name)]
        for point in efficient[:MOST_LINES]:
            means = (f"{one.name} {mean_text(one, self.interval(point, one.id))}" for one in (cost, service))
            named = _("{name} ({levers})").format(name=point, levers=self.label(point))
            details.append("  " + _("{policy}: {mean}").format(policy=named, mean=_(", ").join(means)))
        if len(efficient) > MOST_LINES:
            details.append("  ...")
        if unclear := int((self.standing() == COULD_BE).sum()):
            details.append(could_be(unclear))
        count = len(self.points)
        headline = ngettext("Sweep of {n} point", "Sweep of {n} points", count).format(n=f"{count:,}")
        return summary(headline, details, ".table, .means, .frontier(), .standing(), .figure()")

    def _repr_html_(self) -> str:
        columns = [kpi(name) for name in (COST, SERVICE, "profit")]
        standing = self.standing()
        header = [_("point"), *self.levers, *(one.name for one in columns), _("efficient")]
        rows = [
            [
                number,
                *(lever_value(point[name]) if name in point else _("as today") for name in self.levers),
                *(mean_text(one, self.interval(number, one.id)) for one in columns),
                MARKS.get(standing[number], ""),
            ]
            for number, point in enumerate(self.points[:MAX_ROWS])
        ]
        left_out = len(self.points) - len(rows)
        return html_table(
            header, rows, title=self.title, max_rows=MAX_ROWS, left_out=left_out, notes=[marks()]
        )


def could_be(count: int) -> str:
    """The number of further points that could be efficient."""
    text = ngettext(
        "{n} more point could be efficient ({mark}): more replications would tell.",
        "{n} more points could be efficient ({mark}): more replications would tell.",
        count,
    )
    return text.format(n=f"{count:,}", mark=MARKS[COULD_BE])


def marks() -> str:
    """The meaning of the marks of a table."""
    text = _("{efficient} efficient; {could_be} could be: more replications would tell.")
    return text.format(efficient=MARKS[EFFICIENT], could_be=MARKS[COULD_BE])


def sweep_table(points: Sequence[Point], counts: Sequence[int], results: Results) -> pd.DataFrame:
    """One row per run, by point and replication. counts: replications of each point."""
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
    """The values of a lever as a column: as they are, or all as text if one of them is a group; None is as in the case."""
    if all(value is None or isinstance(value, bool | int | float | str) for value in values):
        return list(values)
    return [None if value is None else lever_value(value) for value in values]
