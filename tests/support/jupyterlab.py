"""A real JupyterLab or Notebook 7 on loopback, and a browser that reaches nothing else."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.notebooks import offline

STARTS_WITHIN = 150
MILLISECONDS = 120_000
"""How long a page waits for anything: a busy machine is no failure."""
# At its first start JupyterLab asks about news, in a dialog that covers the notebook.
NO_NEWS = {"fetchNews": "false", "checkForUpdates": False}
KERNEL = "window.jupyterapp.shell.currentWidget?.context?.sessionContext?.session?.kernel"
CELLS = "[...window.jupyterapp.shell.currentWidget.context.model.cells]"
# Every character on a canvas of its own: what no font has is drawn as one and the same box.
GLYPHS = """([text, selector]) => {
  const font = getComputedStyle(document.querySelector(selector)).fontFamily;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 40;
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  return new Set([...text].map(character => {
    pen.clearRect(0, 0, 40, 40);
    pen.font = "28px " + font;
    pen.fillText(character, 4, 32);
    return pen.getImageData(0, 0, 40, 40).data.join();
  })).size;
}"""


# The cells with a picture: drawn by plotly, or, in a notebook that was opened again, an image until the mouse is over it.
DRAWN = """() => [...document.querySelectorAll(".jp-RenderedPlotly")]
  .filter(box => box.querySelector(".main-svg .gtitle") ||
                 [...box.querySelectorAll("img")].some(image => image.naturalWidth > 100))
  .map(box => box.closest("[data-windowed-list-index]").dataset.windowedListIndex)"""


PAGES = {"jupyterlab": "lab/tree/", "notebook": "notebooks/"}
"""The programs, and where each opens a notebook."""


@contextmanager
def lab(folder: Path, lang: str, program: str = "jupyterlab") -> Iterator[str]:
    """JupyterLab, or Notebook 7, serving `folder`; yields its address with {path} for the notebook to open."""
    home = folder / ".home"
    settings = home / "settings" / "@jupyterlab" / "apputils-extension"
    settings.mkdir(parents=True)
    (settings / "notification.jupyterlab-settings").write_text(json.dumps(NO_NEWS), encoding="utf-8")
    command = [sys.executable, "-m", program, "--no-browser", "--ip=127.0.0.1", "--ServerApp.port=0"]
    command += ["--allow-root", "--expose-app-in-browser", "--IdentityProvider.token=lesson"]
    with _served(command, folder, home, lang, JUPYTERLAB_WORKSPACES_DIR=str(home / "workspaces")) as server:
        yield f"{server['url']}{PAGES[program]}{{path}}?token=lesson&reset"


@contextmanager
def started(folder: Path, lang: str, program: str = "jupyterlab") -> Iterator[str]:
    """What `kefu start` opens in `folder`, for somebody who has no settings; yields its address as `lab`."""
    home = folder / ".home"
    command = [sys.executable, "-m", "sim", "start", "--dir", str(folder), "--lang", lang]
    with _served(command, folder, home, lang) as server:
        yield f"{server['url']}{PAGES[program]}{{path}}?token={server['token']}"


@contextmanager
def _served(command: list[str], folder: Path, home: Path, lang: str, **more: str) -> Iterator[dict[str, Any]]:
    """A server that a command starts; yields what it says of itself."""
    places = {
        name: str(home / place)
        for name, place in {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "IPYTHONDIR": "ipython",
        }.items()
    }
    home.mkdir(parents=True, exist_ok=True)
    environment = offline(home, lang) | places | more | {"BROWSER": "true"}  # the browser is Playwright's
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield _ready(server, home)
    finally:
        os.killpg(server.pid, signal.SIGTERM)  # `kefu start` and the server that it waits for
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _ready(server: subprocess.Popen[bytes], home: Path) -> dict[str, Any]:
    """What the server writes of itself into a file when it is ready: url, token and more."""
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and server.poll() is None:
        for place in (home / "runtime").glob("jpserver-*.json"):
            if content := place.read_text(encoding="utf-8"):
                return dict(json.loads(content))
        time.sleep(0.1)
    raise RuntimeError((home / "server.log").read_text(encoding="utf-8", errors="replace"))


@contextmanager
def browser(chromium: str, refused: list[str]) -> Iterator[Any]:
    """A page in Chromium; requests beyond this machine are refused and noted."""
    from playwright.sync_api import sync_playwright

    def check(route: Any) -> None:
        url = route.request.url
        if url.startswith(("http://127.0.0.1:", "http://localhost:", "data:", "blob:")):
            route.continue_()
        else:
            refused.append(url)
            route.abort()

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = running.new_page(viewport={"width": 1300, "height": 1000})
        page.set_default_timeout(MILLISECONDS)
        page.route("**/*", check)
        yield page
        running.close()


def opened(page: Any, address: str, name: str) -> None:
    """Open a notebook and wait until it is there with its kernel."""
    page.goto(address.format(path=name))
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_function(f"() => ({KERNEL})?.status === 'idle'")


def ran(page: Any) -> None:
    """Run all cells and wait until the last one is done."""
    command(page, "notebook:run-all-cells")
    page.wait_for_function(f"""() => ({KERNEL})?.status === 'idle' && ({CELLS}).every(cell =>
        cell.type !== "code" || cell.executionCount)""")


def saved(page: Any) -> None:
    """Save the notebook, and end its kernel."""
    command(page, "docmanager:save")
    shut_down(page)


def shut_down(page: Any) -> None:
    """End the kernel."""
    command(page, "kernelmenu:shutdown")
    page.wait_for_function(f"() => !({KERNEL})")


def command(page: Any, name: str) -> None:
    """Do in JupyterLab what a menu entry does, and wait until it is done."""
    page.evaluate("name => window.jupyterapp.commands.execute(name).then(() => null)", name)


def scroll(page: Any, shown: Callable[[int], Any] = lambda place: None) -> set[str]:
    """Page through the notebook as a reader does; returns the numbers of the cells with a picture.

    JupyterLab draws only what is near the screen. shown: told each place that is reached.
    """
    panel = page.locator(".jp-WindowedPanel-outer").first
    seen: set[str] = set()
    place = 0
    while True:
        panel.evaluate("(panel, top) => panel.scrollTo(0, top)", place)
        page.wait_for_timeout(250)
        seen.update(page.evaluate(DRAWN))
        shown(place)
        height, view = panel.evaluate("panel => [panel.scrollHeight, panel.clientHeight]")
        if place + view >= height - 2:
            return seen
        place = min(place + view - 60, height - view)
