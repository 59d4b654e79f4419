"""Tables of texts: firms by when they trade, meanings of value, who serves, entries of cost; each a bank in both languages."""

from __future__ import annotations

import pandas as pd

from sim.base.i18n import N_, _
from sim.course.assignments.customer_value.variant import Variant
from sim.course.data.banks import read_bank
from sim.course.fair_tables import Draw, Tables

BANKS = {name: read_bank(__package__, name) for name in ("clients", "meanings", "services", "entries")}
COLUMNS = {"clients": "scene", "meanings": "sentence", "services": "scene", "entries": "entry"}
GOODS = {"tea": N_("tea"), "cups": N_("cups"), "boxes": N_("boxes"), "ink": N_("ink")}
"""Goods of the hand table."""


def make_texts(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The tables of texts, still as slots and choices."""
    return {name: bank.draw(draw.streams) for name, bank in BANKS.items()}


def localize(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Texts in place of slots and choices, goods of the hand table in the current language."""
    if name in BANKS:
        return BANKS[name].in_words(table, COLUMNS[name])
    if name in ("lines", "ruled"):
        said = {good: _(word) for good, word in GOODS.items()}
        columns = [column for column in ("good", "with") if column in table]
        return table.assign(**{column: table[column].replace(said) for column in columns})
    return table
