"""Who leaves, who speaks, who stays after a failure: first by hand, then on a run."""

from __future__ import annotations

import math
from typing import Any

import pytest

from sim import load_case, run
from sim.base.units import DAY, WEEK, YEAR
from sim.measures.churn import agreement, newcomers, observable_churn, true_churn, yearly
from sim.measures.retention import HANDLED, retention
from sim.measures.satisfaction import satisfaction
from sim.measures.voices import VOICES, failures, formal_share, leavers, voices, wilson
from sim.measures.window import customers_at_start
from sim.records.schema import Records
from tests.support.hand_records import emptied, records

KNOWN: dict[str, Any] = {"klass": "C", "knows": True, "value_start": 1.0}


def by_hand() -> Records:
    """Two years. Customers 0 to 7 are present, 8 knew the firm and never ordered, 9 and 10 join, 11 never hears of it."""
    customers = [
        {"customer": 0, "klass": "A"},
        {"customer": 1, "klass": "B", "lapsed": 60 * WEEK},
        {"customer": 2, "klass": "B", "left": 60 * WEEK, "lapsed": 70 * WEEK},
        {"customer": 3, "left": 10 * WEEK, "lapsed": 14 * WEEK},
        {"customer": 4, "left": 100 * WEEK},  # too late to have lapsed
        {"customer": 5, "lapsed": 50 * WEEK},  # only a pause
        {"customer": 6, "left": 30 * WEEK, "lapsed": 40 * WEEK},
        {"customer": 7},
        {"customer": 8, "left": 20 * WEEK},
        {"customer": 9, "joined": 40 * WEEK, "left": 80 * WEEK},
        {"customer": 10, "joined": 90 * WEEK},
        {"customer": 11, "knows": False},
    ]
    orders: list[dict[str, Any]] = [
        # customer, weeks placed, delivered a day later, satisfaction
        {"customer": c, "placed": w * WEEK, "delivered": w * WEEK + DAY, "satisfaction": s}
        for c, w, s in (
            (0, 1, 5),
            (0, 20, 2),  # 1: silent
            (0, 30, 5),
            (0, 40, 1),
            (1, 5, 2),  # 4: recovered
            (1, 10, 4),
            (1, 20, 4),
            (2, 9, 1),  # 7: made worse
            (2, 12, 3),
            (2, 60, 3),
            (3, 2, 2),  # 10: found by a survey, recovered
            (3, 10, 4),
            (4, 100, 1),  # 12: fails on the day after it has left
            (5, 3, 4),
            (6, 29, 2),  # 14: mentioned
            (6, 30, 4),
            (7, -1, 5),
            (7, 103, 2),  # 17: complaint still open
            (9, 41, 5),
        )
    ]
    for number, row in enumerate(orders):
        row |= {"order": number, "status": "delivered"}
    return records(
        2 * YEAR,
        customers=[KNOWN | row for row in customers],
        orders=orders,
        needs=[{"customer": row["customer"], "time": row["placed"], "state": "delivered"} for row in orders]
        + [{"customer": 1, "time": w * WEEK, "state": "elsewhere"} for w in (6, 7, 40)],
        complaints=[
            {"order": 4, "customer": 1, "opened": 5 * WEEK + 2 * DAY, "outcome": 0.5},
            {"order": 7, "customer": 2, "opened": 9 * WEEK + 2 * DAY, "outcome": -0.2},
            {"order": 10, "customer": 3, "opened": 3 * WEEK, "outcome": 0.3, "asked": True},
            {"order": 12, "customer": 4, "opened": 101 * WEEK, "outcome": 0.3},  # after it left
            {"order": 17, "customer": 7, "opened": 103 * WEEK + 2 * DAY},
        ],
        contacts=[
            {"order": 14, "customer": 6, "kind": "mention", "time": 29 * WEEK + 2 * DAY},
            {"order": 10, "customer": 3, "kind": "mention", "time": 2 * WEEK + 2 * DAY},
            {"order": 15, "customer": 6, "kind": "order", "time": 30 * WEEK},
        ],
    )


def test_true_churn_by_hand() -> None:
    assert customers_at_start(by_hand())["customer"].tolist() == list(range(8))
    table = true_churn(by_hand())
    assert table["customers"].tolist() == [1, 2, 5, 8]
    assert table["left"].tolist() == [0, 1, 3, 4]
    assert table["share"].tolist() == [0, 1 / 2, 3 / 5, 4 / 8]
    assert table.loc["all", "yearly"] == pytest.approx(1 - math.sqrt(0.5))  # half of them in two years
    assert yearly(0.19, by_hand()) == pytest.approx(0.1)


