"""Efficient points: what chance alone makes so is not called so."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.experiments.pareto import COULD_BE, EFFICIENT, OUT, standings

LUCK = np.array([-1.0, 0.4, 0.8, -0.5, 0.3])
"""Of mean 0; its 95% interval reaches about 0.9 to either side."""


def standing(*points: tuple[Any, Any], profit: Any = None) -> list[str]:
    """Each point is (cost, service), a number or one number a replication."""
    cost, service = (np.array([np.broadcast_to(p[i], 5) for p in points], dtype=float) for i in (0, 1))
    earned = (
        np.ones_like(cost) if profit is None else np.array([np.broadcast_to(p, 5) for p in profit], float)
    )
    return standings(cost, service, earned)


def test_without_chance_it_is_the_pareto_set() -> None:
    assert standing((10, 5), (20, 4), (20, 7), (30, 7)) == [EFFICIENT, OUT, EFFICIENT, OUT]


def test_what_both_share_is_no_doubt() -> None:
    assert standing((10 + LUCK, 5), (11 + LUCK, 5)) == [EFFICIENT, OUT]


def test_points_that_cannot_be_told_apart_could_be_efficient() -> None:
    assert standing((10, 5), (10 + LUCK - 0.1, 5)) == [COULD_BE, COULD_BE]
    # Clearly at a higher cost, with a service that is better by chance perhaps: not efficient, not out.
    assert standing((10, 5), (20, 5.1 + LUCK)) == [EFFICIENT, COULD_BE]
    # The same with a service that is worse by its mean: out.
    assert standing((10, 5), (20, 4.9 + LUCK)) == [EFFICIENT, OUT]


def test_of_many_points_none_is_efficient_by_luck() -> None:
    # Ahead by 1.2 with an interval that reaches 1.0 to either side: clear between two, not among six.
    ahead = 6.2 + 1.1 * LUCK
    cheap, better, rest = (10, 5), (20, ahead), [(30 + n, 1) for n in range(4)]
    assert standing(cheap, better) == [EFFICIENT, EFFICIENT]
    assert standing(cheap, better, *rest) == [EFFICIENT, COULD_BE, OUT, OUT, OUT, OUT]


def test_points_that_never_differ_are_as_efficient_as_each_other() -> None:
    assert standing((10 + LUCK, 5), (10 + LUCK, 5), (20, 4)) == [EFFICIENT, EFFICIENT, OUT]


def test_a_point_that_loses_money_is_out_where_one_earns_for_the_same_service() -> None:
    points = [(10, 5 + LUCK / 10 - 0.02), (20, 5)]
    assert standing(*points, profit=[5, 5]) == [EFFICIENT, COULD_BE]
    assert standing(*points, profit=[-5, 5]) == [OUT, EFFICIENT]
    # Worse service is no reason: then the cheap point has its place.
    assert standing((10, 4), (20, 5), profit=[-5, 5]) == [OUT, EFFICIENT]
    assert standing((10, 6), (20, 5), profit=[-5, 5])[0] == EFFICIENT


def test_gaps_and_single_runs() -> None:
    nan = np.nan
    assert standing((10, nan), (20, 5)) == ["", EFFICIENT]
    once = [nan, nan, nan, nan]
    assert standing(([10, *once], [5, *once]), ([20, *once], [4, *once])) == [COULD_BE, COULD_BE]
    # Pairs are those that both have.
    assert standing((10 + LUCK, 5), ([11 + LUCK[0], 11 + LUCK[1], nan, nan, nan], 5)) == [EFFICIENT, OUT]


@pytest.mark.parametrize("seed", range(5))
def test_equal_points_are_seldom_called_efficient(seed: int) -> None:
    draws = np.random.default_rng(seed)
    cost, service = draws.normal(100, 5, (20, 10)), draws.normal(50, 5, (20, 10))
    assert standings(cost, service, np.ones((20, 10))).count(EFFICIENT) <= 1
