"""A talk as a student meets it: typed with the keyboard alone, chosen from the list, and there after a reload."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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


def notebook(folder: Path) -> Path:
    cell = {
        "cell_type": "code",
        "id": "talk",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": "from sim.ui import talk\ntalk('r1_shunda', practice=True, variant='V1')",
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
