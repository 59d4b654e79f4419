"""What `kefu start` opens: JupyterLab and Notebook 7 in the language of the working copy, and nothing from elsewhere."""

from __future__ import annotations

import pytest

from tests.support.jupyterlab import browser, started
from tests.support.notebooks import SOURCES

NOTEBOOKS_OWN = "Cannot read properties of undefined (reading 'schema')"
"""An error of Notebook 7.6 itself, which it also has without Kefu."""
NAME = ".jp-DirListing-itemText span"
MENUS = {"en": ("File", "Edit", "Kernel"), "zh": ("文件", "编辑", "内核")}


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("program", ["jupyterlab", "notebook"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_kefu_start_opens_is_in_its_language_and_asks_nothing(lang, program, chromium, tmp_path):
    refused: list[str] = []
    errors: list[str] = []
    with started(tmp_path, lang, program) as address, browser(chromium, refused) as page:
        page.set_default_timeout(60_000)
        page.set_viewport_size({"width": 1366, "height": 768})
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(address.format(path=SOURCES[0].name))
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        page.wait_for_timeout(3000)
        menus = page.locator(".lm-MenuBar-itemLabel").all_inner_texts()
        cut = page.evaluate(
            "name => [...document.querySelectorAll(name)].filter(e => e.scrollWidth > e.clientWidth + 1).length",
            NAME,
        )
        names = page.locator(NAME).all_inner_texts()
        asked = page.locator(".jp-toast, .Toastify__toast, .jp-Dialog").count()
    assert set(MENUS[lang]) <= set(menus)
    assert (refused, asked, cut) == ([], 0, 0)
    assert [text for text in errors if not (program == "notebook" and text == NOTEBOOKS_OWN)] == []
    if program == "jupyterlab":
        assert {source.name for source in SOURCES} <= set(names)
    log = (tmp_path / ".home" / "server.log").read_text(encoding="utf-8")
    assert {"en": "Leave this window open", "zh": "不要关闭本窗口"}[lang] in log
