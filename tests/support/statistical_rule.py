"""One rule for every statistical test: how wide the interval, how often a right model may fail.

The chance that a model that is right fails any of all statistical tests together is FAMILY_ALPHA at most
(Bonferroni: each of PLANNED_TESTS intervals gets an equal part; raise the number before there are more).
Seeds are fixed in the tests, so that a pass stays a pass. An interval must be narrower than 5 % of the value,
else the test asserts too little and fails for that.

Intervals are Student's t over independent replications. Far in the tail t is only as good as the
means are normal: use 50 replications or more, each of some thousand customers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

FAMILY_ALPHA = 0.001
PLANNED_TESTS = 160
"""The most intervals in one run of all tests, those of tests/support/paired_runs.py included. Now there are about 120: in
tests/model 22 of test_network.py, 12 of operations/test_stock.py and 1 of demand/test_demand.py (`agrees`, `same_mean`); 4 of
tests/base/test_streams.py (`agrees`); in tests/model/effects 29 of test_operations.py and test_customers.py, 26 of
test_relations.py, 14 of test_crm.py and 16 of test_staff.py (`rises`, `falls`, `gain`, `interval`). Count again
after adding some."""
ALPHA = FAMILY_ALPHA / PLANNED_TESTS
HALF_WIDTH = 0.025
"""Largest half-width of an interval, as a share of the value."""


@dataclass(frozen=True)
class Interval:
    """A two-sided confidence interval of level 1 - ALPHA, and whether the value expected lies in it."""

    mean: float
    low: float
    high: float
    expected: float

    @property
    def verdict(self) -> bool:
        return self.low <= self.expected <= self.high


def agrees(samples: Sequence[float], theory: float, *, half_width: float = HALF_WIDTH) -> Interval:
    """Interval of the mean of independent samples against a known value: `assert agrees(...).verdict`."""
    values = np.asarray(samples, float)
    error = values.std(ddof=1) / len(values) ** 0.5
    return _interval(values.mean(), error, len(values) - 1, theory, half_width * abs(theory))


def same_mean(samples: Sequence[float], peer: Sequence[float], *, half_width: float = HALF_WIDTH) -> Interval:
    """Interval of the difference of two means, drawn independently of each other, against zero (Welch)."""
    a, b = np.asarray(samples, float), np.asarray(peer, float)
    parts = [x.var(ddof=1) / len(x) for x in (a, b)]
    freedom = sum(parts) ** 2 / sum(part**2 / (len(x) - 1) for part, x in zip(parts, (a, b), strict=True))
    return _interval(a.mean() - b.mean(), sum(parts) ** 0.5, freedom, 0.0, half_width * abs(b.mean()))


def _interval(mean: float, error: float, freedom: float, expected: float, widest: float) -> Interval:
    half = float(stats.t.ppf(1 - ALPHA / 2, freedom)) * error
    assert half < widest, f"the interval is too wide to say anything: +-{half:.4g}, at most {widest:.4g}"
    return Interval(float(mean), float(mean - half), float(mean + half), expected)
