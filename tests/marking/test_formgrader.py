"""A teacher marks a written answer in formgrader's pages, with no network: what they show and write is the gradebook's."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from sim.workspace.notebooks import to_bytes
from tests.conftest import need_bubblewrap
from tests.marking.test_batch import kefu
from tests.support.jupyterlab import browser, lab
from tools.course import Course, quick_folder, released, solved

NAME = "service_measures"
MOST_MILLISECONDS = 120_000


def give_half_a_point(page):
    """On the page of manual grading: open the first submission, and give its sentence half a point."""
    page.locator("#main-table").get_by_text(NAME).click()
    page.locator("#main-table").get_by_text(NAME).click()
    page.locator("#main-table").get_by_text("Submission #1").click()
    # Where MathJax does not come, the page's script stops before this.
    page.wait_for_function("window.formgrader && formgrader.loaded && MathJax.loaded")
    points = page.locator("#q9-sentence")
    assert points.input_value() == ""
    with page.expect_response(lambda answer: answer.request.method == "PUT") as saved:
        points.fill("0.5")
        points.press("Tab")
    assert saved.value.ok


@pytest.mark.slow
@pytest.mark.browser
def test_a_written_answer_is_marked_in_formgrader(chromium):
    refused: list[str] = []
    broken: list[str] = []
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        course = Course(Path(folder))
        course.enter(NAME)
        course.submit("li01", NAME, solved(NAME, "zh"))
        course.submit("smith", NAME, released(NAME, "en"))
        with lab(course.folder, "en") as address, browser(chromium, refused) as page:
            page.set_default_timeout(MOST_MILLISECONDS)
            page.on("pageerror", lambda error: broken.append(str(error)))
            page.on("console", lambda said: broken.append(said.text) if said.type == "error" else None)
            page.goto(address.split("lab/tree")[0] + "formgrader?token=lesson")
            assignment = page.locator("#main-table tr", has_text=NAME)
            assert assignment.locator(".num-submissions").inner_text() == "2"
            assignment.locator(".num-submissions a").click()
            mine = page.locator("#main-table tr", has_text="li01")
            mine.locator(".autograde a").click()
            page.get_by_text("Successfully autograded").wait_for()
            page.get_by_role("button", name="OK").click()
            mine.get_by_text("needs manual grading").wait_for()
            assert mine.locator(".score").inner_text() == "27 / 30"

            page.get_by_text("Manual Grading", exact=True).click()
            give_half_a_point(page)
        with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as book:
            grade = book.find_grade("q9-sentence", NAME, NAME, "li01")
            assert (grade.manual_score, grade.needs_manual_grade) == (0.5, False)
            assert book.find_grade("q10-reasons", NAME, NAME, "li01").needs_manual_grade
            assert book.find_submission(NAME, "li01").score == 27.5
    assert refused == broken == []


@pytest.mark.slow
@pytest.mark.browser
def test_what_kefu_mark_made_is_marked_by_hand_and_that_stays(chromium):
    need_bubblewrap()
    refused: list[str] = []
    broken: list[str] = []
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        course = Course(Path(folder))
        course.enter(NAME)
        place = course.submit("li01", NAME, solved(NAME, "zh")) / f"{NAME}.ipynb"
        assert kefu(course, "mark", NAME).returncode == 0
        with lab(course.folder, "en") as address, browser(chromium, refused) as page:
            page.set_default_timeout(MOST_MILLISECONDS)
            page.on("pageerror", lambda error: broken.append(str(error)))
            page.goto(address.split("lab/tree")[0] + "formgrader/gradebook?token=lesson")
            give_half_a_point(page)
            assert "27" in page.locator("body").inner_text()
        assert kefu(course, "mark", NAME).returncode == 0
        changed = solved(NAME, "zh")
        next(cell for cell in changed["cells"] if cell["id"] == "m01")["source"] = (
            "def m01(lines):\n    return 2"
        )
        place.write_bytes(to_bytes(changed))
        done = kefu(course, "mark", NAME)
        assert "li01 q2: 3 → 2" in done.stdout, done.stdout + done.stderr
        with Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as book:
            grade = book.find_grade("q9-sentence", NAME, NAME, "li01")
            assert (grade.manual_score, grade.needs_manual_grade) == (0.5, False)
            assert book.find_submission(NAME, "li01").score == 26.5
        page_text = (course.folder / "feedback" / "li01" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
        assert "0.5 / 1" in page_text
    assert refused == broken == []
