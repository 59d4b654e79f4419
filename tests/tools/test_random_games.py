"""Games at random, few of them here; `python -m tools.random_games` plays 10,000 of each scenario."""

from __future__ import annotations

import pytest

from sim.roleplay.load import scenario_names
from sim.roleplay.talk import Talk
from tools import random_games


@pytest.mark.parametrize("name", scenario_names())
def test_games_at_random_have_no_fault(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert random_games.main(["--games", "40", name]) == 0
    assert f"{name}: 40 games without a fault" in capsys.readouterr().out


def test_a_fault_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(Talk, "answer", lambda self, exchange: "{gap}")
    assert random_games.main(["--games", "2", "r1_shunda"]) == 1
    assert "a gap in" in capsys.readouterr().out
