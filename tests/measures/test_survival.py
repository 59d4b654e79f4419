"""Customers kept: worked out by hand, and against the customers who left."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.base.errors import InputError
from sim.measures.churn import true_churn
from sim.measures.survival import MONTH, survival
from sim.measures.window import customers_at_start
from tests.support.shared_runs import shared_run


@pytest.fixture(scope="module")
def year():
    return shared_run("corner", weeks=52)


def by_hand(year, left, moved=()):
    """Records of ten customers of whom some left or moved away (customer -> second)."""
    customers = customers_at_start(year.records).head(10).copy()
    for name, times in (("left", dict(left) | dict(moved)), ("moved", dict(moved))):
        column = [times.get(place) for place in range(10)]
        customers[name] = pd.array(column, dtype="Int64")
    return year.records | {"customers": customers}


def test_the_share_kept_is_that_on_paper(year):
    # Of ten one leaves in month 1; one moves away; of the eight left one leaves in month 3: 0.9 x 7/8.
    table = survival(by_hand(year, {0: MONTH // 2, 1: 2 * MONTH + 5}, {2: MONTH + 9}), months=4)
    assert table["kept"].tolist() == pytest.approx([1, 0.9, 0.9, 0.9 * 7 / 8, 0.9 * 7 / 8])
    assert table["at_risk"].tolist() == [10, 9, 8, 7, 7]
    assert table["moved"].tolist() == [0, 0, 1, 1, 1]


def test_the_interval_is_that_of_the_textbook(year):
    # One of ten: Greenwood's sum 1/90, log(-log) scale. By hand: 0.9 ** exp(+-1.96 sqrt(1/90) / |ln 0.9|).
    low, high = survival(by_hand(year, {0: 5}), months=1)[["low", "high"]].iloc[1]
    assert (low, high) == pytest.approx((0.473, 0.985), abs=0.001)


def test_where_nobody_moves_it_is_the_share_of_those_who_stayed(year):
    customers = year.records["customers"]
    stayed = year.records | {"customers": customers[customers["moved"].isna()]}
    last = survival(stayed).iloc[-1]
    assert last["month"] == 12
    left = (customers_at_start(stayed)["left"] < 52 * 7 * 86_400).fillna(False).mean()
    assert last["kept"] == pytest.approx(1 - left)
    assert survival(year.records)["kept"].iloc[-1] >= 1 - true_churn(year.records)["share"]["all"]


def test_a_class_a_frozen_market_and_bad_months(year):
    count = (customers_at_start(year.records)["klass"] == "A").sum()
    assert survival(year.records, "A")["at_risk"].iloc[0] == count
    assert survival(shared_run("corner", weeks=2, market="frozen").records).empty
    with pytest.raises(InputError, match="months"):
        survival(year.records, months=0)
