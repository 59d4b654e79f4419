"""Notebooks as JSON: one language of a bilingual notebook, its bytes, and whether a student has changed it."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from pathlib import Path
from typing import Any

from sim.base.i18n import LANGUAGES

Notebook = dict[str, Any]


COMMENT = re.compile(rf"^(\s*# )({'|'.join(LANGUAGES)}): (.*\n?)")
"""A comment in code, in one language: `# en: ...`."""


def edition(notebook: Notebook, lang: str) -> Notebook:
    """The notebook in one language: without the cells, and the comments in code, that are marked for another one."""
    other = {f"lang-{code}" for code in LANGUAGES} - {f"lang-{lang}"}
    cells = [cell for cell in notebook["cells"] if other.isdisjoint(cell.get("metadata", {}).get("tags", ()))]
    return {**notebook, "cells": [_with_comments(cell, lang) for cell in cells]}


def _with_comments(cell: Any, lang: str) -> Any:
    """The cell with its comments in one language; the cell itself if it has none that are marked for one."""
    lines = source(cell).splitlines(keepends=True)
    found = [COMMENT.match(line) for line in lines] if cell["cell_type"] == "code" else []
    if not any(found):
        return cell
    kept = [
        line if mark is None else mark[1] + mark[3]
        for line, mark in zip(lines, found, strict=True)
        if mark is None or mark[2] == lang
    ]
    made = copy.copy(cell)
    made["source"] = kept if isinstance(cell["source"], list) else "".join(kept)
    return made


def edition_language(notebook: Notebook) -> str | None:
    """The language of an edition, by the tags of most of its cells; None if none has a tag."""
    tags = [tag for cell in notebook["cells"] for tag in cell.get("metadata", {}).get("tags", ())]
    counts = {lang: tags.count(f"lang-{lang}") for lang in LANGUAGES}
    most = max(counts, key=lambda lang: counts[lang])
    return most if counts[most] else None


def read_or_none(path: Path) -> Notebook | None:
    """The notebook in a file; None if there is none, or it cannot be understood."""
    try:
        notebook = json.loads(path.read_bytes())
        fingerprint(notebook)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return dict(notebook)


def to_bytes(notebook: Notebook) -> bytes:
    """The content of the file, formatted as Jupyter does, so that saving it in Jupyter changes little."""
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def fingerprint(notebook: Notebook) -> str:
    """A hash of type and source of every cell, without outputs and metadata."""
    written = [[cell["cell_type"], source(cell)] for cell in notebook["cells"]]
    return hashlib.sha256(json.dumps(written).encode()).hexdigest()


def was_run(notebook: Notebook) -> bool:
    """Whether a cell has been run; outputs may hold answers that the sources do not."""
    return any(cell.get("outputs") or cell.get("execution_count") for cell in notebook["cells"])


def grade_id(cell: dict[str, Any]) -> str:
    """The name by which nbgrader knows a cell; "" for an ordinary one."""
    label = cell.get("metadata", {}).get("nbgrader")
    name = label.get("grade_id") if isinstance(label, dict) else None
    return name if isinstance(name, str) else ""


def source(cell: dict[str, Any]) -> str:
    """The text of a cell, which a file may hold as a list of lines."""
    text = cell["source"]
    return text if isinstance(text, str) else "".join(text)
