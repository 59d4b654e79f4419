"""What is shown as Python does what was clicked."""

from __future__ import annotations

import pytest

import sim
from sim import Policy, load_case
from sim.policy.history import History
from sim.ui import python_lines
from sim.ui.presets import presets

CASE = load_case("corner")


@pytest.fixture
def called(monkeypatch):
    """Calls of run and continue_run, which do nothing."""
    calls = []

    def run(case, levers=None, *, weeks=52, seed=0):
        calls.append((case, CASE.policy.replace(**(levers or {})), weeks, seed))
        return calls[-1][1]

    def continue_run(before, levers=None, *, weeks=13):
        calls.append((before, before.replace(**(levers or {})), weeks))
        return calls[-1][1]

    monkeypatch.setattr(sim, "run", run)
    monkeypatch.setattr(sim, "continue_run", continue_run)
    return calls


def execute(text: str) -> None:
    exec(compile(text, "shown", "exec"), {})


def test_every_preset_as_python_is_that_policy(called):
    for policy in presets(CASE).values():
        execute(python_lines.script([python_lines.run_call(CASE, policy, 13, 7)]))
        assert called[-1] == ("corner", policy, 13, 7)


def test_what_is_usual_is_left_out():
    assert python_lines.run_call(CASE, CASE.policy, 52, 0) == "run('corner')"


def test_a_game_as_python_has_the_same_decisions(called):
    other = CASE.policy.replace(**{"desk.clerks": [2] * 24, "promise.hours.B": 50})
    history = History.of([(CASE.policy, 13), (other, 13), (CASE.policy, 13)])
    execute(python_lines.script(python_lines.game_lines(CASE, history, 0).splitlines()))
    assert [call[1] for call in called] == [CASE.policy, other, CASE.policy]
    assert [call[2] for call in called] == [13, 13, 13]


def test_a_case_of_ones_own_is_not_called_by_a_name_that_cannot_be_loaded():
    own = CASE.replace(name="mine")
    assert python_lines.run_call(own, Policy(), 52, 0).startswith("run(case, ")
