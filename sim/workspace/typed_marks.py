"""Python with the marks of a Chinese keyboard: “up” and （ ） are understood in a cell that is not valid Python otherwise."""

from __future__ import annotations

import ast

FULL_WIDTH = {0xFF01 + place: chr(0x21 + place) for place in range(94)}
"""The characters of a Western keyboard, at the width of a Chinese character."""
MARKS = FULL_WIDTH | str.maketrans("“”‘’【】。、《》\u3000", "\"\"''[].,<> ")
QUOTES = {"“": "”", "”": "”", "‘": "’", "’": "’"}
"""What opens a text, and what then closes it."""


def with_plain_marks(code: str) -> str:
    """The code with plain marks outside of texts and comments, if it is Python only then.

    Parameters
    ----------
    code : str
        A cell as it was typed.

    Returns
    -------
    str
        The same code if it is Python already, or if plain marks do not make it Python.

    Examples
    --------
    >>> with_plain_marks("guess = “up”")
    'guess = "up"'
    >>> with_plain_marks("print('“up”')")
    "print('“up”')"
    """
    if _is_python(code):
        return code
    plain = _replaced(code)
    return plain if plain != code and _is_python(plain) else code


def foreign_marks(code: str) -> tuple[int, str, str] | None:
    """Find the first line with marks of a Chinese keyboard outside of texts and comments.

    Parameters
    ----------
    code : str
        A cell as it was typed.

    Returns
    -------
    tuple of (int, str, str) or None
        Number of the line from 1, the marks, each once, and what Python knows in their place.

    Examples
    --------
    >>> foreign_marks("# “so”\\nguess = “up”")
    (2, '“”', '""')
    """
    for number, typed in enumerate(code.split("\n"), 1):
        plain, never_closed = _plain_line(typed, mixed=False)
        if never_closed:
            plain = _plain_line(typed)[0]
        pairs = dict(pair for pair in zip(typed, plain, strict=True) if pair[0] != pair[1])
        if pairs:
            return number, "".join(pairs), "".join(pairs.values())
    return None


def _is_python(code: str) -> bool:
    try:
        ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _replaced(code: str) -> str:
    """The line with every mark replaced that is not in a text or a comment."""
    return "\n".join(_plain_line(line)[0] for line in code.split("\n"))


def _plain_line(line: str, mixed: bool = True) -> tuple[str, bool]:
    """A line with plain marks, and whether a text in it is never closed. mixed: a curly mark closes a straight one."""
    made, closing, comment = [], "", False
    for letter in line:
        if comment:
            pass
        elif closing:
            if letter in closing:
                letter, closing = letter.translate(MARKS), ""
        elif letter == "#":
            comment = True
        elif letter in QUOTES:
            closing = QUOTES[letter] + letter.translate(MARKS)
            letter = letter.translate(MARKS)
        elif letter in "\"'":
            closing = letter + {'"': "”“", "'": "’‘"}[letter] * mixed
        else:
            letter = letter.translate(MARKS)
        made.append(letter)
    return "".join(made), bool(closing)
