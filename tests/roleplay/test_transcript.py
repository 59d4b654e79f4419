"""A transcript plays again to the same bytes; whatever was changed in it is found."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from sim import InputError
from sim.base.i18n import using
from sim.roleplay.draw import draw
from sim.roleplay.games import random_game
from sim.roleplay.load import load_scenario
from sim.roleplay.talk import Talk
from sim.roleplay.transcript import Player, as_transcript, replay

SHUNDA = load_scenario("r1_shunda")
MINE, NEIGHBOUR = Player("kefu", "s01", seed=11), Player("kefu", "s02", seed=12)
LINES = ("m_permission", "q_site", "q_who", "q_hardest", "r_implied", "q_last", "q_when", "q_left", "x_bye")
TYPED = {"q_who": "Who is doing it at present?"}


def transcript(player: Player = MINE, lines: tuple[str, ...] = LINES) -> dict[str, Any]:
    talk = Talk(SHUNDA, draw(SHUNDA, player.seed))
    for name in lines:
        talk.say(name, (), TYPED.get(name, ""))
    return as_transcript(talk, player)


@pytest.mark.parametrize("code", ["en", "zh"])
@pytest.mark.parametrize("seed", range(5))
def test_a_replay_gives_the_same_bytes(seed: int, code: str) -> None:
    with using(code):
        game = random_game(SHUNDA, seed)
        player = Player(
            "kefu", "s01", next(s for s in range(seed, 99) if draw(SHUNDA, s).variant == game.draw.variant)
        )
        talk = Talk(SHUNDA, draw(SHUNDA, player.seed))
        for exchange in game.exchanges:
            talk.say(exchange.move.id, exchange.evidence)
        written = json.dumps(as_transcript(talk, player))
    again = replay(json.loads(written), SHUNDA, player)
    with using(code):
        assert json.dumps(as_transcript(again, player)) == written


def score_raised(content: dict[str, Any]) -> None:
    content["end"]["score"] += 5


def aim_raised(content: dict[str, Any]) -> None:
    content["end"]["aims"]["needs"] += 1


def exchange_out(content: dict[str, Any]) -> None:
    del content["exchanges"][2]


def answer_changed(content: dict[str, Any]) -> None:
    content["exchanges"][1]["answer"] = "Whatever you say."


def line_replaced(content: dict[str, Any]) -> None:
    content["exchanges"][3]["move"] = "q_last"


def typed_changed(content: dict[str, Any]) -> None:
    content["exchanges"][2]["typed"] = "What does it cost you?"


def outcome_changed(content: dict[str, Any]) -> None:
    content["end"]["outcome"] = "solved"


def other_edition(content: dict[str, Any]) -> None:
    content["edition"] = "0" * 64


def mood_changed(content: dict[str, Any]) -> None:
    content["exchanges"][4]["mood"] = 10


def no_rows(content: dict[str, Any]) -> None:
    content["exchanges"] = {"0": "x"}


def row_is_text(content: dict[str, Any]) -> None:
    content["exchanges"][0] = "m_permission"


@pytest.mark.parametrize(
    "forge",
    [
        score_raised,
        aim_raised,
        exchange_out,
        answer_changed,
        line_replaced,
        typed_changed,
        outcome_changed,
        other_edition,
        mood_changed,
        no_rows,
        row_is_text,
    ],
)
def test_a_forged_transcript_does_not_replay(forge: Callable[[dict[str, Any]], None]) -> None:
    content = copy.deepcopy(transcript())
    forge(content)
    with pytest.raises(InputError):
        replay(content, SHUNDA, MINE)


def test_the_fault_is_named_by_its_exchange() -> None:
    content = transcript()
    answer_changed(content)
    with pytest.raises(InputError, match="Exchange 2 of the transcript is not what happens there"):
        replay(content, SHUNDA, MINE)


def test_a_neighbours_transcript_does_not_replay_even_renamed() -> None:
    content = transcript(NEIGHBOUR)
    replay(content, SHUNDA, NEIGHBOUR)
    for student in ("s02", "s01"):
        content["student"] = student
        with pytest.raises(InputError):
            replay(content, SHUNDA, MINE)


@pytest.mark.parametrize("content", [None, [], "text", {}, {"format": 2}])
def test_what_is_no_transcript_is_refused(content: Any) -> None:
    with pytest.raises(InputError):
        replay(content, SHUNDA, MINE)
