"""How far something long has come: a bar with the time that remains, in a terminal or a notebook."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sim.base.i18n import _

Progress = Callable[[float], None]
"""Told the share that is done, 0 to 1."""

PAUSE = 0.2
"""Seconds between two pictures of the bar in a notebook: each is a message to the browser."""


@contextmanager
def watched(progress: Progress | bool | None, title: str = "") -> Iterator[Progress | None]:
    """Whom to tell during the block. True: a bar, gone when the block ends; nothing where nobody watches (output in a file)."""
    if not isinstance(progress, bool):
        yield progress
    elif not progress:
        yield None
    elif _in_notebook():
        with _page_bar(title) as told:
            yield told
    else:
        with _terminal_bar(title) as told:
            yield told


def _in_notebook() -> bool:
    """Whether this is a kernel, which a notebook talks to. Whoever runs in one has loaded IPython already."""
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
        yield lambda part: bar.update(task, completed=part)


@contextmanager
def _page_bar(title: str) -> Iterator[Progress]:
    """Plain HTML that is replaced in its place: needs no widgets and nothing from the network."""
    from IPython.display import HTML, display

    handle: Any = display(HTML(bar_html(0.0, None, title)), display_id=True)
    begun = time.monotonic()
    shown = begun

    def told(part: float) -> None:
        nonlocal shown
        now = time.monotonic()
        if part > 0 and now - shown >= PAUSE:
            shown = now
            handle.update(HTML(bar_html(part, (now - begun) * (1 - part) / part, title)))

    try:
        yield told
    finally:
        handle.update(HTML(""))


def bar_html(part: float, seconds: float | None, title: str) -> str:
    """A bar. part: the share done; seconds: how long it still takes at this speed, None if nobody knows yet."""
    from html import escape

    words = f"{part:.0%}"
    if seconds is not None:
        minutes, rest = divmod(round(seconds), 60)
        hours, minutes = divmod(minutes, 60)
        words += " · " + _("{time} left").format(time=f"{hours}:{minutes:02}:{rest:02}")
    return f'{escape(title)} <progress value="{part:.4f}" max="1"></progress> {escape(words)}'
