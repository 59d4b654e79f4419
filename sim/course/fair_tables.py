"""Makes the tables of a variant in steps, each drawn again until it is fair: cheap tables apart from a simulated year."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.base.errors import InputError
from sim.base.i18n import _
from sim.base.streams import RandomStreams

Tables = Mapping[str, pd.DataFrame]


def _always(variant: Any, tables: Tables) -> bool:
    return True


@dataclass(frozen=True)
class Draw:
    """One attempt at a step. streams: its random streams; seed, attempt: for a simulation that draws its own."""

    seed: int
    attempt: int

    @property
    def streams(self) -> RandomStreams:
        """Random streams of this attempt."""
        return RandomStreams(self.seed, self.attempt)


@dataclass(frozen=True)
class Step:
    """A step in making the tables.

    make: (variant, draw, tables made before) -> further tables; fair: (variant, all tables so far) -> whether they make a
    fair assignment: every question has one right answer, and typical mistakes change it; tries: most attempts.
    """

    make: Callable[[Any, Draw, Tables], Tables]
    fair: Callable[[Any, Tables], bool] = _always
    tries: int = 100


def make_tables(steps: tuple[Step, ...], variant: Any, seed: int) -> dict[str, pd.DataFrame]:
    """The tables of a variant in the year of `seed`, by name. The same arguments give the same tables.

    If a later step finds no fair tables, the first one is drawn again. Raises InputError if the first one finds nothing.
    """
    first, *later = steps
    for attempt in range(first.tries):
        made = _attempt(first, variant, seed, attempt, {})
        for step in later:
            if made is not None:
                drawn = (_attempt(step, variant, seed, number, made) for number in range(step.tries))
                made = next((tables for tables in drawn if tables is not None), None)
        if made is not None:
            return made
    raise InputError(_("No fair tables were found for this student. Tell the author of the assignment."))


def _attempt(
    step: Step, variant: Any, seed: int, attempt: int, made: dict[str, pd.DataFrame]
) -> dict[str, pd.DataFrame] | None:
    """All tables after one attempt at a step; None if they are not fair."""
    tables = {**made, **step.make(variant, Draw(seed, attempt), made)}
    return tables if step.fair(variant, tables) else None
