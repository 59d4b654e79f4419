"""Tables of texts: what Zheng says, questions, roles, ways to learn a need, an interview; each a bank in both languages."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.base.i18n import language
from sim.course.assignments.needs_analysis.variant import Variant
from sim.course.data.banks import read_bank
from sim.course.fair_tables import Draw, Tables

BANKS = {name: read_bank(__package__, name) for name in ("statements", "questions", "roles", "ways")}
COLUMNS = {"statements": "sentence", "questions": "question", "roles": "person", "ways": "scene"}
INTERVIEW = read_bank(__package__, "interview")
EARLY, LAST_STEPS = 5, (4, 6)
"""Slots of the interview: the proposal that comes too early; the fitted proposal and what follows the deal."""


def make_texts(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The tables of texts, still as slots and choices."""
    return {name: bank.draw(draw.streams) for name, bank in BANKS.items()} | {
        "interview": _interview(variant, draw)
    }


def _interview(variant: Variant, draw: Draw) -> pd.DataFrame:
    slots = [slot for slot, count in enumerate(variant.steps) for _n in range(count)] + list(LAST_STEPS)
    slots.insert(variant.early - 1, EARLY)
    counts = [len(texts) for texts in INTERVIEW.slots]
    mixed = [
        np.argsort(draw.streams.of(slot, np.arange(count)).uniform("interview"), kind="stable")
        for slot, count in enumerate(counts)
    ]
    choices = [int(mixed[slot][slots[:n].count(slot)]) for n, slot in enumerate(slots)]
    return pd.DataFrame({"turn": np.arange(1, len(slots) + 1), "slot": slots, "choice": choices})


def localize_texts(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table with texts in the current language in place of slots and choices."""
    if name in BANKS:
        return BANKS[name].in_words(table, COLUMNS[name])
    rows = [INTERVIEW.slots[s][c] for s, c in zip(table["slot"], table["choice"], strict=True)]
    said, reply = ([row[key] for row in rows] for key in (language(), f"reply_{language()}"))
    return pd.DataFrame({"turn": table["turn"], "said": said, "reply": reply})
