"""What customers are worth: first by hand, then on a run against its ledger."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sim import Case, Run, load_case
from sim.base.units import DAY, WEEK, YEAR
from sim.measures.contribution import carriage, contributions, order_accounts
from sim.measures.customer_questions import (
    effective,
    largest_before,
    most_wanted,
    mostly_elsewhere,
    profit_over_time,
    repeated_complaints,
)
from sim.measures.money import INCOME, booked
from sim.measures.value import (
    RATINGS,
    abc,
    abc_agreement,
    customer_value,
    lifetime_value,
    measured_class,
    multiple,
    rating,
    wallet,
)
from sim.measures.window import split_window
from sim.records.schema import Records
from tests.support.hand_records import emptied, records
from tests.support.shared_runs import shared_run


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case("corner").replace(
        **{
            "centres": [
                {"name": {"en": "Near", "zh": "近"}, "zone": "city", "km": 10, "weight": 1},
                {"name": {"en": "Far", "zh": "远"}, "zone": "nation", "km": 1000, "weight": 1, "mode": "air"},
            ],
            "emergencies": [],
            "costs.lorry_km": 2,
            "costs.van_km": 1,
            "costs.air_order": 50,
        }
    )


def by_hand() -> Records:
    customers: list[dict[str, Any]] = [
        {"customer": 0, "klass": "A", "left": YEAR + WEEK},  # only after the window
        {"customer": 1, "klass": "B"},
        {"customer": 2, "klass": "C", "left": YEAR // 2},
        {"customer": 3, "klass": "C", "joined": -WEEK},
    ]
    orders = [
        # order, customer, lane, week
        {"order": 0, "customer": 0, "lane": "Near", "placed": 1 * WEEK},
        {"order": 1, "customer": 0, "lane": "Near", "placed": 30 * WEEK},
        {"order": 2, "customer": 1, "lane": "Far", "placed": 40 * WEEK},
        {"order": 3, "customer": 2, "lane": "Near", "placed": 2 * WEEK},
        {"order": 4, "customer": 3, "lane": "Near", "placed": 3 * WEEK},  # abandoned
        {"order": 5, "customer": 3, "lane": "Near", "placed": -DAY},  # carried and paid within the window
    ]
    for row in orders:
        if row["order"] != 4:
            row["dispatched"] = max(row["placed"], 0) + 10
    ledger = [
        {"order": 0, "time": 1 * WEEK + DAY, "account": "freight", "amount": 50_000},
        {"order": 0, "time": 1 * WEEK + DAY, "account": "express", "amount": 8_000},
        {"order": 1, "time": 30 * WEEK + DAY, "account": "freight", "amount": 40_000},
        {"order": 1, "time": 30 * WEEK + DAY, "account": "penalties", "amount": -6_000},
        {"order": 1, "time": 31 * WEEK, "account": "compensation", "amount": -1_000},
        {"order": 2, "time": 40 * WEEK + DAY, "account": "freight", "amount": 20_000},
        {"order": 3, "time": 2 * WEEK + DAY, "account": "freight", "amount": 1_000},
        {"order": 5, "time": 2 * DAY, "account": "freight", "amount": 9_000},
        {"order": 5, "time": -DAY // 2, "account": "checking", "amount": -20},  # before the window
        {"time": 1 * WEEK, "account": "overhead", "amount": -7_777, "lever": "overhead"},
    ]
    trips = [
        {"kind": "lorry", "lane": "Near", "departed": 10, "orders": 1},
        {"kind": "lorry", "lane": "Near", "departed": 1 * WEEK + 10, "orders": 1},
        {"kind": "lorry", "lane": "Near", "departed": 2 * WEEK + 10, "orders": 1},
        {"kind": "van", "lane": "Near", "departed": 30 * WEEK + 10, "orders": 1},
        {"kind": "air", "lane": "Far", "departed": 40 * WEEK + 10, "orders": 1},
        {"kind": "lorry", "lane": "Near", "departed": -5, "orders": 9},  # before the window
    ]
    away = [(0, 5), (1, 6), (1, 7), (3, 8)]
    return records(
        YEAR,
        customers=[{"knows": True, "value_start": 1.0} | row for row in customers],
        orders=[row | {"klass": customers[row["customer"]]["klass"]} for row in orders],
        needs=[{"customer": row["customer"], "time": row["placed"], "state": "delivered"} for row in orders]
        + [{"customer": c, "time": w * WEEK, "state": "elsewhere"} for c, w in away],
        ledger=ledger,
        trips=trips,
        complaints=[
            {"customer": 1, "order": 2, "opened": 41 * WEEK},
            {"customer": 1, "order": 2, "opened": 42 * WEEK},
            {"customer": 0, "order": 0, "opened": 5 * WEEK},
            {"customer": 0, "order": 0, "opened": 6 * WEEK, "asked": True},
            {"customer": 2, "order": 3, "opened": 5 * WEEK},
            {"customer": 2, "order": 3, "opened": 6 * WEEK},
        ],
    )


def test_carriage_by_hand(case: Case) -> None:
    table = carriage(by_hand(), case)
    # Three lorries of 2 x 2 x 10 km and a van of 2 x 1 x 10 km carry four orders; air freight is paid by the order.
    assert table.loc["city", ["orders", "cost", "each"]].tolist() == [4, 14_000, 3_500]
    assert table.loc["nation", ["orders", "cost", "each"]].tolist() == [1, 5_000, 5_000]
    assert table.loc["province", "orders"] == 0 and math.isnan(table.loc["province", "each"])


def test_contributions_by_hand(case: Case) -> None:
    table = contributions(by_hand(), case)
    assert table["orders"].to_dict() == {0: 2, 1: 1, 2: 1, 3: 1}
    assert table["income"].tolist() == [98_000, 20_000, 1_000, 9_000]
    assert table["direct"].tolist() == [-7_000, 0, 0, 0]
    assert table["carriage"].tolist() == [-7_000, -5_000, -3_500, -3_500]
    assert table["contribution"].tolist() == [84_000, 15_000, -2_500, 5_500]
    assert table["klass"].tolist() == ["A", "B", "C", "C"]
    assert order_accounts(by_hand(), case).loc[1, "contribution"] == 40_000 - 7_000 - 3_500


def test_wallet_by_hand() -> None:
    table = wallet(by_hand())
    assert table.loc["A"].tolist() == [3, 2, 2 / 3]
    assert table.loc["B"].tolist() == [3, 1, 1 / 3]
    assert table.loc["C"].tolist() == [3, 2, 2 / 3]
    assert table.loc["all"].tolist() == [9, 5, 5 / 9]  # one need arose before the window


def twenty() -> pd.DataFrame:
    """20 customers; contribution 100 for the first, then 30, 30, 20, then 20 among 16, one of them below 0."""
    amounts = [100.0, 30, 30, 20, *[1.5] * 15, -2.5]
    given = ["A", "B", "C", "B", "B", *["C"] * 15]
    return pd.DataFrame({"klass": given, "orders": 1, "contribution": amounts}, index=pd.RangeIndex(20))


def test_abc_by_hand() -> None:
    shuffled = twenty().sample(frac=1, random_state=3)
    assert measured_class(shuffled).sort_index().tolist() == ["A", "B", "B", "B", *["C"] * 16]
    table = abc(shuffled)
    assert table["customers"].tolist() == [1, 3, 16]
    assert table["contribution"].tolist() == [100, 80, 20]
    assert table["share"].tolist() == [0.5, 0.4, 0.1]
    assert table[["given_A", "given_B", "given_C"]].to_numpy().tolist() == [[1, 0, 0], [0, 2, 1], [0, 1, 15]]
    found = abc_agreement(shuffled)
    assert (found["value"], found["n"]) == (18 / 20, 20)


def test_ties_go_by_customer_number() -> None:
    same = twenty().assign(contribution=1.0)
    assert measured_class(same).tolist() == ["A", "B", "B", "B", *["C"] * 16]


def test_an_abc_of_losses_has_no_shares() -> None:
    assert abc(twenty().assign(contribution=-1.0))["share"].isna().all()


def test_rating_by_hand() -> None:
    def table(**contribution: float) -> pd.DataFrame:
        klass = {"p": "A", "q": "A", "r": "A", "s": "A", "t": "B"}
        return pd.DataFrame(
            {"klass": {k: klass[k] for k in contribution}, "contribution": contribution}, dtype=object
        ).astype({"contribution": float})

    whole = table(p=400, q=200, r=200, s=-100, t=50)
    first = table(p=150, q=150, r=50, s=0, t=20)
    second = table(p=250, q=50, r=150, s=-100, t=30)  # the class: 350 before and 350 after
    found = rating(whole, first, second)
    assert found["standing"].tolist()[:4] == [1, 0.5, 0.5, 0]
    assert found["growth"].tolist()[:4] == [100 / 400, -100 / 200, 100 / 200, -1]
    assert found["rating"].tolist()[:4] == ["grow", "hold", "grow", "review"]
    assert math.isnan(found.loc["t", "standing"]) and found.loc["t", "growth"] == 0
    assert found["rating"].isna().tolist() == [False] * 4 + [True]
    # The season falls out: doubling everybody's second half changes nobody's growth beyond the class by sign alone.
    twice = rating(whole, first, second.assign(contribution=2 * second["contribution"]))
    assert twice["growth"]["p"] == pytest.approx((500 - 150) / 650 - (700 - 350) / 1050)


def test_multiple_is_the_sum_of_its_series() -> None:
    series = sum(0.8**n / 1.1**n for n in range(1, 400))
    assert multiple(0.8, 0.1) == pytest.approx(series)
    assert multiple(0.8, 0.1) == pytest.approx(0.8 / 0.3)
    assert math.isnan(multiple(1.0, 0.0))


def test_lifetime_value_by_hand(case: Case) -> None:
    known = by_hand()
    table = contributions(known, case)
    found = lifetime_value(known, table, discount=0.1)
    assert found.loc["A", ["margin", "retention"]].tolist() == [84_000, 1]
    assert found.loc["A", "value"] == pytest.approx(84_000 / 0.1)
    # Class C: 3,000 fen in a year and a half; one of two left.
    assert found.loc["C", ["margin", "retention"]].tolist() == [2_000, 0.5]
    assert found.loc["C", "value"] == pytest.approx(2_000 * 0.5 / 0.6)
    each = customer_value(known, table, discount=0.1)
    assert each.tolist() == pytest.approx([840_000, 150_000, 0, 5_500 * 0.5 / 0.6])


def test_six_questions_by_hand(case: Case) -> None:
    known = by_hand()
    table = contributions(known, case)
    assert effective(table).index.tolist() == [0, 1, 3]  # 2 costs more than it brings
    halves = profit_over_time(known, case, 2)
    assert halves.loc[2].tolist() == [1_000 - 4_000, 0]  # the first half carries by lorry alone, at 4,000
    wanted = most_wanted(known, table)
    # 0: 84,000 of 2 needs, one elsewhere; 1: 15,000 of one, two elsewhere; 3: 5,500 of one, one elsewhere.
    assert wanted["gain"].to_dict() == {0: 42_000, 1: 30_000, 3: 5_500}
    assert most_wanted(known, table, top=1).index.tolist() == [0]
    assert repeated_complaints(known)["complaints"].to_dict() == {
        1: 2
    }  # A's second was asked for, C is not meant
    assert mostly_elsewhere(known).index.tolist() == [1]
    before = largest_before(known)
    assert before.loc[0].tolist() == [1, 1, 0] and before.loc[2].tolist() == [1, 0, -1]
    assert 1 not in before.index


def test_parts_leave_no_gap() -> None:
    windows = [one["window"].iloc[0].tolist() for one in split_window(records(100), 3)]
    assert windows == [[0, 33], [33, 66], [66, 100]]


def test_nothing_to_count_is_nan(case: Case) -> None:
    empty = emptied(by_hand())
    table = contributions(empty, case)
    assert len(table) == 0
    assert abc(table)["share"].isna().all() and abc_agreement(table)["why"]
    assert wallet(empty)["share"].isna().all()
    value = lifetime_value(empty, table)
    assert value["value"].isna().all() and value["why"].all()
    assert len(rating(table, table, table)) == len(customer_value(empty, table)) == 0
    for rows in (effective(table), most_wanted(empty, table), repeated_complaints(empty)):
        assert len(rows) == 0
    assert len(largest_before(empty)) == len(mostly_elsewhere(empty)) == 0


@pytest.fixture(scope="module")
def year() -> Run:
    return shared_run("corner", weeks=52)


def test_contributions_are_the_ledger(year: Run) -> None:
    table = contributions(year.records, year.case)
    accounts = year.money["accounts"]
    assert table["income"].sum() == year.money["income"]
    rows = booked(year.records)
    on_orders = rows[rows["order"].notna() & ~rows["account"].isin(INCOME)]
    assert table["direct"].sum() == on_orders["amount"].sum() < 0
    leases = round(year.case.costs.van_week * 100 * year.policy["fleet.express_vehicles"]) * 52
    carried = accounts["haulage"] + accounts["air"] + accounts["vans"] + leases
    assert table["carriage"].sum() == pytest.approx(carried, abs=0.01)
    assert table["orders"].sum() == year.counts["orders"]


def test_carriage_counts_every_order_on_board(year: Run) -> None:
    left = year.records["orders"]["dispatched"]
    assert carriage(year.records, year.case)["orders"].sum() == int((left > 0).sum())


def test_shares_of_wallet_and_abc_add_up(year: Run) -> None:
    table = wallet(year.records)
    assert table.loc["all", "given"] == year.counts["orders"] == table["given"].iloc[:3].sum()
    assert table.loc["all", "needs"] == year.counts["needs"]
    customers = contributions(year.records, year.case)
    ranked = abc(customers)
    assert ranked["share"].sum() == pytest.approx(1, abs=1e-12)
    assert ranked["customers"].sum() == len(customers)
    assert ranked[["given_A", "given_B", "given_C"]].to_numpy().sum() == len(customers)
    agree = np.diag(ranked[["given_A", "given_B", "given_C"]].to_numpy()).sum()
    assert abc_agreement(customers)["value"] == agree / len(customers) > 0.75


def test_few_customers_bring_most() -> None:
    """The first fifth of the customers brings four fifths in every year; B brings more than C on average over years only."""
    years = [shared_run("corner", weeks=52, seed=seed) for seed in range(6)]
    shares = pd.DataFrame([abc(contributions(one.records, one.case))["share"] for one in years])
    assert shares["A"].between(0.5, 0.9).all()
    assert (shares["A"] + shares["B"] > 0.8).all()
    assert shares.mean().is_monotonic_decreasing


def test_a_life_of_the_better_class_is_worth_more(year: Run) -> None:
    table = contributions(year.records, year.case)
    value = lifetime_value(year.records, table)["value"]
    assert value["A"] > 5 * value["B"] > 5 * value["C"]
    each = customer_value(year.records, table)
    left = year.records["customers"].set_index("customer")["left"].reindex(each.index).notna()
    assert left.any() and (each[left] == 0).all()


def test_quarters_add_up_to_the_year(year: Run) -> None:
    whole = contributions(year.records, year.case)
    quarters = profit_over_time(year.records, year.case)
    assert quarters.sum().sum() == pytest.approx(whole["contribution"].sum(), abs=1)
    assert set(quarters.index) == set(whole.index)


def test_every_customer_with_two_halves_is_rated(year: Run) -> None:
    whole = contributions(year.records, year.case)
    first, second = (contributions(half, year.case) for half in split_window(year.records, 2))
    found = rating(whole, first, second)
    assert found["standing"].between(0, 1).all()
    assert set(found["rating"].dropna()) == set(RATINGS)
    # Growth beyond the class spreads around 0: some gain, some fall behind, in every class.
    assert (found.groupby("klass", observed=True)["growth"].min() < 0).all()
    assert (found.groupby("klass", observed=True)["growth"].max() > 0).all()


def test_bigger_wishes_stand_first(year: Run) -> None:
    table = contributions(year.records, year.case)
    wanted = most_wanted(year.records, table, top=5)
    assert len(wanted) == 5 and wanted["gain"].is_monotonic_decreasing
    needs = year.records["needs"]
    top = wanted.index[0]
    mine = needs[(needs["customer"] == top) & (needs["time"] >= 0)]
    assert wanted.loc[top, "elsewhere"] == (mine["state"] == "elsewhere").sum()
