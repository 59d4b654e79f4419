"""Pictures of offers show where the winner changes, what is paid when, and which use is needed."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.base.errors import InputError
from sim.plots.offers import costs_by_year, scores_by_weight, value_by_use

POINTS = pd.DataFrame({"price": [8, 4, 9], "ease": [4, 8, 9]}, index=["X", "Y", "Z"])
WEIGHTS = pd.Series({"price": 0.7, "ease": 0.3})


def test_the_winner_changes_once_and_what_is_out_never_wins():
    fig = scores_by_weight(POINTS, WEIGHTS, "ease", out=["Z"])
    assert [trace.name for trace in fig.data[:3]] == ["X", "Y", "Z"]
    assert fig.data[3].x == (0.51,) and fig.data[3].y == (pytest.approx(6.04),)
    assert fig.data[2].line.dash == "dot"
    assert len(scores_by_weight(POINTS, WEIGHTS, "ease").data) == 3  # Z wins everywhere


def test_other_weights_keep_their_proportions():
    points = POINTS.assign(speed=[10, 0, 0])
    weights = pd.Series({"price": 0.25, "ease": 0.5, "speed": 0.25})
    assert scores_by_weight(points, weights, "ease").data[0].y[0] == pytest.approx(9)


def test_a_criterion_or_an_offer_that_is_not_there_is_said():
    with pytest.raises(InputError, match="no criterion speed"):
        scores_by_weight(POINTS, WEIGHTS, "speed")
    with pytest.raises(InputError, match="no offer"):
        scores_by_weight(POINTS, WEIGHTS, "ease", out=list(POINTS.index))
    with pytest.raises(InputError, match="no offer"):
        costs_by_year(pd.DataFrame({"vendor": [], "year": [], "amount": []}))


def test_costs_are_stacked_by_year_and_added_in_the_name():
    costs = pd.DataFrame({"vendor": ["X", "X", "X", "Y"], "year": [0, 0, 2, 1], "amount": [1000, 500, 20, 7]})
    fig = costs_by_year(costs)
    assert [trace.x for trace in fig.data] == [(1500, 0), (0, 7), (20, 0)]
    assert fig.data[0].y[0] == "X: CNY 1,520" and fig.layout.barmode == "stack"


def test_an_offer_that_cannot_pay_has_no_mark():
    fig = value_by_use(pd.Series({"X": 50.0, "Y": 120.0}), 100.0)
    assert fig.data[1].y == (-120.0, -20.0) and fig.data[2].x == (0.5,)
    with pytest.raises(InputError, match="above 0"):
        value_by_use(pd.Series({"X": 50.0}), 0.0)
