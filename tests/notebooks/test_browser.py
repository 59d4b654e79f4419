"""A student's first hour: JupyterLab opens the lesson, draws it, and draws it again without a kernel."""

from __future__ import annotations

import json

import pytest

from sim.workspace import working_copy
from sim.workspace.notebooks import edition, to_bytes
from sim.workspace.working_copy import update_working_copy
from tests.support.jupyterlab import CELLS, GLYPHS, browser, lab, opened, ran, saved, scroll, shut_down
from tests.support.notebooks import MOST_BYTES, SOURCES, read, source

MOST_MILLISECONDS = 120_000
FEWEST_PICTURES = 20
HAN = "订货周期准时交货率安全库存完美订单"


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_lesson_opens_runs_and_reopens_in_jupyterlab(lang, chromium, tmp_path):
    lesson = SOURCES[1]
    copy = tmp_path / lesson.name
    copy.write_bytes(to_bytes(edition(read(lesson), lang)))
    refused: list[str] = []
    with lab(tmp_path, lang) as address, browser(chromium, refused) as page:
        page.set_default_timeout(MOST_MILLISECONDS)
        opened(page, address, copy.name)
        ran(page)
        drawn = scroll(page)
        assert len(drawn) >= FEWEST_PICTURES
        if lang == "zh":
            for selector in (".jp-RenderedMarkdown", ".js-plotly-plot .main-svg text"):
                assert page.evaluate(GLYPHS, [HAN, selector]) == len(set(HAN)), selector
        saved(page)
        opened(page, address, copy.name)
        shut_down(page)
        assert scroll(page) == drawn
        assert page.locator(".js-plotly-plot").count() == 0, "images are shown until one is pointed at"
        page.locator(".jp-RenderedPlotly").last.hover()
        page.wait_for_selector(".js-plotly-plot .main-svg")
    assert refused == []
    assert copy.stat().st_size < MOST_BYTES
    outputs = [output for cell in read(copy)["cells"] for output in cell.get("outputs", [])]
    assert [o for o in outputs if o["output_type"] == "error" or o.get("name") == "stderr"] == []
    assert sum("application/vnd.plotly.v1+json" in o.get("data", {}) for o in outputs) == len(drawn)


ANSWER = "def m01(lines):\n    return (lines['on_hand'] >= lines['quantity']).mean()"
WRITE = """source => {
  const cell = [...window.jupyterapp.shell.currentWidget.context.model.cells]
    .find(cell => cell.sharedModel.getSource().includes("def m01(lines)"));
  cell.sharedModel.setSource(source);
}"""


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_exercise_done_halfway_survives_an_upgrade(lang, chromium, tmp_path, monkeypatch):
    name = "service_measures.ipynb"
    update_working_copy(tmp_path, lang, "li01")
    refused: list[str] = []
    with lab(tmp_path, lang) as address, browser(chromium, refused) as page:
        page.set_default_timeout(MOST_MILLISECONDS)
        opened(page, address, name)
        page.evaluate(WRITE, ANSWER)
        ran(page)
        saved(page)
        mine = read(tmp_path / name)
        newer = (
            to_bytes(read(tmp_path / name))
            .replace(b"Question 10", b"Question ten")
            .replace("第10题".encode(), b"10")
        )
        monkeypatch.setattr(working_copy, "version", lambda: "9.9")
        notebook = json.loads(newer)
        monkeypatch.setattr(working_copy, "handed_out_notebooks", lambda _lang: {name: notebook})
        laid = update_working_copy(tmp_path, lang)
        assert laid.beside == ("service_measures.9.9.ipynb",)
        assert read(tmp_path / name) == mine
        opened(page, address, name)
        shown = page.evaluate(f"() => ({CELLS}).map(cell => cell.sharedModel.getSource())")
        shut_down(page)
    assert refused == []
    (answered,) = [cell for cell in mine["cells"] if source(cell) == ANSWER]
    assert answered["metadata"]["nbgrader"]["grade_id"] == "m01"
    said = "".join("".join(o.get("text", "")) for cell in mine["cells"] for o in cell.get("outputs", []))
    assert ("等于没有货吗" if lang == "zh" else "Is that the same as no stock?") in said
    assert "li01" in said and ANSWER in shown
