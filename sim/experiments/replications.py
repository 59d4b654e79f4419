"""A firm under one luck after another: how much of what a run shows is chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from sim.base.i18n import _
from sim.base.parallel import run_jobs, worker_count
from sim.base.progress import Progress, progress_bar
from sim.base.validation import check_int, invalid
from sim.case.case import Case
from sim.experiments.intervals import LEVEL, Interval, interval
from sim.experiments.precision import Precision
from sim.experiments.simulate import as_case, run
from sim.measures.kpis import kpi, run_kpis
from sim.policy.policy import Policy

MOST_REPLICATIONS = 100_000

Levers = Mapping[str, Any]
"""Levers that differ from the case's own policy, by dotted name."""


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


@dataclass(frozen=True)
class Series:
    """A case under these policies, under one luck after another: what `replicate` and `compare` have in common."""

    case: Case
    policies: tuple[Policy, ...]
    weeks: int
    seed: int
    market: Literal["open", "frozen"]

    def observed(
        self,
        replications: int,
        fewest: int,
        workers: int | None,
        progress: Progress | bool | None,
        first: int = 0,
    ) -> list[list[dict[str, float]]]:
        """For each replication from `first` on, at least `fewest` of them, the quantities of a run under each policy."""
        count = check_int("replications", replications, fewest, MOST_REPLICATIONS)
        return run_jobs(partial(self._after, first), count, workers, progress)

    def observed_until(
        self, until: Precision, workers: int | None, progress: Progress | bool | None
    ) -> list[list[dict[str, float]]]:
        """As many replications as the precision takes under the one policy. Runs beyond that, done meanwhile, are dropped."""
        rows: list[list[dict[str, float]]] = []
        values: list[float] = []
        with progress_bar(progress) as report:
            enough = None
            while enough is None:
                before = len(rows)
                batch = max(until.fewest - before, min(worker_count(workers), until.most - before))
                rows += self.observed(batch, 1, workers, None, first=before)
                values = [row[until.measure] for (row,) in rows]
                if report:
                    report(until.share(values))
                enough = until.enough(values, since=before)
        return rows[:enough]

    def _after(self, first: int, number: int) -> list[dict[str, float]]:
        return self._one(first + number)

    def _one(self, replication: int) -> list[dict[str, float]]:
        """One job runs all policies under one luck: they share its warm state.

        Only numbers go back to whoever asked: records of many runs would not fit.
        """
        return [
            run_kpis(
                run(
                    self.case,
                    policy,
                    weeks=self.weeks,
                    seed=self.seed,
                    replication=replication,
                    market=self.market,
                )
            )
            for policy in self.policies
        ]


def replicate(
    case: Case | str | Path,
    policy: Policy | Levers | None = None,
    *,
    replications: int = 20,
    weeks: int = 52,
    seed: int = 0,
    market: Literal["open", "frozen"] = "open",
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
    series = Series(case, (chosen,), weeks, seed, market)
    if until is None:
        rows = series.observed(replications, 1, workers, progress)
    else:
        rows = series.observed_until(known_precision(until), workers, progress)
    table = pd.DataFrame([{"replication": number, **row} for number, (row,) in enumerate(rows)])
    return Replications(case, chosen, seed, weeks, table, until)


def known_precision(value: Any) -> Precision:
    """Raises InputError for what is no precision."""
    if not isinstance(value, Precision):
        raise invalid("until", value, _("something like {example}").format(example='Precision("m08", 0.05)'))
    return value


def as_policy(name: str, value: Any, case: Case) -> Policy:
    """A policy, or the case's own with some levers replaced. Raises InputError for anything else."""
    if isinstance(value, Policy):
        return value
    if isinstance(value, Mapping) and all(isinstance(lever, str) for lever in value):
        return case.policy.replace(**value)
    raise invalid(
        name, value, _("a policy or levers by name, such as {example}").format(example='{"desk.clerks": 3}')
    )