def test_observable_churn_and_agreement_by_hand() -> None:
    assert observable_churn(by_hand())["left"].tolist() == [0, 2, 3, 5]
    found = agreement(by_hand())
    assert [found[k] for k in ("both", "only_left", "only_lapsed", "neither")] == [3, 1, 2, 2]
    assert (found["value"], found["n"], found["precision"], found["recall"]) == (5 / 8, 8, 3 / 5, 3 / 4)


def test_newcomers_by_hand() -> None:
    table = newcomers(by_hand())
    assert table.loc["C"].tolist() == [3, 2, 1, 1, 2 / 3]
    assert math.isnan(table.loc["A", "share"])


def test_customers_who_left_before_the_window_are_not_present() -> None:
    gone = by_hand()
    gone["customers"].loc[7, "left"] = -WEEK
    assert customers_at_start(gone)["customer"].tolist() == list(range(7))
    assert true_churn(gone).loc["all", "left"] == 4


def test_formal_complaints_by_hand() -> None:
    found = formal_share(by_hand())
    # Failed orders 1, 3, 4, 7, 10, 12, 14, 17; of 4, 7, 12 and 17 their customers complained unasked.
    assert (found["value"], found["n"]) == (4 / 8, 8)
    assert (found["by_customer"], found["customers"]) == (4 / 7, 7)
    assert found["mentioned"] == 2 / 8


def test_wilson_interval_against_the_table() -> None:
    assert wilson(1, 10) == pytest.approx((0.0179, 0.4042), abs=1e-4)  # a textbook's example
    low, high = wilson(0, 10)
    assert low == pytest.approx(0, abs=1e-12) and high == pytest.approx(0.2775, abs=1e-4)
    assert all(math.isnan(x) for x in wilson(0, 0))


def test_how_leavers_spoke_by_hand() -> None:
    table = leavers(by_hand()).set_index("customer")
    assert table["voice"].to_dict() == {
        2: "complained",
        3: "found",  # it had also mentioned it: the louder one counts
        4: "content",  # what failed, and what it said, came after
        6: "mentioned",
        8: "content",
        9: "content",
    }
    assert table["failures"].to_dict() == {2: 1, 3: 1, 4: 0, 6: 1, 8: 0, 9: 0}
    counts = voices(by_hand())
    assert counts["customers"].tolist() == [1, 1, 1, 0, 3]
    assert counts["share"].tolist() == [1 / 6, 1 / 6, 1 / 6, 0, 3 / 6]
    assert counts["of_failed"].tolist()[:4] == [1 / 3, 1 / 3, 1 / 3, 0]
    assert math.isnan(counts.loc["content", "of_failed"])


def test_retention_by_hand() -> None:
    table = retention(by_hand(), weeks=26)
    assert table["customers"].tolist() == [8, 2, 2, 1, 1]
    weeks = table["years"] * 52
    day = 1 / 7
    # First failures ended a day after weeks 20, 5, 9, 2, 29 and 103; customers 4 and 5 go on without one
    # (4 left before its failure), to week 100 and a day, and to the end.
    before = 20 + 5 + 9 + 2 + 29 + 103 + 6 * day + (100 + day) + 104
    assert weeks["no failure"] == pytest.approx(before)
    assert weeks["silent"] == pytest.approx(26 + 26)  # customers 0 and 6
    assert weeks["recovered"] == pytest.approx(26 + 26)  # customers 1 and 3
    assert weeks["not recovered"] == pytest.approx(26)
    assert weeks["open"] == pytest.approx(1 - day)  # cut off by the end
    assert table["left"].tolist() == [1, 1, 1, 0, 0]  # 4; 6; 3; 2 left later than half a year
    # Time at risk ends with leaving: customer 6 a week less a day after its failure, customer 3 eight weeks less a day.
    assert table.loc["silent", "kept"] == pytest.approx(math.exp(-26 / (26 + 1 - day)))
    assert table.loc["recovered", "kept"] == pytest.approx(math.exp(-26 / (26 + 8 - day)))
    assert table.loc["not recovered", "kept"] == 1
    # Recovered: customer 1 orders twice (weeks 10 and 20), customer 3 once; customer 1 has two needs elsewhere by then.
    assert table.loc["recovered", "orders"] == pytest.approx(3 / 2)
    assert table.loc["recovered", "wallet"] == pytest.approx(3 / 5)


