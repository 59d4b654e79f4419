"""The likeness of two lines: pieces that they have in common, rare ones counted more.

Pieces are words, pairs of words and parts of words in English, one to three characters in a row in Chinese. The measure is the
cosine of the two lists of pieces with inverse document frequency as weights, as in any search engine.

Source: Manning, Raghavan and Schuetze, Introduction to Information Retrieval (2008), chapter 6.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

from sim.base.i18n import language

WHOLE, PART = 1.0, 0.35
"""Weight of a word or a pair of words, and of a part of a word."""
CHARACTERS = {1: 0.3, 2: 1.0, 3: 1.2}
"""Weight of so many Chinese characters in a row."""
LETTERS = 4
"""Length of a part of a word: what "trip", "trips" and "tripping" have in common."""


class Lines:
    """Normalised lines under names; a name can have several.

    Examples
    --------
    >>> lines = Lines([("cost", "what does it cost you"), ("who", "who looks after it")])
    >>> likeness = lines.likeness("how much are the costs")
    >>> max(likeness, key=likeness.get)
    'cost'
    """

    def __init__(self, lines: Iterable[tuple[str, str]]) -> None:
        pieces = [(name, _pieces(line)) for name, line in lines]
        found = Counter(piece for _name, one in pieces for piece in one)
        self._rarity = {piece: math.log(1 + len(pieces) / (1 + count)) for piece, count in found.items()}
        self._unknown = math.log(1 + len(pieces))
        self._lines = [(name, self._weights(one)) for name, one in pieces]

    def likeness(self, line: str) -> dict[str, float]:
        """Of each name, the likeness of its nearest line: 0 (nothing in common) to 1 (the same)."""
        typed = self._weights(_pieces(line))
        nearest: dict[str, float] = {}
        for name, one in self._lines:
            common = sum(weight * one[piece] for piece, weight in typed.items() if piece in one)
            nearest[name] = max(nearest.get(name, 0.0), common)
        return nearest

    def _weights(self, pieces: Mapping[str, float]) -> dict[str, float]:
        weights = {
            piece: math.sqrt(count) * self._rarity.get(piece, self._unknown)
            for piece, count in pieces.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {piece: weight / length for piece, weight in weights.items()}


def _pieces(line: str) -> dict[str, float]:
    """The pieces of a normalised line, with how much each counts."""
    found: defaultdict[str, float] = defaultdict(float)
    if language() == "zh":
        for length, weight in CHARACTERS.items():
            for start in range(len(line) - length + 1):
                found[line[start : start + length]] += weight
        return found
    words = line.split()
    for piece in (*words, *(f"{one} {two}" for one, two in pairwise(words))):
        found[piece] += WHOLE
    for word in words:
        marked = f"^{word}$"
        for start in range(len(marked) - LETTERS + 1):
            found["#" + marked[start : start + LETTERS]] += PART
    return found
