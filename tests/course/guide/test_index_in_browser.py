"""The index as a student meets it in JupyterLab: shown without running anything, links to tabs, a file to hand in by a click."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sim.base.i18n import using
from sim.course.assignment import find_assignment
from sim.course.guide.index import write_index
from sim.course.handing_in.submission_file import read_submission
from sim.workspace.course_file import CourseFile
from sim.workspace.working_copy import update_working_copy
from tests.course.handing_in.test_submit import NAME, answer
from tests.support.jupyterlab import browser, command, lab, opened, scroll

OUTPUT = ".jp-OutputArea-output"
LATIN = re.compile(r"(?<![\w./-])(?!li01|zip|service_measures|Ctrl|Shift|Enter|CRM|Python)[A-Za-z]{3,}")
NEXT = {"en": "Next step", "zh": "下一步"}


@pytest.fixture
def copy(tmp_path, request) -> Path:
    """A working copy with one answer, as `kefu start` makes it."""
    folder = tmp_path / "copy"
    course = CourseFile(id="autumn", title="2026", hand_in="7", deadlines={NAME: "2030-01-01"})
    with using(request.getfixturevalue("lang")):
        update_working_copy(folder, request.getfixturevalue("lang"), "li01", course)
        answer(folder / f"{NAME}.ipynb")
        write_index(folder)
    return folder


def shown(page: Any) -> str:
    """All prose that is seen when paging through the notebook, without code."""
    texts: list[str] = []
    scroll(page, lambda place: texts.append(page.evaluate(PROSE)))
    return "\n".join(texts)


PROSE = """() => [...document.querySelectorAll(".jp-MarkdownOutput, .jp-OutputArea-output, .widget-button, .widget-label")]
    .map(one => one.innerText).join("\\n")"""


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.notebook
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_student_finds_the_way_and_hands_in(copy, lang, chromium):
    refused: list[str] = []
    with lab(copy, lang) as address, browser(chromium, refused) as page:
        page.set_viewport_size({"width": 1366, "height": 768})
        opened(page, address, "index.ipynb")
        first = page.locator(f"{OUTPUT} a:not(.jp-InternalAnchorLink)").first
        assert NEXT[lang] in page.locator(OUTPUT).first.inner_text()  # nothing was run
        cells = page.locator(".jp-CodeCell .jp-InputArea-editor")
        cells.nth(0).click()
        command(page, "notebook:run-cell")
        page.wait_for_selector(".jp-CodeCell .jp-InputPrompt:has-text('[1]')")
        assert NEXT[lang] in page.locator(OUTPUT).first.inner_text()
        cells.nth(1).click()
        command(page, "notebook:run-cell")
        page.locator("button.widget-button").click()
        link = page.locator("a[download]")
        link.wait_for(timeout=120_000)
        with page.expect_download() as download:
            link.click()
        assert read_submission(Path(download.value.path())).student == "li01"
        text = shown(page)
        if lang == "zh":  # but for the English column of the glossary, which comes after
            words = LATIN.findall(text[: text.index("知识点与术语")])
            assert set(words) <= set("_".join(part.name for part in find_assignment(NAME).parts).split("_"))
        command(page, "docmanager:save")
        scroll(page)
        page.locator(".jp-WindowedPanel-outer").first.evaluate("panel => panel.scrollTo(0, 0)")
        first.click()
        page.wait_for_function("() => document.querySelectorAll('.jp-NotebookPanel').length > 1")
        opened(page, address, "index.ipynb")  # in a kernel that knows nothing of the widgets
        page.wait_for_timeout(1000)
        page.locator("a[download]").wait_for()
        assert not page.locator("text=Error displaying widget").first.is_visible()
    assert refused == []
