"""What lesson 8 says about halls, samples, bonds and hours is so: its cells are run as they stand, and their results checked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.lesson import ran

pytestmark = [pytest.mark.notebook, pytest.mark.slow]


@pytest.fixture(scope="module")
def lesson() -> dict[str, Any]:
    return ran("08_")


def test_behaviour_and_responsiveness_are_lowest(lesson: dict[str, Any]) -> None:
    assert min(lesson["five"], key=lesson["five"].get) == "behaviour"
    assert min(lesson["also"], key=lesson["also"].get) == "responsiveness"


def test_four_times_as_many_answers_halve_the_margin(lesson: dict[str, Any]) -> None:
    margins = lesson["margins"]
    assert margins[40] / margins[160] == pytest.approx(2, abs=0.2)
    assert margins[160] / margins[640] == pytest.approx(2, abs=0.2)


def test_asking_the_large_ones_is_too_friendly_and_weights_mend_it(lesson: dict[str, Any]) -> None:
    truth = lesson["answers"]["satisfaction"].mean()
    assert lesson["asked"]["satisfaction"].mean() - truth > 0.05
    assert abs(lesson["weighted"] - truth) < 0.03


def test_the_second_cause_by_number_is_fifth_by_money(lesson: dict[str, Any]) -> None:
    assert list(lesson["number"].index[:2]) == ["desk", "minimum"]
    assert lesson["place"] == 5 and lesson["paid"].index[0] == "desk"


def test_who_is_helped_stays_and_a_slow_hall_is_no_better_than_silence(lesson: dict[str, Any]) -> None:
    no_failure, mended, silent, slow = lesson["kept"]
    assert no_failure - mended < mended - silent
    assert 1 - silent > 2 * (1 - mended)  # "leaves twice as often and more"
    assert abs(slow - silent) < 0.1
    assert (round(100 * silent), round(100 * mended)) == (60, 84)  # the model answer of no_news


def test_small_tables_give_what_the_text_works_out(lesson: dict[str, Any]) -> None:
    listening = lesson["listening"]
    assert listening.kept_by_week(listening.small_pilot(), 4)[4] == pytest.approx(7 / 8 * 4 / 5)
    assert lesson["standard"]["step"].tolist()[0] == "recorded" and len(lesson["standard"]) == 7


def test_points_win_first_links_last_and_links_do_not_pay(lesson: dict[str, Any]) -> None:
    won = lesson["won"]
    assert won["first_six_weeks"].idxmax() == "points" and won["half_3"].idxmax() == "links"
    assert won["profit"]["visits"] > 0 > won["profit"]["points"] > won["profit"]["links"]


def test_saved_wages_are_paid_by_customers_in_every_kind_of_luck(lesson: dict[str, Any]) -> None:
    change = lesson["change"]
    assert change["satisfaction"] < 0 < change["left"] and change["profit"] < 0
    assert lesson["staff"] < 0 < lesson["errors"]
    differences = lesson["shown"]["chain-picture"].data[0].x
    assert max(differences) < 0 and min(differences) < 5 * max(differences)  # "some years hardly notice"
