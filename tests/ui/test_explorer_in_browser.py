"""The explorer as a student meets it: dragged, explained, undone, stopped, played by quarters, and there after a reload."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.support.jupyterlab import browser, lab, opened, ran, saved
from tests.support.notebooks import MOST_BYTES, read

MOST_MILLISECONDS = 300_000
EXPLORER = ".kefu-live"
CARD = f"{EXPLORER} table.kefu-score:not(.kefu-board, .kefu-preview *)"
RESTS = f"() => document.querySelector('{EXPLORER} button:has(.fa-stop)')?.disabled === true"
SEEN = """selector => { const all = [...document.querySelectorAll(selector)];
                       return all.length > 0 && all.some(one => one.offsetParent !== null); }"""
WORDS = """() => { const copy = document.querySelector(".kefu-live").cloneNode(true);
                  copy.querySelectorAll("code, pre, style").forEach(one => one.remove());
                  const spoken = [...copy.querySelectorAll("[title]:not(label), [placeholder]")]
                      .map(one => (one.title || "") + " " + (one.placeholder || ""));
                  return copy.textContent + " " + spoken.join(" "); }"""
LATIN = re.compile(r"(?<![\w.])(?!CRM|EDI|CNY)[A-Za-z]{2,}(?![\w.(])")
CODE = re.compile(r"[a-z]+(?:\.[a-z_]+)+|\([a-z]+\)")
SIZES = {"jupyterlab": (1366, 768), "notebook": (1920, 1080)}


def notebook(folder: Path, line: str) -> Path:
    """A notebook of one cell."""
    cell = {
        "cell_type": "code",
        "id": "explorer",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": f"from sim.ui import explore\n{line}",
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"cells": [cell], "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path = folder / "explorer.ipynb"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def rests(page: Any) -> None:
    """Wait until the explorer has nothing to do."""
    page.wait_for_timeout(700)  # a lever rests after half a second
    page.wait_for_function(RESTS)


def watched(page: Any) -> list[str]:
    """The errors of the page from now on: what Notebook itself reports while it starts is not ours."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors


def drag(page: Any, share: float) -> None:
    """Drag the first slider to the left by a share of its width, and keep it held for a moment."""
    handle = page.locator(f"{EXPLORER} .noUi-handle").first
    width = page.locator(f"{EXPLORER} .noUi-base").first.bounding_box()["width"]
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - share * width, y, steps=8)
    page.wait_for_selector(f"{EXPLORER} .kefu-preview table.kefu-score .kefu-worse", state="attached")
    page.mouse.up()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("program", ["jupyterlab", "notebook"])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_explorer_is_dragged_explained_undone_and_played(lang, program, chromium, tmp_path):
    path = notebook(tmp_path, 'explore("corner", weeks=26)')
    refused: list[str] = []
    with lab(tmp_path, lang, program) as address, browser(chromium, refused) as page:
        page.set_default_timeout(MOST_MILLISECONDS)
        page.set_viewport_size(dict(zip(("width", "height"), SIZES[program], strict=True)))
        opened(page, address, path.name)
        errors = watched(page)
        ran(page)
        page.wait_for_selector(CARD)
        rests(page)
        assert page.locator(f"{CARD} .kefu-worse").count() == 0

        drag(page, 0.4)
        rests(page)
        assert page.locator(f"{CARD} .kefu-worse").count() > 0
        assert "stock.safety_factor" in page.locator(f"{EXPLORER} pre").first.inner_text()

        page.locator(f"{EXPLORER} .kefu-why button").nth(6).click()  # availability
        page.wait_for_selector(f"{EXPLORER} .kefu-told")
        told = page.locator(f"{EXPLORER} .kefu-told").inner_text()
        assert ("可得性" if lang == "zh" else "availability") in told
        rests(page)

        page.locator(f"{EXPLORER} button:has(.fa-undo)").click()
        page.wait_for_function(f"() => document.querySelectorAll('{CARD} .kefu-same').length >= 10")
        rests(page)

        box = page.locator(f"{EXPLORER} input[type=number]").first  # with the keyboard alone
        box.fill("1")
        box.press("Enter")
        rests(page)
        tabs = page.locator(f"{EXPLORER} .lm-TabBar-tab")
        tabs.nth(1).click()
        play = page.locator(f"{EXPLORER} button.mod-primary")
        board = page.locator(f"{EXPLORER} table.kefu-board")
        for _quarter in range(2):
            play.click()
            rests(page)
        back = page.locator(f"{EXPLORER} select:visible").last
        back.select_option(index=0)
        page.locator(f"{EXPLORER} button:visible", has_text="返回" if lang == "zh" else "Go back").click()
        rests(page)
        play.click()
        rests(page)
        attempts = board.locator("tbody tr").all_inner_texts()
        assert len(attempts) == 3, attempts  # the firm as it is, and two attempts

        if lang == "zh":
            words = set(LATIN.findall(CODE.sub("", page.evaluate(WORDS))))
            assert words == set()
        tabs.nth(0).click()
        rests(page)
        assert errors == []
        saved(page)
        page.reload()
        page.wait_for_function(SEEN, arg=".kefu-still table.kefu-score")
        assert not page.evaluate(SEEN, ".jp-OutputArea-child:not(:has(.kefu-still)) .jupyter-widgets")
    assert refused == []
    assert path.stat().st_size < MOST_BYTES / 10
    outputs = [output for cell in read(path)["cells"] for output in cell["outputs"]]
    assert [output["output_type"] for output in outputs] == ["display_data", "display_data"]


@pytest.mark.slow
@pytest.mark.browser
def test_a_long_run_shows_its_progress_and_is_stopped(chromium, tmp_path):
    path = notebook(tmp_path, 'explore("jiaying")')
    refused: list[str] = []
    with lab(tmp_path, "zh") as address, browser(chromium, refused) as page:
        page.set_default_timeout(MOST_MILLISECONDS)
        opened(page, address, path.name)
        errors = watched(page)
        ran(page)
        stop = page.locator(f"{EXPLORER} button:has(.fa-stop)")
        page.wait_for_function(
            """() => parseFloat(document.querySelector(".kefu-live .progress-bar").style.width) > 5"""
        )
        stop.click()
        page.wait_for_function(RESTS)
        assert "已停止" in page.locator(f"{EXPLORER} [role=status]", has_text="已停止").inner_text()
        assert page.locator(CARD).count() == 0 and errors == [] and refused == []
