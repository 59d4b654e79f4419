"""Values that databases and people write for a time that has not come yet."""

from __future__ import annotations

import re

import numpy as np

from sim.base.units import DAY
from sim.orderlog.reading.cell_words import EMPTY, NOT_YET, ON_THE_WAY, STATUS_NAMES, fold
from sim.orderlog.reading.date_column import DateColumn

YEARS = {0, 1, 1000, 1111, 1582, 1753, 1899, 1900, 1901, 2222, 2958, 2999, 3000, 4000, 4712, 8888, 9998, 9999}
"""Years outside the readable ones that stand for "never" or "not yet"; any other such year is a mistake."""
DAYS = (np.array(["1970-01-01", "2099-12-31", "2100-01-01", "2199-12-31"], dtype="datetime64[D]")).astype(
    np.int64
)
"""Days among the readable ones that stand for the same."""
NUMBERS = (0.0, 1.0, -1.0, 99999999.0, 2958465.0, 2958466.0, 19000101.0, 99991231.0)
"""The same as plain numbers, among numbers that are dates; 2958465 is Excel's 9999-12-31."""
NEVER = re.compile(
    r"(?:not|never|nodeliver|nopod|noproof|undeliver|unship|unfulfil|await|waiting|pending|outstanding|stillopen|noch|nicht"
    r"|offen|ausstehend|pendiente|pendente|enattente|non(?:livr|conseg|recu)|pas(?:encore|livr)|sin(?:entreg|fecha)"
    r"|no(?:entreg|recib)|por(?:entreg|enviar)|aguard|nao|ainda|inattesa|ancora|nog|niet|尚|未|待|暂|还没|没有)\D*$"
)
"""Beginnings of words that say that the order has not come yet."""


def is_placeholder_day(year: int, month: int, day: int) -> bool:
    """Whether a written date stands for no date: 0000-00-00, 1900-01-01, 9999-12-31."""
    return year in YEARS and (month, day) in ((0, 0), (1, 0), (1, 1), (12, 30), (12, 31), (9, 9), (1, 2))


def is_waiting_word(text: str) -> bool:
    """Whether the word says that the time has not come, or what became of the order instead."""
    return waiting_state(text) != ""


def waiting_state(text: str) -> str:
    """The state of an order whose cell says this instead of a time; "" if the word says none.

    "delivered" in place of a time of delivery does not count: then the time is missing.
    """
    word = fold(text)
    if word in NOT_YET or word in EMPTY or NEVER.match(word):
        return ON_THE_WAY
    state = STATUS_NAMES.get(word, "")
    return "" if state == "delivered" else state


def mark_placeholders(dates: DateColumn) -> None:
    """Empty the cells whose date stands for "not yet", such as 1970-01-01 and 2099-12-31."""
    days = dates.local // DAY
    found = dates.valid & ~dates.ambiguous & np.isin(days, DAYS)
    dates.empty[found] = dates.placeholder[found] = True
