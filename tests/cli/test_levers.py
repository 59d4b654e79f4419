"""`kefu levers`: the themes, a theme, or what words find, each on one screen."""

from __future__ import annotations

import pytest

from sim.base.wrapping import columns
from sim.cli import main
from sim.policy.levers.registry import levers
from sim.records.labels import LEVER_GROUPS


@pytest.fixture
def shown(capsys, monkeypatch):
    """What a command prints in a terminal of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")

    def show(*words: str) -> str:
        assert main(["levers", *words]) == 0
        return capsys.readouterr().out

    return show


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_themes_themes_in_full_and_long_lists_fit_on_one_screen(shown, lang):
    common = {"en": "customers", "zh": "客户"}[lang]
    for words in ([], *([theme] for theme in LEVER_GROUPS), [common], ["corner", common]):
        lines = shown(*words, "--lang", lang).splitlines()
        assert len(lines) < 24, words
        assert max(columns(line.rstrip()) for line in lines) <= 80, words


def test_the_themes_name_every_lever(shown):
    words = shown("--lang", "en").split()
    assert all(name.partition(".")[2] in words for name in levers())
    assert all(theme in words for theme in LEVER_GROUPS)


@pytest.mark.parametrize("words", [("stock",), ("Stock",), ("--lang", "zh", "库存")])
def test_a_theme_is_asked_for_by_its_code_or_its_title(shown, words):
    out = shown(*words)
    assert all((name in out) == (name.partition(".")[0] == "stock") for name in levers())


def test_words_find_levers_and_a_case_before_them_gives_their_values(shown):
    assert "today 2;" in shown("corner", "clerks", "on", "duty", "--lang", "en")
    assert "today 7;" in shown("desk.clerks", "--lang", "en")


def test_what_finds_nothing_is_one_sentence_with_the_themes(capsys):
    assert main(["levers", "--lang", "en", "unicorns"]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and "unicorns" in err and "stock" in err


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_printed_command_runs(shown, lang):
    out = shown("--lang", lang)
    for command in out.splitlines()[-1].split("`")[1::2]:
        words = command.partition(" levers ")[2].split()
        assert shown(*words, "--lang", lang)
