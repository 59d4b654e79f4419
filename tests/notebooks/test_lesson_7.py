"""What lesson 7 says of systems, offers, money and its roll-out is so: its cells are run, and their results checked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.lesson import ran

pytestmark = [pytest.mark.notebook, pytest.mark.slow]


@pytest.fixture(scope="module")
def lesson() -> dict[str, Any]:
    return ran("07_")


def moved(lesson: dict[str, Any], name: str) -> dict[str, bool]:
    """Which of the numbers differ clearly from those without a system."""
    found = {number: lesson["years"].paired(number, name) for number in lesson["numbers"]}
    return {number: not one.low <= 0 <= one.high for number, one in found.items()}


def test_the_call_centre_lies_in_two_drawers(lesson: dict[str, Any]) -> None:
    drawers = lesson["drawers"].loc["call centre"]
    assert drawers["subsystem"] == "collaboration" and drawers["module"] == "service and support"


def test_each_type_changes_what_the_lesson_says(lesson: dict[str, Any]) -> None:
    operational, analytical, collaborative = (
        moved(lesson, name) for name in ("operational", "analytical", "collaborative")
    )
    three = ("minutes_a_call", "calls_given_up", "bond")
    assert [operational[name] for name in three] == [True, True, True]
    assert [analytical[name] for name in three] == [False, False, True]
    assert [collaborative[name] for name in three] == [False, False, False]
    assert lesson["years"].paired("bond", "analytical").difference > 0


def test_a_file_that_nobody_corrects_is_worse_than_none_and_half_the_training_leaves_three_quarters(
    lesson: dict[str, Any],
) -> None:
    assert lesson["years"].paired("wrong_addresses", "no care").low > 0
    assert 0.70 < lesson["training"][3] / lesson["training"][5] < 0.78
    assert lesson["crm"].firm_with_managers().crm.training_half == 8


def test_the_winner_changes_where_the_lesson_says(lesson: dict[str, Any]) -> None:
    score, picture = lesson["score"], lesson["shown"]["offers-picture"]
    assert score.idxmax() == "Qiming" and score.drop("Qiming").idxmax() == "Lantu"
    assert score["Qiming"] - score["Lantu"] == pytest.approx(0.5)
    assert picture.data[-1].x[0] == 0.29  # the first share at which Beichen is ahead
    lines = {trace.name: trace.y for trace in picture.data[:4]}
    assert max(("Lantu", "Beichen", "Tonglu"), key=lambda name: lines[name][40]) == "Beichen"


def test_added_up_the_licence_costs_less_and_today_the_rent(lesson: dict[str, Any]) -> None:
    assert lesson["added"].idxmin() == "Lantu" and lesson["today"].idxmin() == "Beichen"
    assert round(lesson["needed"]["Lantu"], 1) == 0.9


def test_the_roll_out_takes_36_days_and_cleaning_the_file_may_slip_by_six(lesson: dict[str, Any]) -> None:
    from sim.theory.task_network import schedule

    dates = schedule(lesson["days"], lesson["after"])
    assert max(one.start + lesson["days"][task] for task, one in dates.items()) == 36
    assert lesson["days"]["H"] == max(lesson["days"].values()) and dates["H"].slack == 6
    assert lesson["working"][-1].strftime("%Y-%m-%d") == "2026-04-21"


def test_a_shorter_path_is_quicker_than_a_halved_one(lesson: dict[str, Any]) -> None:
    assert lesson["shorter"] == pytest.approx(6.5) and lesson["path"]["hours"].sum() / 2 == pytest.approx(
        23.25
    )
