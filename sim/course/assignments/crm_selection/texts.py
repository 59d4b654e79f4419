"""Tables of texts: troubles, features, what was found, the offers, tasks and duties; each a bank in both languages."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from sim.base.files import from_yaml
from sim.base.i18n import language
from sim.base.streams import RandomStreams
from sim.course.assignments.crm_selection.variant import FOUND, MUSTS, VENDORS, Variant
from sim.course.data.banks import read_bank
from sim.course.fair_tables import Draw, Tables

BANKS = {name: read_bank(__package__, name) for name in ("notes", "features", "tasks", "duties")}
COLUMNS = {"notes": "note", "features": "feature", "tasks": "task", "duties": "duty"}
FINDINGS = read_bank(__package__, "findings")
OFFERS: dict[str, Any] = from_yaml((files(__package__) / "offers.yaml").read_text(encoding="utf-8"))
WITHOUT_MODULE = (4, 7, 8)
"""Slots of features that are no part of a module."""
WORDINGS = 2


def make_texts(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The tables of texts, still as slots and choices."""
    tables = {name: bank.draw(draw.streams) for name, bank in BANKS.items()}
    features = tables["features"]
    left_out = {*WITHOUT_MODULE, 5, 6} - {variant.last_module}
    features["is_module"] = np.where(features["slot"].isin(left_out), "no", "yes")
    choices = [FOUND.index(word) for word in variant.found]
    found = pd.DataFrame({"number": range(1, 9), "slot": range(8), "choice": choices})
    return {**tables, "findings": found, "offers": _offers(variant, draw.streams)}


def _offers(variant: Variant, streams: RandomStreams) -> pd.DataFrame:
    """A row for each vendor: its character, the must that it breaks (0: none), and which wordings it uses."""
    vendors = list(VENDORS)
    parts = 1 + len(MUSTS)
    wording = streams.of(np.arange(len(vendors) * parts)).uniform("wording")
    chosen = (wording * WORDINGS).astype(int).reshape(len(vendors), parts)
    sequence = streams.of(np.arange(len(vendors) * len(MUSTS))).uniform("sequence")
    order = np.argsort(sequence.reshape(len(vendors), len(MUSTS)), axis=1, kind="stable") + 1
    return pd.DataFrame(
        {
            "vendor": vendors,
            "character": variant.characters,
            "breaks": [variant.broken.get(vendor, 0) for vendor in vendors],
            "wordings": ["".join(map(str, row)) for row in chosen],
            "sequence": ["".join(map(str, row)) for row in order],
        }
    ).astype({"wordings": "string", "sequence": "string"})


def localize_texts(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The table with texts in the current language in place of slots and choices."""
    if name == "offers":
        return pd.DataFrame({"vendor": table["vendor"], "text": [_offer(row) for row in table.itertuples()]})
    if name == "findings":
        return FINDINGS.in_words(table, "found").rename(columns={"number": "question"})
    words = BANKS[name].in_words(table, COLUMNS[name])
    return words.assign(is_module=table["is_module"]) if name == "features" else words


def _offer(row: Any) -> str:
    lang = language()
    wordings, sequence = (str(text).zfill(size) for text, size in ((row.wordings, 5), (row.sequence, 4)))
    clauses = [
        OFFERS["clauses"][int(must)]["broken" if int(must) == row.breaks else "kept"][
            int(wordings[int(must)])
        ]
        for must in sequence
    ]
    texts = [OFFERS["openings"][row.character][int(wordings[0])], *clauses]
    return (" " if lang == "en" else "").join(text[lang] for text in texts)
