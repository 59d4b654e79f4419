"""Finds solutions, hidden tests and rubrics, which must never leave the course folder, in files that are released."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sim.course.course_folder import MISTAKES, RELEASES, SOURCES
from sim.workspace.notebooks import source

SHORTEST = 24
"""Least length of a line, without its spaces: a shorter one could be in any program by chance."""
MARKERS = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN TEST", "END HIDDEN TEST", "BEGIN MARK SCHEME")
SECRET_NAMES = re.compile(
    r"(^|/)(solutions/|mistakes[^/]*\.py$|rubric[^/]*\.ya?ml$|kefu-secret|gradebook\.db)"
)
RELEASED_FOLDERS = ("sim", "notebooks", RELEASES)
"""Folders that the wheel is built from."""
TEXT_SUFFIXES = (".py", ".ipynb", ".yaml", ".yml", ".json", ".md", ".csv", ".txt", ".po", ".toml")
READING = re.compile(r"\w+ = case\.\w+(\(\"\w+\"\))?")
"""A line that only takes a table or a fact from a case: any author's module may have the same line."""
SKIPPED = ("sim/course/authoring/leaks.py", "sim/course/authoring/source.py")
"""Files that contain the markers because they look for them."""

Files = Iterable[tuple[str, bytes]]


def tree_files(root: Path) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file of the tree that is released."""
    for folder in RELEASED_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts and ".ipynb_checkpoints" not in path.parts:
                yield path.relative_to(root).as_posix(), path.read_bytes()


def wheel_files(wheel: Path) -> Iterator[tuple[str, bytes]]:
    """Path and content of every file of a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            yield name, archive.read(name)


def leaks(root: Path, files: Files) -> list[str]:
    """A line for everything that the files give away: the path and what was found."""
    secret = secret_lines(root)
    problems = []
    for path, content in files:
        if SECRET_NAMES.search(path):
            problems.append(f"{path}: a file of this name is never released")
        if not path.endswith(TEXT_SUFFIXES) or path in SKIPPED:
            continue
        text = content.decode("utf-8", "replace")
        if path.endswith(".ipynb"):
            notebook = json.loads(text)
            problems += [f"{path}: {problem}" for problem in _outputs(notebook)]
            text = "\n".join(source(cell) for cell in notebook["cells"])
        problems += [f"{path}: {marker}" for marker in MARKERS if marker in text]
        lines = {_without_spaces(line) for line in text.splitlines()}
        problems += [f"{path}: {secret[line]}" for line in sorted(lines & set(secret))]
    return problems


def secret_lines(root: Path) -> dict[str, str]:
    """Lines that only solutions contain, without their spaces -> where they are."""
    secret: dict[str, str] = {}
    released: set[str] = set()
    for path in sorted((root / SOURCES).rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix == ".ipynb" and ".ipynb_checkpoints" not in path.parts:
            for cell in json.loads(path.read_bytes())["cells"]:
                removed, kept = _split(cell)
                secret |= {_without_spaces(line): f"{name}: {line.strip()}" for line in removed}
                released |= {_without_spaces(line) for line in kept}
        elif path.name == MISTAKES or path.name.startswith("rubric"):
            lines = path.read_text(encoding="utf-8").splitlines()
            secret |= {
                _without_spaces(line): f"{name}: {line.strip()}" for line in lines if not _is_common(line)
            }
    return {line: where for line, where in secret.items() if len(line) >= SHORTEST and line not in released}


def _split(cell: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Lines of a source cell that are removed at the release, and those that are kept."""
    lines = source(cell).splitlines()
    tags = cell["metadata"].get("tags", [])
    if cell["cell_type"] == "markdown" and not any(
        tag.startswith("lang-") for tag in tags
    ):  # a written answer
        return lines, []
    removed: list[str] = []
    kept: list[str] = []
    inside = False
    for line in lines:
        if "BEGIN SOLUTION" in line or "BEGIN HIDDEN" in line:
            inside = True
        elif "END SOLUTION" in line or "END HIDDEN" in line:
            inside = False
        else:
            (removed if inside else kept).append(line)
    return removed, kept


def _outputs(notebook: dict[str, Any]) -> Iterator[str]:
    for cell in notebook["cells"]:
        if cell.get("outputs") or cell.get("execution_count"):
            yield f"cell {cell.get('id')} has outputs"


def _is_common(line: str) -> bool:
    """Whether a line gives nothing away, such as an import."""
    return line.strip().startswith(_COMMON) or READING.fullmatch(line.strip()) is not None


_COMMON = (
    "import ",
    "from ",
    "def ",
    "#",
    '"',
    "@",
    "name:",
    "points:",
    "mistake(",
    "return right(",
)


def _without_spaces(line: str) -> str:
    return "".join(line.split())
