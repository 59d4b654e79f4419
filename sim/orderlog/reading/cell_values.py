"""Read columns of numbers, and of yes and no."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.orderlog.reading.cell_words import CROSSES, EMPTY, FIELD_WORDS, NO, OPEN, TICKS, YES, fold

NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
CURRENCY = re.compile(
    r"^(?:CNY|RMB|EUR|USD|GBP|[¥$€£])\s*|\s*(?:CNY|RMB|EUR|USD|GBP|元|[¥$€£])$", re.IGNORECASE
)
UNIT = re.compile(r"(?<=\d)\s*([^\W\d_]{1,12}\.?)$")
"""A unit behind a number: 12 kg, 12件."""


def is_empty(cell: Any) -> bool:
    """Whether a cell holds no value."""
    return cell is None or (isinstance(cell, str) and cell.strip().casefold() in EMPTY)


def texts(cells: Sequence[Any]) -> list[str]:
    """Each cell as stripped text; "" if it is empty; Excel's 3.0 becomes "3"."""
    return [_text(cell) for cell in cells]


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        text = cell.strip()
        return "" if text.casefold() in EMPTY else text
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        return str(int(cell))
    return str(cell)


@dataclass(frozen=True)
class Numbers:
    """A column of numbers. Where a cell is `empty` or `bad` (not a number), `values` is 0."""

    values: np.ndarray
    empty: np.ndarray
    bad: np.ndarray


def decimal_mark(
    columns: Iterable[Sequence[Any]], *, grouped: bool, separator: str | None
) -> tuple[str, str]:
    """The decimal mark of columns that share a unit, "," or "."; and an example of a number that could be read otherwise.

    grouped: a mark that could be either ("1,234", and nothing in the columns decides) separates thousands, as in counts;
    otherwise the file's separator decides: the decimal mark is a comma in a file separated by semicolons, else a point.
    """
    undecided = ""
    for text in dict.fromkeys(cell for cells in columns for cell in cells if isinstance(cell, str)):
        bare = _bare(text)
        marks = [mark for mark in bare if mark in ".,"]
        if not marks:
            continue
        if len(set(marks)) == 2:
            return marks[-1], ""
        if len(marks) > 1:
            return "." if marks[0] == "," else ",", ""
        if len(bare.rpartition(marks[0])[2]) != 3 or bare.lstrip("+-").startswith(("0", marks[0])):
            return marks[0], ""
        undecided = undecided or text.strip()
    if not undecided:
        return ".", ""
    if grouped:
        return ("." if "," in undecided else ","), undecided
    return ("," if separator == ";" else "."), undecided


def numbers(cells: Sequence[Any], decimal: str) -> Numbers:
    """Read numbers, with or without currency, a unit that is the same everywhere, thousands separators and decimal comma."""
    distinct = dict.fromkeys(cell for cell in cells if isinstance(cell, str))  # each text is read once
    units = Counter(
        match[1].casefold() for text in distinct if (match := UNIT.search(_without_currency(text)))
    )
    one_unit = len(units) == 1
    bare = {text: _bare(text) if one_unit else _without_currency(text) for text in distinct}
    known = {text: _number(bare[text], decimal) for text in distinct}
    values = np.array([known[cell] if isinstance(cell, str) else _value(cell) for cell in cells], dtype=float)
    none = {text: is_empty(text) for text in distinct}
    empty = np.array([none[cell] if isinstance(cell, str) else cell is None for cell in cells], dtype=bool)
    bad = ~empty & ~np.isfinite(values)
    values[empty | bad] = 0
    return Numbers(values, empty, bad)


def _value(cell: Any) -> float:
    """A number from Excel; NaN for anything else."""
    return float(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else math.nan


def _number(bare: str, decimal: str) -> float:
    """The number in a text; NaN if it is not a number."""
    text = _ungrouped(bare, decimal)
    return float(text) if text is not None and NUMBER.fullmatch(text) else math.nan


def _bare(text: str) -> str:
    return UNIT.sub("", _without_currency(text))


def _without_currency(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip().replace("\u2212", "-").replace("’", "'")
    text = CURRENCY.sub("", text)
    if text.endswith("-") and text[:1].isdigit():
        return f"-{text[:-1]}"  # 5,000- is how SAP writes it
    return (
        f"-{text[1:-1]}" if text.startswith("(") and text.endswith(")") else text
    )  # (5) is -5 in accounting


def _ungrouped(text: str, decimal: str) -> str | None:
    """The number with a decimal point and without thousands separators; None if these are in wrong places."""
    whole, _mark, part = text.partition(decimal)
    group = next((mark for mark in whole if mark in " ,.'\u00a0\u202f"), "")
    if group:
        first, *rest = whole.lstrip("+-").split(group)
        if not 1 <= len(first) <= 3 or any(len(block) != 3 for block in rest):
            return None
        whole = whole.replace(group, "")
    return f"{whole or '0'}.{part}" if part else whole


@dataclass(frozen=True)
class Bools:
    """A column of yes and no. Where a cell is `empty` or `bad`, `values` is False; ticks: only "yes" is written, as a mark."""

    values: np.ndarray
    empty: np.ndarray
    bad: np.ndarray
    ticks: bool = False


def bools(field: str, cells: Sequence[Any], words: Mapping[str, str] | None = None) -> Bools:
    """Read yes and no, true and false, 1 and 0, 是 and 否, ticks, and other words for yes or no in this field.

    words: folded word -> "yes" or "no", from the user.
    """
    folded = {cell: "" if is_empty(cell) else fold(str(cell)) for cell in dict.fromkeys(cells)}
    keys = [folded[cell] for cell in cells]
    distinct = {key for key in keys if key} - set(words or {})
    say_yes, say_no = FIELD_WORDS.get(field, (set(), set()))
    yes, no = YES | say_yes, NO | say_no
    marks = distinct & (CROSSES | TICKS)
    if distinct & CROSSES:
        (no if distinct & (yes | TICKS) else yes).update(CROSSES)
    yes |= TICKS
    yes |= {word for word, meaning in (words or {}).items() if meaning == "yes"}
    no |= {word for word, meaning in (words or {}).items() if meaning == "no"}
    yes -= {word for word, meaning in (words or {}).items() if meaning == "no"}
    no -= {word for word, meaning in (words or {}).items() if meaning == "yes"}
    for key in set(keys) & (OPEN if field in ("on_time", "late") else set()) - yes - no:
        keys = ["" if each == key else each for each in keys]
    meanings = {key: (key in yes, key not in yes and key not in no) for key in set(keys) - {""}}
    values = np.array([key != "" and meanings[key][0] for key in keys], dtype=bool)
    bad = np.array([key != "" and meanings[key][1] for key in keys], dtype=bool)
    empty = np.array([key == "" for key in keys], dtype=bool)
    return Bools(values, empty, bad, ticks=bool(marks) and marks == distinct and not distinct & no)
