"""The pictures of the README: the top of the report on a year at Jiaying, in both languages.

`python -m tools.readme_pictures` draws them with the Chromium of this machine into `docs/images/`. They are looked at, not
compared: fonts differ between machines.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from sim import run
from sim.base.i18n import LANGUAGES, using
from sim.reports.run_page import run_page

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDTH, HEIGHT = 1100, 1015


def draw() -> list[Path]:
    """Draw and write all pictures. Exits with a sentence where there is no Chromium."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        sys.exit("There is no Chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk).")
    year = run("jiaying")
    written = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        window = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"]).new_page(
            viewport={"width": WIDTH, "height": HEIGHT}
        )
        for code in LANGUAGES:
            page = Path(folder) / f"report.{code}.html"
            with using(code):
                page.write_text(run_page(year), encoding="utf-8", newline="\n")
            window.goto(page.as_uri())
            window.wait_for_timeout(2000)  # plotly draws after the page has loaded
            written.append(IMAGES / f"report.{code}.png")
            window.screenshot(path=written[-1])
    return written


if __name__ == "__main__":
    for path in draw():
        print(path)
