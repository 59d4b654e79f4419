"""A student predicts and writes with the keyboard in JupyterLab; it is there after a reload without a kernel."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sim.base.i18n import using
from sim.course.lessons.questions import find_reflection
from tests.support.jupyterlab import browser, lab, opened, ran, saved, shut_down

CELLS = (
    "from sim.ui import predict, reflect, reveal",
    'predict("third_clerk")',
    'reflect("lost_sales")',
    'reveal("third_clerk", wait=“tenth”)',
)
WRITTEN = {"en": "Those who gave up waiting.", "zh": "放弃等待的客户，没有人注意到。"}
PLAIN = "() => document.querySelector('.jp-Notebook').innerText"


def notebook() -> dict[str, Any]:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": text,
        }
        for number, text in enumerate(CELLS)
    ]
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_with_the_keyboard_alone_and_there_after_a_reload(lang, chromium, tmp_path):
    (tmp_path / "kefu.toml").write_text(f'lang = "{lang}"\nstudent = "li01"\n', encoding="utf-8")
    path = tmp_path / "lesson.ipynb"
    path.write_text(json.dumps(notebook(), ensure_ascii=False), encoding="utf-8")
    with using(lang):
        model = str(find_reflection("lost_sales")[1].answer)
    refused: list[str] = []
    with lab(tmp_path, lang) as address, browser(chromium, refused) as page:
        page.set_default_timeout(60_000)
        opened(page, address, path.name)
        ran(page)
        page.locator(".kefu-live select").first.focus()
        page.keyboard.press("End")  # the last answer
        page.keyboard.press("Tab")
        page.keyboard.type("because")
        page.keyboard.press("Tab")
        assert model not in page.evaluate(PLAIN)
        page.locator(".kefu-live textarea").nth(1).focus()
        page.keyboard.insert_text(WRITTEN[lang])
        page.keyboard.press("Tab")
        page.wait_for_function(
            "text => document.querySelector('.jp-Notebook').innerText.includes(text)", arg=model
        )
        labels = page.evaluate(
            "() => [...document.querySelectorAll('.kefu-live :is(select, textarea)')].map(one => one.labels.length)"
        )
        assert labels == [1, 1, 1]
        ran(page)
        shown = page.evaluate(PLAIN)
        assert "✓" in shown
        saved(page)
        opened(page, address, path.name)
        shut_down(page)
        page.wait_for_timeout(1000)
        still = page.evaluate(PLAIN)
    assert refused == []
    kept = json.loads((tmp_path / "answers" / "01_a_year_at_the_firm.json").read_text(encoding="utf-8"))
    assert kept["predictions"]["third_clerk"] == {"guess": {"wait": "tenth"}, "reason": "because"}
    assert kept["reflections"]["lost_sales"] == WRITTEN[lang]
    for text in ("✓", "because", WRITTEN[lang], model):
        assert text in still
