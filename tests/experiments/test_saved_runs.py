"""Saved runs: small files that hold every decision, and sentences for those that cannot be loaded."""

from __future__ import annotations

import json
import random

import pytest

from sim import InputError, load_case, load_run, run, run_market, save_run
from sim.base.files import MAX_BYTES
from sim.experiments.saved_runs import _history, _steps
from sim.policy.history import History
from tests.support.random_policies import random_policy


def test_the_file_of_a_run_with_a_decision_every_week_is_small_and_exact() -> None:
    case, rng = load_case("corner"), random.Random(0)
    for decisions in ([random_policy(rng, case) for _week in range(20)], [case.policy] * 3):
        history = History.of((policy, 1) for policy in decisions)
        assert _history(json.loads(json.dumps(_steps(history)))) == history
    staff = [case.policy.replace(**{"desk.clerks": [week % 5] * 24}) for week in range(520)]
    steps = json.dumps(_steps(History.of((policy, 1) for policy in staff)), indent=1)
    assert len(steps) < MAX_BYTES / 10


def test_a_market_of_another_kind_is_damaged(tmp_path):
    path = tmp_path / "market.json"
    save_run(run_market("corner", {"red": {}, "blue": {}}, weeks=1), path)
    content = json.loads(path.read_text(encoding="utf-8"))
    trial = {"lever": "relations.visits", "value": 12, "share": 0.5}
    for change in ({"market": "frozen"}, {"trial": trial}, {"kind": "run"}, {"firms": {}}):
        path.write_text(json.dumps(content | change), encoding="utf-8")
        with pytest.raises(InputError, match="damaged"):
            load_run(path)


def test_a_frozen_run_is_saved(tmp_path):
    result = run("corner", weeks=1, market="frozen")
    save_run(result, tmp_path / "run.json")
    assert load_run(tmp_path / "run.json").money == result.money


@pytest.mark.parametrize("name", ["x" * 101, "a\x7fb", "a\u2028b", "\ud800"])
def test_names_that_a_file_cannot_hold_are_no_names_of_firms(name):
    with pytest.raises(InputError, match="not the name of a firm"):
        run_market("corner", {name: {}}, weeks=1)
