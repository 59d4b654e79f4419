"""Assignment new_assignment: say in one line what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import N_
from sim.base.streams import RandomStreams
from sim.course.answers.kinds import share
from sim.course.answers.parts import HandCheck, Hint, KnownMistake, Part
from sim.course.assignment import Assignment

__all__ = ["ASSIGNMENT"]

DELIVERIES = 400

ALL_ORDERS = Hint("all-orders", (N_("Which goods never arrived? Those deliveries are late as well."),))
IN_TIME = Hint("in-time", (N_("This looks like the share in time. The question asks for the late ones."),))


@dataclass(frozen=True)
class Variant:
    """What differs between students: the shares of deliveries that are late, and that never arrive."""

    late: float
    never: float


def draw_variant(seed: int) -> Variant:
    """The variant of a seed."""
    stream = RandomStreams(seed).of(0)
    return Variant((0.10, 0.15, 0.20)[stream.choice([1, 1, 1], "late")[0]], 0.05)


def make_tables(variant: Variant, seed: int) -> dict[str, pd.DataFrame]:
    """The student's files."""
    streams = RandomStreams(seed).of(np.arange(DELIVERIES))
    hours = 24 + 24 * streams.uniform("early") * np.where(streams.uniform("late") < variant.late, 1, -1)
    arrived = streams.uniform("never") >= variant.never
    return {
        "deliveries": pd.DataFrame(
            {"number": np.arange(DELIVERIES), "hours": pd.Series(hours).where(arrived)}
        )
    }


def facts(variant: Variant) -> dict[str, Any]:
    """What the student is told."""
    return {"promised_hours": 24}


def hand_tables(variant: Variant) -> dict[str, pd.DataFrame]:
    """Ten rows to work out on paper; every typical mistake gives a different result."""
    return {
        "deliveries": pd.DataFrame(
            {"number": range(10), "hours": [20, 30, 22, None, 23, 26, 12, None, 24, 18]}
        )
    }


PARTS = (
    Part(
        "q1",
        "late_share",
        2,
        share(),
        lambda case: [(case.read("deliveries"), case.facts["promised_hours"])],
        (
            HandCheck(
                lambda case: (case.hand("deliveries"), 24),
                lambda case: 0.4,
                (KnownMistake(0.25, ALL_ORDERS), KnownMistake(0.2, ALL_ORDERS), KnownMistake(0.6, IN_TIME)),
            ),
        ),
    ),
)

ASSIGNMENT = Assignment(
    id="new_assignment",
    draw_variant=draw_variant,
    make_tables=make_tables,
    facts=facts,
    hand_tables=hand_tables,
    parts=PARTS,
    public=("deliveries",),
)
