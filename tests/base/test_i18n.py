from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from sim.base import i18n
from sim.base.errors import InputError
from tools import catalogue

SENTENCE = "There is no language {code!r}: choose one of {known}."  # one that is translated for certain


@pytest.fixture
def surroundings(monkeypatch, tmp_path):
    """Set the language by environment, file and locale, in an empty folder; returns what is in force."""
    monkeypatch.chdir(tmp_path)

    def ask(kefu_lang: str = "", toml: str | None = None, **posix: str) -> str:
        for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
            monkeypatch.setenv(name, posix.get(name, ""))
        monkeypatch.setenv("KEFU_LANG", kefu_lang)
        if toml is not None:
            (tmp_path / "kefu.toml").write_text(toml, encoding="utf-8")
        return i18n.language()

    return ask


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "en"),
        ("zh", "zh"),
        ("zh_CN", "zh"),
        ("zh-CN", "zh"),
        ("zh-Hans-CN", "zh"),
        ("zh_CN.UTF-8", "zh"),
        ("en_US", "en"),
        ("EN-gb", "en"),
        (" zh ", "zh"),
    ],
)
def test_a_code_in_any_usual_form_chooses_its_language(code, expected):
    with i18n.using("zh" if expected == "en" else "en"):
        assert i18n.language(code) == expected
        assert i18n.language() == expected


@pytest.mark.parametrize("code", ["", "fr", "zhong", "english please", "klingon_CN"])
def test_an_unknown_code_is_one_sentence_and_changes_nothing(code):
    i18n.language("zh")
    with pytest.raises(InputError) as caught:
        i18n.language(code)
    assert repr(code) in str(caught.value) and "en" in str(caught.value) and "zh" in str(caught.value)
    assert str(caught.value).startswith("没有"), "the sentence is in the language in force"
    assert "\n" not in str(caught.value)
    assert i18n.language() == "zh"


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB", "LC_MESSAGES": "en_GB", "LC_ALL": "zh_CN"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "toml": 'lang = "en"'}, "en"),
        ({"LANG": "en_GB.UTF-8", "toml": 'student = "s1"\nlang = "zh"'}, "zh"),
        ({"LANG": "en_GB.UTF-8", "toml": '\ufefflang = "zh"'}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "toml": "lang = "}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "toml": "lang = 3"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "toml": 'lang = "fr"'}, "zh"),
        ({"kefu_lang": "en", "toml": 'lang = "zh"', "LC_ALL": "zh_CN"}, "en"),
        ({"kefu_lang": "zh-CN", "toml": 'lang = "en"', "LC_ALL": "en_US"}, "zh"),
    ],
)
def test_the_nearest_statement_about_the_language_wins(surroundings, monkeypatch, settings, expected):
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))
    assert surroundings(**settings) == expected
    assert (i18n._(SENTENCE) == SENTENCE) == (expected == "en")


def test_an_explicit_choice_beats_everything(surroundings):
    i18n.language("en")
    assert surroundings(kefu_lang="zh", toml='lang = "zh"', LC_ALL="zh_CN.UTF-8") == "en"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has a language of its own to ask")
@pytest.mark.parametrize(
    ("name", "expected"), [("zh_CN", "zh"), ("en_GB", "en"), ("fr_FR", "en"), (None, "en")]
)
def test_without_posix_variables_the_locale_is_asked(surroundings, monkeypatch, name, expected):
    monkeypatch.setattr("locale.getlocale", lambda: (name, "UTF-8"))
    assert surroundings() == expected


@pytest.mark.parametrize(
    ("number", "name", "expected"),
    [
        (0x0804, "English_United States", "zh"),
        (0x0409, "Chinese (Simplified)_China", "en"),
        (0, "Chinese (Simplified)_China", "zh"),
        (0, "English_United States", "en"),
    ],
)
def test_windows_is_asked_for_the_language_of_its_menus(surroundings, monkeypatch, number, name, expected):
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: number)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr("locale.getlocale", lambda: (name, "936"))
    assert surroundings() == expected
    assert surroundings(LANG="zh_CN" if expected == "en" else "en_GB") != expected


def test_settings_of_a_folder_above_count_and_bytes_that_are_no_text_do_not(monkeypatch, tmp_path):
    deep = tmp_path / "one" / "two"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    (tmp_path / "kefu.toml").write_text('lang = "zh"', encoding="utf-8")
    assert i18n.language() == "zh"
    (tmp_path / "one" / "kefu.toml").write_bytes(b'lang = "zh"\nstudent = "\xff\xfe"')
    assert i18n.language() == "en"


def test_a_wrong_environment_variable_is_reported_but_does_not_stop_a_text(surroundings):
    with pytest.raises(InputError, match="'fr'"):
        surroundings(kefu_lang="fr", LC_ALL="C")
    assert i18n._(SENTENCE) == SENTENCE


def test_a_text_is_translated_when_it_is_asked_for_not_when_it_is_marked():
    label = i18n.N_(SENTENCE)
    assert label == SENTENCE
    i18n.language("zh")
    chinese = i18n._(label)
    assert chinese.startswith("没有") and "{known}" in chinese
    i18n.language("en")
    assert i18n._(label) == SENTENCE


@pytest.mark.parametrize("code", ["en", "zh"])
def test_an_untranslated_text_stays_as_it_is_and_so_does_an_empty_one(code):
    i18n.language(code)
    assert i18n._("no catalogue holds this") == "no catalogue holds this"
    assert i18n._("") == ""
    assert i18n.ngettext("{n} such thing", "{n} such things", 2).format(n=2) == "2 such things"


