"""Takes a submission from its folder: only the bytes of the notebook or talk, whatever else is there. Changes nothing."""

from __future__ import annotations

import codecs
import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.base.i18n import _
from sim.course.talk_works import is_talk
from sim.marking.repairing import FORMAT

MOST_BYTES = 20_000_000
"""Of a notebook as it was handed in."""
MOST_BYTES_OF_A_TALK = 2_000_000


@dataclass(frozen=True)
class Taken:
    """The work that a student handed in.

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
    if is_talk(folder.name):
        return _read_talk(folder / f"{folder.name}.json")
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
        content = _bytes(path, MOST_BYTES)
    except OSError:
        return Taken(problem=_("the notebook cannot be read"))
    if content is None:
        return Taken(problem=_("the notebook is a link or not a file"))
    if len(content) > MOST_BYTES:
        return Taken(problem=_("the notebook is larger than {most} MB").format(most=MOST_BYTES // 1_000_000))
    return Taken(content, notes=notes)


def _read_talk(path: Path) -> Taken:
    if not os.path.lexists(path):
        return Taken(problem=_("there is no talk"))
    try:
        content = _bytes(path, MOST_BYTES_OF_A_TALK)
    except OSError:
        return Taken(problem=_("the talk cannot be read"))
    if content is None:
        return Taken(problem=_("the talk is a link or not a file"))
    if len(content) > MOST_BYTES_OF_A_TALK:
        most = MOST_BYTES_OF_A_TALK // 1_000_000
        return Taken(problem=_("the talk is larger than {most} MB").format(most=most))
    return Taken(content)


def _bytes(path: Path, most: int) -> bytes | None:
    """The content, cut one byte above the limit; None if it is not a file."""
    if not stat.S_ISREG(path.lstat().st_mode):  # a pipe would never end
        return None
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        return file.read(most + 1)


def parse(content: bytes) -> dict[str, Any] | None:
    """The notebook in today's format; None if these bytes are not a notebook."""
    try:
        notebook = json.loads(content.removeprefix(codecs.BOM_UTF8))
        if int(notebook["nbformat"]) < FORMAT:
            import nbformat

            notebook = json.loads(nbformat.writes(nbformat.reads(json.dumps(notebook), as_version=FORMAT)))
        return notebook if isinstance(notebook.get("cells"), list) else None
    except Exception:  # ValueError, RecursionError, and what nbformat raises on an old one that is broken
        return None
