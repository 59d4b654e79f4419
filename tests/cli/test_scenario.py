"""`kefu scenario`: list, check, map, and a talk in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.base.i18n import using
from sim.cli.commands import run_command
from sim.course.seeds import public_seed
from sim.roleplay.load import load_scenario
from sim.roleplay.transcript import Player, replay


def play(lines: list[str], words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Play with these lines typed in; at their end, standard input ends."""
    typed = iter(lines)

    def read(prompt: str = "") -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", read)
    run_command(["scenario", "play", "r1_shunda", *words])


def test_a_talk_is_played_by_typing_and_by_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "talk.json"
    lines = ["Who is doing it at present?", "What zebra?", "?", "99", "1", "."]
    play(lines, ["--student", "s01", "--out", str(out)], monkeypatch)
    said = capsys.readouterr().out
    assert "noted: Liu left five weeks ago" in said
    assert "not about what" in said
    assert "A number from 1 to" in said
    assert "of 30 points" in said
    scenario = load_scenario("r1_shunda")
    player = Player("kefu", "s01", public_seed("kefu", "scenario:r1_shunda", "s01"))
    talk = replay(json.loads(out.read_text(encoding="utf-8")), scenario, player)
    assert [exchange.typed for exchange in talk.exchanges] == ["Who is doing it at present?", ""]


def test_a_talk_in_chinese(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with using("zh"):
        play(["最让您头疼的是什么？", "随便说说"], ["--variant", "V1"], monkeypatch)
    said = capsys.readouterr().out
    assert "没电工" in said
    assert "满分30分" in said


def test_the_list_and_the_map(capsys: pytest.CaptureFixture[str]) -> None:
    run_command(["scenario", "list"])
    run_command(["scenario", "map", "r1_shunda", "--variant", "V2"])
    said = capsys.readouterr().out
    assert "One electrician, by Monday" in said
    assert "q_night" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "The commands are: kefu scenario list"),
        (["sing"], "The commands are"),
        (["lint"], "Which scenario\\? There are: r1_shunda"),
        (["lint", "nobody"], "There is no scenario nobody"),
        (["play", "r1_shunda", "--variant", "V9"], "--variant is V9, but takes one of V1, V2, V3"),
        (["play", "r1_shunda", "--variant", "V1", "--out", "x.json"], "leave --variant out"),
    ],
)
def test_wrong_words_get_one_sentence(words: list[str], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        run_command(["scenario", *words])


@pytest.mark.parametrize("code", ["en", "zh"])
def test_cards_are_printed(code: str, tmp_path: Path) -> None:
    out = tmp_path / "cards.html"
    with using(code):
        run_command(["scenario", "print", "r1_shunda", "--variant", "V2", "--out", str(out)])
    page = out.read_text(encoding="utf-8")
    for text in {"en": ("On call, every night", "You begin:"), "zh": ("天天待命", "由你先说：")}[code]:
        assert text in page
    assert {"en": "chargers new", "zh": "零九年的"}[code] not in page  # of another variant
    assert "<script" not in page
    assert "http://" not in page and "https://" not in page


def test_cards_need_a_place() -> None:
    with pytest.raises(ValueError, match=r"Give --out FILE\.html"):
        run_command(["scenario", "print", "r1_shunda"])
