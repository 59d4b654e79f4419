"""Satisfaction, its five aspects, the five dimensions and surveys: first by hand, then on a run."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from sim import Policy, load_case, run
from sim.base.units import HOUR
from sim.measures.aspects import ASPECTS, CHECKS, DIMENSIONS, NAMES, aspects, dimensions, order_checks, scores
from sim.measures.orders import failed_rights
from sim.measures.satisfaction import (
    customer_satisfaction,
    satisfaction,
    satisfaction_by_class,
    survey,
    survey_waves,
)
from sim.measures.window import placed_in_window
from sim.records.schema import Records
from tests.support.hand_records import emptied, records

H = HOUR
SOUND: dict[str, Any] = {
    "klass": "A",
    "placed": 1 * H,
    "accepted": 1 * H,
    "promised": 50 * H,
    "quoted": 100,
    "invoiced": 100,
    "address_ok": True,
    "ordered": 5,
    "shipped": 5,
    "wrong": 0,
    "damaged": False,
    "delivered": 40 * H,
    "receiver_ok": True,
    "status": "delivered",
    "satisfaction": 5,
}


def by_hand() -> Records:
    orders = [
        {"order": 0, "customer": 0},
        {"order": 1, "customer": 0, "delivered": 53 * H, "invoiced": 110, "satisfaction": 3},  # 3 hours late
        {"order": 2, "customer": 1, "delivered": 61 * H, "damaged": True, "satisfaction": 2},  # 11 hours late
        {
            "order": 3,
            "customer": 1,
            "wrong": 1,
            "shipped": 4,
            "special_asked": True,
            "special_granted": False,
        },
        {"order": 4, "customer": 2, "klass": "C", "status": "lost", "delivered": None, "invoiced": None}
        | {"damaged": None, "receiver_ok": None, "satisfaction": 1},
        {"order": 5, "customer": 2, "klass": "C", "status": "in_progress", "satisfaction": None},
        {"order": 6, "customer": 2, "klass": "C", "placed": -1, "satisfaction": 1},  # before the window
    ]
    away = {
        "order": 7,
        "customer": 3,
        "klass": "C",
        "placed": 9 * H,
        "status": "abandoned",
        "satisfaction": 2,
    }
    contacts = [
        {"order": n, "kind": "order", "time": 0, "target": 60, "answered": None if n == 7 else 61 * (n == 1)}
        for n in range(8)
    ]
    return records(
        1000 * H,
        orders=[*(SOUND | more for more in orders), away],
        contacts=[*contacts, {"order": 0, "kind": "mention", "time": 0, "target": 60}],
        complaints=[
            {"order": 2, "customer": 1, "opened": 70 * H, "outcome": 0.4},
            {"order": 4, "customer": 2, "opened": 70 * H, "outcome": -0.1},
            {"order": 1, "customer": 0, "opened": 70 * H},  # still open
        ],
        surveys=[
            {"customer": 0, "wave": 0, "time": 100 * H, "order": 1, "satisfaction": 3},
            {"customer": 1, "wave": 0, "time": 100 * H, "order": 3, "satisfaction": 5},
            {"customer": 2, "wave": 0, "time": 100 * H, "order": 4},
            {"customer": 1, "wave": 1, "time": 200 * H, "order": 3, "satisfaction": 5},
            {"customer": 0, "wave": 1, "time": 2000 * H, "order": 1, "satisfaction": 1},  # after the end
        ],
    )


def test_mean_and_shares_by_hand() -> None:
    found = satisfaction(by_hand())
    judged = [5, 3, 2, 5, 1, 2]
    assert found["n"] == 6 and found["censored"] == 1
    assert found["value"] == 18 / 6
    assert found["sd"] == pytest.approx(np.std(judged, ddof=1))
    assert found["shares"] == {1: 1 / 6, 2: 2 / 6, 3: 1 / 6, 4: 0, 5: 2 / 6}
    assert (found["satisfied"], found["dissatisfied"]) == (2 / 6, 3 / 6)


def test_by_class_and_by_customer() -> None:
    table = satisfaction_by_class(by_hand())
    assert table.loc["A"].tolist() == [4, 15 / 4, 1 / 4]
    assert table.loc["C"].tolist() == [2, 3 / 2, 1]
    assert table.loc["B", "orders"] == 0
    assert table.loc["B", ["satisfaction", "dissatisfied"]].isna().all()
    # Customers: (5 + 3) / 2, (2 + 5) / 2, 1, 2.
    found = customer_satisfaction(by_hand())
    assert (found["value"], found["n"]) == ((4 + 3.5 + 1 + 2) / 4, 4)


def test_checks_of_each_order() -> None:
    checks = order_checks(by_hand())
    assert checks.index.tolist() == [0, 1, 2, 3, 4, 7]  # neither in progress nor before the window
    nan = float("nan")
    wanted = {
        "promise": [1, 0, 0, 1, 0, nan],
        "punctuality": [1, 0.75, 0.5, 1, 0, nan],
        "price": [1, 0, 1, 1, nan, nan],
        "contact": [1, 0, 1, 1, 1, 0],
        "request": [nan, nan, nan, 0, nan, nan],
        "timing": [nan] * 6,
        "undamaged": [1, 1, 0, 1, nan, nan],
        "receiver": [1, 1, 1, 1, nan, nan],
        "goods": [1, 1, 1, 0, nan, nan],
        "complete": [1, 1, 1, 0, 0, nan],
        "address": [1, 1, 1, 1, 1, nan],
        "recovery": [nan, nan, 1, nan, 0, nan],
    }
    assert list(wanted) == list(CHECKS)
    for name, column in wanted.items():
        np.testing.assert_array_equal(checks[name].to_numpy(), column, err_msg=name)


@pytest.mark.parametrize(("hours", "left"), [(0, 1), (4, 0.75), (5, 0.5), (12, 0.5), (24, 0.25), (25, 0)])
def test_pace_goes_down_by_degrees(hours: int, left: float) -> None:
    late = records(1000 * H, orders=[SOUND | {"delivered": (50 + hours) * H}])
    assert order_checks(late)["punctuality"].tolist() == [left]


def test_scores_of_aspects_and_dimensions_by_hand() -> None:
    found = aspects(by_hand())
    # Orders 0 to 4: both kept, none, price only, both, promise alone can be judged and failed.
    assert (found["idea"]["value"], found["idea"]["n"]) == ((5 + 1 + 3 + 5 + 1) / 5, 5)
    assert found["behaviour"]["value"] == (5 + 1 + 5 + 3 + 5 + 1) / 6
    assert found["sight and sound"]["value"] == (5 + 5 + 3 + 5) / 4
    assert found["product"]["value"] == (5 + 5 + 5 + 1 + 1) / 5
    assert found["service"]["value"] == (5 + 4 + 3 + 5 + 1) / 5
    found = dimensions(by_hand())
    assert found["tangibles"]["value"] == (5 + 5 + 1 + 5) / 4
    assert found["reliability"]["value"] == pytest.approx((5 + 3 + 4 + 3 + 1) / 5)
    assert found["responsiveness"]["value"] == (5 + 1 + 5 + 5 + 5 + 1) / 6
    assert found["assurance"]["value"] == 5
    assert (found["empathy"]["value"], found["empathy"]["n"]) == ((5 + 1 + 1) / 3, 3)
    assert found["empathy"]["kept"] == {"request": 0, "recovery": 0.5}


def test_a_request_for_another_time_speaks_for_responsiveness() -> None:
    asked = [
        SOUND | {"order": 0, "expedite_asked": True, "expedite_met": False},
        SOUND | {"order": 1, "delay_asked": True, "delay_met": True},
    ]
    assert dimensions(records(1000 * H, orders=asked))["responsiveness"]["kept"]["timing"] == 0.5


def test_every_name_of_a_mapping_is_known() -> None:
    assert {*ASPECTS, *DIMENSIONS} == set(NAMES)
    assert {fact for facts in (*ASPECTS.values(), *DIMENSIONS.values()) for fact in facts} == set(CHECKS)


def test_survey_by_hand() -> None:
    found = survey(by_hand())
    assert (found["value"], found["n"], found["asked"], found["response"]) == (13 / 3, 3, 4, 3 / 4)
    margin = 1.959963984540054 * np.std([3, 5, 5], ddof=1) / math.sqrt(3)
    assert found["margin"] == pytest.approx(margin)
    assert found["high"] - found["low"] == pytest.approx(2 * margin)
    assert found["true"] == 2.625 and found["error"] == pytest.approx(13 / 3 - 2.625)
    assert found["covers"] is False  # 1.31 wide, 1.71 off
    waves = survey_waves(by_hand())
    assert waves["asked"].tolist() == [3, 1] and waves["answers"].tolist() == [2, 1]
    assert waves["response"].tolist() == [2 / 3, 1]
    assert waves["satisfaction"].tolist() == [4, 5]
    assert math.isnan(waves["margin"][1])  # one answer has no spread


def test_nothing_to_count_is_nan_and_says_why() -> None:
    empty = emptied(by_hand())
    for found in (satisfaction(empty), customer_satisfaction(empty), *aspects(empty).values()):
        assert math.isnan(found["value"]) and found["n"] == 0 and found["why"]
    assert all(math.isnan(part) for part in satisfaction(empty)["shares"].values())
    assert survey(empty)["why"] == "nobody was asked"
    silent = by_hand()
    silent["surveys"] = silent["surveys"].iloc[[2]]
    assert survey(silent)["why"] == "nobody answered" and survey(silent)["response"] == 0


@pytest.fixture(scope="module")
def asked() -> Records:
    case = load_case("corner")
    return run(case, case.policy.replace(**{"survey.waves": 4, "survey.sample": 150}), weeks=52).records


def test_a_year_adds_up(asked: Records) -> None:
    found = satisfaction(asked)
    assert sum(found["shares"].values()) == pytest.approx(1, abs=1e-12)
    assert sum(k * part for k, part in found["shares"].items()) == pytest.approx(found["value"], abs=1e-12)
    assert found["n"] + found["censored"] == len(placed_in_window(asked))
    by_class = satisfaction_by_class(asked)
    assert by_class["orders"].sum() == found["n"]
    weighted = (by_class["orders"] * by_class["satisfaction"]).sum() / found["n"]
    assert weighted == pytest.approx(found["value"], abs=1e-12)
    waves = survey_waves(asked)
    said = survey(asked)
    assert waves["asked"].sum() == said["asked"] and waves["answers"].sum() == said["n"]


def test_checks_agree_with_the_seven_rights(asked: Records) -> None:
    checks = order_checks(asked)
    rights = failed_rights(asked).set_index("order")
    both = checks.index.intersection(rights.index)
    assert len(both) > 4000
    checks, rights = checks.loc[both], rights.loc[both]
    assert ((checks["promise"] == 0) == rights["time"]).all()
    assert ((checks["contact"] == 0) == rights["channel"]).all()
    assert ((checks["address"] == 0) == rights["place"]).all()
    assert ((checks["price"] == 0) == rights["price"]).all()
    product = (checks[["goods", "complete", "undamaged"]] == 0).any(axis=1)
    assert (product == rights["product"]).all()


def test_satisfied_customers_score_higher_in_every_aspect(asked: Records) -> None:
    checks = order_checks(asked)
    points = asked["orders"].set_index("order")["satisfaction"].reindex(checks.index)
    table = scores(checks, ASPECTS)
    assert table.min().min() >= 1 and table.max().max() <= 5
    good, bad = table[(points >= 4).to_numpy()].mean(), table[(points <= 2).to_numpy()].mean()
    assert (good > bad).all()


def test_a_slow_desk_shows_in_behaviour_and_responsiveness_alone() -> None:
    case = load_case("corner")
    policy: Policy = case.policy.replace(**{"desk.clerks": 3})
    slow, quick = (run(case, p, weeks=13, market="frozen").records for p in (case.policy, policy))
    for measure, touched in ((aspects, "behaviour"), (dimensions, "responsiveness")):
        few, many = measure(slow), measure(quick)
        gain = {name: many[name]["value"] - few[name]["value"] for name in few}
        assert gain[touched] > 0.1
        assert max(abs(change) for name, change in gain.items() if name != touched) < gain[touched] / 2
