"""The rule for statistical tests itself: it refuses what is wrong, and fails a right model as seldom as it says."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support import statistical_rule
from tests.support.statistical_rule import ALPHA, FAMILY_ALPHA, PLANNED_TESTS, agrees, same_mean


def samples(seed: int, mean: float, sd: float, number: int = 100) -> np.ndarray:
    return np.random.default_rng(seed).normal(mean, sd, number)


def test_all_tests_together_have_the_stated_chance():
    assert pytest.approx(FAMILY_ALPHA) == ALPHA * PLANNED_TESTS
    assert FAMILY_ALPHA == 0.001


def test_a_value_off_by_five_percent_does_not_agree():
    assert agrees(samples(1, 10, 0.4), 10).verdict
    assert not agrees(samples(1, 10, 0.4), 10.5).verdict
    assert not agrees(samples(1, 10, 0.4), 9.5).verdict
    assert same_mean(samples(1, 10, 0.3), samples(2, 10, 0.3)).verdict
    assert not same_mean(samples(1, 10, 0.3), samples(2, 10.5, 0.3)).verdict


def test_an_interval_that_says_too_little_is_no_pass():
    for test in (
        lambda: agrees(samples(1, 10, 1), 10),
        lambda: same_mean(samples(1, 10, 1), samples(2, 10, 1)),
    ):
        with pytest.raises(AssertionError, match="too wide"):
            test()


@pytest.mark.slow
def test_a_right_model_fails_as_seldom_as_stated(monkeypatch):
    """With a chance that can be counted: 1 in 20, of 10,000 experiments."""
    monkeypatch.setattr(statistical_rule, "ALPHA", 0.05)
    rng = np.random.default_rng(3)
    one = [agrees(rng.normal(10, 0.2, 20), 10).verdict for _ in range(10_000)]
    two = [same_mean(rng.normal(10, 0.2, 20), rng.normal(10, 0.1, 8)).verdict for _ in range(10_000)]
    for verdicts in (one, two):
        assert 1 - np.mean(verdicts) == pytest.approx(0.05, abs=0.009)  # 4 standard errors
