"""Figures read in sources (grade V in docs/model.md) that the model uses: each is found again in its records."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from sim import Run, load_case, run
from sim.model.judging import EARLY, LATE


@pytest.fixture(scope="module")
def year() -> Run:
    return run("jiaying", seed=100)


def rated(year: Run) -> pd.DataFrame:
    """Delivered orders with nothing else wrong, and their hours of delay (below 0: early)."""
    orders = year.records["orders"]
    fine = orders[
        (orders["status"] == "delivered")
        & (orders["cause"].isna() | (orders["delivered"] > orders["promised"]))
    ]
    hours = (fine["delivered"] - fine["promised"]).astype(float) / 3600
    return fine.assign(late_hours=hours, rating=fine["satisfaction"].astype(float))


def test_late_orders_are_rated_about_1_7_lower(year: Run) -> None:
    orders = rated(year)
    late = orders["late_hours"] > 0
    difference = orders.loc[late, "rating"].mean() - orders.loc[~late, "rating"].mean()
    assert -2.0 < difference < -1.3
    assert 4.1 < orders.loc[~late, "rating"].mean() < 4.6  # 4.28 on time in the source


def test_early_orders_gain_a_fifth_of_a_point_at_most(year: Run) -> None:
    assert max(EARLY) <= 20
    orders = rated(year)
    just = orders[(orders["late_hours"] <= 0) & (orders["late_hours"] > -2)]["rating"]
    early = orders[orders["late_hours"] < -24]["rating"]
    assert early.mean() - just.mean() < 0.3


def test_late_costs_at_once_and_then_levels_off() -> None:
    assert LATE[0] > 2 * max(EARLY)
    steps = [b - a for a, b in itertools.pairwise(LATE)]
    assert all(step >= 0 for step in steps)
    assert sum(steps[:24]) > 4 * sum(steps[24:])


def test_few_complain_and_more_mention_it(year: Run) -> None:
    dissatisfied = int((year.records["orders"]["satisfaction"] <= 2).sum())
    spoken = int((~year.records["complaints"]["asked"]).sum())
    mentions = int((year.records["contacts"]["kind"] == "mention").sum())
    assert 0.02 < spoken / dissatisfied < 0.10
    assert 0.5 < mentions / dissatisfied < 0.75


def test_the_peak_of_the_year_is_that_of_singles_day() -> None:
    seasons = {str(s.name.en): s.factor for s in load_case("jiaying").calendar.seasons}
    assert 1.4 <= seasons["Singles' Day"] <= 1.9


def test_customers_leave_at_the_rate_at_which_contracts_are_not_renewed() -> None:
    left: dict[str, list[float]] = {"A": [], "B": [], "C": []}
    for seed in range(100, 103):
        customers = run("jiaying", seed=seed).records["customers"]
        for klass, rows in customers.groupby("klass", observed=True):
            left[str(klass)].append(float(rows["left"].notna().mean()))
    for klass, (low, high) in {"A": (0.01, 0.15), "B": (0.10, 0.25), "C": (0.18, 0.38)}.items():
        assert low < sum(left[klass]) / 3 < high
