"""The notebooks that are handed out, in one language: lessons, and assignments as they are released."""

from __future__ import annotations

import json

from sim.workspace.handouts import handout_folder
from sim.workspace.notebooks import Notebook, edition


def lessons(lang: str) -> dict[str, Notebook]:
    """File name -> lesson, sorted by name."""
    entries = sorted(handout_folder("notebooks").iterdir(), key=lambda entry: entry.name)
    return {
        entry.name: edition(json.loads(entry.read_bytes()), lang)
        for entry in entries
        if entry.name.endswith(".ipynb")
    }


def released_notebooks(lang: str) -> dict[str, Notebook]:
    """Id of an assignment -> its notebook, in the sequence of the course; empty in an installation without exercises."""
    try:
        folder = handout_folder("exercises") / lang
    except FileNotFoundError:
        return {}
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name) if folder.is_dir() else []
    files = {entry.name: entry / f"{entry.name}.ipynb" for entry in entries}
    notebooks = {name: json.loads(file.read_bytes()) for name, file in files.items() if file.is_file()}
    return dict(sorted(notebooks.items(), key=_in_the_course))


def _in_the_course(released: tuple[str, Notebook]) -> str:
    """Its English title, which begins with the number: ids are in no sequence that a student should follow."""
    return str(released[1]["metadata"].get("kefu", {}).get("title", {}).get("en", ""))


def handed_out_notebooks(lang: str) -> dict[str, Notebook]:
    """File name -> notebook: the lessons, then the assignments."""
    assignments = {f"{name}.ipynb": notebook for name, notebook in released_notebooks(lang).items()}
    return lessons(lang) | assignments
