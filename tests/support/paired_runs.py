"""Directions, paired by luck: the same needs under two policies, so that a difference is the policy's doing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
from scipy import stats

from sim import Case, Run, run
from tests.support.shared_runs import shared_run
from tests.support.statistical_rule import ALPHA

SEEDS = range(100, 150)
"""Cases were calibrated on seeds 0 to 9; effects are tested on these."""


def runs(
    case: Case,
    levers: Mapping[str, Any],
    *,
    weeks: int,
    count: int,
    market: Literal["open", "frozen"] = "open",
) -> list[Run]:
    """One run per seed. Runs without levers are those that many tests compare with: they are simulated once a session."""
    policy, simulate = case.policy.replace(**levers), run if levers else shared_run
    return [simulate(case, policy, weeks=weeks, seed=seed, market=market) for seed in SEEDS[:count]]


def gain(before: list[Run], after: list[Run], value: Callable[[Run], float]) -> tuple[float, float]:
    """Interval of the mean paired difference of a value, after minus before, at the level of all statistical tests."""
    return interval([value(b) - value(a) for a, b in zip(before, after, strict=True)])


def interval(differences: Sequence[float]) -> tuple[float, float]:
    """Interval of a mean, at the level of all statistical tests."""
    sample = np.asarray(differences)
    error = sample.std(ddof=1) / np.sqrt(len(sample))
    half = float(stats.t.ppf(1 - ALPHA / 2, len(sample) - 1)) * error
    return float(sample.mean() - half), float(sample.mean() + half)


def rises(before: list[Run], after: list[Run], value: Callable[[Run], float]) -> bool:
    """Whether the value is surely higher after."""
    return gain(before, after, value)[0] > 0


def falls(before: list[Run], after: list[Run], value: Callable[[Run], float]) -> bool:
    """Whether the value is surely lower after."""
    return gain(before, after, value)[1] < 0


def measure(name: str, field: str = "value") -> Callable[[Run], float]:
    """A measure's value, or another field of it."""
    return lambda result: float(result.measures[name][field])


def account(name: str) -> Callable[[Run], float]:
    """What an account cost, CNY, above 0."""
    return lambda result: -result.money["accounts"].get(name, 0) / 100
