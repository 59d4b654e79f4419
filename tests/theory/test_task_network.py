"""A plan worked out on paper."""

from __future__ import annotations

import pytest

from sim.base.errors import InputError
from sim.theory.task_network import schedule

# A textbook network: A 3, B 4, C 2 after A, D 5 after A and B, E 1 after C and D. The longest way is B, D, E: 10 days.
DAYS = {"A": 3, "B": 4, "C": 2, "D": 5, "E": 1}
AFTER = {"C": ["A"], "D": ["A", "B"], "E": ["C", "D"]}


def test_starts_slack_and_critical_path_are_those_on_paper():
    plan = schedule(DAYS, AFTER)
    assert {task: dates.start for task, dates in plan.items()} == {"A": 0, "B": 0, "C": 3, "D": 4, "E": 9}
    assert {task: dates.slack for task, dates in plan.items()} == {"A": 1, "B": 0, "C": 4, "D": 0, "E": 0}
    assert [task for task, dates in plan.items() if dates.critical] == ["B", "D", "E"]


def test_the_sequence_in_which_tasks_are_listed_does_not_matter():
    backwards = schedule(dict(reversed(DAYS.items())), AFTER)
    assert backwards == schedule(DAYS, AFTER)


def test_an_impossible_plan_is_one_sentence():
    with pytest.raises(InputError, match="wait for each other: A, B"):
        schedule({"A": 1, "B": 1}, {"A": ["B"], "B": ["A"]})
    with pytest.raises(InputError, match="no task X"):
        schedule({"A": 1}, {"A": ["X"]})
    with pytest.raises(InputError, match="A"):
        schedule({"A": -1})
    assert schedule({}) == {}
