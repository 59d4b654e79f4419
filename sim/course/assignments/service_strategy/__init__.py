"""Assignment 7: how good should service be, for whom, at which price? Costs, levels, packages, positions, snow, a memo."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.base.i18n import _, language
from sim.course.assignment import Assignment
from sim.course.assignments.service_strategy import books, own_years
from sim.course.assignments.service_strategy.positions import profit_by_newcomer
from sim.course.assignments.service_strategy.questions import QUESTIONS
from sim.course.assignments.service_strategy.trial import (
    as_table,
    in_words,
    low_and_high,
    t95,
    weeks_of_snow,
    years_of_levels,
    years_of_packages,
)
from sim.course.assignments.service_strategy.variant import Variant, build_case, draw_variant
from sim.course.data.hand import read_hand_tables
from sim.course.fair_tables import Step

__all__ = [
    "ASSIGNMENT",
    "as_table",
    "in_words",
    "low_and_high",
    "profit_by_newcomer",
    "t95",
    "weeks_of_snow",
    "years_of_levels",
    "years_of_packages",
]


def facts(variant: Variant) -> dict[str, Any]:
    """The facts about the branch that the student is told."""
    town = variant.town[language() == "zh"]
    return {
        "firm": _("Jiaying Logistics, {town} branch").format(town=town),
        "start": books.START,
        "level": own_years.best_level(variant),
        "half_width": variant.half_width,
        "extra": variant.extra,
        "lorry_factor": variant.lorry_factor,
        "carriage_factor": variant.carriage_factor,
        "snow_budget": variant.snow_budget,
    }


ASSIGNMENT = Assignment(
    id="service_strategy",
    draw_variant=draw_variant,
    steps=(
        Step(books.make_books, books.are_fair_books),
        Step(own_years.make_levels, own_years.are_fair_levels),
        Step(own_years.make_policies, own_years.are_fair_policies),
        Step(own_years.make_positions),
        Step(own_years.make_returns),
    ),
    facts=facts,
    hand_tables=read_hand_tables(__name__),
    hand_facts={
        "start": pd.Timestamp("2026-01-05"),
        "visible_cost": 760,
        "hidden_cost": 240,
        "half_width": 0.5,
        "lorry_factor": 0.5,
        "carriage_factor": 1.2,
    },
    questions=QUESTIONS,
    public=(
        "ledger",
        "accounts",
        "needs",
        "level_years",
        "pairs",
        "policies",
        "return_years",
        "positions",
    ),
    firm=build_case,
)
