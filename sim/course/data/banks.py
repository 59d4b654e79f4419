"""Banks of texts in both languages: slots of similar texts; each student gets one text per slot, in random order."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import numpy as np
import pandas as pd

from sim.base.files import from_yaml
from sim.base.i18n import language
from sim.base.streams import RandomStreams


@dataclass(frozen=True)
class Bank:
    """A bank of texts. name: of its random streams; slots: for each its texts, language -> text."""

    name: str
    slots: tuple[tuple[dict[str, str], ...], ...]

    def draw(self, streams: RandomStreams) -> pd.DataFrame:
        """A row for each text of a student: number (from 1), slot and choice, from which `text` makes its text.

        A table for students must not hold the slots: they are the same for all students, who could compare answers by them.
        """
        slots = np.arange(len(self.slots))
        shuffled = slots[np.argsort(streams.of(slots).uniform(self.name), kind="stable")]
        uniform = streams.of(shuffled).uniform("which " + self.name)
        counts = np.array([len(self.slots[slot]) for slot in shuffled])
        return pd.DataFrame({"number": slots + 1, "slot": shuffled, "choice": (uniform * counts).astype(int)})

    def in_words(self, drawn: pd.DataFrame, column: str) -> pd.DataFrame:
        """The drawn table with texts in the current language in place of slots and choices."""
        texts = [self.text(int(s), int(c)) for s, c in zip(drawn["slot"], drawn["choice"], strict=True)]
        return pd.DataFrame({"number": drawn["number"], column: texts})

    def text(self, slot: int, choice: int) -> str:
        """A text in the current language."""
        return self.slots[slot][choice][language()]


def numbers_by_slot(rows: pd.DataFrame, key: str = "number") -> dict[int, list[int]]:
    """Slot -> the numbers of its texts in a drawn table.

    Examples
    --------
    >>> numbers_by_slot(pd.DataFrame({"number": [1, 2, 3], "slot": [4, 0, 4]}))
    {4: [1, 3], 0: [2]}
    """
    numbers: dict[int, list[int]] = {}
    for slot, number in zip(rows["slot"], rows[key], strict=True):
        numbers.setdefault(int(slot), []).append(int(number))
    return numbers


def read_bank(package: str, name: str) -> Bank:
    """The bank in the file NAME.yaml of a package: a list of slots, each a list of texts {en: ..., zh: ...}.

    Examples
    --------
    >>> bank = read_bank("sim.course.assignments.service_measures", "incidents")
    >>> len(bank.slots), bank.draw(RandomStreams(1)).columns.tolist()
    (12, ['number', 'slot', 'choice'])
    """
    rows = from_yaml((files(package) / f"{name}.yaml").read_text(encoding="utf-8"))
    return Bank(name, tuple(tuple(slot) for slot in rows))
