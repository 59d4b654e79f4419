"""Counts from the source how many minutes each part of an assignment takes a novice.

The rates are assumptions. They make the 120 minutes that assignment 1 was planned for; no class has been timed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sim.base.i18n import _
from sim.course.authoring.source import BEGIN, END, Source

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
LONGEST = 40
"""Minutes of a part of an assignment: as much as a class can do in one go."""
PART = re.compile(r"Part ([A-Z]).*\((\d+) minutes\)")
STEP = 5


def counted(source: Source) -> dict[str, float]:
    """Part -> minutes. Text before the first part counts as part of it.

    Texts that a cell prints, and seconds that it takes, are stated in its metadata: `"kefu": {"words": 300, "seconds": 40}`.
    """
    found: dict[str, float] = {}
    before, part = 0.0, None
    names = {cell.id: cell.names for cell in source.cells}
    for cell in source.notebook["cells"]:
        heading = PART.search(cell["source"])
        if heading and cell["metadata"].get("tags") == ["lang-en"]:
            part = heading[1]
            found[part] = before
            before = 0.0
        minutes = _of(cell, source, names)
        if part is None:
            before += minutes
        else:
            found[part] += minutes
    return found


def stated(source: Source) -> dict[str, int]:
    """Part -> minutes, as its heading says."""
    prose = [c["source"] for c in source.notebook["cells"] if c["metadata"].get("tags") == ["lang-en"]]
    return {part: int(minutes) for text in prose for part, minutes in PART.findall(text)}


def faults(source: Source) -> list[str]:
    """Faults in the minutes that the headings state."""
    said, found = stated(source), counted(source)
    lines = [
        _("part {part}: its heading says {said} minutes, counted are {found:.0f}.").format(
            part=part, said=said[part], found=found[part]
        )
        for part in said
        if abs(said[part] - found[part]) >= STEP or said[part] > LONGEST
    ]
    total = source.notebook["metadata"].get("kefu", {}).get("minutes")
    if sum(said.values()) != total:
        text = _("the headings add up to {sum} minutes, the notebook's metadata say {said}.")
        lines.append(text.format(sum=sum(said.values()), said=total))
    return lines


def _of(cell: Mapping[str, Any], source: Source, names: Mapping[str, tuple[str, ...]]) -> float:
    about = cell["metadata"].get("kefu", {})
    shown = about.get("words", 0) / WORDS_A_MINUTE + about.get("seconds", 0) / 60
    if cell["id"] in source.rubric:
        return float(POINT * source.rubric[cell["id"]]["points"])
    if cell["id"] in names:
        parts = [part for part in source.assignment.parts if part.name in names[cell["id"]]]
        thought = sum(HAND_TABLE if part.is_function else VALUE for part in parts)
        return float(shown + thought + LINE * _lines(cell["source"]))
    if cell["metadata"].get("tags") == ["lang-en"]:
        return float(shown + len(re.findall(r"\w[\w'.]*", cell["source"])) / WORDS_A_MINUTE)
    return float(shown)


def _lines(text: str) -> int:
    """Lines between the marks, blank ones left out."""
    blocks = re.findall(rf"{BEGIN}\n(.*?){END}", text, flags=re.DOTALL)
    return sum(bool(line.strip()) for block in blocks for line in block.splitlines())