def test_an_order_that_fails_at_once_belongs_to_the_time_before() -> None:
    known = by_hand()
    known["orders"]["delivered"] = known["orders"]["delivered"].mask(known["orders"]["order"] == 4)
    before, after = (retention(one, klass="B")["orders"] for one in (by_hand(), known))
    # Customer 1 now fails at the time of its order 4; still two orders follow within half a year.
    assert after["recovered"] == before["recovered"] == 2
    week = 26 / (5 + 9 + 1 / 7)
    assert after["no failure"] == pytest.approx((1 + 1) * week)  # orders 4 and 7, in 5 and 9 weeks and a day


def test_retention_of_a_class_alone() -> None:
    assert retention(by_hand(), klass="B")["customers"].tolist() == [2, 0, 1, 1, 0]
    whole = retention(by_hand())["customers"]
    assert (sum(retention(by_hand(), klass=k)["customers"] for k in "ABC") == whole).all()


def test_nothing_to_count_is_nan() -> None:
    empty = emptied(by_hand())
    for table in (true_churn(empty), observable_churn(empty)):
        assert table[["share", "yearly"]].isna().all(axis=None)
    for found in (agreement(empty), formal_share(empty)):
        assert math.isnan(found["value"]) and found["n"] == 0 and found["why"]
    assert newcomers(empty)["share"].isna().all()
    assert voices(empty)["share"].isna().all()
    assert retention(empty)[["kept", "orders", "wallet"]].isna().all(axis=None)


def test_in_a_frozen_market_churn_is_not_zero_but_unknown() -> None:
    frozen = run("corner", weeks=4, market="frozen").records
    table = true_churn(frozen)
    assert table.loc["all", "customers"] > 100
    assert table[["share", "yearly"]].isna().all(axis=None)
    assert agreement(frozen)["why"] == "in a frozen market nobody leaves"
    assert retention(frozen)["kept"].isna().all()


@pytest.fixture(scope="module")
def years() -> Records:
    return run(load_case("corner"), weeks=104).records


def test_two_years_add_up(years: Records) -> None:
    churn = true_churn(years)
    assert (
        churn.loc["all", ["customers", "left"]].tolist()
        == churn.loc[["A", "B", "C"], ["customers", "left"]].sum().tolist()
    )
    left = years["customers"]["left"]
    inside = int(((left >= 0) & (left < 104 * WEEK)).sum())
    assert len(leavers(years)) == inside == voices(years)["customers"].sum() > 10
    assert voices(years)["share"].sum() == pytest.approx(1)
    assert voices(years)["of_failed"].sum() == pytest.approx(1)
    found = agreement(years)
    assert found["both"] + found["only_left"] + found["only_lapsed"] + found["neither"] == found["n"]
    assert found["both"] + found["only_left"] == churn.loc["all", "left"]
    assert found["both"] + found["only_lapsed"] == observable_churn(years).loc["all", "left"]
    assert set(leavers(years)["voice"]) <= set(VOICES)


def test_failures_are_the_dissatisfied_of_the_window(years: Records) -> None:
    found = satisfaction(years)
    assert len(failures(years)) == round(found["dissatisfied"] * found["n"]) > 100
    assert formal_share(years)["n"] == len(failures(years))


def test_complaints_are_as_few_as_the_case_says(years: Records) -> None:
    found = formal_share(years)
    assert found["low"] < load_case("corner").complaints.formal < found["high"]
    assert found["mentioned"] > 5 * found["value"]


def test_lapsing_predicts_leaving_better_than_chance(years: Records) -> None:
    found = agreement(years)
    base = true_churn(years).loc["all", "share"]
    assert found["precision"] > 1.5 * base


def test_retention_starts_with_no_failure_for_every_customer(years: Records) -> None:
    table = retention(years)
    first = failures(years).drop_duplicates("customer")["customer"]
    base = customers_at_start(years)
    assert list(table.index) == list(HANDLED)
    assert table.loc["no failure", "customers"] <= len(base)
    assert 0 < table.loc["silent", "customers"] <= base["customer"].isin(first).sum()
    assert table["kept"].dropna().between(0, 1).all() and table["wallet"].dropna().between(0, 1).all()
    most = 104 * WEEK / YEAR * len(base)
    assert table["years"].sum() <= most
