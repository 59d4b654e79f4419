"""Where the files that Kefu hands out are: in the wheel, or in the tree of an editable install."""

from __future__ import annotations

import importlib.resources
from importlib.resources.abc import Traversable
from pathlib import Path

__all__ = ["FOLDERS", "files"]

#: The folders that the build puts into the wheel as ``sim/_files/<name>`` (see ``pyproject.toml``).
FOLDERS = ("notebooks", "exercises")


def files(name: str) -> Traversable:
    """The folder ``name``, one of `FOLDERS`: list it with ``iterdir()``, read from it with ``read_bytes()``.

    Raises `ValueError` for another name, `FileNotFoundError` where this edition of Kefu has no such folder.
    """
    if name not in FOLDERS:
        raise ValueError(f"Kefu hands out no folder {name!r}, only {', '.join(FOLDERS)}.")
    installed = importlib.resources.files("sim") / "_files" / name
    if installed.is_dir():
        return installed
    root = Path(__file__).resolve().parents[2]
    tree = root / name
    if (root / "pyproject.toml").is_file() and tree.is_dir():
        return tree
    raise FileNotFoundError(f"This edition of Kefu has no folder {name!r}.")
