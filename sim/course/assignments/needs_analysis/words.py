"""Names of firms, persons and goods, in the current language; tables are made in English and put into words when read."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd

from sim.base.files import from_yaml
from sim.base.i18n import language
from sim.base.streams import RandomStreams

WORDS: dict[str, Any] = from_yaml((files(__package__) / "words.yaml").read_text(encoding="utf-8"))
SURNAMES, TITLES = tuple(WORDS["names"]), tuple(WORDS["titles"])
ENDINGS = {"en": "co.,ltd.", "zh": "有限公司"}
"""What a firm's name may end with, in small letters."""
OWN = "shunda"
_FIRM = {word.lower(): zh for word, zh in (WORDS["brands"] | WORDS["others"]).items()}
_GOODS = {word: zh for goods in WORDS["goods"].values() for word, zh in goods.items()}


def firms(streams: RandomStreams, count: int) -> list[tuple[str, tuple[str, ...]]]:
    """Different firms: name, and the goods that it may send."""
    every = [(f"{b} {t}", tuple(goods)) for b in WORDS["brands"] for t, goods in WORDS["goods"].items()]
    order = np.argsort(streams.of(np.arange(len(every))).uniform("firms"), kind="stable")
    return [every[place] for place in order[:count]]


def ending() -> str:
    """Endings of a firm's name, in the current language."""
    return ENDINGS[language()]


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """The table with firms, contacts and goods in the current language; the tables hold the English ones."""
    if language() == "en":
        return table
    said = {"firm": _firm, "key": _firm, "contact": _contact, "goods": lambda word: _GOODS.get(word, word)}
    return table.assign(**{c: table[c].map(f, na_action="ignore") for c, f in said.items() if c in table})


def _firm(name: str) -> str:
    """A spelling of an English name that is no matter of capitals in Chinese becomes a space before the name."""
    words = name.lower().replace(ENDINGS["en"], "").split()
    if not all(word in _FIRM for word in words):
        return name
    chinese = "".join(_FIRM[word] for word in words)
    if name.lower().endswith(ENDINGS["en"]):
        chinese += ENDINGS["zh"]
    return " " + chinese if name.isupper() or name.startswith(" ") else chinese


def _contact(name: str) -> str:
    title, _space, surname = name.partition(" ")
    return WORDS["names"][surname] + WORDS["titles"][title] if title in WORDS["titles"] else name


def own() -> str:
    """The names of Shunda's own staff in the log of the web site, in the current language."""
    return OWN if language() == "en" else _firm(OWN)
