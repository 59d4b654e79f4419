"""Submissions whose files are the trouble, and what the teacher must be told of each."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.attacks.attack import NAME


@dataclass(frozen=True)
class File:
    """What is put into a folder; points: what the machine must give, None if it cannot mark; note: words in the reason."""

    name: str
    put: Callable[[Path, bytes], None]
    points: float | None
    note: str


def _write(file: str, make: Callable[[bytes], bytes]) -> Callable[[Path, bytes], None]:
    def put(folder: Path, solved: bytes) -> None:
        (folder / file).write_bytes(make(solved))

    return put


def _link(folder: Path, solved: bytes) -> None:
    (folder / f"{NAME}.ipynb").symlink_to(folder.parents[2] / "kefu-secret.txt")


def _link_to_classmate(folder: Path, solved: bytes) -> None:
    (folder / f"{NAME}.ipynb").symlink_to(folder.parents[1] / "good" / NAME / f"{NAME}.ipynb")


def _pipe(folder: Path, solved: bytes) -> None:
    os.mkfifo(folder / f"{NAME}.ipynb")


def _folder(folder: Path, solved: bytes) -> None:
    (folder / f"{NAME}.ipynb").mkdir()


def _beside(folder: Path, solved: bytes) -> None:
    (folder / f"{NAME}.ipynb").write_bytes(solved)
    for name in ("sim.py", "simpy.py", "pandas.py", "sitecustomize.py", "conftest.py"):
        (folder / name).write_text("raise SystemExit('shadowed')", encoding="utf-8")
    (folder / "secret").symlink_to(folder.parents[2] / "kefu-secret.txt")


def _old(solved: bytes) -> bytes:
    notebook = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}}
    cell = {"cell_type": "code", "input": "x = 1", "language": "python", "outputs": [], "metadata": {}}
    return json.dumps(notebook | {"worksheets": [{"cells": [cell], "metadata": {}}]}).encode()


THE_NOTEBOOK = f"{NAME}.ipynb"
FILES = {
    "good": File("an honest notebook", _write(THE_NOTEBOOK, lambda data: data), 27.0, ""),
    "bom": File("a byte-order mark", _write(THE_NOTEBOOK, lambda data: b"\xef\xbb\xbf" + data), 27.0, ""),
    "renamed": File(
        "a name with the version", _write(f"{NAME}.0.1.0.ipynb", lambda data: data), 27.0, "taken for"
    ),
    "beside": File("modules that shadow real ones, and a link, beside it", _beside, 27.0, ""),
    "old": File("an old format", _write(THE_NOTEBOOK, _old), 0.0, ""),
    "link": File("a link to the secret", _link, None, "link"),
    "cousin": File("a link to a classmate's notebook", _link_to_classmate, None, "link"),
    "pipe": File("a pipe", _pipe, None, "link or not a file"),
    "folder": File("a folder in place of the notebook", _folder, None, "link or not a file"),
    "empty": File("an empty file", _write(THE_NOTEBOOK, lambda data: b""), None, "not a notebook"),
    "text": File("no JSON", _write(THE_NOTEBOOK, lambda data: b"x = 1"), None, "not a notebook"),
    "deep": File(
        "JSON that is nested a million deep",
        _write(THE_NOTEBOOK, lambda data: b"[" * 10**6),
        None,
        "not a notebook",
    ),
    "odd": File(
        "cells that are no list",
        _write(THE_NOTEBOOK, lambda data: b'{"nbformat": 4, "cells": {"a": 1}}'),
        None,
        "not a notebook",
    ),
    "huge": File("30 MB", _write(THE_NOTEBOOK, lambda data: data + b" " * 30_000_000), None, "larger"),
    "word": File("another kind of file", _write(f"{NAME}.docx", lambda data: b"PK"), None, "no notebook"),
}
