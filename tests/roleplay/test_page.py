"""The example in the documentation is a scenario that works."""

from __future__ import annotations

import re
from pathlib import Path

from sim.base.yaml_text import from_yaml
from sim.roleplay.games import best_order, played
from sim.roleplay.lint import Effort, lint
from sim.roleplay.load import make_scenario
from sim.roleplay.scenario import Scenario

PAGE = Path(__file__).resolve().parents[2] / "docs" / "roleplay.md"


def example() -> Scenario:
    (text,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return make_scenario(from_yaml(text), "late_load")


def test_all_points_can_be_reached_in_both_variants() -> None:
    scenario = example()
    for variant, proposal in (("V1", "evening"), ("V2", "notice")):
        assert played(scenario, variant, ("ask", "deep", proposal, "bye")).score().total == scenario.maximum
        assert best_order(scenario, [variant], tries=400)[1] == scenario.maximum


def test_the_wrong_remedy_earns_the_needs_alone() -> None:
    assert played(example(), "V1", ("ask", "deep", "notice", "bye")).score().total == 4


def test_the_check_finds_only_what_the_page_says() -> None:
    faulty = [checked.name for checked in lint(example(), Effort(games=300, tries=500)) if checked.faults]
    assert set(faulty) <= {"playing at random does not pay", "no order of lines is good for all variants"}
