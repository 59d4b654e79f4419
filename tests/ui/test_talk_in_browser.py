"""A talk as a student meets it: typed with the keyboard alone, chosen from the list, and there after a reload."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from sim.base.i18n import using
from sim.roleplay.draw import draw
from sim.roleplay.load import load_scenario
from sim.roleplay.talk import Talk
from tests.support.jupyterlab import browser, lab, opened, ran, saved

WIDGET = ".kefu-live"
LINES = {
    "en": (
        "May I ask you a few things?",
        "What is your site like?",
        "Who is in charge of the electrics?",
    ),
    "zh": ("您好，我先请教您几个问题，行吗？", "园区里有哪些设备用电？", "现在谁在管电？"),
}
LAST_ANSWER = {"en": "Liu, until five weeks ago", "zh": "原来是小刘"}


def pictures(name: str) -> Path | None:
    """Where a picture of the screen is kept, for a person to look at: in the folder that KEFU_PICTURES names."""
    folder = os.environ.get("KEFU_PICTURES")
    return Path(folder) / name if folder else None


def notebook(folder: Path, source: str = "talk('r1_shunda', practice=True, variant='V1')") -> Path:
    cell = {
        "cell_type": "code",
        "id": "talk",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": f"from sim.ui import talk\n{source}",
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / "talk.ipynb"
    content = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_talk_by_keyboard_is_there_after_a_reload(lang, chromium, tmp_path):
    path = notebook(tmp_path)
    refused: list[str] = []
    errors: list[str] = []
    with lab(tmp_path, lang) as address, browser(chromium, refused) as page:
        page.set_viewport_size({"width": 1366, "height": 768})
        opened(page, address, path.name)
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        ran(page)
        entry = page.locator(f"{WIDGET} input[type=text]").first
        entry.focus()
        for number, line in enumerate(LINES[lang], start=1):
            page.keyboard.insert_text(line)
            page.keyboard.press("Enter")
            page.wait_for_function("() => document.activeElement.matches('button.mod-primary')")
            page.keyboard.press("Enter")
            page.wait_for_function(
                "n => document.querySelectorAll('.kefu-live .kefu-mine').length === n", arg=number
            )
            page.wait_for_function("() => document.activeElement.matches('input')")
        assert LAST_ANSWER[lang] in page.locator(f"{WIDGET} [role=log]").inner_text()
        assert errors == []
        saved(page)
        page.reload()
        page.wait_for_selector(f".kefu-still p:has-text('{LAST_ANSWER[lang]}')")
    assert refused == []


def model(name: str, lang: str) -> list[str]:
    """The lines of the model talk of the first variant, as they are said there, without the one at which the talk ends."""
    with using(lang):
        scenario = load_scenario(name)
        talk, lines = Talk(scenario, draw(scenario, 0, "V1")), []
        for move in scenario.models["V1"]:
            lines.append(talk.line(scenario.by_id[move]))
            talk.say(move)
    assert talk.ended
    return lines


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", ["r1_shunda", "r2_complaints"])
def test_a_whole_talk_is_played_by_keyboard(name, lang, chromium, tmp_path):
    lines = model(name, lang)
    path = notebook(tmp_path, f"talk('{name}', practice=True, variant='V1')")
    refused: list[str] = []
    with lab(tmp_path, lang) as address, browser(chromium, refused) as page:
        page.set_viewport_size({"width": 1366, "height": 768})
        opened(page, address, path.name)
        ran(page)
        page.locator(f"{WIDGET} input[type=text]").first.focus()
        for number, line in enumerate(lines, start=1):
            page.keyboard.insert_text(line)
            page.keyboard.press("Enter")
            page.wait_for_function("() => document.activeElement.matches('button.mod-primary')")
            page.keyboard.press("Enter")
            page.wait_for_function(
                "n => document.querySelectorAll('.kefu-live .kefu-mine').length === n", arg=number
            )
            if number < len(lines):
                page.wait_for_function("() => document.activeElement.matches('input')")
        page.wait_for_selector(f"{WIDGET} details summary >> nth=1")
        page.screenshot(path=pictures(f"{name}.{lang}.png"))
        points = {"en": "of 30 points", "zh": "满分30分"}[lang]
        assert points in page.locator(WIDGET).inner_text()
    assert refused == []


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_two_play_with_an_observer_by_keyboard(lang, chromium, tmp_path):
    path = notebook(tmp_path, "talk('r1_shunda', pair=True, observer=True, variant='V1')")
    refused: list[str] = []
    line = {"en": "What is your site like?", "zh": "您那边园区什么情况？有哪些库、哪些设备用电？"}[lang]
    goodbye = {"en": "Goodbye.", "zh": "再见"}[lang]
    with lab(tmp_path, lang) as address, browser(chromium, refused) as page:
        page.set_viewport_size({"width": 1366, "height": 768})
        opened(page, address, path.name)
        ran(page)
        go_on = f"{WIDGET} button.mod-primary"
        page.locator(go_on).focus()
        for screen in range(5):
            page.screenshot(path=pictures(f"pair{screen}.{lang}.png"))
            page.wait_for_function("() => document.activeElement.matches('button.mod-primary')")
            before = page.locator(WIDGET).inner_text()
            page.keyboard.press("Enter")
            page.wait_for_function(
                "text => document.querySelector('.kefu-live').innerText !== text", arg=before
            )
        for said in (line, goodbye):
            page.wait_for_function("() => document.activeElement.matches('input')")
            page.keyboard.insert_text(said)
            page.keyboard.press("Enter")
            page.wait_for_function("() => document.activeElement.matches('button.mod-primary')")
            page.keyboard.press("Enter")
            page.wait_for_selector(f"{WIDGET} .kefu-hand")
            page.wait_for_function("() => document.activeElement.matches('button.mod-primary')")
            page.keyboard.press("Enter")
            page.wait_for_function("() => document.activeElement.matches('textarea')")
            page.keyboard.insert_text("<own words>")
            page.screenshot(path=pictures(f"pair-answer.{lang}.png"))
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            page.wait_for_selector(f"{WIDGET} .kefu-hand")
            page.wait_for_function("() => document.activeElement.matches('button.mod-primary')")
            page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.matches('textarea')")
        page.keyboard.insert_text("<quote>")
        page.screenshot(path=pictures(f"pair-observer.{lang}.png"))
        for _field in range(4):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"{WIDGET} .kefu-hand")
        page.wait_for_function("() => document.activeElement.matches('button.mod-primary')")
        page.keyboard.press("Enter")
        page.wait_for_selector(f"{WIDGET} li:has-text('<quote>')")
        assert "<own words>" in page.locator(f"{WIDGET} [role=log]").inner_text()
        page.screenshot(path=pictures(f"pair-end.{lang}.png"))
    assert refused == []
