"""The notebooks that were handed in, as they can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sim.course.course_folder import SUBMITTED
from sim.marking.batch.cleaning import clean_cells
from sim.marking.batch.taken import parse, take


def notebooks_of(root: Path, assignment: str) -> dict[str, dict[str, Any]]:
    """Student -> notebook with whole cells only; students whose notebook cannot be read are left out."""
    found = {}
    for folder in sorted((root / SUBMITTED).glob(f"*/{assignment}")):
        notebook = parse(take(folder).content)
        if notebook is not None:
            found[folder.parent.name] = {"cells": clean_cells(notebook["cells"])[0]}
    return found
