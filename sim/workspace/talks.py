"""The files of talks in a working copy: one per scenario."""

from __future__ import annotations

from pathlib import Path

FOLDER = "talks"


def talk_file(folder: Path, scenario: str) -> Path:
    """The file of a talk in a working copy."""
    return folder / FOLDER / f"{scenario}.json"


def talk_files(folder: Path) -> list[Path]:
    """The files of all talks in a working copy, sorted by name."""
    return sorted((folder / FOLDER).glob("*.json"))