def test_english_plurals():
    i18n.language("en")
    assert [i18n.ngettext("{n} day", "{n} days", n).format(n=n) for n in (0, 1, 2)] == [
        "0 days",
        "1 day",
        "2 days",
    ]


def test_using_restores_the_language_even_after_an_error():
    i18n.language("zh")
    with pytest.raises(RuntimeError), i18n.using("en") as code:
        assert code == i18n.language() == "en"
        i18n.language("zh")
        i18n.language("en")
        raise RuntimeError
    assert i18n.language() == "zh"
    with pytest.raises(InputError), i18n.using("fr"):
        pass
    assert i18n.language() == "zh"


def test_translating_needs_no_babel(root):
    code = "import sys; from sim.base.i18n import _, language; language('zh')\n"
    code += f"print(_({SENTENCE!r}), 'babel' in sys.modules, sep='|')"
    env = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    out = subprocess.run(
        [sys.executable, "-c", code], cwd=root, env=env, capture_output=True, encoding="utf-8", check=True
    ).stdout.split("|")
    assert out[0].startswith("没有") and out[1].strip() == "False"


# The catalogue, and the check itself on small projects with one thing wrong.


def test_the_catalogue_is_complete_and_fresh():
    assert catalogue.check() == []


GOOD = 'print(_("Only {n} left."), ngettext("{n} day", "{n} days", 3), _("%d %% of it"))\n'
TRANSLATED = {"Only {n} left.": "只剩 {n} 个。", "%d %% of it": "其中的 %d %%"}


@pytest.fixture
def project(tmp_path) -> Path:
    """A project whose catalogue is complete; its source is ``sim/a.py``."""
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "a.py").write_text(GOOD, encoding="utf-8")
    po = tmp_path / "kefu.po"
    catalogue.update(tmp_path, po)
    text = po.read_text(encoding="utf-8").replace('msgstr[0] ""', 'msgstr[0] "{n} 天"')
    for source, chinese in TRANSLATED.items():
        text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{chinese}"')
    po.write_text(text, encoding="utf-8")
    catalogue.update(tmp_path, po)
    return tmp_path


def test_a_complete_catalogue_has_no_problem_and_holds_nothing_that_changes_by_itself(project):
    po = project / "kefu.po"
    assert catalogue.check(project, po) == []
    first = po.read_bytes(), po.with_suffix(".mo").read_bytes()
    source = project / "sim" / "a.py"
    source.write_text("\n\n" + source.read_text(encoding="utf-8"), encoding="utf-8")
    assert catalogue.update(project, po) == []
    assert (po.read_bytes(), po.with_suffix(".mo").read_bytes()) == first
    text = first[0].decode("utf-8")
    assert "#: sim/a.py\n" in text and "Date" not in text and "Babel" not in text


@pytest.mark.parametrize(
    ("source", "old", "new", "problem"),
    [
        (GOOD + '_("New.")\n', "", "", "missing: 'New.' (sim/a.py)"),
        (GOOD, '"只剩 {n} 个。"', '""', "missing: 'Only {n} left.'"),
        (GOOD, 'msgstr[0] "{n} 天"', 'msgstr[0] ""', "missing: ('{n} day', '{n} days')"),
        (GOOD.replace("Only", "Just"), "", "", "stale: 'Only {n} left.'"),
        (GOOD, 'msgid "Only', '#, fuzzy\nmsgid "Only', "fuzzy: 'Only {n} left.'"),
        (GOOD, "只剩 {n} 个", "只剩 {m} 个", "placeholders: 'Only {n} left.' has {n}, its translation {m}"),
        (GOOD, "只剩 {n} 个", "只剩几个", "placeholders: 'Only {n} left.' has {n}, its translation none"),
        (GOOD, "只剩 {n} 个", "只剩 {n 个", "its translation unreadable braces"),
        (GOOD, '"{n} 天"', '"天"', "placeholders: '{n} days' has {n}, its translation none"),
        (GOOD, "个。", "个.", "typography: '个.'"),
        (GOOD, "只剩", "只剩,", "typography: '剩,'"),
        (GOOD, "只剩", "只剩:", "typography: '剩:'"),
        (GOOD, "只剩", "还剩", "kefu.mo is stale"),
        (GOOD, "#: sim/a.py\n", "", "kefu.po is not as `update` writes it"),
        (GOOD + '_(f"{x} of it")\n', "", "", "built text: sim/a.py:2"),
        (GOOD + '_("x" + y)\n', "", "", "built text: sim/a.py:2"),
        (GOOD + '_("%d %% of it".format(x))\n', "", "", "built text: sim/a.py:2"),
    ],
)
def test_the_check_names_what_is_wrong(project, source, old, new, problem):
    po = project / "kefu.po"
    (project / "sim" / "a.py").write_text(source, encoding="utf-8")
    text = po.read_text(encoding="utf-8")
    assert old in text
    po.write_text(text.replace(old, new), encoding="utf-8")
    assert any(problem in line for line in catalogue.check(project, po)), catalogue.check(project, po)


def test_update_says_which_translation_it_dropped(project):
    (project / "sim" / "a.py").write_text(GOOD.replace("Only", "Just"), encoding="utf-8")
    assert catalogue.update(project, project / "kefu.po") == ["dropped: 'Only {n} left.' = '只剩 {n} 个。'"]
