"""The check of a scenario finds what is wrong, and the scenarios of the package pass it."""

from __future__ import annotations

from typing import Any

import pytest

from sim.course.curriculum.coverage import load_concepts
from sim.roleplay.lint import Effort, lint
from sim.roleplay.load import load_scenario, make_scenario, scenario_names
from tests.roleplay.test_talk import small

LITTLE = Effort(games=30, tries=200)


def faults(content: dict[str, Any]) -> list[str]:
    return [fault for checked in lint(make_scenario(content, "small"), LITTLE) for fault in checked.faults]


@pytest.mark.slow
@pytest.mark.parametrize("name", scenario_names())
def test_the_scenarios_of_the_package_pass(name: str) -> None:
    checks = list(lint(load_scenario(name)))
    assert [fault for checked in checks for fault in checked.faults] == []


@pytest.mark.parametrize("name", scenario_names())
def test_scenarios_name_concepts_of_the_course(name: str) -> None:
    assert set(load_scenario(name).concepts) <= set(load_concepts())


def test_a_fact_that_nobody_tells_is_found() -> None:
    content = small()
    content["moves"][0]["replies"][0].pop("tell")
    assert "No reply tells the fact late." in faults(content)


def test_a_mark_without_use_is_found() -> None:
    content = small()
    content["moves"][0]["replies"][0]["mark"] = "nice"
    assert "No aim and no condition uses the mark nice." in faults(content)


def test_two_lines_that_cannot_be_told_apart_are_found() -> None:
    content = small()
    content["moves"][1]["act"] = "open"
    assert "2 moves have the act open and the topic story." in faults(content)


def test_a_line_that_gives_the_answer_away_is_found() -> None:
    content = small()
    content["moves"][1] |= {"act": "reflect", "when": {"knows": ["late"]}}
    assert any("gives the answer away" in fault for fault in faults(content))


def test_points_that_cannot_be_reached_are_found() -> None:
    content = small()
    content["aims"]["needs"]["max"] = 2
    assert any("In V1 the best order found brings 1 of 2 points." in fault for fault in faults(content))


def test_points_for_nothing_are_found() -> None:
    assert any("are allowed" in fault for fault in faults(small()))  # one question brings all there is


def test_a_line_that_is_never_offered_is_found() -> None:
    content = small()
    content["moves"][2]["when"] = {"trust": 9}
    assert "Nobody was offered sorry." in faults(content)
