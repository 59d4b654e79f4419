"""Reads from the outputs of a notebook for which student, and with which version of Kefu, it was last run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from sim.base.i18n import LANGUAGES, _, using
from sim.course.owner import DEMO
from sim.workspace.notebooks import Notebook

VERSION = re.compile(r"\bKefu (\d+(?:\.\w+)+)")
"""In the head of a case, in every language: see `MyCase`."""


def students_in(notebook: Notebook) -> set[str]:
    """The students whose firm the outputs name."""
    return {
        student or line.removeprefix(before).strip()
        for text in _printed(notebook)
        for line in text.splitlines()
        for before, student in _heads()
        if line.startswith(before)
    }


def versions_in(notebook: Notebook) -> set[str]:
    """The versions of Kefu that the outputs name: of every case that was shown."""
    return {version for text in _shown(notebook) for version in VERSION.findall(text)}


def _printed(notebook: Notebook) -> Iterator[str]:
    for cell in notebook["cells"]:
        for output in cell.get("outputs") or ():
            if output.get("output_type") == "stream":
                yield "".join(output.get("text", ""))


def _shown(notebook: Notebook) -> Iterator[str]:
    for cell in notebook["cells"]:
        for output in cell.get("outputs") or ():
            if output.get("output_type") == "execute_result":
                text = output.get("data", {}).get("text/plain", "")
                yield "".join(line for line in text if isinstance(line, str))


@cache
def _heads() -> list[tuple[str, str]]:
    """Beginnings of the line that names the student, in every language; for the demonstration with its name."""
    heads = []
    for lang in LANGUAGES:
        with using(lang):
            heads.append((_("Student: {student}").format(student=""), ""))
            heads.append((_("DEMONSTRATION FIRM. Its work is not graded. Tell Kefu who you are:"), DEMO))
    return heads
