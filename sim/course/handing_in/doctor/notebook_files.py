"""Read a notebook in any form: with a byte-order mark, in an old format, or damaged."""

from __future__ import annotations

import codecs
import json
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.course.handing_in.doctor.findings import read_bytes
from sim.workspace.notebooks import Notebook

CHECKPOINTS = ".ipynb_checkpoints"
"""The folder in which Jupyter keeps a copy of each notebook, as it was saved last by hand."""
FORMAT, MINOR = 4, 5
"""The format of notebooks whose cells have ids."""


FINE, DAMAGED, NEWER, OLD, LETTERS, ODD = "fine", "damaged", "newer", "old", "letters", "odd"
"""State of a file: as it should be; not a notebook; of a newer Jupyter; of an old format; not stored as plain UTF-8; with
outputs or labels that no notebook has, which are left out."""


@dataclass(frozen=True)
class Reading:
    """notebook: None if the file cannot be understood; state: one of those above."""

    notebook: Notebook | None
    state: str


def read_notebook(path: Path) -> Reading:
    """Read a notebook. Raises InputError if the system does not let us read the file."""
    return reading_of(read_bytes(path))


def reading_of(data: bytes) -> Reading:
    """Read the content of a file as a notebook."""
    content, encoding = _parse(data)
    if content is None:
        return Reading(None, DAMAGED)
    if content.get("nbformat") != FORMAT:
        return _other_format(content, data.decode(encoding))
    if not _is_notebook(content):
        return Reading(None, DAMAGED)
    tidy = _tidy(content)
    if not isinstance(tidy.get("nbformat_minor"), int) or tidy["nbformat_minor"] < MINOR:
        return Reading(tidy | {"nbformat_minor": 0}, OLD)
    if tidy != content:
        return Reading(tidy, ODD)
    return Reading(tidy, FINE if encoding == "utf-8" else LETTERS)


def checkpoint(path: Path) -> Notebook | None:
    """The copy that Jupyter kept when the notebook was last saved; None if there is none that can be read."""
    kept = path.parent / CHECKPOINTS / f"{path.stem}-checkpoint.ipynb"
    return read_notebook(kept).notebook if kept.is_file() else None


def _parse(data: bytes) -> tuple[dict[str, Any] | None, str]:
    """The content and how its letters were stored. UTF-8 without a mark is what Jupyter writes and reads."""
    marks = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
    known = next((encoding for mark, encoding in marks if data.startswith(mark)), None)
    for encoding in (known,) if known else ("utf-8", "gb18030"):
        try:
            content = json.loads(data.decode(encoding))
        except (ValueError, RecursionError):
            continue
        if isinstance(content, dict):
            return content, encoding
    return None, ""


def _other_format(content: dict[str, Any], text: str) -> Reading:
    """Format 3 and older, as nbformat converts them; a newer one is left alone."""
    version = content.get("nbformat")
    if not isinstance(version, int) or not {"cells", "worksheets"} & set(content):
        return Reading(None, DAMAGED)
    if version > FORMAT:
        return Reading(None, NEWER)
    try:
        import nbformat

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            converted = json.loads(nbformat.writes(nbformat.reads(text, as_version=FORMAT)))
    except Exception:  # a library may raise anything on a strange file
        return Reading(None, DAMAGED)
    return Reading(_tidy(converted), OLD) if _is_notebook(converted) else Reading(None, DAMAGED)


def _is_notebook(content: dict[str, Any]) -> bool:
    """Whether there are cells whose text can be read."""
    cells = content.get("cells")
    return isinstance(cells, list) and all(
        isinstance(cell, dict)
        and cell.get("cell_type") in ("code", "markdown", "raw")
        and _is_text(cell.get("source"))
        for cell in cells
    )


def _tidy(content: Notebook) -> Notebook:
    """The notebook without what no Jupyter writes; the text of the cells stays."""
    return {
        **content,
        "metadata": _dict(content.get("metadata")),
        "cells": [_tidy_cell(c) for c in content["cells"]],
    }


def _tidy_cell(cell: dict[str, Any]) -> dict[str, Any]:
    metadata = _dict(cell.get("metadata"))
    tags = metadata.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        del metadata["tags"]
    if not isinstance(metadata.get("nbgrader", {}), dict):
        del metadata["nbgrader"]
    new = {**cell, "metadata": metadata}
    if not isinstance(cell.get("id", ""), str):
        del new["id"]
    if cell["cell_type"] == "code":
        outputs = cell.get("outputs")
        new["outputs"] = [one for one in outputs if _is_output(one)] if isinstance(outputs, list) else []
        count = cell.get("execution_count")
        new["execution_count"] = count if isinstance(count, int) else None
    return new


def _is_output(output: Any) -> bool:
    return (
        isinstance(output, dict)
        and isinstance(output.get("output_type"), str)
        and _is_text(output.get("text", ""))
        and isinstance(output.get("data", {}), dict)
    )


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(line, str) for line in value)
    )


def _dict(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}
