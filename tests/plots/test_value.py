"""Pictures of what customers are worth show the sums that they are made of."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.base.errors import InputError
from sim.plots.value import lifetime, lorenz, value_terms


def test_each_curve_has_its_own_sequence_and_falls_where_customers_cost_money():
    fig = lorenz(pd.DataFrame({"income": [10, 30, 60], "contribution": [50, -10, 10]}))
    income, contribution = fig.data[0], fig.data[1]
    assert income.y == (0.0, 0.6, 0.9, 1.0) and contribution.y == (0.0, 1.0, 1.2, 1.0)
    assert [(trace.x[0], trace.y[0]) for trace in fig.data[2:]] == [(0.2, 0.95), (0.2, 0.8)]


def test_nothing_brought_is_no_curve():
    with pytest.raises(InputError, match="bring nothing"):
        lorenz(pd.DataFrame({"income": [1.0], "contribution": [-1.0]}))


def test_the_mark_is_the_sum_of_the_terms():
    fig = value_terms({"economy": {"product": 1, "money": -3}, "ethics": {"product": 2, "money": -1}})
    assert fig.data[-1].x == (-2.0, 1.0) and fig.layout.barmode == "relative"
    with pytest.raises(InputError):
        value_terms({})


def test_a_share_above_one_has_no_lifetime():
    assert lifetime({"A": 0.55}, discount=0.1, years=3).data[0].y == (0.5, 0.25, 0.125)
    with pytest.raises(InputError, match="between 0 and 1"):
        lifetime({"A": 1.2})
