"""What lesson 6 says about its plan and its runs is so: its cells are run as they stand, and their results checked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.lesson import ran
from tests.support.notebooks import SOURCES, read, source

pytestmark = [pytest.mark.notebook, pytest.mark.slow]


@pytest.fixture(scope="module")
def lesson() -> dict[str, Any]:
    return ran("06_")


def test_every_scene_has_its_trait_and_two_lack_nothing(lesson: dict[str, Any]) -> None:
    missing = lesson["what_is_missing"]()
    assert len(missing) == 6 and list(missing.values()).count("deep") == 2
    assert set(missing.values()) == {"deep", "formal", "planned", "two_way", "equal"}


def test_the_network_takes_18_days_and_people_20(lesson: dict[str, Any]) -> None:
    dates, days = lesson["dates"], lesson["days"]
    assert max(lesson["ends"].values()) == 18 and lesson["critical"] == ["C"]
    assert lesson["latest"] == {task: one.start + one.slack for task, one in dates.items()}
    clash, moved = lesson["shown"]["clash"], lesson["shown"]["moved"]
    assert [len(trace.y) for trace in clash.data] == [5, 2] and len(moved.data[1].y) == 0
    last = max(lesson["moved"][task] + days[task] for task in days)
    assert last == 20 and last - days["G"] == lesson["moved"]["G"]
    assert lesson["working"][0].strftime("%Y-%m-%d") == "2013-12-11"


def test_a_middle_customer_near_and_known_is_worth_more_than_a_large_one_far_away(
    lesson: dict[str, Any],
) -> None:
    guests = lesson["guests"].set_index("customer")
    worth = guests["value"]
    assert guests["a_year"].idxmax() == "T1" and worth["T2"] > 2 * worth["T1"] > 0 > worth["T3"]
    assert lesson["chosen"] == ["T1", "T2", "T4"]
    call = lesson["lost"] * (lesson["guests"]["more"] * lesson["guests"]["a_year"] - 400)
    assert round(call[0]) == 2752 > worth["T2"] and (call[1:] == 0).all()


def test_orders_rise_for_certain_and_of_the_profit_nothing_can_be_told(lesson: dict[str, Any]) -> None:
    orders, profit = (lesson["both"].paired(name, "evening") for name in ("orders", "profit"))
    assert orders.low > 0 and 3 < orders.difference < 5 and orders.before > 5000
    assert profit.low < 0 < profit.high
    assert orders.sd_unpaired > 100  # "differ by a hundred"
    for measure in ("orders", "profit"):
        interval = lesson["shown"][f"pay-{measure}"].data[3]  # of the row with other luck
        assert interval.x[0] - interval.error_x.arrayminus[0] < 0
        assert interval.x[0] + interval.error_x.array[0] > 0
    found = {row.name: row.found[0] for row in lesson["shown"]["pay-result"].rows}
    assert found["orders"] == "↑" and found["profit"] not in "↑↓="


def test_the_bad_plan_does_not_add_up() -> None:
    (path,) = (path for path in SOURCES if path.stem.startswith("06_"))
    (plan,) = (source(cell) for cell in read(path)["cells"] if cell["id"] == "parts-en")
    assert "6,000, meals 5,500, travel 3,000, reserve 1,450; total 15,450" in plan
    assert 6000 + 5500 + 3000 + 1450 == 15950
    assert "Purpose." not in plan
