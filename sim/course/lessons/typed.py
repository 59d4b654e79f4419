"""Understands answers as people type them: with curly quotes, full-width marks, in words of either language."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.course.lessons.judging import answer_text
from sim.course.lessons.questions import Row

QUOTES = "\"'“”‘’「」`"
WORDS = {
    "up": (
        "up",
        "higher",
        "more",
        "rises",
        "increases",
        "↑",
        "+",
        "上升",
        "升高",
        "增加",
        "提高",
        "变大",
        "升",
    ),
    "down": (
        "down",
        "lower",
        "less",
        "fewer",
        "falls",
        "decreases",
        "↓",
        "-",
        "下降",
        "降低",
        "减少",
        "变小",
        "降",
    ),
    "same": ("same", "no change", "unchanged", "equal", "=", "不变", "没有变化", "一样", "相同"),
}
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")


def read_answer(row: Row, given: Any) -> str | float | None:
    """A guess as its code or number; None for an empty one ("", "?"). Raises InputError, which names the possible
    answers.
    """
    if given is None:
        return None
    text = unicodedata.normalize("NFKC", str(given)).strip(f" \u3000{QUOTES}").casefold()
    if text in ("", "?"):
        return None
    if row.kind == "number":
        return _number(row, given, text)
    if row.kind == "direction":
        for code, words in WORDS.items():
            if text in words:
                return code
    for code in row.answers:
        if text in (code.casefold(), answer_text(row, code).casefold()):
            return code
    raise _refused(row, given, _(" or ").join(f'"{code}"' for code in row.answers))


def _number(row: Row, given: Any, text: str) -> float:
    numbers = NUMBER.findall(text.replace(",", ""))
    value = float(numbers[0]) if len(numbers) == 1 else None
    if value is None or not row.low <= value <= row.high:
        raise _refused(
            row, given, _("a number from {low} to {high}").format(low=f"{row.low:g}", high=f"{row.high:g}")
        )
    return value


def _refused(row: Row, given: Any, allowed: str) -> InputError:
    text = _("{name} is {value}, but takes {allowed}.")
    return InputError(text.format(name=row.name, value=given, allowed=allowed))
