"""A small assignment to spoil, and what tests of the doctor do with notebooks."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

from sim.cli import main

Notebook = dict[str, Any]
STUB = "# YOUR CODE HERE 在此编写代码\npass"


def cell(
    name: str, text: str, kind: str = "code", *tags: str, label: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A cell as Jupyter stores it."""
    metadata: dict[str, Any] = {"tags": list(tags)} if tags else {}
    if label:
        base = {"grade_id": name, "locked": False, "schema_version": 3, "cell_type": kind, "task": False}
        metadata["nbgrader"] = base | label
    made = {"cell_type": kind, "id": name, "metadata": metadata, "source": text}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def answer(name: str, text: str) -> dict[str, Any]:
    """A cell for an answer in code."""
    return cell(name, text, label={"grade": False, "solution": True})


def marked(name: str) -> dict[str, Any]:
    """The test cell of a question."""
    return cell(
        name,
        f'check_all("{name}", globals())',
        label={"grade": True, "solution": False, "locked": True, "points": 2},
    )


def release() -> Notebook:
    """Two questions: functions m01 and m02, a value, and an answer in words."""
    cells = [
        cell("title-en", "# Toy", "markdown", "lang-en"),
        cell("setup", "def check_all(name, names): return 1\nbase = 1"),
        answer("m01", f"def m01(x):\n    {STUB}".replace("\npass", "\n    pass")),
        cell("try-m01", "print(m01(base))"),
        answer("m02", f"def m02(x):\n    {STUB}".replace("\npass", "\n    pass")),
        marked("q1"),
        answer("value", f"value = {{}}\n{STUB}"),
        marked("q2"),
        cell(
            "q2-why",
            "YOUR ANSWER HERE 在此作答",
            "markdown",
            label={"grade": True, "solution": True, "points": 1},
        ),
    ]
    return {
        "cells": cells,
        "metadata": {
            "kefu": {"title": {"en": "Toy", "zh": "玩具"}},
            "kernelspec": {"display_name": "Python 3", "name": "python3"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


ANSWERS = {
    "m01": "def m01(x):\n    return x + 1",
    "m02": "def m02(x):\n    return x + 2",
    "value": "value = {'a': 1}",
    "q2-why": "Because of the stock.",
}


def solved() -> Notebook:
    """The work of a student who answered everything."""
    notebook = release()
    for one in notebook["cells"]:
        one["source"] = ANSWERS.get(one["id"], one["source"])
    return notebook


def named(notebook: Notebook, name: str) -> dict[str, Any]:
    """The first cell with an id."""
    return next(one for one in notebook["cells"] if one["id"] == name)


def labels(notebook: Notebook) -> list[str]:
    """The labels of all marked cells, in their order."""
    return [
        one["metadata"]["nbgrader"]["grade_id"] for one in notebook["cells"] if "nbgrader" in one["metadata"]
    ]


def sources(notebook: Notebook) -> list[str]:
    """The text of all cells."""
    return [one["source"] for one in notebook["cells"]]


def twice(notebook: Notebook, name: str, text: str | None = None) -> dict[str, Any]:
    """Put a copy of a cell right after it, with another text if one is given, as Jupyter does."""
    place = next(n for n, one in enumerate(notebook["cells"]) if one["id"] == name)
    second = copy.deepcopy(notebook["cells"][place])
    second["id"] = f"{name}-copy"
    second["source"] = second["source"] if text is None else text
    notebook["cells"].insert(place + 1, second)
    return second


def write(path: Path, notebook: Notebook, encoding: str = "utf-8") -> None:
    """Write a notebook file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook, ensure_ascii=False), encoding=encoding)


def command(*words: str) -> int:
    """Run a command in this process; returns its exit code."""
    try:
        return main(list(words))
    except SystemExit as end:
        return int(end.code or 0)
