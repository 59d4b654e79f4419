"""Assignment new_assignment: say in one line what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from sim.base.streams import RandomStreams
from sim.course.answers.kinds import share
from sim.course.answers.parts import Part
from sim.course.assignment import Assignment
from sim.course.data.hand import read_hand_tables
from sim.course.fair_tables import Draw, Step, Tables

__all__ = ["ASSIGNMENT"]

DELIVERIES = 400


@dataclass(frozen=True)
class Variant:
    """What differs between students: the shares of deliveries that are late, and that never arrive."""

    late: float
    never: float


def draw_variant(seed: int) -> Variant:
    """The variant of a seed."""
    stream = RandomStreams(seed).of(0)
    return Variant((0.10, 0.15, 0.20)[stream.choice([1, 1, 1], "late")[0]], 0.05)


def make_deliveries(variant: Variant, draw: Draw, made: Tables) -> Tables:
    """The student's file."""
    stream = draw.streams.of(np.arange(DELIVERIES))
    late = stream.uniform("late") < variant.late
    hours = 24 + 24 * stream.uniform("early") * np.where(late, 1, -1)
    arrived = stream.uniform("never") >= variant.never
    table = pd.DataFrame({"number": np.arange(DELIVERIES), "hours": pd.Series(hours).where(arrived)})
    return {"deliveries": table}


def is_fair(variant: Variant, made: Tables) -> bool:
    """Whether enough deliveries never arrived for the question to matter."""
    return bool(made["deliveries"]["hours"].isna().sum() >= 5)


def facts(variant: Variant) -> dict[str, Any]:
    """What the student is told."""
    return {"promised_hours": 24}


ASSIGNMENT = Assignment(
    id="new_assignment",
    draw_variant=draw_variant,
    steps=(Step(make_deliveries, is_fair),),
    facts=facts,
    hand_tables=read_hand_tables(__name__),
    questions={
        "q1": (Part("late_share", share(), takes="deliveries promised_hours", hand=4 / 10, points=2),)
    },
    public=("deliveries",),
)
