"""Random choices for a variant: one option, options in random order, a number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from sim.base.streams import RandomStreams

T = TypeVar("T")


class Picks:
    """The draws of a variant. Each draw has a purpose, a unique word, so that adding a draw changes none of the others.

    Parameters
    ----------
    seed : int
        Of the student's variant.

    Examples
    --------
    >>> picks = Picks(7)
    >>> picks.one("clerks", (3, 4, 5)) == Picks(7).one("clerks", (3, 4, 5))
    True
    >>> sorted(picks.shuffled("order", "abc"))
    ['a', 'b', 'c']
    >>> 0 <= picks.number("luck", 1000) < 1000
    True
    """

    def __init__(self, seed: int) -> None:
        self._streams = RandomStreams(seed)
        self._own = self._streams.of(0)

    def one(self, purpose: str, options: Sequence[T]) -> T:
        """One of the options, each as likely."""
        return options[int(self._own.choice([1] * len(options), purpose)[0])]

    def shuffled(self, purpose: str, options: Sequence[T]) -> list[T]:
        """The options in a sequence of this variant."""
        order = np.argsort(self._streams.of(np.arange(len(options))).uniform(purpose), kind="stable")
        return [options[place] for place in order]

    def number(self, purpose: str, below: int) -> int:
        """A whole number from 0 to below - 1, each as likely."""
        return int(self._own.uniform(purpose)[0] * below)
