"""The name of the file that is handed in. It is information only: the data inside the file count."""

from __future__ import annotations

from pathlib import Path


def submission_file(folder: Path, assignment: str, student: str) -> Path:
    """The file of a student's submission in a working copy."""
    return folder / f"{assignment}-{student}.zip"
