"""Read the columns of an order log other than times: numbers, yes and no, words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import _
from sim.orderlog.reading.cell_values import CHANNEL_NAMES, STATUS_NAMES, bools, fold, klass, numbers, texts
from sim.orderlog.reading.column_names import FIELDS
from sim.orderlog.reading.rejected_rows import RejectedRows

ASKED = ("special_asked", "expedite_asked", "delay_asked")
"""Empty means no: a log notes only what was asked."""
MONEY = ("quoted", "invoiced")
UNITS = ("ordered", "shipped")
MINIMUM = {"lines": 1, "satisfaction": 1, "ordered": 1}
MAXIMUM = {"satisfaction": 5}
THOUSANDTHS = 1000
"""Fractional quantities (tonnes, metres) are counted in thousandths."""
WHOLE_NUMBER = re.compile(r"0|[1-9]\d{0,17}")


def read_status(cells: Sequence[Any] | None, delivered: np.ndarray) -> list[str]:
    """The status of each row; "" where the log has none, "?" for an unknown word."""
    if cells is None:
        return [""] * len(delivered)
    known = {word: STATUS_NAMES.get(fold(word), "?") if word else "" for word in set(texts(cells))}
    return [known[word] for word in texts(cells)]


def to_numbers(words: Sequence[str]) -> tuple[np.ndarray, bool]:
    """Numbers for the words, and whether the words are numbers themselves; else they are 1, 2, ... in order of appearance."""
    if all(WHOLE_NUMBER.fullmatch(word) for word in words):
        return np.array([int(word) for word in words], dtype=np.int64), True
    return pd.factorize(np.asarray(words, dtype=object))[0] + 1, False


def read_columns(
    cells: Mapping[str, Sequence[Any]],
    headings: Mapping[str, str],
    rejected: RejectedRows,
    *,
    separator: str | None,
    fen: bool,
) -> tuple[dict[str, pd.Series], list[str]]:
    """The values by field, and notes. Rows with values that cannot be read are rejected.

    fen: amounts are fen, not CNY.
    """
    columns: dict[str, pd.Series] = {}
    notes: list[str] = []
    counts = {name: numbers(cells[name], separator=separator) for name in UNITS if name in cells}
    fractional = any((~n.bad & (n.values % 1 != 0)).any() for n in counts.values())
    if fractional:
        notes.append(_("Units come in fractions: they are counted in thousandths."))
    for name, values in cells.items():
        remaining = ~rejected.out
        if FIELDS[name].dtype == "bool":
            answers = bools(values)
            rejected.add(remaining & answers.bad, headings[name], _("is neither yes nor no"), values)
            mask = answers.empty & (name not in ASKED)
            columns[name] = pd.Series(pd.arrays.BooleanArray(answers.values, mask))
        elif FIELDS[name].dtype == "int":
            number = counts.get(name) or numbers(values, grouped=name not in MONEY, separator=separator)
            amount = number.values * (
                100 if name in MONEY and not fen else THOUSANDTHS if fractional and name in UNITS else 1
            )
            rejected.add(remaining & number.bad, headings[name], _("cannot be read as a number"), values)
            amount = np.rint(amount) if name in (*MONEY, *UNITS) else amount
            readable = ~number.bad & ~number.empty
            small = readable & (amount < MINIMUM.get(name, 0))
            large = readable & (amount > MAXIMUM.get(name, 2**53))
            rejected.add(remaining & (small | large), headings[name], _("is too small or too large"), values)
            fraction = readable & ~small & ~large & (amount % 1 != 0)
            rejected.add(remaining & fraction, headings[name], _("is not a whole number"), values)
            columns[name] = pd.Series(pd.arrays.IntegerArray(amount.astype(np.int64), number.empty.copy()))
        else:
            columns[name] = pd.Series(texts(values), dtype=object)
    if "klass" in columns:
        letters = columns["klass"].map({word: klass(word) for word in set(columns["klass"])})
        unknown = (letters == "") & (columns["klass"] != "")
        reason = _("is not class A, B or C")
        rejected.add(~rejected.out & unknown.to_numpy(), headings["klass"], reason, cells["klass"])
        columns["klass"] = letters
    if "channel" in columns:
        columns["channel"] = columns["channel"].map(lambda word: CHANNEL_NAMES.get(fold(word), word))
    for name in ("klass", "lane", "channel", "cause"):
        if name in columns:
            columns[name] = columns[name].replace("", None).astype("category")
    return columns, notes
