"""Assignment 1: know the service. The twelve measures, the seven rights, waiting at the hotline, promises."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.base.i18n import _, language
from sim.course.assignment import Assignment
from sim.course.assignments.service_measures.branch_year import INCIDENTS, STEPS
from sim.course.assignments.service_measures.hotline import wait_if_nobody_hangs_up
from sim.course.assignments.service_measures.questions import QUESTIONS
from sim.course.assignments.service_measures.variant import START, WEEKS, Variant, build_case, draw_variant
from sim.course.data.hand import read_hand_tables

__all__ = ["ASSIGNMENT", "wait_if_nobody_hangs_up"]

YEAR = {"year_start": pd.Timestamp(START), "year_end": pd.Timestamp(START) + pd.Timedelta(weeks=WEEKS)}


def facts(variant: Variant) -> dict[str, Any]:
    """The facts about the branch that the student is told."""
    town = variant.town[language() == "zh"]
    return {
        "firm": _("Jiaying Logistics, {town} branch").format(town=town),
        **YEAR,
        "test_customer": variant.test_customer,
        "minutes_hall": variant.minutes_hall,
        "minimum_order": variant.minimum_order,
        "clerks": variant.hotline.clerks,
    }


def localize(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Incidents get their texts."""
    return INCIDENTS.in_words(table, "incident") if name == "incidents" else table


ASSIGNMENT = Assignment(
    id="service_measures",
    draw_variant=draw_variant,
    steps=STEPS,
    facts=facts,
    hand_tables=read_hand_tables(__name__),
    hand_facts={
        "test_customer": "TEST",
        "minutes_hall": "South",
        "minimum_order": 150,
        "clerks": 3,
        "klass": "A",
        "hours": 24,
        "share": 0.6,
    },
    questions=QUESTIONS,
    public=(
        "raw_orders",
        "orders",
        "lines",
        "stock",
        "needs",
        "requests",
        "contacts",
        "incidents",
        "calls",
        "fees",
    ),
    localize=localize,
    firm=build_case,
)
