"""Goals: what is called good or bad, and where to look first."""

from __future__ import annotations

from dataclasses import replace

import pytest

import sim
from sim.base.i18n import using
from sim.measures.goals import GOAL_OF, GOALS, judge
from sim.measures.trouble import CAUSE_LEVERS, RIGHT_LEVERS, failing_rights, levers_of, troubles
from sim.policy.levers.registry import levers
from sim.records.labels import CAUSES, RIGHTS
from sim.workspace.handouts import handout_folder


@pytest.fixture(scope="module")
def today():
    return sim.run("corner", weeks=8)


@pytest.fixture(scope="module")
def bare():
    """A firm without stock to speak of, and one clerk."""
    policy = sim.load_case("corner").policy.replace(**{"stock.safety_factor": 0.2, "desk.clerks": 1})
    return sim.run("corner", policy, weeks=8)


def test_a_number_is_good_from_its_goal_on_and_bad_below(today, monkeypatch):
    value = today.measures["m12"]["value"]
    error = (value * (1 - value) / today.measures["m12"]["n"]) ** 0.5
    for distance, state in ((-3, "good"), (-1, "close"), (1, "close"), (3, "bad")):
        goal = replace(GOAL_OF["m12"], bound=value + distance * error)
        monkeypatch.setattr("sim.measures.goals.GOALS", (goal,))
        (found,) = judge(today)
        assert (found.value, found.state) == (value, state)


def test_where_less_is_better_a_number_above_the_goal_is_bad(today, monkeypatch):
    share = today.counts["abandoned"] / today.counts["orders"]
    for bound, state in ((share / 10, "bad"), (share * 10, "good")):
        monkeypatch.setattr("sim.measures.goals.GOALS", (replace(GOAL_OF["gave_up"], bound=bound),))
        assert [found.state for found in judge(today)] == [state]


def test_the_judged_numbers_are_those_of_the_run(today):
    found = {one.goal.id: one.value for one in judge(today)}
    assert set(found) == set(GOAL_OF)
    assert found["m08"] == today.measures["m08"]["value"]
    assert found["margin"] == today.money["profit"] / today.money["income"]
    before = today.money["customer_equity"] - today.money["customer_equity_change"]
    assert found["equity"] == today.money["customer_equity"] / before - 1 or found["equity"] == pytest.approx(
        today.money["customer_equity"] / before - 1
    )


def test_in_a_frozen_market_nothing_is_said_of_customers():
    found = {one.goal.id for one in judge(sim.run("corner", weeks=2, market="frozen"))}
    assert not found & {"customers", "equity"} and "m08" in found


def test_a_measure_without_cases_is_not_judged(today):
    case = today.case.replace(**{f"classes.{name}.customers": 1 for name in "ABC"})
    found = judge(sim.run(case, weeks=1))
    assert all(one.value == one.value for one in found)


def test_every_goal_names_levers_a_reason_and_a_lesson_that_exist():
    lessons = {entry.name[:2] for entry in handout_folder("notebooks").iterdir()}
    for goal in GOALS:
        assert goal.why and goal.levers and set(goal.levers) <= set(levers())
        assert goal.lesson in lessons
    for text in (*(goal.label for goal in GOALS), *(goal.why for goal in GOALS)):
        with using("zh"):
            from sim.base.i18n import _

            assert _(text) != text


def test_every_right_and_every_named_cause_has_levers_that_exist():
    assert set(RIGHT_LEVERS) == set(RIGHTS) and set(CAUSE_LEVERS) <= set(CAUSES)
    for names in (*RIGHT_LEVERS.values(), *CAUSE_LEVERS.values()):
        assert names and set(names) <= set(levers())


def test_without_stock_and_clerks_they_are_where_to_look_first(today, bare):
    assert {one.goal.id for one in judge(bare) if one.state == "bad"} >= {"m01", "m08", "m12", "perfect"}
    assert [right for right, _share in failing_rights(bare)] == ["time", "channel"]
    first, second, late, _cost = troubles(bare)
    assert first.levers[0] == "stock.safety_factor" and second.levers == ("desk.clerks",)
    assert late.levers == first.levers
    shares = bare.measures["perfect"]["failed_rights"]
    assert f"{shares['time']:.1%}" in first.sentence
    assert (
        levers_of(today, "perfect") == ("desk.clerks",) and levers_of(bare, "m08")[0] == "stock.safety_factor"
    )
