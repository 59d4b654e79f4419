"""Assignment new_assignment: say in one line what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.base.i18n import N_
from sim.base.streams import RandomStreams
from sim.course.answers.kinds import a_share
from sim.course.answers.questions import HandCheck, Hint, KnownMistake, Part
from sim.course.assignment import Assignment

__all__ = ["ASSIGNMENT"]

DELIVERIES = 400

ALL_ORDERS = Hint("all-orders", (N_("Who never got the goods? Those deliveries are late as well."),))
IN_TIME = Hint("in-time", (N_("This looks like the share in time. The question asks for the late ones."),))


@dataclass(frozen=True)
class Variant:
    """What differs between students."""

    late: float
    never: float


def variant(seed: int) -> Variant:
    """The variant of a seed."""
    luck = RandomStreams(seed).of(0)
    return Variant((0.10, 0.15, 0.20)[luck.choice([1, 1, 1], "late")[0]], 0.05)


def tables(chosen: Variant, seed: int) -> dict[str, pd.DataFrame]:
    """The student's files."""
    each = RandomStreams(seed).of(np.arange(DELIVERIES))
    hours = 24 + 24 * each.uniform("early") * np.where(each.uniform("late") < chosen.late, 1, -1)
    arrived = each.uniform("never") >= chosen.never
    return {
        "deliveries": pd.DataFrame(
            {"number": np.arange(DELIVERIES), "hours": pd.Series(hours).where(arrived)}
        )
    }


def facts(chosen: Variant) -> dict[str, Any]:
    """What the student is told."""
    return {"promised_hours": 24}


def hand(chosen: Variant) -> dict[str, pd.DataFrame]:
    """Ten rows to be worked on paper; every typical mistake gives another number."""
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
        a_share(),
        lambda case: [(case.read("deliveries"), case.facts["promised_hours"])],
        (
            HandCheck(
                "deliveries",
                lambda case: (case.hand("deliveries"), 24),
                lambda case: 0.4,
                (KnownMistake(0.25, ALL_ORDERS), KnownMistake(0.2, ALL_ORDERS), KnownMistake(0.6, IN_TIME)),
            ),
        ),
    ),
)

ASSIGNMENT = Assignment(
    id="new_assignment",
    variant=variant,
    tables=tables,
    facts=facts,
    hand=hand,
    parts=PARTS,
    public=("deliveries",),
)
