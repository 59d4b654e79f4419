"""Assignment 5: which CRM, if any? Functions and subsystems, readiness, four offers, a trial in the model, the roll-out."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.base.i18n import _, language
from sim.course.assignment import Assignment
from sim.course.assignments.crm_selection import offers, roll_out, texts
from sim.course.assignments.crm_selection.questions import QUESTIONS
from sim.course.assignments.crm_selection.trial import sales_of_leavers, years_of
from sim.course.assignments.crm_selection.variant import Variant, build_case, draw_variant
from sim.course.data.hand import read_hand_tables
from sim.course.data.trials import as_table, low_and_high
from sim.course.fair_tables import Step

__all__ = ["ASSIGNMENT", "as_table", "low_and_high", "sales_of_leavers", "years_of"]

TEXTS = (*texts.BANKS, "findings", "offers")
FILES = (
    "branches",
    "votes",
    "ratings",
    "points",
    "weights",
    "costs",
    "gains",
    "leavers",
    "plan",
    "closed",
)


def facts(variant: Variant) -> dict[str, Any]:
    """The facts about the branch that the student is told."""
    town = variant.town[language() == "zh"]
    return {
        "firm": _("Jiaying Logistics, {town} branch").format(town=town),
        "musts": list(variant.gate_musts),
        "rate": variant.rate,
        "hour": offers.HOUR,
        "start": variant.start,
    }


def localize(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Texts in the current language."""
    return texts.localize_texts(name, table) if name in TEXTS else table


ASSIGNMENT = Assignment(
    id="crm_selection",
    draw_variant=draw_variant,
    steps=(
        Step(offers.make_ratings, offers.is_fair_rating, tries=400),
        Step(offers.make_costs, offers.is_fair_cost, tries=400),
        Step(texts.make_texts),
        Step(roll_out.make_plan),
        Step(roll_out.make_branches),
        Step(roll_out.make_leavers),
    ),
    facts=facts,
    hand_tables=read_hand_tables(__name__),
    hand_facts={
        "musts": ["q1", "q3"],
        "criterion": "functions",
        "rate": 0.1,
        "hour": 50,
        "use": 0.8,
        "start": pd.Timestamp("2026-03-02"),
    },
    questions=QUESTIONS,
    public=(*FILES, *TEXTS),
    localize=localize,
    firm=build_case,
)
