"""How long a slider of the explorer takes to redraw what it does, in JupyterLab in Chromium.

python -m tests.benchmarks.explorer [--rounds R] [--case C]

Beside it, in the same notebook and in turn: a slider that only sets a text in the kernel, which is what any widget takes. Both
are moved by a key from inside the page, and the clock stops when the page has changed. Printed: seconds from running the cell
until the explorer is on the screen (its import is done before), both medians, and as the last line how many times longer the
explorer takes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import Any

from tests.conftest import browser as chromium
from tests.support.jupyterlab import browser, command, lab, opened

EMPTY = """import ipywidgets
slider, text = ipywidgets.IntSlider(), ipywidgets.HTML("0")
slider.observe(lambda change: setattr(text, "value", str(change["new"])), "value")
box = ipywidgets.VBox([slider, text])
box.add_class("empty")
box"""
# Moves a slider by an arrow key and waits until what it changes has changed; milliseconds.
MOVE = """([slider, shown, key]) => new Promise(done => {
  const handle = document.querySelector(slider + " .noUi-handle"), target = document.querySelector(shown);
  const seen = new MutationObserver(() => { seen.disconnect(); done(performance.now() - begun); });
  seen.observe(target, {childList: true, characterData: true, subtree: true});
  const begun = performance.now();
  handle.dispatchEvent(new KeyboardEvent("keydown", {key: key, bubbles: true}));
})"""
CARD = ".kefu-live .widget-html-content:has(table.kefu-score)"
READY = "() => document.querySelector('.kefu-live button:has(.fa-stop)')?.disabled === true"


def main() -> None:
    """Print the times, and the ratio as the last line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--case", default="corner")
    values = parser.parse_args()
    program = chromium()
    if program is None:
        raise SystemExit("Chromium is missing")
    folder = Path(tempfile.mkdtemp())
    try:
        _write_notebook(
            folder / "explorer.ipynb", ["import sim.ui", f"sim.ui.explore({values.case!r})", EMPTY]
        )
        with lab(folder, "en") as address, browser(program, []) as page:
            page.set_default_timeout(300_000)
            opened(page, address, "explorer.ipynb")
            print(f"on the screen after {_on_screen(page):.2f} s")
            ours, empty = _redraws(page, values.rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    for name, times in (("redraw while dragging", ours), ("an empty widget", empty)):
        low, high = min(times), max(times)
        print(f"{name}: median {statistics.median(times):.3f} s ({low:.3f} to {high:.3f})")
    print(f"ratio {statistics.median(ours) / statistics.median(empty):.1f}")


def _on_screen(page: Any) -> float:
    """Seconds from running the explorer's cell until its score card is there."""
    command(page, "notebook:run-cell-and-select-next")
    page.wait_for_function(
        "() => [...window.jupyterapp.shell.currentWidget.context.model.cells][0].executionCount"
    )
    page.evaluate("window.begun = performance.now()")
    command(page, "notebook:run-cell-and-select-next")
    page.wait_for_selector(".kefu-live .noUi-handle")
    shown = page.evaluate("performance.now() - window.begun") / 1000
    command(page, "notebook:run-cell-and-select-next")
    page.wait_for_selector(".empty .noUi-handle")
    page.wait_for_selector(CARD)
    page.wait_for_function(READY)
    return float(shown)


def _redraws(page: Any, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of each movement, of the explorer and of the empty widget in turn."""
    ours, empty = [], []
    for number in range(-1, rounds):  # the first simulates the firm as it is today, too
        # Always the same way: each value is a new one.
        moved = page.evaluate(MOVE, [".kefu-live", CARD, "ArrowLeft"]) / 1000
        plain = page.evaluate(MOVE, [".empty", ".empty .widget-html-content", "ArrowRight"]) / 1000
        if number >= 0:
            ours.append(moved)
            empty.append(plain)
    return ours, empty


def _write_notebook(path: Path, sources: list[str]) -> None:
    cells = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "execution_count": None,
            "metadata": {},
            "outputs": [],
            "source": source,
        }
        for number, source in enumerate(sources)
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(content), encoding="utf-8")


if __name__ == "__main__":
    main()
