"""Assignment 4: an evening that pays. The guests, the start, the costs, the risks, and whether it pays."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.base.i18n import _
from sim.course.assignment import Assignment
from sim.course.assignments.event_planning import guest_files, plan_files, texts
from sim.course.assignments.event_planning.evening import year_with_and_without
from sim.course.assignments.event_planning.questions import QUESTIONS
from sim.course.assignments.event_planning.variant import (
    EVENING,
    HOLIDAYS,
    Variant,
    build_case,
    draw_variant,
)
from sim.course.data.hand import read_hand_tables
from sim.course.fair_tables import Step

__all__ = ["ASSIGNMENT", "year_with_and_without"]

TEXTS = ("scenes", "words", "notes")
TOLD = (
    *("list_budget", "gift", "invited", "coming", "far", "limit", "share", "far_share"),
    *("plan_guests", "plan_total", "plan_first_day"),
)


def facts(variant: Variant) -> dict[str, Any]:
    """The facts about Tianye and the evening that the student is told."""
    told = {name: getattr(variant, name) for name in TOLD}
    return {
        "firm": _("Tianye Logistics"),
        "evening": EVENING,
        "holidays": list(HOLIDAYS),
        "seed": variant.firm,
        **told,
    }


def localize(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Texts, and names of tasks, owners, items and risks, in the current language."""
    if name in TEXTS:
        return texts.localize_texts(name, table)
    return plan_files.localize_plan(name, table) if name in plan_files.WORDS else table


ASSIGNMENT = Assignment(
    id="event_planning",
    draw_variant=draw_variant,
    steps=(
        Step(guest_files.make_year),
        Step(guest_files.make_guests, guest_files.is_fair_list, tries=30),
        Step(plan_files.make_plan, plan_files.is_fair_plan),
        Step(texts.make_texts, texts.is_fair_texts),
    ),
    facts=facts,
    hand_tables=read_hand_tables(__name__),
    hand_facts={
        "gift": 400,
        "days": 11,
        "invited": 20,
        "coming": 14,
        "far": 4,
        "limit": 20000,
        "share": 0.7,
        "far_share": 0.2,
    },
    questions=QUESTIONS,
    public=("scenes", "words", "guests", "tasks", "items", "risks", "notes"),
    localize=localize,
    firm=build_case,
)
