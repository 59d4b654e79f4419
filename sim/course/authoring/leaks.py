"""What must never leave the course folder: solutions, hidden tests, rubrics. Finds it in what is handed out."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

SHORTEST = 24
"""Letters of a line, spaces not counted, below which it could have been written by anybody."""
MARKS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TEST", "END HIDDEN TEST", "BEGIN MARK SCHEME")
NAMES = re.compile(r"(^|/)(solutions/|reference[^/]*\.py$|rubric[^/]*\.ya?ml$|kefu-secret|gradebook)")
HANDED_OUT = ("sim", "notebooks", "exercises")
"""Folders of the tree that the wheel is made of."""
TEXTS = (".py", ".ipynb", ".yaml", ".yml", ".json", ".md", ".csv", ".txt", ".po", ".toml")
STEPS_OF_GRADING = ("sim/course/authoring/leaks.py",)
"""Files that name the marks because they look for them."""

Files = Iterable[tuple[str, bytes]]


def tree_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file of the tree that is handed out."""
    for folder in HANDED_OUT:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and ".ipynb_checkpoints" not in path.parts:
                yield path.relative_to(root).as_posix(), path.read_bytes()


def wheel_files(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            yield name, archive.read(name)


def leaks(root: Path, files: Files) -> list[str]:
    """What the files give away, a line each: path and what was found."""
    secret = secret_lines(root)
    found = []
    for path, content in files:
        if NAMES.search(path):
            found.append(f"{path}: a file of this name is never handed out")
        if not path.endswith(TEXTS) or path in STEPS_OF_GRADING:
            continue
        text = content.decode("utf-8", "replace")
        if path.endswith(".ipynb"):
            notebook = json.loads(text)
            found += [f"{path}: {what}" for what in _in_notebook(notebook)]
            text = "\n".join(_source(cell) for cell in notebook["cells"])
        found += [f"{path}: {mark}" for mark in MARKS if mark in text]
        here = {_bare(line) for line in text.splitlines()}
        found += [f"{path}: {secret[line]}" for line in sorted(here & set(secret))]
    return found


def secret_lines(root: Path) -> dict[str, str]:
    """Lines that only solutions hold, without their spaces -> where they come from."""
    secret: dict[str, str] = {}
    open_: set[str] = set()
    for path in sorted((root / "solutions").rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".ipynb" and ".ipynb_checkpoints" not in path.parts:
            for cell in json.loads(path.read_bytes())["cells"]:
                closed, shown = _parts(cell)
                secret |= {_bare(line): f"{name}: {line.strip()}" for line in closed}
                open_ |= {_bare(line) for line in shown}
        elif path.name == "reference.py" or path.name.startswith("rubric"):
            lines = path.read_text(encoding="utf-8").splitlines()
            secret |= {_bare(line): f"{name}: {line.strip()}" for line in lines if not _common(line)}
    return {line: where for line, where in secret.items() if len(line) >= SHORTEST and line not in open_}


def _parts(cell: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Lines of a source cell that are taken out at the release, and those that stay."""
    about = cell["metadata"].get("nbgrader", {})
    lines = _source(cell).splitlines()
    if about.get("solution") and not any("BEGIN SOLUTION" in line for line in lines):
        return lines, []
    closed: list[str] = []
    shown: list[str] = []
    inside = False
    for line in lines:
        if "BEGIN SOLUTION" in line or "BEGIN HIDDEN" in line:
            inside = True
        elif "END SOLUTION" in line or "END HIDDEN" in line:
            inside = False
        else:
            (closed if inside else shown).append(line)
    return closed, shown


def _in_notebook(notebook: dict[str, Any]) -> Iterator[str]:
    for cell in notebook["cells"]:
        if cell.get("outputs") or cell.get("execution_count"):
            yield f"cell {cell.get('id')} has outputs"


def _common(line: str) -> bool:
    """Whether a line of code says nothing by itself."""
    return line.strip().startswith(("import ", "from ", "def ", "#", '"""', "@", "name:", "points:"))


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _bare(line: str) -> str:
    return "".join(line.split())
