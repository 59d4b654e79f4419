"""Python with the marks of a Chinese keyboard: “up” and （ ） are understood in a cell, as long as it is no Python otherwise."""

from __future__ import annotations

import ast

MARKS = str.maketrans("“”‘’（）【】，：；＝＋－＊／＜＞。！％", "\"\"''()[],:;=+-*/<>.!%")
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


def _is_python(code: str) -> bool:
    try:
        ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _replaced(code: str) -> str:
    """Every mark replaced that stands outside of a text and of a comment."""
    made, closing, comment = [], "", False
    for letter in code:
        if letter == "\n":
            closing, comment = "", False
        elif comment:
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
            closing = letter + {'"': "”“", "'": "’‘"}[letter]
        else:
            letter = letter.translate(MARKS)
        made.append(letter)
    return "".join(made)


def understand_typed_marks() -> None:
    """From now on every cell of this notebook is read so; does nothing outside of IPython."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is not None and _lines not in shell.input_transformers_cleanup:
        shell.input_transformers_cleanup.append(_lines)


def _lines(lines: list[str]) -> list[str]:
    return with_plain_marks("".join(lines)).splitlines(keepends=True)
