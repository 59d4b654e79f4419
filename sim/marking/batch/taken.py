"""Takes a submission from its folder: the notebook's bytes and nothing else, whatever the folder holds. Changes nothing there."""

from __future__ import annotations

import codecs
import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.base.i18n import _
from sim.marking.submitted import FORMAT

MOST_BYTES = 20_000_000
"""Of a notebook as it was handed in."""


@dataclass(frozen=True)
class Taken:
    """What a student handed in.

    Attributes
    ----------
    content : bytes
        The file; empty if there is none that can be used.
    problem : str
        Why there is none, in words; "" if there is one.
    notes : tuple of str
        What a teacher should know of it.
    """

    content: bytes = b""
    problem: str = ""
    notes: tuple[str, ...] = field(default=())


def take(folder: Path) -> Taken:
    """The submission in STUDENT/ASSIGNMENT. A link is not followed: it could show any file of this computer."""
    if folder.is_symlink() or folder.parent.is_symlink():
        return Taken(problem=_("the folder is a link"))
    wanted = folder / f"{folder.name}.ipynb"
    found = wanted
    notes: tuple[str, ...] = ()
    if not os.path.lexists(wanted):
        others = [path for path in folder.glob("*.ipynb") if path.is_file() and not path.is_symlink()]
        if not others:
            return Taken(problem=_("there is no notebook"))
        found = max(others, key=lambda path: (path.stat().st_mtime, path.name))
        notes = (_("{file} was taken for the notebook").format(file=found.name),)
    return _read(found, notes)


def _read(path: Path, notes: tuple[str, ...]) -> Taken:
    try:
        if not stat.S_ISREG(path.lstat().st_mode):  # a pipe would never end
            return Taken(problem=_("the notebook is a link or no file"))
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError:
        return Taken(problem=_("the notebook cannot be read"))
    if len(content) > MOST_BYTES:
        return Taken(problem=_("the notebook is larger than {most} MB").format(most=MOST_BYTES // 1_000_000))
    return Taken(content, notes=notes)


def parse(content: bytes) -> dict[str, Any] | None:
    """The notebook in today's format; None if these bytes are no notebook."""
    try:
        notebook = json.loads(content.removeprefix(codecs.BOM_UTF8))
        if int(notebook["nbformat"]) < FORMAT:
            import nbformat

            notebook = json.loads(nbformat.writes(nbformat.reads(json.dumps(notebook), as_version=FORMAT)))
        return notebook if isinstance(notebook.get("cells"), list) else None
    except Exception:  # ValueError, RecursionError, and what nbformat raises on an old one that is broken
        return None
