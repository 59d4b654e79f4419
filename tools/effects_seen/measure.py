"""Runs a trial and says how many pairs of runs show it."""

from __future__ import annotations

import time
from typing import NamedTuple

import numpy as np
from scipy import stats

from sim import load_case, run, service_path
from sim.base.parallel import run_jobs
from sim.case.case import Case
from sim.policy.policy import Policy
from tools.effects_seen.trials import TRIALS, Seen

PAIRS = 32
"""From which mean and spread of the differences are estimated."""
FIRST_SEED = 100
POWER, LEVEL = 0.8, 0.95
MOST = 99


class Pair(NamedTuple):
    """A trial (its place in the list) under one seed."""

    trial: int
    seed: int


class Values(NamedTuple):
    """What a pair gave; seconds of processor time."""

    before: float
    after: float
    seconds: float


class Found(NamedTuple):
    """A trial's result. pairs: with so many the difference is seen with 80 % power; seconds: of processor time for them."""

    before: float
    after: float
    low: float
    high: float
    pairs: int
    seconds: float


def policy_of(case: Case, levers: dict[str, object]) -> Policy:
    """The case's policy with levers changed; "service_path" is a place on the path."""
    rest = dict(levers)
    start = (
        service_path(float(str(rest.pop("service_path"))), case) if "service_path" in rest else case.policy
    )
    return start.replace(**rest)


def play(pair: Pair) -> Values:
    """One pair of runs."""
    trial = TRIALS[pair.trial]
    began = time.process_time()
    case = load_case(trial.case).replace(**trial.case_change)
    before, after = (
        run(case, policy_of(case, levers), weeks=trial.weeks, seed=pair.seed, market=trial.market)
        for levers in (dict(trial.base), {**trial.base, **trial.change})
    )
    return Values(*trial.look(before, after), time.process_time() - began)


def power(effect: float, pairs: int) -> float:
    """Of the paired t test for a mean difference of so many standard deviations, on the right side (Cohen 1988)."""
    bound = stats.t.ppf((1 + LEVEL) / 2, pairs - 1)
    return float(stats.nct.sf(bound, pairs - 1, effect * np.sqrt(pairs)))


def pairs_needed(effect: float) -> int:
    """The fewest pairs with 80 % power; MOST stands for that many or more."""
    return next((count for count in range(3, MOST) if power(effect, count) >= POWER), MOST)


def result(trial: Seen, values: list[Values]) -> Found:
    """What the pairs of a trial say."""
    before, after, seconds = (np.array(column) for column in zip(*values, strict=True))
    differences = after - before
    spread, mean = differences.std(ddof=1), differences.mean()
    half = stats.t.ppf((1 + LEVEL) / 2, len(differences) - 1) * spread / np.sqrt(len(differences))
    expected = mean if trial.up else -mean
    effect = np.inf if spread == 0 < expected else expected / spread if spread else 0.0
    pairs = 3 if np.isinf(effect) else pairs_needed(float(effect))
    return Found(
        float(before.mean()),
        float(after.mean()),
        float(mean - half),
        float(mean + half),
        pairs,
        float(pairs * seconds.mean()),
    )


def results(workers: int | None = None) -> list[Found]:
    """Of all trials, in their order."""
    jobs = [Pair(trial, FIRST_SEED + number) for trial in range(len(TRIALS)) for number in range(PAIRS)]
    played = run_jobs(play, jobs, workers, progress=True)
    return [result(trial, played[PAIRS * place : PAIRS * (place + 1)]) for place, trial in enumerate(TRIALS)]
