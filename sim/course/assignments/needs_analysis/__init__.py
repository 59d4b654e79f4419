"""Assignment 2: what do they really need? Words for needs, customer files, opinions and losses, true needs."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.base.i18n import _
from sim.course.assignment import Assignment
from sim.course.assignments.needs_analysis import backwards, customer_files, said_and_lost, texts, words
from sim.course.assignments.needs_analysis.questions import QUESTIONS
from sim.course.assignments.needs_analysis.variant import Variant, build_case, draw_variant
from sim.course.data.hand import read_hand_tables
from sim.course.fair_tables import Step

__all__ = ["ASSIGNMENT"]

FILES = ("crm", "visits", "web", "customers", "survey", "orders", "stages", "outages")
NAMED = ("crm", "visits", "web", "customers", "merged", "prospects")
"""Tables with names of firms; the last two are results on the hand tables."""
TEXTS = (*texts.BANKS, "interview")


def facts(variant: Variant) -> dict[str, Any]:
    """The facts about Shunda that the student is told."""
    return {
        "firm": _("Shunda Logistics"),
        "test_customer": variant.test_customer,
        "ending": words.ending(),
        "own": words.own(),
        "bots": list(customer_files.BOTS),
    }


def localize(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Names of firms and persons, sentences and requests in the current language."""
    if name in TEXTS:
        return texts.localize_texts(name, table)
    if name == "requests":
        return backwards.localize_requests(table)
    return words.in_words(table) if name in NAMED else table


ASSIGNMENT = Assignment(
    id="needs_analysis",
    draw_variant=draw_variant,
    steps=(
        Step(said_and_lost.make_orders, said_and_lost.is_fair_year, tries=40),
        Step(said_and_lost.make_survey, said_and_lost.is_fair_survey),
        Step(backwards.make_stages, backwards.is_fair_stages),
        Step(backwards.make_outages, backwards.is_fair_outages, tries=400),
        Step(customer_files.make_files),
        Step(texts.make_texts),
    ),
    facts=facts,
    hand_tables=read_hand_tables(__name__),
    hand_facts={"test_customer": "TEST", "bots": ["bot7"]},
    questions=QUESTIONS,
    public=(*FILES, *TEXTS, "requests"),
    localize=localize,
    firm=build_case,
)
