"""The assignments as they are handed out: one notebook for each language."""

from __future__ import annotations

import json

from sim.workspace.handouts import handout_folder
from sim.workspace.notebooks import Notebook


def released_notebooks(lang: str) -> dict[str, Notebook]:
    """Id of an assignment -> its notebook in a language; empty in an installation without exercises."""
    try:
        folder = handout_folder("exercises") / lang
    except FileNotFoundError:
        return {}
    return {
        entry.name: json.loads((entry / f"{entry.name}.ipynb").read_bytes())
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.is_dir()
    }
