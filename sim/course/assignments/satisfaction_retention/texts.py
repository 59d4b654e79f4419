"""Tables of texts: what customers say, complaints, why customers left, acts that bind, steps of a complaint."""

from __future__ import annotations

import pandas as pd

from sim.course.assignments.satisfaction_retention.variant import Variant
from sim.course.data.banks import read_bank
from sim.course.fair_tables import Draw, Tables

COLUMNS = {
    "voices": "said",
    "reasons": "said",
    "grievances": "sentence",
    "acts": "sentence",
    "handling": "sentence",
}
BANKS = {name: read_bank(__package__, name) for name in COLUMNS}


def make_texts(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The tables of texts, still as slots and choices."""
    return {name: bank.draw(draw.streams) for name, bank in BANKS.items()}


def localize(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table with texts in the current language in place of slots and choices; other tables as they are."""
    return BANKS[name].in_words(table, COLUMNS[name]) if name in BANKS else table
