"""What lesson 9 says about its runs is so: its cells are run as they stand, and their results checked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.lesson import ran

pytestmark = [pytest.mark.notebook, pytest.mark.slow]


@pytest.fixture(scope="module")
def lesson() -> dict[str, Any]:
    return ran("09_")


def test_poor_service_is_expensive_outside_the_books_and_the_best_level_lies_between(
    lesson: dict[str, Any],
) -> None:
    share, costs = lesson["share"], lesson["costs"]
    assert share[1] > 35 and share[1] > 3 * share[7]
    assert (costs["visible"] + costs["carriage"]).is_monotonic_increasing, (
        "more service costs more in the books"
    )
    assert costs["hidden"].is_monotonic_decreasing, "and less outside them"
    assert 380_000 < costs["hidden"][1] < 400_000, "the model answer says 390,000"
    assert (costs["total"][[5, 7]] / costs["total"][1]).between(0.78, 0.84).all(), "about a fifth lower"
    assert lesson["lowest"] in (5, 7)
    totals = lesson["totals"]
    assert (
        totals[1] > 1.2 * totals[lesson["lowest"]]
    ).all()  # "at both ends it is steep", at the left most of all


def test_all_first_is_first_for_nobody(lesson: dict[str, Any]) -> None:
    words = lesson["who_waits"](lesson["hours"])
    assert words["a_first"] == "shorter" and words["c_first"] == "longer"
    assert words["a_all"] in ("same", "longer")


def test_two_hills_and_a_valley_between_them(lesson: dict[str, Any]) -> None:
    grid = lesson["grid"]
    assert grid.loc["slow", 10] > max(grid.loc["slow", 15], grid.loc["middle", 10], grid.loc["middle", 15])
    assert grid.loc["fast", 22] > max(grid.loc["fast", 15], grid.loc["middle", 22], grid.loc["middle", 15])
    assert grid.stack().idxmin() == ("fast", 10)
    assert lesson["speed"] == "fast" and lesson["price"] == 22


def test_collecting_has_a_threshold(lesson: dict[str, Any]) -> None:
    gains = lesson["gains"]
    assert gains["high"].iloc[0] < 0 < gains["low"].iloc[-1]
    assert 0.05 < lesson["pays"] < 0.5


def test_telling_calms_some_and_the_fast_detour_can_hardly_be_told(lesson: dict[str, Any]) -> None:
    nothing, tell, slow, fast = lesson["anger"]
    assert tell < nothing and slow < tell
    assert lesson["highest_price_or_not"](lesson["anger"]) == "same"
    assert abs(slow - fast) < 0.1 * nothing
