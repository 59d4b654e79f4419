"""The index of a working copy: a notebook that leads through the course, and is there without a kernel, too.

A notebook and not a page, because a student sees it first in JupyterLab: there links of a notebook open the lessons in tabs
beside it, while a page is shown in a frame in which they lead nowhere; running its cell again brings it up to date. What is
seen without a kernel is the output that `kefu start` writes. It is Markdown, which is shown in notebooks of any origin;
of HTML a notebook that the student has not run would show only a part.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.base.files import write_atomic
from sim.base.i18n import _, language
from sim.course.guide.glossary import glossary
from sim.course.guide.overview import Overview, overview
from sim.workspace.editions import file_in
from sim.workspace.notebooks import Notebook, fingerprint, read_or_none, to_bytes
from sim.workspace.working_copy import INDEX

KEPT = "index-{number}.ipynb"
"""Name of an index in which the student wrote something, when a new one takes its place."""


def write_index(folder: Path) -> Path | None:
    """Write the index of a working copy. Returns where the old index is kept, None if nobody wrote in it.

    Raises InputError if it cannot be written, or the settings cannot be read.
    """
    path = folder / INDEX
    new = make_index(overview(folder))
    before = read_or_none(path)
    kept = None
    if path.exists() and (before is None or not _is_ours(before)):
        names = (folder / KEPT.format(number=number) for number in range(1, 1000))
        kept = next(name for name in names if not name.exists())
        write_atomic(kept, path.read_bytes())
    data = to_bytes(new)
    if not path.exists() or path.read_bytes() != data:
        write_atomic(path, data)
    return kept


def make_index(state: Overview) -> Notebook:
    """The index in the current language, with its present output."""
    titles = {lesson.id: lesson.title for lesson in state.way.lessons}
    shown = {
        "output_type": "execute_result",
        "execution_count": None,
        "metadata": {},
        "data": {"text/markdown": state._repr_markdown_(), "text/plain": repr(state)},
    }
    title = state.way.progress.handing_in.title or _("Logistics customer service")
    cells = [
        _markdown("title", f"# {title}\n\n{_how()}"),
        _code("overview", "from sim.course import overview\n\noverview()", shown),
        _markdown("hand-in", "## " + _("Hand in") + "\n\n" + _how_to_hand_in()),
        _code("submit", "from sim.ui import submit\n\nsubmit()"),
        _markdown("glossary", "## " + _("Glossary") + "\n\n" + _about_glossary()),
    ]
    for number, text in enumerate(glossary(titles), start=1):
        for lesson in titles:
            text = text.replace(
                f"({lesson}.ipynb)", f"({file_in(state.way.folder, f'{lesson}.ipynb', language()).name})"
            )
        cells.append(_markdown(f"glossary-{number}", text))
    made: Notebook = {
        "cells": cells,
        "metadata": {
            "kefu": {},
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    made["metadata"]["kefu"]["index"] = fingerprint(made)
    return made


def _is_ours(notebook: Notebook) -> bool:
    """Whether nobody has changed the cells since they were made; running them changes only outputs."""
    about = notebook.get("metadata", {}).get("kefu", {})
    return isinstance(about, dict) and about.get("index") == fingerprint(notebook)


def _how() -> str:
    return _(
        "This page leads you through the course. Click on a title, and the lesson opens in a tab of its own.\n\n"
        "To see what you have done by now, click on the next cell and press **Shift + Enter**."
    )


def _how_to_hand_in() -> str:
    return _(
        "Save your notebook first (**Ctrl + S**). Then run the next cell, choose the assignment, and click the button. "
        "It checks your work and makes one zip file. Hand in this file; you can do it again as often as you like."
    )


def _about_glossary() -> str:
    return _("The concepts of the course by chapter, and the most important terms. Ctrl + F finds a word.")


def _markdown(name: str, text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": text}


def _code(name: str, text: str, *outputs: dict[str, Any]) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "source": text,
        "outputs": list(outputs),
        "execution_count": None,
    }
