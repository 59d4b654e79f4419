"""A firm under one luck after another: how much of what a run shows is chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import pandas as pd

from sim.boundary import shown
from sim.case import Case, load_case
from sim.errors import InputError
from sim.experiment import Progress, run
from sim.i18n import _
from sim.intervals import LEVEL, Interval, interval
from sim.policy import Policy
from sim.quantities import observed, quantity
from sim.workers import spread

MOST_REPLICATIONS = 100_000

Levers = Mapping[str, Any]
"""Levers that differ from the case's own policy, by dotted name."""


@dataclass(frozen=True, eq=False)
class Replications:
    """Runs of one case and policy that differ in their luck alone.

    table: one row a run: replication, the measures (m01 to m12, m04_sd, m04_p95, m04_reliability, perfect, censored), counts of
    needs (needs, orders, and each state), satisfaction, customers who left and joined, and income, cost and profit in CNY.
    """

    case: Case
    policy: Policy
    seed: int
    weeks: int
    table: pd.DataFrame

    def interval(self, measure: str, level: float = LEVEL) -> Interval:
        """The mean of a column of the table with its confidence interval: mean, low, high, replications.

        Replications in which there was nothing to count are left out. Raises InputError for an unknown measure.
        """
        return interval(self.table[quantity(measure).id], level)


def replicate(
    case: Case | str,
    policy: Policy | Levers | None = None,
    *,
    replications: int = 20,
    weeks: int = 52,
    seed: int = 0,
    market: Literal["open", "frozen"] = "open",
    workers: int | None = None,
    progress: Progress | None = None,
) -> Replications:
    """Run a firm again and again: replication 0, 1, ... of one seed, other arguments as in `run`.

    policy: None for the case's own, or levers that differ from it, by dotted name; workers: processes at once, None for one a
    core, 1 for none besides this; progress: told the share of the runs that is done. The table does not depend on workers.
    Raises InputError for arguments out of range.
    """
    case = case if isinstance(case, Case) else load_case(case)
    chosen = as_policy("policy", {} if policy is None else policy, case)
    check_replications(replications, 1)
    rows = replicated(case, [chosen], replications, weeks, seed, market, workers, progress)
    table = pd.DataFrame([{"replication": number, **row} for number, (row,) in enumerate(rows)])
    return Replications(case, chosen, seed, weeks, table)


def replicated(
    case: Case,
    policies: Sequence[Policy],
    replications: int,
    weeks: int,
    seed: int,
    market: Literal["open", "frozen"],
    workers: int | None,
    progress: Progress | None,
) -> list[list[dict[str, float]]]:
    """For each replication, the quantities of a run under each policy.

    One job runs all policies under one luck: they share its warm state.
    """
    job = partial(_one, case, tuple(policies), weeks, seed, market)
    return spread(job, replications, workers, progress)


def _one(
    case: Case,
    policies: tuple[Policy, ...],
    weeks: int,
    seed: int,
    market: Literal["open", "frozen"],
    replication: int,
) -> list[dict[str, float]]:
    """Only numbers go back to whoever asked: records of many runs would not fit."""
    return [
        observed(run(case, policy, weeks=weeks, seed=seed, replication=replication, market=market))
        for policy in policies
    ]


def as_policy(name: str, value: Any, case: Case) -> Policy:
    """A policy, or the case's own with some levers replaced. Raises InputError for anything else."""
    if isinstance(value, Policy):
        return value
    if isinstance(value, Mapping) and all(isinstance(lever, str) for lever in value):
        return case.policy.replace(**value)
    raise InputError(
        _("{name} is {value}, but takes {allowed}.").format(
            name=name,
            value=shown(value),
            allowed=_("a policy or levers by name, such as {example}").format(example='{"desk.clerks": 3}'),
        )
    )


def check_replications(value: Any, fewest: int) -> None:
    """Raise InputError unless it is a number of replications."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or not fewest <= value <= MOST_REPLICATIONS:
        raise InputError(
            _("{name} is {value}, but takes a whole number from {low} to {high}.").format(
                name="replications", value=shown(value), low=fewest, high=MOST_REPLICATIONS
            )
        )
