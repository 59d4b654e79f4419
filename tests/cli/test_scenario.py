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
    lines = ["Who is doing it at present?", "", "What zebra?", "?", "99", "1", "."]
    play(lines, ["--student", "s01", "--out", str(out)], monkeypatch)
    said = capsys.readouterr().out
    assert "Heard: open question. “" in said
    assert "noted: Liu left five weeks ago" in said
    assert "not about what" in said
    assert "A number from 1 to" in said
    assert "of 30 points" in said
    scenario = load_scenario("r1_shunda")
    player = Player("kefu", "s01", public_seed("kefu", "scenario:r1_shunda", "s01"))
    talk = replay(json.loads(out.read_text(encoding="utf-8")), scenario, player)
    assert [exchange.typed for exchange in talk.exchanges] == ["Who is doing it at present?", ""]


def test_what_was_understood_can_be_taken_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "talk.json"
    play(["Who is doing it at present?", "no"], ["--student", "s01", "--out", str(out)], monkeypatch)
    assert not out.exists()
    assert "noted" not in capsys.readouterr().out


@pytest.mark.parametrize("where", [["."], ["Who?", "."], ["Who is doing it at present?", "."], ["?", "."]])
def test_the_sign_ends_at_every_question(
    where: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    play([*where, "What is your site like?", ""], ["--variant", "V1"], monkeypatch)
    said = capsys.readouterr().out
    assert "0 of 30 points" in said
    assert "noted" not in said


def test_lines_that_are_not_understood_are_not_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    prompts: list[str] = []
    typed = iter(["asdf", "What zebra?", "Is anything new on those circuits?", "."])

    def read(prompt: str = "") -> str:
        prompts.append(prompt)
        return next(typed)

    monkeypatch.setattr("builtins.input", read)
    run_command(["scenario", "play", "r1_shunda", "--variant", "V1"])
    assert prompts == ["\n[24] > "] * 4


def test_a_talk_is_kept_in_the_working_copy_and_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "kefu.toml").write_text('student = "s01"\nlang = "en"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    play(["What is your site like?", "", "."], [], monkeypatch)
    kept = tmp_path / "talks" / "r1_shunda.json"
    assert kept.is_file()
    assert "The talk is not over: 23 lines left." in capsys.readouterr().out
    play(["?", "1", "."], [], monkeypatch)
    assert "Two yards, east and west." in capsys.readouterr().out
    assert len(json.loads(kept.read_text(encoding="utf-8"))["exchanges"]) == 2


def test_practice_and_the_version_of_somebody_else_are_not_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "kefu.toml").write_text('student = "s01"\nlang = "en"\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for words in (["--variant", "V1"], ["--student", "s02"]):
        play(["What is your site like?", ""], words, monkeypatch)
        assert "nothing is kept" in capsys.readouterr().out
    assert not (tmp_path / "talks").exists()


def test_a_talk_in_chinese(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with using("zh"):
        play(["最让您头疼的是什么？", "", "随便说说"], ["--variant", "V1"], monkeypatch)
    said = capsys.readouterr().out
    assert "没电工" in said
    assert "满分30分" in said


def test_the_list_and_the_map(capsys: pytest.CaptureFixture[str]) -> None:
    run_command(["scenario", "list"])
    run_command(["scenario", "map", "r1_shunda", "--variant", "V2"])
    said = capsys.readouterr().out
    assert "One electrician, by Monday" in said
    assert "nights and" in said
    assert "q_night" not in said
    assert "0 calls" not in said


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
def test_cards_of_one_variant_are_printed(code: str, tmp_path: Path) -> None:
    out = tmp_path / "cards.html"
    with using(code):
        run_command(["scenario", "print", "r1_shunda", "--variant", "V2", "--out", str(out)])
    page = out.read_text(encoding="utf-8")
    for text in {"en": ("On call, every night", "You begin:"), "zh": ("天天待命", "由你先说：")}[code]:
        assert text in page
    assert {"en": "chargers new", "zh": "零九年的"}[code] not in page  # of another variant
    assert "<script" not in page
    assert "http://" not in page and "https://" not in page


def test_cards_of_all_variants_are_printed_if_none_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "cards.html"
    run_command(["scenario", "print", "r1_shunda", "--out", str(out)])
    page = out.read_text(encoding="utf-8")
    assert page.count("Sales consultant of a talent service") == 1  # the same in all of them
    assert page.count("Manager Zheng, Shunda Logistics (V") == 3
    assert page.count("Answers of the other side (V") == 3
    assert "variants V1, V2, V3" in capsys.readouterr().out


def test_cards_need_a_place() -> None:
    with pytest.raises(ValueError, match=r"Give --out FILE\.html"):
        run_command(["scenario", "print", "r1_shunda"])
