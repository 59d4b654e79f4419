"""A firm under one luck after another: how much of what a run shows is chance."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sim.base.progress import Progress
from sim.case.case import Case
from sim.experiments.arguments import (
    LeverValues,
    MarketKind,
    as_case,
    as_policy,
    check_precision,
    check_replications,
)
from sim.experiments.batch import Batch
from sim.experiments.grid import Grid, Results
from sim.experiments.intervals import LEVEL, Interval, interval
from sim.experiments.precision import Precision
from sim.measures.kpis import kpi, run_kpis
from sim.policy.policy import Policy


@dataclass(frozen=True, eq=False)
class Replications:
    """Runs of one case and policy that differ in their luck alone.

    table: one row a run: replication, the measures (m01 to m12, m04_sd, m04_p95, m04_reliability, perfect, censored), counts of
    needs (needs, orders, and each state), satisfaction, customers who left and joined, and income, cost and profit in CNY.
    until: what was asked for, if it was a precision and not a number of runs.
    """

    case: Case
    policy: Policy
    seed: int
    weeks: int
    table: pd.DataFrame
    until: Precision | None = None

    def interval(self, measure: str, level: float = LEVEL) -> Interval:
        """The mean of a column of the table with its confidence interval: mean, low, high, replications.

        Replications in which there was nothing to count are left out. Raises InputError for an unknown measure.
        """
        return interval(self.table[kpi(measure).id], level)


def replicate(
    case: Case | str | Path,
    policy: Policy | LeverValues | None = None,
    *,
    replications: int = 20,
    weeks: int = 52,
    seed: int = 0,
    market: MarketKind = "open",
    workers: int | None = None,
    progress: Progress | bool | None = None,
    until: Precision | None = None,
) -> Replications:
    """Run a firm again and again: replication 0, 1, ... of one seed, other arguments as in `run`.

    policy: None for the case's own, or levers that differ from it, by dotted name; workers: processes at once, None for one a
    core, 1 for none besides this; progress: True shows a bar with the time that remains, in a notebook or a
    terminal; a function is called with the share of the runs that is done; until: as many runs as this precision takes, whatever
    `replications` says. The table does not depend on workers.
    Raises InputError for arguments out of range.
    """
    case = as_case(case)
    chosen = as_policy("policy", {} if policy is None else policy, case)
    results = Results(points=1)
    grid = Grid(Batch(case, weeks, seed, market, run_kpis), [chosen], results, workers)
    if until is None:
        (count,) = grid.run(check_replications(replications), progress)
    else:
        (count,) = grid.run_until(check_precision(until), progress)
    table = pd.DataFrame([{"replication": number, **results.of(0, number)} for number in range(count)])
    return Replications(case, chosen, seed, weeks, table, until)
