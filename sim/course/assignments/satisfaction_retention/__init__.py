"""Assignment 6: satisfied and loyal customers. A survey, complaints, a pilot, bonds, and the picker's hours."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.base.i18n import _, language
from sim.course.assignment import Assignment
from sim.course.assignments.satisfaction_retention import complaints, pilot, survey, texts
from sim.course.assignments.satisfaction_retention.questions import QUESTIONS
from sim.course.assignments.satisfaction_retention.trial import bond_years, picker_half_years
from sim.course.assignments.satisfaction_retention.variant import Variant, build_case, draw_variant
from sim.course.data.hand import read_hand_tables
from sim.course.data.trials import as_table, low_and_high
from sim.course.fair_tables import Step

__all__ = ["ASSIGNMENT", "as_table", "bond_years", "low_and_high", "picker_half_years"]

FILES = (
    "customers",
    "survey",
    "leavers",
    "orders",
    "complaints",
    "mentions",
    "complaint_log",
    "cases",
    "standard",
    "first",
    "classes",
)


def facts(variant: Variant) -> dict[str, Any]:
    """The facts about the branch that the student is told."""
    town = variant.town[language() == "zh"]
    return {
        "firm": _("Jiaying Logistics, {town} branch").format(town=town),
        "sd": variant.spread,
        "wanted": variant.wanted,
        "response": variant.response,
        "today": variant.today,
        "rate": variant.rate,
        "years": variant.years,
        "cost": variant.cost,
    }


ASSIGNMENT = Assignment(
    id="satisfaction_retention",
    draw_variant=draw_variant,
    steps=(
        Step(survey.make_survey, survey.is_fair_survey),
        Step(survey.make_leavers),
        Step(complaints.make_log, complaints.is_fair_log, tries=400),
        Step(complaints.make_cases, complaints.is_fair_cases),
        Step(pilot.make_pilot, pilot.is_fair_pilot, tries=200),
        Step(pilot.make_classes),
        Step(texts.make_texts),
    ),
    facts=facts,
    hand_tables=read_hand_tables(__name__),
    hand_facts={
        "sd": 1.0,
        "wanted": 0.2,
        "response": 0.4,
        "by": "number",
        "part": 0.8,
        "today": pd.Timestamp("2024-03-15 08:00"),
        "weeks": 4,
        "contribution": 100,
        "keep": 0.49,
        "rate": 0.1,
        "years": 2,
        "cost": 20,
    },
    questions=QUESTIONS,
    public=(*FILES, *texts.BANKS),
    localize=texts.localize,
    firm=build_case,
)
