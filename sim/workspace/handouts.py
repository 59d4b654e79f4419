"""The files that Kefu hands out to students: in the wheel, or in the source tree of an editable install."""

from __future__ import annotations

import importlib.resources
from importlib.resources.abc import Traversable
from pathlib import Path

#: The folders that the build puts into the wheel as ``sim/_files/<name>`` (see ``pyproject.toml``).
FOLDERS = ("notebooks", "exercises")


def handout_folder(name: str) -> Traversable:
    """The folder ``name``, one of `FOLDERS`.

    Raises `ValueError` for another name and `FileNotFoundError` if this installation has no such folder.
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
    raise FileNotFoundError(f"This installation of Kefu has no folder {name!r}.")
