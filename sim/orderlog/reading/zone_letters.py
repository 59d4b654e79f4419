"""Time zones written as letters behind a time: 08:10 CET."""

from __future__ import annotations

import re

LETTERS = re.compile(r"(?<=[\dM]) ([A-Z]{3,4})$")
HOURS_EAST = {
    name: hours
    for hours, names in (
        (0, "WET"),
        (1, "CET MEZ WEST"),
        (2, "CEST MESZ EET SAST"),
        (3, "EEST MSK"),
        (8, "HKT SGT PHT MYT AWST"),
        (9, "JST KST"),
        (10, "AEST"),
        (11, "AEDT"),
        (12, "NZST"),
        (13, "NZDT"),
        (-3, "BRT"),
        (-4, "EDT"),
        (-5, "EST CDT"),
        (-6, "MDT"),
        (-7, "MST PDT"),
        (-8, "PST"),
    )
    for name in names.split()
}
OF_SEVERAL = ("CST", "IST", "BST", "AST")
"""Letters of several zones: China or Chicago, India or Israel. The times are taken as they are written."""


def with_offset(text: str) -> str:
    """The time with an offset in place of letters; without them if they can be those of several zones."""
    match = LETTERS.search(text)
    if match is None or (match[1] not in HOURS_EAST and match[1] not in OF_SEVERAL):
        return text
    east = HOURS_EAST.get(match[1])
    return text[: match.start()] + ("" if east is None else f" {east:+03d}:00")
