"""Lines of a width for texts in both languages: Chinese has no spaces to break a line at."""

from __future__ import annotations

import re
import textwrap
from unicodedata import east_asian_width

HAN = re.compile(r"[\u3400-\u9fff]")
PIECE = re.compile(
    r"\s+|[（“《]*(?:[^\s\u3400-\u9fff，。：；！？、（）“”《》…]+[\u3400-\u9fff]?|[\u3400-\u9fff])?[，。：；！？、）”》…]*"
)
"""What stays on one line: a number or word with the unit after it, or a Chinese character; and its punctuation marks."""


def wrap(text: str, width: int, most: int | None = None, placeholder: str = " ...") -> list[str]:
    """A text in lines.

    Parameters
    ----------
    text : str
        The text.
    width : int
        Columns of a line; a Chinese character takes two.
    most : int, optional
        Lines to keep; what is cut off is replaced by the placeholder.
    placeholder : str, optional
        The end of a text that was cut.

    Returns
    -------
    list of str
        The lines. English is broken at spaces, Chinese after any character, but not within a number and not before a
        punctuation mark.

    Examples
    --------
    >>> wrap("差异在-6,229元与+25,377元之间。", 12)
    ['差异在', '-6,229元与', '+25,377元之', '间。']
    """
    if not HAN.search(text):
        return textwrap.wrap(text, width, max_lines=most, placeholder=placeholder)
    lines, line = [], ""
    for piece in PIECE.findall(text):
        if line and columns(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    lines.append(line.rstrip())
    if most is None or len(lines) <= most:
        return lines
    last = lines[most - 1]
    while columns(last + placeholder) > width:
        last = last[:-1]
    return [*lines[: most - 1], last + placeholder]


def columns(text: str) -> int:
    """The number of columns that a text takes in a terminal."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
