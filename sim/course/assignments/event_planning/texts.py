"""Tables of texts: scenes, short messages and notes on guests, from banks in both languages."""

from __future__ import annotations

import pandas as pd

from sim.course.assignments.event_planning.variant import Variant
from sim.course.data.banks import read_bank
from sim.course.fair_tables import Draw, Tables

SCENES, NOTES = (read_bank(__package__, name) for name in ("scenes", "notes"))
WORD_BANKS = {name: read_bank(__package__, name) for name in ("kinds", "remedies", "acts")}
MISREAD = {"kinds": (3, 4), "remedies": (0, 4), "acts": (4,)}
"""Slots that are often misread."""
OF_EACH = 4
"""Texts of each of the word banks that a student gets."""


def make_texts(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The tables scenes, words and notes, still as slots and choices."""
    parts = [bank.draw(draw.streams).head(OF_EACH).assign(bank=name) for name, bank in WORD_BANKS.items()]
    words = pd.concat(parts, ignore_index=True)
    words["number"] = range(1, len(words) + 1)
    return {"scenes": SCENES.draw(draw.streams), "words": words, "notes": NOTES.draw(draw.streams)}


def is_fair_texts(variant: Variant, made: Tables) -> bool:
    """Whether each block has a text that is often misread."""
    words = made["words"]
    return all(words.loc[words["bank"] == bank, "slot"].isin(slots).any() for bank, slots in MISREAD.items())


def localize_texts(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table with texts in the current language in place of slots and choices."""
    if name == "scenes":
        return SCENES.in_words(table, "scene")
    if name == "notes":
        return NOTES.in_words(table, "note").rename(columns={"number": "guest"})
    rows = zip(table["bank"], table["slot"], table["choice"], strict=True)
    texts = [WORD_BANKS[bank].text(int(slot), int(choice)) for bank, slot, choice in rows]
    return pd.DataFrame({"number": table["number"], "block": table["bank"], "text": texts})
