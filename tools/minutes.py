"""How long each part of an assignment takes a novice, counted from its source.

python -m tools.minutes [ASSIGNMENT ...]

The rates are assumptions. They make the 120 minutes that assignment 1 was planned for; no class has been timed.
"""

from __future__ import annotations

import re
import sys
from typing import Any

from sim.course.assignment import find_assignment
from sim.course.authoring.release import sources
from tests.support.notebooks import ROOT, read, source

WORDS_A_MINUTE = 120
"""Read with care, in a foreign language. The Chinese edition is shorter to read."""
HAND_TABLE = 1.5
"""Minutes to work the hand table of a function on paper."""
VALUE = 2.0
"""Minutes to think about an answer that is no function."""
LINE = 2 / 3
"""Minutes for a line of the model solution: found, typed, tried, mended."""
POINT = 3.0
"""Minutes for a point of a written cell."""
PART = re.compile(r"Part ([A-Z]).*\((\d+) minutes\)")
STEP = 5


def counted(name: str) -> dict[str, float]:
    """Part -> minutes. What stands before the first part is read with it."""
    found: dict[str, float] = {}
    before, part = 0.0, None
    for cell in read(ROOT / "solutions" / name / f"{name}.ipynb")["cells"]:
        heading = PART.search(source(cell))
        if heading and cell["metadata"].get("tags") == ["lang-en"]:
            part = heading[1]
            found[part] = before
            before = 0.0
        if part is None:
            before += _of(cell, name)
        else:
            found[part] += _of(cell, name)
    return found


def stated(name: str) -> dict[str, int]:
    """Part -> minutes, as its heading says."""
    cells = read(ROOT / "solutions" / name / f"{name}.ipynb")["cells"]
    prose = [source(cell) for cell in cells if cell["metadata"].get("tags") == ["lang-en"]]
    return {part: int(minutes) for text in prose for part, minutes in PART.findall(text)}


def _of(cell: dict[str, Any], name: str) -> float:
    about = cell["metadata"].get("nbgrader", {})
    if about.get("solution") and about.get("grade"):
        return POINT * about["points"]
    if about.get("solution"):
        return LINE * sum(len(inside) for inside in _solutions(source(cell)))
    if about.get("grade"):
        parts = find_assignment(name).question(about["grade_id"])
        return sum(HAND_TABLE if part.is_function else VALUE for part in parts)
    if cell["metadata"].get("tags") == ["lang-en"]:
        return len(re.findall(r"\w[\w'.]*", source(cell))) / WORDS_A_MINUTE
    return 0.0


def _solutions(text: str) -> list[list[str]]:
    """The lines between the marks, blank ones left out."""
    blocks = re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", text, flags=re.DOTALL)
    return [[line for line in block.splitlines() if line.strip()] for block in blocks]


if __name__ == "__main__":
    for assignment in sys.argv[1:] or sources(ROOT):
        minutes = counted(assignment)
        print(
            assignment,
            {part: round(value, 1) for part, value in minutes.items()},
            "stated",
            stated(assignment),
        )
        print(f"together {sum(minutes.values()):.0f}")
