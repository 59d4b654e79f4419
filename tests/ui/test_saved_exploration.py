"""What is saved comes back; what does not fit is told in a sentence."""

from __future__ import annotations

import json

import pytest

from sim import InputError, load_case
from sim.ui.exploration import Exploration
from sim.ui.game import Game, Quarter
from sim.ui.saved_exploration import load_exploration, save_exploration

CASE = load_case("corner")
TODAY = CASE.policy
OTHER = TODAY.replace(**{"desk.clerks": [0] * 8 + [2] * 16, "promise.hours.A": 40, "crm.operational": True})


@pytest.fixture
def saved(tmp_path):
    exploration = Exploration(CASE, [TODAY, OTHER], place=1, compared=0)
    game = Game(CASE, 0, [Quarter(0, OTHER, 12.5), Quarter(0, TODAY, 13.0)], node=2, today=[14.0])
    path = tmp_path / "my firm 我的.json"
    save_exploration(path, exploration, game)
    return path


def test_settings_and_game_come_back(saved):
    exploration, game = load_exploration(saved, CASE, 0)
    assert exploration.settings == [TODAY, OTHER]
    assert (exploration.place, exploration.compared) == (1, 0)
    assert game.quarters == [Quarter(0, OTHER, 12.5), Quarter(0, TODAY, 13.0)]
    assert (game.node, game.today, game.case) == (2, [14.0], CASE)


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("kind", "run", "was not saved by an explorer"),
        ("content", "x", "saved for the case corner with seed 0"),
        ("seed", 3, "with seed 3"),
        ("place", 2, "is damaged"),
        ("node", 3, "is damaged"),
        ("quarters", [{"after": 1, "levers": {}, "long_run_profit": 0}], "is damaged"),
        ("settings", [{"desk.clerks": 99}], "is damaged"),
    ],
)
def test_a_file_that_does_not_fit_is_told(saved, key, value, said):
    content = json.loads(saved.read_text(encoding="utf-8"))
    saved.write_text(json.dumps(content | {key: value}), encoding="utf-8")
    with pytest.raises(InputError, match=said):
        load_exploration(saved, CASE, 0)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError):
        load_exploration(tmp_path / "nothing.json", CASE, 0)
