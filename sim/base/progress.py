"""Progress of a long computation: a bar with the remaining time, in a terminal or a notebook."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sim.base.i18n import _

Progress = Callable[[float], None]
"""Called with the share that is done, 0 to 1."""

PAUSE = 0.2
"""Seconds between two updates of the bar in a notebook: each is a message to the browser."""


@contextmanager
def progress_bar(progress: Progress | bool | None, title: str = "") -> Iterator[Progress | None]:
    """The function to report progress to during the block, or None.

    progress True: a bar that disappears when the block ends (None if the output goes to a file); a function: that
    function.
    """
    if not isinstance(progress, bool):
        yield progress
    elif not progress:
        yield None
    elif _in_notebook():
        with _notebook_bar(title) as report:
            yield report
    else:
        with _terminal_bar(title) as report:
            yield report


def _in_notebook() -> bool:
    """Whether this process is the kernel of a notebook. IPython is then loaded already."""
    loaded = sys.modules.get("IPython")
    shell = loaded.get_ipython() if loaded else None
    return getattr(shell, "kernel", None) is not None


@contextmanager
def _terminal_bar(title: str) -> Iterator[Progress | None]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(title, total=1.0)
        yield lambda share: bar.update(task, completed=share)


@contextmanager
def _notebook_bar(title: str) -> Iterator[Progress]:
    """Plain HTML that is updated in place: needs no widgets and no network."""
    from IPython.display import HTML, display

    handle: Any = display(HTML(bar_html(0.0, None, title)), display_id=True)
    started = time.monotonic()
    last_update = started

    def report(share: float) -> None:
        nonlocal last_update
        now = time.monotonic()
        if share > 0 and now - last_update >= PAUSE:
            last_update = now
            handle.update(HTML(bar_html(share, (now - started) * (1 - share) / share, title)))

    try:
        yield report
    finally:
        handle.update(HTML(""))


def bar_html(share: float, seconds_left: float | None, title: str) -> str:
    """A bar for the share that is done; seconds_left None: not known yet."""
    from html import escape

    label = f"{share:.0%}"
    if seconds_left is not None:
        minutes, rest = divmod(round(seconds_left), 60)
        hours, minutes = divmod(minutes, 60)
        label += " · " + _("{time} left").format(time=f"{hours}:{minutes:02}:{rest:02}")
    return f'{escape(title)} <progress value="{share:.4f}" max="1"></progress> {escape(label)}'
